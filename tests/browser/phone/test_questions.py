"""What goes back and forth after a statement is in: questions, answers, withdrawals, and who is cut off."""

from playwright.sync_api import expect

from models.labels import Audience
from models.messages import MessageKind
from models.statements import StatementState
from store.approvals import Approved, approve, send_back
from store.devices import revoke_device
from store.envelopes import find_receipt
from store.intake_keys import current_intake_key, rotate_intake_key
from store.messages import ask, read_messages, withdrawals_asked
from tests.browser.phone.conftest import Office
from tests.browser.phone.thumb import CODE, Phone, unreached

TEXT = "Меня били в отделе."
QUESTION = "Кто такая Қанарейкина?"
ANSWER = "Соседка Жугдербадамова, этажом выше."
# All that lies in the browser, sealed or not, as one text.
LYING = """async () => {
  const keep = await import("/submit/keep.js")
  const kept = await Promise.all(["salt", "kit", "secret", "token", "language"].map(keep.get))
  const read = value => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder().decode(value)
    : typeof value === "object" ? Object.values(value).map(read).join(" ") : String(value)
  return document.documentElement.outerHTML + [...kept, ...await keep.waiting()].map(read).join(" ")
}"""


def handed_in(office: Office, phone: Phone, text: str = TEXT) -> tuple[str, str]:
    """The receipt and the id of a statement that was sent and received."""
    receipt = phone.hand_in(text)
    phone.shows(receipt, "sent")
    office.receive()
    phone.send()
    phone.shows(receipt, "received")
    arrival = find_receipt(office.store, receipt)
    assert arrival is not None and arrival.statement_id is not None
    return receipt, arrival.statement_id


def state(office: Office, statement_id: str) -> StatementState:
    return office.store.statement(statement_id).state


def test_a_question_is_asked_and_answered(office, phone) -> None:
    receipt, statement = handed_in(office, phone)
    vault = office.vault()
    send_back(office.store, statement, actor=vault.reviewer_id)
    assert ask(office.store, statement, QUESTION, vault=vault)
    with phone.page.expect_response("**/submit/questions") as fetched:
        phone.send()
    assert "Қанарейкина" not in fetched.value.text()
    expect(phone.button("question_open")).to_be_visible()
    phone.reload()
    assert "Қанарейкина" not in phone.page.evaluate(LYING)
    assert receipt not in phone.page.evaluate(LYING)

    phone.unlock()
    phone.button("question_open").click()
    phone.at("question_title")
    expect(phone.page.get_by_text(phone.say("question_about", code=receipt))).to_be_visible()
    expect(phone.page.locator("blockquote")).to_have_text(QUESTION)
    phone.press("answer_go")
    expect(phone.page.locator(".wrong")).to_have_text(phone.say("answer_missing"))
    phone.box("answer").fill(ANSWER)
    phone.press("back", "cancel")
    expect(phone.box("answer")).to_have_value(ANSWER)
    phone.press("answer_go")
    phone.at_home()
    answer = phone.page.locator("li.line", has_text=phone.say("answer_line", code=receipt))
    expect(answer).to_contain_text(phone.say("sent"))
    # it is on its way, and not asked for again meanwhile
    phone.send()
    expect(phone.button("question_open")).to_have_count(0)

    [row] = office.receive().received
    assert row.statement_id == statement
    phone.send()
    expect(answer).to_contain_text(phone.say("received"))
    expect(phone.button("question_open")).to_have_count(0)
    assert phone.out() == []
    asked, answered = read_messages(office.store, statement, vault)
    assert (asked.kind, asked.text) == (MessageKind.QUESTION, QUESTION)
    assert (answered.kind, answered.text, answered.about) == (MessageKind.ANSWER, ANSWER, asked.id)
    assert state(office, statement) is StatementState.WAITING
    assert len(office.store.statements()) == 1  # an answer is no statement


def test_another_phone_is_not_asked(office, phone, open_phone) -> None:
    _, statement = handed_in(office, phone)
    other = open_phone(office.card("red-phone"))
    other.enrol()
    ask(office.store, statement, QUESTION, vault=office.vault())
    with other.page.expect_response("**/submit/questions") as fetched:
        other.send()
    assert fetched.value.json() == []
    expect(other.button("question_open")).to_have_count(0)


