"use strict";
// What every page does: a form's token with each request, and the lock when the session has ended.
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`);
  const dialog = document.getElementById("locked");
  const EVERY = 30000;
  let worked = true;
  let pending = [];

  document.addEventListener("htmx:configRequest", (event) => {
    const token = meta("csrf");
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  if (!dialog) return;

  // Nothing of a statement stays on a locked page, only what its reader was typing.
  function lock(again) {
    if (again) pending.push(again);
    if (dialog.open) return;
    for (const open of document.querySelectorAll("dialog[open]")) open.close();
    for (const part of document.querySelectorAll("#rows, #people, #tags, #talk, #now-words, #places, #approval, .queue, .private")) part.replaceChildren();
    document.body.classList.add("is-locked");
    dialog.showModal();
    dialog.querySelector("[type=password]").focus();
  }

  async function look(path) {
    try {
      const answer = await fetch(path, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (answer.status === 401) lock();
    } catch { /* the server is down: the next decision says so */ }
  }

  // Reading counts as work: whoever scrolls or types is not locked out in the middle of a long text.
  for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"]) {
    document.addEventListener(kind, () => { worked = true; }, { passive: true });
  }
  setInterval(() => {
    if (dialog.open) return;
    look(worked ? "/awake" : "/alive");
    worked = false;
  }, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !dialog.open) look("/alive");
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());

  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const fault = dialog.querySelector(".wrong");
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", cache: "no-store",
      headers: { "X-CSRFToken": meta("csrf").content },
    });
    form.elements.passphrase.value = "";
    if (answer.type !== "opaqueredirect") {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      fault.textContent = (page.querySelector(".wrong, h1") || {}).textContent || "";
      fault.hidden = false;
      return;
    }
    const fresh = await fetch(location.href, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await fresh.text(), "text/html");
    const token = page.querySelector('meta[name="csrf"]');
    const me = (whole) => (whole.querySelector(".out .who") || {}).textContent;
    const place = document.getElementById("statement");
    if (!token || !place || me(page) !== me(document)) { location.reload(); return; }
    meta("csrf").content = token.content;
    for (const id of ["rows", "progress", "people", "tags", "talk"]) {
      document.getElementById(id).replaceWith(page.getElementById(id));
      htmx.process(document.getElementById(id));
    }
    place.dataset.has = page.getElementById("statement").dataset.has;
    document.body.classList.remove("is-locked");
    fault.hidden = true;
    dialog.close();
    const again = pending;
    pending = [];
    document.dispatchEvent(new CustomEvent("aigaq:unlocked"));
    for (const retry of again) retry();
  });

  window.aigaq = { lock };
})();
