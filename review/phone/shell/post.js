// Sending what waits: also while the page is locked, for it is sealed to somebody else.

import * as keep from "./keep.js";

const HERE = "/submit";
const PATIENCE = 60_000; // milliseconds for one piece on a slow line

export class Unreached extends Error {}
export class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

// The answer as JSON. Unreached where there is none, Refused with the code where it is no.
export async function ask(path, { method = "GET", body, json, pass }) {
  const headers = { Authorization: pass };
  if (json !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(`${HERE}/${path}`, {
      method,
      headers,
      body: json === undefined ? body : JSON.stringify(json),
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) return await answer.json();
  } catch {
    throw new Unreached();
  }
  if (answer.status >= 500 || answer.status === 429) throw new Unreached();
  const said = await answer.json().catch(() => ({}));
  throw new Refused(said.code ?? "bad_request");
}

let running = null;

// Sends each piece that waits, one after the other, once; tells how many were sent.
export function sendAll(progress = () => {}) {
  running ??= send(progress).finally(() => (running = null));
  return running;
}

async function send(progress) {
  const token = await keep.get("token");
  const rows = (await keep.waiting()).filter((row) => !row.sent);
  let sent = 0;
  for (const row of token ? rows : []) {
    let answer;
    try {
      answer = await ask("post", { method: "POST", body: row.raw, pass: `Bearer ${token}` });
    } catch (error) {
      // one that is refused for itself must not keep the others waiting
      if (error instanceof Refused && error.code !== "device_revoked") continue;
      throw error;
    }
    if (answer.digest !== row.digest) throw new Unreached();
    await keep.markSent(row.digest, true);
    progress((sent += 1), rows.length);
  }
  return sent;
}
