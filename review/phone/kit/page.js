// Making pages: elements with their words, and asking before something is lost.

let chosen = { words: {}, language: "en" };

export function speak(words, language) {
  chosen = { words: words[language], language };
  document.documentElement.lang = language;
}

export const language = () => chosen.language;

export function t(key, values = {}) {
  return (chosen.words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

// An element: attributes as properties (`on…` are listeners, the others with a hyphen attributes), then its
// children, of which null and false are left out.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "for" || name === "role" || name === "list") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

export const button = (key, click, className = "") => h("button", { type: "button", className, onclick: click }, t(key));

let names = 0;

// A label over a field. Nothing of it is filled in, corrected or looked up by the browser.
export function field(key, { rows = 0, hint, value = "", className = "", ...more } = {}) {
  const id = `f${(names += 1)}`;
  const element = h(rows ? "textarea" : "input", {
    id,
    value,
    className,
    autocomplete: "off",
    "aria-describedby": hint ? `${id}h` : null,
    ...(rows ? { rows } : { type: "text" }),
    ...more,
  });
  // a browser's spelling and suggestions may ask a server about each word
  for (const name of ["spellcheck", "writingsuggestions"]) element.setAttribute(name, "false");
  element.setAttribute("autocorrect", "off");
  const label = h("div", { className: "field" }, h("label", { for: id }, t(key)), hint && h("p", { className: "hint", id: `${id}h` }, t(hint)), element);
  return { label, element };
}

// One of several: radio buttons with longer words under each.
export function choice(key, options, { more = () => null, picked, change = () => {} } = {}) {
  const name = `c${(names += 1)}`;
  const inputs = Object.entries(options).map(([value, label]) => {
    const input = h("input", { type: "radio", name, value, checked: value === picked, autocomplete: "off", onchange: () => change(value) });
    const extra = more(value);
    return { input, row: h("label", { className: "option" }, input, h("span", {}, h("b", {}, label), extra && h("small", {}, extra))) };
  });
  const group = h("fieldset", {}, h("legend", {}, t(key)), inputs.map(({ row }) => row));
  return { group, value: () => inputs.find(({ input }) => input.checked)?.input.value ?? null };
}

// A question over the page; true for yes. Where the page is locked meanwhile, it is gone with it.
export function sure(question, yes, no = "cancel") {
  return new Promise((done) => {
    const box = h("dialog", { "aria-labelledby": "sure" }, h("p", { id: "sure" }, question));
    const end = (answer) => {
      box.close();
      box.remove();
      done(answer);
    };
    box.append(h("div", { className: "buttons" }, button(yes, () => end(true), "main"), no && button(no, () => end(false))));
    box.addEventListener("cancel", (event) => {
      event.preventDefault();
      end(false);
    });
    document.body.append(box);
    box.showModal();
  });
}

export function show(main, title, ...children) {
  const head = h("h1", { tabIndex: -1 }, title);
  main.replaceChildren(head, ...children.flat().filter(Boolean));
  scrollTo(0, 0);
  head.focus();
}
