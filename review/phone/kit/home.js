// The first page after the code: what was handed in and how far it has come, questions, and everything else.

import { asTyped, isReceipt } from "./envelope.js";
import { erasePage } from "./enrol.js";
import { button, field, h, language, show, sure, t } from "./page.js";

const LANGUAGES = { en: "English", ru: "Русский", kk: "Қазақша" };
const KINDS = { statement: "list_code", answer: "answer_line", withdrawal: "withdraw_line" };

export function homePage(app, told = "") {
  const { door, notebook } = app;
  const news = h("p", { className: "notice", role: "status" });
  const say = (key, values) => (news.textContent = key ? t(key, values) : "");
  // Drawn anew in their places: news must not close what somebody has opened, nor move the focus.
  const asked = h("div");
  const handedIn = h("div");
  const draw = () => {
    asked.replaceChildren(...list(notebook.questions.map((question) => questionRow(app, question))));
    const rows = list(notebook.lines.map((line) => row(app, line)));
    handedIn.replaceChildren(...(rows.length ? rows : [h("p", { className: "hint" }, t("nothing"))]));
  };
  app.meet = async () => {
    const before = JSON.stringify([notebook.lines, notebook.questions]);
    try {
      await notebook.meet();
      say(notebook.keyChanged ? "key_changed" : told);
    } catch {
      say(notebook.revoked ? "revoked" : "offline");
    }
    if (before !== JSON.stringify([notebook.lines, notebook.questions])) draw();
  };
  const withNews = async () => {
    told = "";
    say("sending");
    await app.meet();
    if (!news.textContent) say("all_sent");
  };
  const languages = h("div", { className: "languages" }, Object.entries(LANGUAGES).map(([code, name]) =>
    h("button", { type: "button", lang: code, "aria-pressed": String(code === language()), onclick: () => app.speak(code) }, name)));
  say(told || (notebook.keyChanged ? "key_changed" : ""));
  const notKept = h("p", { className: "hint" });
  door.isKept().then((kept) => (notKept.textContent = kept ? "" : t("not_kept")));
  draw();
  show(
    door.main,
    app.name,
    news,
    asked,
    h("h2", {}, t("list")),
    handedIn,
    notKept,
    h("details", {}, h("summary", {}, t("more")),
      button("send_now", withNews, "wide"),
      button("save", () => save(app, say), "wide"),
      button("withdraw", () => withdrawPage(app), "wide"),
      button("card_new", () => cardPage(app), "wide"),
      h("p", { id: "speak" }, t("language")),
      languages,
      button("erase", () => erasePage(door), "wide plain")),
    h("div", { className: "bar" }, button("lock", door.lock), button("new", app.write, "main")),
  );
}

const list = (rows) => (rows.length ? [h("ul", { className: "lines" }, rows)] : []);

const questionRow = (app, question) =>
  h("li", {}, button("question_open", () => questionPage(app, question), "main wide"), h("small", {}, t("question_about", { code: question.receipt })));

const row = (app, line) => h("li", { className: `line ${line.state}` },
  h("span", { className: "code" }, t(KINDS[line.kind], { code: line.kind === "statement" ? line.receipt : line.about })),
  h("span", {}, t(line.state)),
  h("small", {}, t("list_day", { day: line.day })),
  line.state === "received" && button("remove_line", () => remove(app, line), "small plain"));

async function remove(app, line) {
  if (!(await sure(t("remove_sure", { code: line.receipt }), "remove_line"))) return;
  await app.notebook.removeLine(line.digest);
  homePage(app);
}

// As files, to be carried over by any means: each under its digest, which says nothing.
async function save(app, say) {
  const rows = await app.door.keep.waiting();
  for (const row of rows) {
    const url = URL.createObjectURL(new Blob([row.raw], { type: "application/octet-stream" }));
    h("a", { href: url, download: `${row.digest.slice(0, 32)}.age` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    await new Promise((next) => setTimeout(next, 300)); // browsers drop downloads that come at once
  }
  say(rows.length ? "saved" : "save_none", { count: rows.length });
}

function withdrawPage(app) {
  const code = field("withdraw_code", { className: "code", autocapitalize: "characters", maxLength: 40 });
  const wrong = h("p", { className: "wrong", role: "alert" });
  const go = async () => {
    const typed = asTyped(code.element.value);
    wrong.textContent = isReceipt(typed) ? "" : t("code_wrong");
    if (wrong.textContent) return;
    await stored(app, wrong, () => app.notebook.sealWithdrawal(typed), "withdraw_done");
  };
  show(app.door.main, t("withdraw"), h("p", {}, t("withdraw_hint")), code.label, wrong,
    h("div", { className: "bar" }, button("back", () => homePage(app)), button("withdraw_go", go, "main")));
}

// A card that an enrolled phone is shown renews the office's key and nothing else.
function cardPage(app) {
  const { door, notebook } = app;
  const text = field("card_text", { rows: 4, hint: "card_hint", autocapitalize: "off" });
  const wrong = h("p", { className: "wrong", role: "alert" });
  const place = h("div");
  const check = async (typed) => {
    const card = door.readCard(typed);
    wrong.textContent = card ? "" : t("key_wrong");
    if (!card) return;
    try {
      if (await notebook.renew(card)) homePage(app, "key_renewed");
      else wrong.textContent = t("key_wrong");
    } catch {
      wrong.textContent = t("offline");
    }
  };
  const scan = async () => {
    const found = await door.scan(place, door.readCard).catch(() => "");
    if (found) await check(found);
  };
  show(door.main, t("card_new"), place, door.canScan() && button("card_scan", scan, "wide"), text.label, wrong,
    h("div", { className: "bar" }, button("back", () => homePage(app)), button("card_go", () => check(text.element.value), "main")));
}

function questionPage(app, question) {
  const answer = field("answer", { rows: 8, hint: "answer_hint", autocapitalize: "sentences", maxLength: 20_000 });
  const wrong = h("p", { className: "wrong", role: "alert" });
  app.draft = () => answer.element.isConnected && answer.element.value.trim() !== "";
  const leave = async () => {
    if (!app.draft() || (await sure(t("leave_draft"), "yes_leave"))) homePage(app);
  };
  const go = async () => {
    const text = answer.element.value.normalize("NFC").trim();
    wrong.textContent = text ? "" : t("answer_missing");
    if (text) await stored(app, wrong, () => app.notebook.sealAnswer(question, text), "answer_done");
  };
  show(app.door.main, t("question_title"), h("p", { className: "hint" }, t("question_about", { code: question.receipt })),
    h("blockquote", {}, question.text), answer.label, wrong,
    h("div", { className: "bar" }, button("back", leave), button("answer_go", go, "main")));
}

async function stored(app, wrong, seal, done) {
  try {
    await seal();
  } catch {
    wrong.textContent = t("store_failed");
    return;
  }
  app.draft = () => false;
  homePage(app, done);
  app.meet();
}
