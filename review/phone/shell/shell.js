// What anybody sees who opens the page: a name that says nothing, and a field for a code. All else, words and
// programs, lies sealed in the browser and is opened by the code.

import * as keep from "./keep.js";
import { ask, Refused, sendAll } from "./post.js";
import { canScan, scan } from "./scan.js";

const WORDS = {
  en: { code: "Code", open: "Open", wrong: "This is not the code.", card: "Text of the card", camera: "Camera", go: "Go on", bad: "This card does not fit.", away: "No connection.", old: "This browser is too old.", twice: "It is open in another window." },
  ru: { code: "Код", open: "Открыть", wrong: "Код не подходит.", card: "Текст карточки", camera: "Камера", go: "Дальше", bad: "Карточка не подходит.", away: "Нет связи.", old: "Этот браузер слишком старый.", twice: "Уже открыто в другом окне." },
  kk: { code: "Код", open: "Ашу", wrong: "Код сәйкес емес.", card: "Карточка мәтіні", camera: "Камера", go: "Әрі қарай", bad: "Карточка сәйкес емес.", away: "Байланыс жоқ.", old: "Бұл браузер тым ескі.", twice: "Басқа терезеде ашық тұр." },
};
const EVERY = 30_000; // milliseconds between tries to send

const main = document.getElementById("main");
const cover = document.getElementById("cover");
let language = document.documentElement.lang;

function words() {
  return WORDS[language] ?? WORDS.en;
}

// What stands on a card: version, recipient, secret, and the beginning of the fingerprint. Never in an address:
// browsers keep those.
function readCard(text) {
  const [version, recipient, secret, fingerprint] = text.replace(/\s/g, "").split(".");
  const whole = version === "1" && /^age1[0-9a-z]{58}$/.test(recipient) && /^[0-9A-Z]{20}$/.test(secret ?? "");
  return whole ? { recipient, secret, fingerprint: /^[0-9A-F]{16,64}$/.test(fingerprint ?? "") ? fingerprint : "" } : null;
}

function form(label, button, hidden, done) {
  main.replaceChildren();
  const field = document.createElement("input");
  Object.assign(field, { id: "field", autocomplete: "off", enterKeyHint: "go" });
  for (const name of ["spellcheck", "writingsuggestions"]) field.setAttribute(name, "false");
  for (const name of ["autocorrect", "autocapitalize"]) field.setAttribute(name, "off");
  field.className = hidden ? "dots" : "";
  const name = document.createElement("label");
  Object.assign(name, { htmlFor: "field", textContent: label });
  const wrong = document.createElement("p");
  Object.assign(wrong, { className: "wrong", role: "alert" });
  const go = document.createElement("button");
  Object.assign(go, { className: "main", type: "button", textContent: button });
  const run = async () => {
    if (!field.value || go.disabled) return;
    go.disabled = true;
    wrong.textContent = "";
    try {
      await done(field.value);
    } catch (error) {
      wrong.textContent = error.message;
      go.disabled = false;
      field.select();
    }
  };
  go.addEventListener("click", run);
  field.addEventListener("keydown", (event) => event.key === "Enter" && run());
  main.append(name, field, go, wrong);
  field.focus();
}

// The kit's programs, each from memory, bound to those that stand before it.
async function load(kit) {
  const made = {};
  for (const [name, source] of Object.entries(kit.modules)) {
    const bound = source.replace(/(from\s*)"\.\/([a-z.]+)"/g, (all, from, of) => (of in made ? `${from}"${made[of]}"` : all));
    made[name] = URL.createObjectURL(new Blob([bound], { type: "text/javascript" }));
  }
  const app = await import(made["app.js"]);
  Object.values(made).forEach((url) => URL.revokeObjectURL(url));
  return app;
}

function lock() {
  // A page loaded anew holds nothing of the old one.
  location.replace(location.pathname);
}

const door = { keep, ask, sendAll, lock, main, say, canScan, scan, readCard, language: () => language, isKept };

// Whether the page opens without a network, too.
async function isKept() {
  return Boolean(await navigator.serviceWorker?.getRegistration("/submit"));
}

function say(text) {
  document.getElementById("say").textContent = text;
}

async function enrol(card) {
  let kit;
  try {
    kit = await ask("kit", { pass: `Card ${card.secret}` });
  } catch (error) {
    throw new Error(error instanceof Refused ? words().bad : words().away);
  }
  if (!(await alone())) throw new Error(words().twice);
  (await load(kit)).enrol(door, card, kit);
}

// One window at a time, until it is closed or locked: two would write over each other's lines.
function alone() {
  return new Promise((done) => {
    navigator.locks.request("n", { ifAvailable: true }, (held) => {
      done(held !== null);
      return held && new Promise(() => {});
    });
  });
}

async function unlock(code) {
  const [salt, sealedKit, sealedSecret] = [await keep.get("salt"), await keep.get("kit"), await keep.get("secret")];
  const key = await keep.keyOf(code, salt);
  let kit, secret;
  try {
    [kit, secret] = [await keep.unseal(key, sealedKit), await keep.unseal(key, sealedSecret)];
  } catch {
    throw new Error(words().wrong);
  }
  if (!(await alone())) throw new Error(words().twice);
  // what another window wrote meanwhile
  secret = await keep.unseal(key, await keep.get("secret"));
  (await load(kit)).start(door, { key, kit, secret });
}

async function begin() {
  if (!window.indexedDB || !crypto.subtle || !navigator.locks || !AbortSignal.timeout) {
    main.textContent = words().old;
    return;
  }
  const kept = await keep.get("secret");
  language = (await keep.get("language")) ?? language;
  document.documentElement.lang = language;
  if (kept) {
    form(words().code, words().open, true, unlock);
    trySending();
  } else {
    askForCard();
  }
}

function askForCard() {
  const go = async (text) => {
    const card = readCard(text);
    if (!card) throw new Error(words().bad);
    await enrol(card);
  };
  form(words().card, words().go, false, go);
  if (!canScan()) return;
  const place = document.createElement("div");
  const camera = document.createElement("button");
  Object.assign(camera, { type: "button", className: "wide", textContent: words().camera });
  camera.addEventListener("click", async () => {
    const text = await scan(place, readCard).catch(() => "");
    if (text) await go(text).catch((error) => (main.querySelector(".wrong").textContent = error.message));
  });
  main.prepend(place, camera);
}

function trySending() {
  if (document.visibilityState === "visible" && navigator.onLine) sendAll().catch(() => {});
}

// The list of open programs shows a picture of the page: it must be an empty one.
for (const event of ["visibilitychange", "pagehide", "freeze"]) {
  addEventListener(event, () => (cover.hidden = document.visibilityState === "visible" && event === "visibilitychange"), true);
}
addEventListener("blur", () => (cover.hidden = document.hasFocus()));
for (const event of ["focus", "pageshow", "pointerdown"]) addEventListener(event, () => (cover.hidden = true), true);
addEventListener("pageshow", (event) => event.persisted && lock());
addEventListener("online", trySending);
setInterval(trySending, EVERY);

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/submit/worker.js", { scope: "/submit", updateViaCache: "none" }).catch(() => {});
}
begin();
