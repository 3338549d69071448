// The program behind the code: it begins here, and here it locks itself.

import { enrolPage } from "./enrol.js";
import { homePage } from "./home.js";
import { Notebook } from "./notebook.js";
import { button, h, speak, sure, t } from "./page.js";
import { hasDraft, sealedPage, writePage } from "./write.js";

const IDLE = 5 * 60; // seconds without a touch
const WARNED = 30; // seconds between the warning and the lock
const MEET = 30_000; // milliseconds between looks at how far things have come

export function enrol(door, card, kit) {
  speak(kit.words, door.language());
  enrolPage(door, card, kit, ({ key, secret }) => start(door, { key, kit, secret }));
}

export function start(door, { key, kit, secret }) {
  speak(kit.words, door.language());
  const app = { door, name: document.title, notebook: new Notebook(door, key, secret), draft: () => false, meet: async () => {} };
  app.home = () => {
    homePage(app);
    app.meet();
  };
  app.write = () => writePage(door, app.notebook, kit.words, { home: app.home, sealed: (line) => sealedPage(door, line, app.home) });
  app.speak = async (chosen) => {
    speak(kit.words, chosen);
    await door.keep.put({ language: chosen });
    app.home();
  };
  const unsealed = () => hasDraft() || app.draft();
  const lock = door.lock;
  door.lock = async () => {
    if (!unsealed() || (await sure(t("lock_draft"), "lock"))) lockNow();
  };
  const lockNow = () => {
    removeEventListener("beforeunload", warn);
    door.main.replaceChildren();
    lock();
  };
  const warn = (event) => unsealed() && event.preventDefault();
  addEventListener("beforeunload", warn);
  watchIdle(door, lockNow);
  app.home();
  renewKit(app.notebook, key, kit);
  setInterval(() => document.visibilityState === "visible" && !unsealed() && app.meet(), MEET);
}

// Locks after a while without a touch, and says so before.
function watchIdle(door, lockNow) {
  let touched = Date.now();
  let box = null;
  const stay = () => {
    box.remove();
    box = null;
    touched = Date.now();
  };
  const touch = () => {
    if (!box) touched = Date.now();
  };
  for (const event of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(event, touch, { passive: true, capture: true });
  setInterval(() => {
    const left = Math.ceil(IDLE + WARNED - (Date.now() - touched) / 1000);
    if (left <= 0) lockNow();
    else if (left <= WARNED && !box) {
      // over whatever else asks something
      box = h("dialog", { role: "alertdialog", "aria-label": t("lock"), oncancel: stay }, h("p", {}), button("stay", stay, "main"));
      document.body.append(box);
      box.showModal();
    }
    if (box) box.firstChild.textContent = t("lock_soon", { seconds: Math.max(left, 0) });
  }, 1000);
}

// A newer kit is stored now and used from the next unlocking on.
async function renewKit(notebook, key, kit) {
  const { keep } = notebook.door;
  try {
    const fresh = await notebook.newerKit(kit.version);
    if (fresh) await keep.put({ kit: await keep.seal(key, fresh) });
  } catch {
    // another time
  }
}
