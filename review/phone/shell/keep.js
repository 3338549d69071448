// What this browser keeps: two tables in IndexedDB. Whatever could be read in them is sealed under a key that
// is made from the owner's code and lives in memory only. Their names say nothing.

const NAME = "n";
const KEPT = "kept"; // by a name: salt, kit, secret, token, language
const OUT = "out"; // by digest: what was sealed to somebody else and waits
const ROUNDS = 600_000;

let opened = null;

function database() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(KEPT);
      asked.result.createObjectStore(OUT, { keyPath: "digest" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opened;
}

// Runs `work` on the tables in one transaction; done when the disk has it.
async function within(mode, work) {
  const base = await database();
  return new Promise((done, failed) => {
    const transaction = base.transaction([KEPT, OUT], mode, { durability: "strict" });
    const asked = work(transaction.objectStore(KEPT), transaction.objectStore(OUT));
    transaction.oncomplete = () => done(asked?.result);
    transaction.onabort = transaction.onerror = () => failed(transaction.error);
  });
}

export const get = (name) => within("readonly", (kept) => kept.get(name));
export const waiting = () => within("readonly", (_, out) => out.getAll());
export const put = (values) =>
  within("readwrite", (kept) => Object.entries(values).forEach(([name, value]) => kept.put(value, name)));

// One transaction: what is sealed is there together with the line that tells of it, or neither is.
export const putOut = (row, values = {}) =>
  within("readwrite", (kept, out) => {
    Object.entries(values).forEach(([name, value]) => kept.put(value, name));
    out.put(row);
  });
export const removeOut = (digest, values = {}) =>
  within("readwrite", (kept, out) => {
    Object.entries(values).forEach(([name, value]) => kept.put(value, name));
    out.delete(digest);
  });

// Notes whether a piece was sent, unless it is gone meanwhile: then it was received.
export const markSent = (digest, sent) =>
  within("readwrite", (_, out) => {
    const asked = out.get(digest);
    asked.onsuccess = () => asked.result && out.put({ ...asked.result, sent });
  });

export async function erase() {
  (await database()).close();
  opened = null;
  await new Promise((done) => {
    const asked = indexedDB.deleteDatabase(NAME);
    asked.onsuccess = asked.onerror = asked.onblocked = done;
  });
}

export async function keyOf(code, salt) {
  const words = new TextEncoder().encode(code.normalize("NFKC").trim().toLowerCase());
  const material = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function seal(key, content) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const raw = new TextEncoder().encode(JSON.stringify(content));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, raw) };
}

// Fails with an OperationError where the code was another one.
export async function unseal(key, { iv, box }) {
  const raw = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, box);
  return JSON.parse(new TextDecoder().decode(raw));
}
