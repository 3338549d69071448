// What this phone has sealed, how far it has come, and what the office asks. Only lines are kept, sealed under
// the owner's code; the envelopes themselves nobody can open here.

import { Decrypter } from "./age.js";
import { sealEnvelope } from "./envelope.js";

const INTERNAL = JSON.stringify({ format: "aigaq consent 1", scope: "internal" });

function opened(sealed, identity) {
  const opener = new Decrypter();
  opener.addIdentity(identity);
  return opener.decrypt(Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0)), "text");
}

export class Notebook {
  // `secret`: seed, identity, office (its recipient), lines, questions.
  constructor(door, key, secret) {
    this.door = door;
    this.key = key;
    this.secret = secret;
    this.keyChanged = false;
    this.revoked = false;
    this.turn = Promise.resolve();
  }

  get lines() {
    return this.secret.lines;
  }

  get questions() {
    return this.secret.questions;
  }

  // One change after the other, each made from what the one before it left, and in memory once it is stored.
  #change(make, store = (values) => this.door.keep.put(values)) {
    const turn = this.turn.then(async () => {
      const changed = { ...this.secret, ...make(this.secret) };
      await store({ secret: await this.door.keep.seal(this.key, changed) });
      this.secret = changed;
    });
    this.turn = turn.catch(() => {});
    return turn;
  }

  // Seals and stores, both or neither; the line tells of it until somebody removes it.
  async #store(kind, name, statement, consent, about = "") {
    const { office, seed } = this.secret;
    const { digest, raw, receipt } = await sealEnvelope({ name, statement, consent }, { recipient: office, seed });
    const line = { kind, digest, receipt, about, day: new Date().toISOString().slice(0, 10), state: "waiting" };
    await this.#change(
      ({ lines, questions }) => ({
        lines: [line, ...lines],
        questions: kind === "answer" ? questions.filter((one) => one.receipt !== about) : questions,
      }),
      (values) => this.door.keep.putOut({ digest, raw, sent: false }, values),
    );
    return line;
  }

  sealStatement(text, consent) {
    return this.#store("statement", "statement.txt", text, consent);
  }

  sealAnswer(question, text) {
    const content = JSON.stringify({ about: question.question, text });
    return this.#store("answer", "statement.answer", content, INTERNAL, question.receipt);
  }

  sealWithdrawal(receipt) {
    return this.#store("withdrawal", "statement.withdraw", JSON.stringify({ receipt }), INTERNAL, receipt);
  }

  removeLine(digest) {
    return this.#change(({ lines }) => ({ lines: lines.filter((line) => line.digest !== digest) }));
  }

  #setState(digest, state, store) {
    const now = (line) => (line.digest === digest ? { ...line, state } : line);
    return this.#change(({ lines }) => ({ lines: lines.map(now) }), store);
  }

  // Sends what waits, asks how far the rest has come, and fetches questions. Fails with Unreached or Refused.
  async meet(progress) {
    const pass = `Bearer ${await this.door.keep.get("token")}`;
    try {
      const { recipient } = await this.#asked("office", { pass });
      this.keyChanged = recipient !== this.secret.office;
      this.revoked = false;
    } catch (error) {
      this.revoked = error.code === "device_revoked";
      throw error;
    }
    await this.door.sendAll(progress);
    await this.#askStates(pass);
    await this.#askQuestions(pass);
  }

  // What the office tells is sealed to this phone: the token, which lies readable here, learns nothing by it.
  async #asked(path, options) {
    const { sealed } = await this.door.ask(path, options);
    return JSON.parse(await opened(sealed, this.secret.identity));
  }

  // A newer kit than the one of a version; null where that is the newest.
  async newerKit(version) {
    const pass = `Bearer ${await this.door.keep.get("token")}`;
    const kit = await this.#asked(`kit?has=${version}`, { pass });
    return kit.version ? kit : null;
  }

  async #askStates(pass) {
    const { keep } = this.door;
    const sent = new Set((await keep.waiting()).filter((row) => row.sent).map((row) => row.digest));
    const digests = this.lines.filter((line) => sent.has(line.digest)).map((line) => line.digest);
    if (!digests.length) return;
    const states = await this.#asked("states", { method: "POST", json: { digests }, pass });
    for (const { digest, receipt, state } of this.lines) {
      const now = states[digest];
      if (now?.state === "received" && now.receipt === receipt) {
        // Only who opened the envelope can know the code: now it may go.
        await this.#setState(digest, "received", (values) => keep.removeOut(digest, values));
      } else if (now?.state === "unknown") {
        await keep.markSent(digest, false);
        await this.#setState(digest, "waiting");
      } else if (now) {
        const shown = now.state === "received" ? "unconfirmed" : now.state;
        if (shown !== state) await this.#setState(digest, shown);
      }
    }
  }

  async #askQuestions(pass) {
    const found = await this.door.ask("questions", { pass });
    const answered = new Set(this.lines.filter((line) => line.kind === "answer" && line.state !== "received").map((line) => line.about));
    const questions = [];
    for (const sealed of found) {
      const question = JSON.parse(await opened(sealed, this.secret.identity));
      if (!answered.has(question.receipt)) questions.push(question);
    }
    await this.#change(() => ({ questions }));
  }

  // A new card of the same office renews its key.
  async renew(card) {
    const { recipient } = await this.#asked("office", { pass: `Bearer ${await this.door.keep.get("token")}` });
    if (recipient !== card.recipient) return false;
    await this.#change(() => ({ office: recipient }));
    this.keyChanged = false;
    return true;
  }
}