def test_a_statement_is_taken_back_by_its_code(office, phone) -> None:
    receipt, statement = handed_in(office, phone)
    texts = dict.fromkeys(Audience, "[…]")
    approve(office.store, statement, Approved(0, texts, {}, {}), actor=str(office.vault().reviewer_id))
    assert state(office, statement) is StatementState.CONFIRMING
    phone.open_more()
    phone.press("withdraw")
    for typed in ("", receipt[:9], receipt + "X", "U" * 10):
        phone.box("withdraw_code").fill(typed)
        phone.press("withdraw_go")
        expect(phone.page.locator(".wrong")).to_have_text(phone.say("code_wrong"))
    phone.box("withdraw_code").fill(f"{receipt[:5].lower()}-{receipt[5:]} ")
    phone.press("withdraw_go")
    phone.at_home()
    line = phone.page.locator("li.line", has_text=phone.say("withdraw_line", code=receipt))
    expect(line).to_contain_text(phone.say("sent"))
    [row] = office.receive().received
    assert row.statement_id == statement
    assert withdrawals_asked(office.store) == [statement]
    assert state(office, statement) is StatementState.RETURNED
    phone.send()
    expect(line).to_contain_text(phone.say("received"))


def test_a_code_of_no_statement_is_refused_at_the_office(office, phone) -> None:
    phone.open_more()
    phone.press("withdraw")
    phone.box("withdraw_code").fill("7K3QX9M2PA")
    phone.press("withdraw_go")
    line = phone.page.locator("li.line")
    expect(line).to_contain_text(phone.say("sent"))
    [refused] = office.receive().refused
    assert refused.code == "no_such_receipt"
    phone.send()
    expect(line).to_contain_text(phone.say("refused"))


def test_a_revoked_phone_is_told_and_sends_nothing(office, phone, faults) -> None:
    revoke_device(office.store, "blue-phone")
    receipt = phone.hand_in(TEXT)
    expect(phone.news).to_have_text(phone.say("revoked"))
    phone.send()
    expect(phone.news).to_have_text(phone.say("revoked"))
    phone.shows(receipt, "waiting")
    assert office.inbox.files() == []
    assert len(phone.out()) == 1
    phone.reload()
    phone.unlock()
    expect(phone.news).to_have_text(phone.say("revoked"))
    unreached(faults)


def test_a_new_key_of_the_office_needs_a_new_card(office, phone, faults) -> None:
    rotate_intake_key(office.store)
    new = current_intake_key(office.store).recipient
    phone.send()
    expect(phone.news).to_have_text(phone.say("key_changed"))
    receipt = phone.hand_in(TEXT)  # to the key that the phone was shown: the office still opens it
    expect(phone.news).to_have_text(phone.say("key_changed"))
    phone.shows(receipt, "sent")
    assert [row.receipt for row in office.receive().received] == [receipt]
    assert office_of(phone) != new

    shown_another_card(phone, office.card("red-phone"))
    expect(phone.news).to_have_text(phone.say("key_renewed"))
    assert office_of(phone) == new
    handed_in(office, phone, "Второй рассказ.")


def test_a_card_of_another_office_changes_nothing(office, phone) -> None:
    own = office_of(phone)
    stranger = office.card("red-phone").replace(own, "age1" + "q" * 58)
    shown_another_card(phone, stranger)
    expect(phone.page.locator(".wrong")).to_have_text(phone.say("key_wrong"))
    assert office_of(phone) == own


def shown_another_card(phone: Phone, text: str) -> None:
    """Let a phone that is set up read a card."""
    phone.page.locator("summary").click()
    phone.press("card_new")
    phone.box("card_text").fill(text)
    phone.press("card_go")


def office_of(phone: Phone) -> str:
    """To whom a phone seals."""
    found: str = phone.page.evaluate(
        """async code => {
          const keep = await import("/submit/keep.js")
          const key = await keep.keyOf(code, await keep.get("salt"))
          return (await keep.unseal(key, await keep.get("secret"))).office
        }""",
        CODE,
    )
    return found
