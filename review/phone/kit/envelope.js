// Envelopes exactly as docs/envelopes.md and intake/envelopes.py have them: an age file around a tar of
// statement.*, consent.json, signature and pad.

import { ed25519, Encrypter } from "./age.js";

const RECORD = 512;
const BLOCK = 4096;
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's base32
const RECEIPT = 10; // characters
const utf8 = new TextEncoder();

export const hexOf = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const rawOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
export const sha256 = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-256", raw));

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// The first 5 x `characters` bits.
function base32(raw, characters) {
  let bits = 0n;
  for (const byte of raw) bits = (bits << 8n) | BigInt(byte);
  bits >>= BigInt(8 * raw.length - 5 * characters);
  let text = "";
  for (let i = 0; i < characters; i += 1, bits >>= 5n) text = LETTERS[Number(bits & 31n)] + text;
  return text;
}

// A code as it was made, from what somebody typed.
export const asTyped = (text) =>
  text.trim().toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
export const isReceipt = (code) => code.length === RECEIPT && [...code].every((letter) => LETTERS.includes(letter));

// A device's public key as people hand it on: with a check against slips.
export async function deviceText(publicKey) {
  const check = (await sha256(joined([utf8.encode("aigaq device 1\n"), publicKey]))).slice(0, 3);
  return `aigaq-device-${base32(joined([publicKey, check]), 56).toLowerCase()}`;
}

export function newDevice() {
  const { secretKey, publicKey } = ed25519.keygen();
  return { seed: hexOf(secretKey), publicKey };
}

export const signed = (seed, text) => hexOf(ed25519.sign(utf8.encode(text), rawOf(seed)));

function header(name, size) {
  const raw = new Uint8Array(RECORD);
  const none = "0000000\0";
  const text = [
    name.padEnd(100, "\0"),
    `0000600\0${none}${none}`, // mode, owner, group
    `${size.toString(8).padStart(11, "0")}\0`,
    "00000000000\0", // time
    " ".repeat(8), // the checksum counts itself as spaces
    "0".padEnd(101, "\0"), // a file, linked to nothing
    "ustar\0" + "00".padEnd(66, "\0"), // no names of owners
    none,
    none,
  ].join("");
  raw.set(utf8.encode(text));
  const sum = raw.reduce((total, byte) => total + byte, 0);
  raw.set(utf8.encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return raw;
}

export function pack(members) {
  const parts = [];
  let length = 0;
  for (const [name, content] of members) {
    const filled = new Uint8Array(Math.ceil(content.length / RECORD) * RECORD);
    filled.set(content);
    parts.push(header(name, content.length), filled);
    length += RECORD + filled.length;
  }
  const end = 2 * RECORD;
  const pad = (BLOCK - ((length + RECORD + end) % BLOCK)) % BLOCK;
  return joined([...parts, header("pad", pad), new Uint8Array(pad + end)]);
}

async function line(name, content) {
  return `${name} ${content.length} ${hexOf(await sha256(content))}\n`;
}

// Seals and signs. Gives the envelope's bytes, its digest and the code of the receipt.
export async function sealEnvelope({ name, statement, consent }, { recipient, seed }) {
  const [content, agreed] = [utf8.encode(statement), utf8.encode(consent)];
  const device = hexOf(ed25519.getPublicKey(rawOf(seed)));
  const nonce = hexOf(crypto.getRandomValues(new Uint8Array(32)));
  const message = [
    "aigaq envelope 1\n",
    `recipient ${recipient}\n`,
    `device ${device}\n`,
    `nonce ${nonce}\n`,
    await line(name, content),
    await line("consent.json", agreed),
  ].join("");
  const signature = { version: 1, recipient, device, nonce, signature: signed(seed, message) };
  const tar = pack([
    [name, content],
    ["consent.json", agreed],
    ["signature", utf8.encode(`${JSON.stringify(signature, null, 1)}\n`)],
  ]);
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const raw = await encrypter.encrypt(tar);
  const receipt = base32(await sha256(utf8.encode(`aigaq receipt 1\n${message}`)), RECEIPT);
  return { raw, digest: hexOf(await sha256(raw)), receipt };
}
