// First use: the card is compared, a code chosen, and the phone's own keys are made.

import { generateX25519Identity, identityToRecipient } from "./age.js";
import { deviceText, newDevice, signed } from "./envelope.js";
import { button, field, h, show, sure, t } from "./page.js";

const SHORTEST = 6;

export function enrolPage(door, card, kit, start) {
  const groups = card.fingerprint.match(/.{1,2}/g)?.join(":") ?? "";
  const same = h("input", { type: "checkbox", autocomplete: "off" });
  const code = field("enrol_code", { hint: "enrol_code_hint", className: "dots", autocapitalize: "off" });
  const again = field("enrol_again", { className: "dots", autocapitalize: "off" });
  const wrong = h("p", { className: "wrong", role: "alert" });
  const go = button("enrol_go", async () => {
    const [first, second] = [code.element.value.trim(), again.element.value.trim()];
    wrong.textContent = first.length < SHORTEST ? t("enrol_short") : first !== second ? t("enrol_differ") : "";
    if (groups && !same.checked) wrong.textContent = t("enrol_not");
    if (wrong.textContent) return;
    go.disabled = true;
    door.say(t("enrol_working"));
    try {
      const made = await enrolled(door, card, kit, first);
      door.say("");
      start(made);
    } catch (error) {
      wrong.textContent = t(error.code ? "enrol_card_bad" : "enrol_unreached");
      go.disabled = false;
    }
  }, "main");
  const compare = [h("p", {}, t("enrol_compare")), h("p", { className: "code" }, groups), h("label", { className: "option" }, same, h("span", {}, t("enrol_compared"))), h("p", { className: "hint" }, t("enrol_not"))];
  show(door.main, t("enrol_title"), groups ? compare : [], code.label, again.label, wrong, go);
}

let keys = null;

// The same keys in each try: where the office's answer was lost on its way, the card still fits them.
async function newKeys() {
  const identity = await generateX25519Identity();
  return (keys ??= { ...newDevice(), identity, recipient: await identityToRecipient(identity) });
}

async function enrolled(door, card, kit, code) {
  const { keep } = door;
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await keep.keyOf(code, salt);
  const { seed, publicKey, identity, recipient } = await newKeys();
  const device = await deviceText(publicKey);
  const office = await door.ask("enrol", {
    method: "POST",
    json: { device, recipient, proof: signed(seed, `aigaq enrol 1\n${card.secret}\n${recipient}\n`) },
    pass: `Card ${card.secret}`,
  });
  if (office.recipient !== card.recipient) throw Object.assign(new Error(), { code: "bad_card" });
  const secret = { seed, identity, office: office.recipient, lines: [], questions: [] };
  await keep.put({ salt, kit: await keep.seal(key, kit), secret: await keep.seal(key, secret), token: office.token, language: door.language() });
  await navigator.storage?.persist?.();
  return { key, secret };
}

export async function erasePage(door) {
  if (!(await sure(t("erase_sure"), "erase_yes"))) return;
  await door.keep.erase();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  door.lock();
}
