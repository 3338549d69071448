"use strict";
// The statement page: keys and buttons become decisions; the server answers with the parts that changed.
(() => {
  const page = document.getElementById("statement");
  if (!page) return;
  const url = page.dataset.url;
  const byId = (id) => document.getElementById(id);
  const rows = byId("rows").parentElement; // the rows themselves may be put in anew
  const { selected, select, step } = window.aigaqSelection;
  let here = null; // where the mark begins that the reader is at
  let reopened = false;
  let queue = Promise.resolve();
  let taken = null; // the selection that a dialog is about

  const marks = () => [...rows.querySelectorAll(".o .mark[id]")];
  const current = () => (here === null ? null : byId(`m${here}`));
  const audience = () => byId("audience").value;
  const say = (text) => { byId("say").textContent = text; };
  const order = new URLSearchParams(location.search);

  function go(start, focus = true) {
    for (const old of rows.querySelectorAll(".here")) {
      old.classList.remove("here");
      if (old.tabIndex === 0) old.tabIndex = -1;
    }
    here = start;
    const mark = current();
    byId("now-roles").hidden = true;
    if (!mark) { byId("now-words").textContent = byId("now-badge").textContent = byId("now-state").textContent = ""; return; }
    for (const piece of rows.querySelectorAll(`[data-s="${start}"], [data-for="${start}"]`)) piece.classList.add("here");
    mark.tabIndex = 0;
    if (focus) mark.focus({ preventScroll: true });
    const box = mark.getBoundingClientRect();
    const foot = matchMedia("(max-width: 60rem)").matches ? byId("now").offsetHeight : 0;
    if (box.top < 110 || box.bottom > innerHeight - 60 - foot) mark.scrollIntoView({ block: "center" });
    byId("now-words").textContent = mark.textContent;
    byId("now-badge").textContent = mark.dataset.badge;
    byId("now-badge").className = `badge ${[...mark.classList].find((name) => name.startsWith("k-")) || "doubt"}`;
    byId("now-state").textContent = mark.dataset.says;
    if (mark.dataset.kind === "PERSON") {
      byId("now-roles").hidden = false;
      const role = (byId("people").querySelector(`[data-who="${CSS.escape(mark.dataset.who)}"]`) || { dataset: {} }).dataset.role;
      for (const button of byId("now-roles").children) button.setAttribute("aria-pressed", String(button.dataset.role === role));
    }
  }

  function move(by, filter = () => true) {
    const all = marks().filter(filter);
    if (!all.length) return;
    const starts = all.map((mark) => Number(mark.dataset.s));
    let at;
    if (here === null) at = by > 0 ? 0 : all.length - 1;
    else if (by > 0) { at = starts.findIndex((start) => start > here); if (at < 0) at = 0; }
    else { at = starts.findLastIndex((start) => start < here); if (at < 0) at = all.length - 1; }
    go(starts[at]);
  }

  const undecided = (mark) => mark.dataset.state === "pending" || mark.dataset.state === "open";
  let upcoming = page.dataset.first === "" ? null : Number(page.dataset.first);
  function nextItem() {
    if (upcoming === null) { say(page.dataset.allDone); return; }
    if (here === upcoming) move(1, undecided); else go(upcoming);
  }

  function fault(text) {
    byId("fault").textContent = text;
    byId("fault").hidden = !text;
  }

  // Requests go one after the other: the next key is about the page as the last one left it.
  function send(path, make) {
    queue = queue.then(async () => {
      const values = make();
      if (!values) return;
      fault("");
      const whole = { audience: audience(), has: page.dataset.has, start: here ?? 0, ...values };
      for (const name of ["case", "language", "state", "risk", "mine", "order"]) {
        if (path !== "/decide" && order.get(name)) whole[name] = order.get(name);
      }
      if (reopened) whole.reopen = "1";
      try { await htmx.ajax("POST", url + path, { source: page, target: page, swap: "none", values: whole }); } catch { /* told below */ }
    });
    return queue;
  }

  page.addEventListener("aigaq", (event) => {
    const told = event.detail;
    page.dataset.has = told.has;
    const moves = told.next !== null && told.next !== here && advance;
    upcoming = told.next;
    go(moves ? told.next : here, !document.querySelector("dialog[open]"));
    if (told.next === null && advance) say(page.dataset.allDone); else say(told.say);
    advance = false;
  });
  let advance = false;
  document.addEventListener("htmx:responseError", (event) => {
    const answer = event.detail.xhr;
    if (answer.status === 401) {
      const { path, parameters } = event.detail.requestConfig || {};
      const values = event.detail.requestConfig ? Object.fromEntries(event.detail.requestConfig.formData || Object.entries(parameters)) : null;
      const verb = (event.detail.requestConfig || {}).verb;
      window.aigaq.lock(verb === "post" && values ? () => send(path.slice(url.length), () => ({ ...values, has: page.dataset.has })) : null);
      return;
    }
    const told = new DOMParser().parseFromString(answer.responseText, "text/html").body.textContent.trim();
    fault(told || page.dataset.offline);
  });
  document.addEventListener("htmx:sendError", () => fault(page.dataset.offline));
  document.addEventListener("aigaq:unlocked", () => go(here));

  // Decisions on the mark that the reader is at.
  function decide(action, more = {}, onward = true) {
    send("/decide", () => {
      const mark = current();
      if (!mark) return null;
      advance = onward;
      return { action, start: mark.dataset.s, end: mark.dataset.e, ...more };
    });
  }

  function open(id, focus) {
    const dialog = byId(id);
    if (!dialog.open) dialog.showModal();
    if (focus) byId(focus).focus();
  }
  const close = () => { for (const dialog of document.querySelectorAll("dialog[open]:not(#locked)")) dialog.close(); };

  function who() {
    const mark = current();
    if (!mark || !mark.dataset.who) return;
    const list = byId("who-list");
    const others = [...byId("people").querySelectorAll("li")].filter((li) => li.dataset.label === mark.dataset.kind && li.dataset.who !== mark.dataset.who);
    list.replaceChildren(...others.map((li, at) => {
      const button = document.createElement("button");
      button.name = "identity";
      button.value = li.dataset.who;
      if (at < 9) {
        const key = document.createElement("kbd");
        key.textContent = button.dataset.key = String(at + 1);
        button.append(key, " ");
      }
      button.append(li.querySelector("button").textContent.trim());
      return button;
    }));
    open("who-dialog");
    (list.firstElementChild || byId("who-dialog").querySelector("[name=identity]")).focus();
  }

  const wordsAt = (span) => { select(span[0], span[1]); return document.getSelection().toString(); };

  function mask(words, everywhereInCase = false) {
    byId("mask-words").value = words;
    byId("mask-words").readOnly = taken !== null;
    byId("mask-everywhere").checked = true;
    byId("mask-everywhere").disabled = taken === null;
    byId("mask-case").checked = everywhereInCase;
    byId("mask-label").value = "PERSON";
    byId("places").replaceChildren();
    open("mask-dialog", taken === null ? "mask-words" : "mask-go");
    if (words) places();
  }

  let waiting = 0;
  function places() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const words = byId("mask-words").value;
      if (!words.trim()) { byId("places").replaceChildren(); return; }
      htmx.ajax("POST", `${url}/places`, { target: "#places", swap: "innerHTML", values: { words, label: byId("mask-label").value } });
    }, 200);
  }
  byId("mask-words").addEventListener("input", places);
  byId("mask-label").addEventListener("change", places);

  const doings = {
    next: () => move(1), previous: () => move(-1), item: nextItem,
    suspect: () => move(1, (mark) => mark.classList.contains("doubt")),
    "suspect-back": () => move(-1, (mark) => mark.classList.contains("doubt")),
    accept: () => decide("accept"), "accept-one": () => decide("accept", { all: "0" }),
    reject: () => decide("reject"), "reject-all": () => decide("reject", { all: "1" }),
    kind: () => current() && open("kind-dialog"),
    who, role: (button) => decide("role", { role: button.dataset.role }),
    everywhere: () => { const mark = current(); if (mark) { taken = null; mask(mark.textContent); } },
    "everywhere-case": () => { const mark = current(); if (mark) { taken = null; mask(mark.textContent, true); } },
    mask: () => { taken = selected(); if (taken) mask(wordsAt(taken)); else fault(page.dataset.nothing); },
    find: () => { taken = null; mask(""); },
    tag: () => {
      taken = selected();
      if (!taken) { fault(page.dataset.nothing); return; }
      const words = wordsAt(taken);
      byId("tag-words").textContent = words;
      byId("tag-code").value = "";
      byId("tag-place").value = words.length < 40 ? "" : "";
      open("tag-dialog", "tag-code");
    },
    strike_tag: (button) => sendTag("strike_tag", button), add_tag: (button) => sendTag("add_tag", button),
    change_tag: (button) => {
      taken = [Number(button.dataset.s), Number(button.dataset.e)];
      byId("tag-words").textContent = wordsAt(taken);
      byId("tag-code").value = button.dataset.code;
      byId("tag-dialog").dataset.replaces = button.dataset.code;
      open("tag-dialog", "tag-code");
    },
    settle: (button) => send("/decide", () => {
      advance = true;
      return { action: "settle", start: button.dataset.s, end: button.dataset.e, code: button.dataset.code };
    }),
    "settle-mine": () => settleHere("mine"), "settle-theirs": () => settleHere("theirs"),
    comment: () => open("comment-dialog", "comment-words"), back: () => open("back-dialog", "back-words"),
    decline: () => open("decline-dialog", "decline-words"),
    undo: () => send("/decide", () => ({ action: "undo" })), redo: () => send("/decide", () => ({ action: "redo" })),
    approve: () => {
      if (page.dataset.readonly === "1") return;
      queue = queue.then(async () => {
        open("approve-dialog");
        await htmx.ajax("GET", `${url}/approval`, { target: "#approval", swap: "innerHTML", values: { audience: audience() } });
        const first = byId("approval").querySelector("[data-focus]");
        if (first) first.focus();
        await refresh();
      });
    },
    rescan: () => send("/rescan", () => ({})),
    leave: () => send("/leave", () => ({})),
    "to-item": () => { close(); nextItem(); },
    audience: () => {
      const choice = byId("audience");
      choice.selectedIndex = (choice.selectedIndex + 1) % choice.options.length;
      choice.dispatchEvent(new Event("change"));
    },
    help: () => open("help-dialog"), close,
    reopen: () => { reopened = true; page.dataset.readonly = "0"; byId("closed").hidden = true; },
  };
  const CHANGES = new Set(["accept", "accept-one", "reject", "reject-all", "kind", "who", "role", "everywhere", "everywhere-case", "mask", "find", "tag", "strike_tag", "add_tag", "change_tag", "settle", "settle-mine", "settle-theirs", "undo", "redo", "back"]);

  function run(name, button) {
    if (CHANGES.has(name) && page.dataset.readonly === "1") return;
    doings[name](button);
  }

  function settleHere(code) {
    const button = byId("progress").querySelector(`[data-do="settle"][data-s="${here}"][data-code="${code}"]`);
    if (button) doings.settle(button);
  }

  const sendTag = (action, button) => send("/decide", () => ({ action, tag: button.dataset.kind, code: button.dataset.code, start: button.dataset.s, end: button.dataset.e }));
  const refresh = () => htmx.ajax("GET", `${url}/parts`, { source: page, target: page, swap: "none", values: { audience: audience(), has: page.dataset.has, start: here ?? 0 } });
  byId("audience").addEventListener("change", () => { queue = queue.then(refresh); });

  // By the place of the key, not its letter: Russian and Kazakh keyboards have the same places.
  const KEYS = {
    KeyN: "next", KeyP: "previous", Space: "item", KeyS: "suspect", "Shift KeyS": "suspect-back", KeyA: "accept",
    "Shift KeyA": "accept-one", KeyR: "reject", "Shift KeyR": "reject-all", KeyK: "kind", KeyW: "who", KeyE: "everywhere",
    "Shift KeyE": "everywhere-case", KeyM: "mask", Slash: "find", KeyT: "tag", KeyC: "comment", KeyV: "audience",
    KeyU: "undo", "Shift KeyU": "redo", "Ctrl KeyZ": "undo", "Ctrl KeyY": "redo", KeyY: "settle-mine", KeyH: "settle-theirs", KeyF: "approve", KeyB: "back", "Shift Slash": "help",
  };
  document.addEventListener("keydown", (event) => {
    const dialog = document.querySelector("dialog[open]");
    const typing = event.target.closest("input, textarea, select");
    if (dialog) {
      if (event.key === "Enter" && event.ctrlKey && event.target.form) { event.target.form.requestSubmit(); return; }
      const key = /^(Key|Digit)(.)$/.exec(event.code);
      const button = key && !typing && !event.ctrlKey && !event.metaKey && dialog.querySelector(`[data-key="${key[2].toLowerCase()}"]`);
      if (button) { event.preventDefault(); button.click(); }
      return;
    }
    if (typing || event.altKey || event.metaKey) return;
    if (event.target.closest("button, a, summary") && (event.code === "Space" || event.key === "Enter")) return;
    if (event.code === "ArrowRight" || event.code === "ArrowLeft") {
      event.preventDefault();
      step(event.code === "ArrowRight", event.shiftKey, here ?? 0);
      return;
    }
    const role = /^Digit([123])$/.exec(event.code);
    if (role && !byId("now-roles").hidden && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      run("role", byId("now-roles").children[Number(role[1]) - 1]);
      return;
    }
    const name = event.key === "?" ? "help" : KEYS[`${event.ctrlKey ? "Ctrl " : ""}${event.shiftKey ? "Shift " : ""}${event.code}`];
    if (name) { event.preventDefault(); run(name); }
  });

  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do], [data-go]");
    if (button && button.dataset.do) { run(button.dataset.do, button); return; }
    if (button) {
      const tag = button.dataset.tag;
      for (const old of rows.querySelectorAll(".told")) old.classList.remove("told");
      if (tag) {
        const words = rows.querySelectorAll(`[data-t~="${CSS.escape(tag)}"]`);
        for (const piece of words) piece.classList.add("told");
        if (words.length) words[0].scrollIntoView({ block: "center" });
      } else go(Number(button.dataset.go));
      return;
    }
    const mark = event.target.closest(".mark");
    if (mark) { if (!selected()) go(Number(mark.dataset.s), false); return; }
    const made = event.target.closest("[data-for]");
    if (made) go(Number(made.dataset.for), false);
  });
  byId("flip").addEventListener("click", (event) => {
    const on = page.classList.toggle("shows-redacted");
    event.target.setAttribute("aria-pressed", String(on));
  });

  page.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    const values = Object.fromEntries(new FormData(form, event.submitter));
    switch (form.dataset.form) {
      case "kind": close(); decide("relabel", { label: values.label }); break;
      case "who": close(); decide("assign", { identity: values.identity }, false); break;
      case "mask": {
        const span = taken;
        close();
        send("/decide", () => {
          const more = span ? { start: span[0], end: span[1] } : { start: "", end: "" };
          const everywhere = span === null || values.everywhere ? "1" : "0";
          return { action: "add", label: values.label, words: values.words, everywhere, case: values.case || "0", ...more };
        });
        break;
      }
      case "tag": {
        const replaces = byId("tag-dialog").dataset.replaces;
        delete byId("tag-dialog").dataset.replaces;
        const span = taken;
        close();
        const there = { start: span[0], end: span[1] };
        if (replaces && replaces !== values.code) send("/decide", () => ({ action: "strike_tag", tag: "abuse", code: replaces, ...there }));
        if (values.code) send("/decide", () => ({ action: "add_tag", tag: "abuse", code: values.code, ...there }));
        else if (values.place) send("/decide", () => ({ action: "add_tag", tag: "place", code: values.place, ...there }));
        break;
      }
      case "comment": close(); send("/decide", () => ({ action: "comment", words: values.words })).then(() => form.reset()); break;
      case "back": close(); send("/back", () => ({ words: values.words, phone: values.phone ?? "0" })); break;
      case "decline": close(); send("/decline", () => ({ words: values.words })); break;
      case "approve": close(); send("/approve", () => ({ last: values.last })); break;
    }
  });

  go(upcoming ?? (marks()[0] ? Number(marks()[0].dataset.s) : null));
})();
