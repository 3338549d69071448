// Taking a statement: what the witness agrees to, the words, sealing. A draft is in the page and nowhere else.

import { button, choice, field, h, language, show, sure, t } from "./page.js";

const LANGUAGES = { kk: "Қазақша", ru: "Русский", en: "English" };
const SCOPES = ["internal", "partner", "legal", "public"];
const EXPLAINED = ["purpose", "risks", "withdrawal"];
const WAYS = ["spoken", "written", "recorded"];
const LONGEST = 200_000; // code points of a statement
const MOST = 50; // recipients, or things to leave out
const LONGEST_LINE = 500;

let written = null; // the fields of the page that is open

// Whether closing the page would lose something.
export const hasDraft = () => written !== null && written.some((element) => element.isConnected && element.value.trim() !== "");

export async function mayLeave() {
  const may = !hasDraft() || (await sure(t("leave_draft"), "yes_leave"));
  if (may) written = null;
  return may;
}

const lines = (element) => [...new Set(element.value.normalize("NFC").split("\n").map((line) => line.replace(/\s+/g, " ").trim()))].filter(Boolean);

// Reads a text to the witness by a voice that is on the phone itself; none goes to a server.
function aloud(text, spoken) {
  const voice = globalThis.speechSynthesis?.getVoices().find((one) => one.localService && one.lang.startsWith(spoken));
  if (!voice) return null;
  return button("say_aloud", () => {
    speechSynthesis.cancel();
    speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang }));
  }, "small");
}

// The part on consent, in the language that is spoken with the witness.
function consentPart(words) {
  const place = h("div");
  const state = { spoken: language(), scope: null, how: null, explained: new Set() };
  const recipients = field("recipients", { rows: 2, hint: "recipients_hint" });
  const hide = field("hide", { rows: 2 });
  const draw = () => {
    const say = (key) => words[state.spoken][key];
    const explained = EXPLAINED.map((what) => {
      const box = h("input", { type: "checkbox", autocomplete: "off", checked: state.explained.has(what), onchange: (event) => state.explained[event.target.checked ? "add" : "delete"](what) });
      const text = say(`explain_${what}`);
      return h("div", { className: "aloud" }, h("label", { className: "option" }, box, h("span", { lang: state.spoken }, text)), aloud(text, state.spoken));
    });
    const scope = choice("scope", Object.fromEntries(SCOPES.map((one) => [one, say(`scope_${one}`)])), {
      more: (one) => say(`scope_${one}_more`), picked: state.scope, change: (value) => (state.scope = value),
    });
    scope.group.querySelector("legend").textContent = say("scope");
    scope.group.lang = state.spoken;
    place.replaceChildren(h("p", {}, t("read_out")), ...explained, scope.group);
  };
  const spoken = choice("consent_language", LANGUAGES, {
    picked: state.spoken, change: (value) => {
      state.spoken = value;
      draw();
    },
  });
  const how = choice("how", Object.fromEntries(WAYS.map((way) => [way, t(`how_${way}`)])), { change: (value) => (state.how = value) });
  draw();
  const elements = [spoken.group, place, how.group, recipients.label, hide.label];
  return { elements, state, recipients: recipients.element, hide: hide.element };
}

function consentProblem({ state, recipients, hide }) {
  if (state.explained.size < EXPLAINED.length) return "explain_missing";
  if (!state.scope) return "scope_missing";
  if (!state.how) return "how_missing";
  const long = [recipients, hide].some((element) => lines(element).length > MOST || lines(element).some((line) => [...line].length > LONGEST_LINE));
  return long ? "list_too_long" : null;
}

function consentJson({ state, recipients, hide }) {
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const content = {
    format: "aigaq consent 1",
    scope: state.scope,
    recipients: lines(recipients),
    hide: lines(hide),
    explained: EXPLAINED,
    language: state.spoken,
    given_on: today,
    how: state.how,
    refused: false,
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

// Place and date stand over the statement and the recorder's note under it, each a paragraph of its own.
function composed({ text, place, date, note }, words, spoken) {
  const say = (key, value) => (value ? words[spoken][key].replace("{text}", value.replace(/[.\s]+$/, "")) : "");
  const head = [say("label_place", place), say("label_date", date)].filter(Boolean).join("\n");
  const tail = note ? words[spoken].label_note.replace("{text}", note) : "";
  return `${[head, text, tail].filter(Boolean).join("\n\n")}\n`;
}

export function writePage(door, notebook, words, { home, sealed }) {
  const consent = consentPart(words);
  const textLanguage = choice("text_language", LANGUAGES, { picked: language() });
  const text = field("text", { rows: 12, hint: "text_hint", className: "long", autocapitalize: "sentences" });
  const place = field("place");
  const date = field("date", { hint: "date_hint" });
  const note = field("note", { rows: 3 });
  const wrong = h("p", { className: "wrong", role: "alert" });
  const parts = { text, place, date, note };
  const value = (name) => parts[name].element.value.normalize("NFC").trim();
  written = [text, place, date, note, { element: consent.recipients }, { element: consent.hide }].map(({ element }) => element);
  const leave = async () => {
    if (await mayLeave()) home();
  };
  const refuse = async () => {
    if (!(await sure(t("refuses_sure"), "refuses_yes"))) return;
    written = null;
    home();
  };
  const go = button("seal", async () => {
    const texts = Object.fromEntries(Object.keys(parts).map((name) => [name, value(name)]));
    const problem = consentProblem(consent) ?? (texts.text ? null : "text_missing") ?? (Object.values(texts).join("").length > LONGEST ? "too_long" : null);
    wrong.textContent = problem ? t(problem) : "";
    if (problem) return void wrong.scrollIntoView({ block: "center" });
    go.disabled = true;
    go.textContent = t("sealing");
    try {
      const line = await notebook.sealStatement(composed(texts, words, textLanguage.value()), consentJson(consent));
      for (const element of written) element.value = "";
      written = null;
      sealed(line);
    } catch {
      wrong.textContent = t("store_failed");
      go.disabled = false;
      go.textContent = t("seal");
    }
  }, "main");
  show(
    door.main,
    t("write_title"),
    h("p", { className: "notice" }, t("draft_note")),
    h("section", {}, h("h2", {}, t("step_consent")), consent.elements, button("refuses", refuse, "plain")),
    h("section", {}, h("h2", {}, t("step_statement")), textLanguage.group, text.label, place.label, date.label, note.label),
    h("section", {}, h("h2", {}, t("step_seal")), h("p", { className: "hint" }, t("seal_hint")), wrong),
    h("div", { className: "bar" }, button("back", leave), go),
  );
}

export function sealedPage(door, line, done) {
  const code = h("p", { className: "code large", "aria-label": [...line.receipt].join(" ") }, line.receipt.replace(/(.{5})/, "$1 "));
  show(
    door.main,
    t("sealed_title"),
    h("p", {}, t("sealed_code")),
    code,
    h("p", {}, t("sealed_hint")),
    h("div", { className: "bar" }, button("sealed_done", done, "main")),
  );
}
