"""Sealed without a network, delivered when there is one: each statement once, whatever the line does."""

import pytest
from playwright.sync_api import expect

from models.labels import Audience
from models.statements import ConsentScope, StatementState
from store.envelopes import find_receipt
from tests.browser.phone.thumb import unreached

RUSSIAN = "Меня зовут Ерлан Сериков. Шестого января меня избили в отделе полиции."
KAZAKH = "Менің атым Айгүл Нұрланқызы. Мені полиция бөлімінде ұрып-соқты."


@pytest.mark.timeout(240)  # the shipped pipeline is loaded
def test_sealed_offline_and_received_once(office, phone, faults, real_pass) -> None:
    context = phone.page.context
    context.set_offline(True)
    phone.reload()  # from what the page keeps of itself
    phone.unlock()
    receipts = [phone.hand_in(RUSSIAN, place="Алматы")]
    phone.reload()
    phone.unlock()
    receipts.append(phone.hand_in(KAZAKH))
    phone.reload()
    phone.unlock()
    for receipt in receipts:
        phone.shows(receipt, "waiting")
    assert [row["sent"] for row in phone.out()] == [False, False]
    assert office.inbox.files() == []

    context.set_offline(False)
    phone.send()
    expect(phone.news).to_have_text(phone.say("all_sent"))
    expect(phone.button("send_now")).to_be_visible()  # what was opened stays open while lines change
    for receipt in receipts:
        phone.shows(receipt, "sent")
    digests = {row["digest"]: bytes(row["raw"]) for row in phone.out()}
    assert {path.stem: path.read_bytes() for path in office.inbox.files()} == digests
    phone.send()
    assert len(office.inbox.files()) == 2

    report = office.receive(real_pass)
    assert {row.receipt for row in report.received} == set(receipts)
    assert (report.refused, report.duplicates, report.removed) == ([], [], 2)
    phone.send()
    for receipt in receipts:
        phone.shows(receipt, "received")
    assert phone.out() == []
    phone.send()
    assert office.inbox.files() == []
    assert [row.state for row in office.store.statements()] == [StatementState.WAITING] * 2
    unreached(faults)

    vault = office.vault()
    for receipt, text, name in zip(receipts, (RUSSIAN, KAZAKH), ("Ерлан", "Айгүл"), strict=True):
        arrival = find_receipt(office.store, receipt)
        record = office.store.unseal(arrival.statement_id, vault)
        assert text in record.raw_text
        assert record.consent.scope is ConsentScope.LEGAL
        assert name in record.raw_text
        assert name not in record.redacted[Audience.PUBLIC]


def test_it_is_sent_while_the_page_is_locked(office, phone, faults) -> None:
    phone.page.context.set_offline(True)
    receipt = phone.hand_in(RUSSIAN)
    phone.reload()
    assert office.inbox.files() == []
    with phone.page.expect_response("**/submit/post"):
        phone.page.context.set_offline(False)
    expect(phone.code_field).to_be_visible()
    assert len(office.inbox.files()) == 1
    unreached(faults)
    phone.unlock()
    phone.shows(receipt, "sent")


@pytest.mark.parametrize("cut", ["before", "after", "busy"])
def test_the_line_breaks_in_the_middle(office, phone, faults, cut) -> None:
    office.line.cut = cut
    first = phone.hand_in(RUSSIAN)
    expect(phone.news).to_have_text(phone.say("offline"))
    second = phone.hand_in(KAZAKH)
    phone.send()
    assert office.line.cuts >= 2
    # what came through although nobody could say so is there
    assert bool(office.inbox.files()) == (cut == "after")
    assert [row["sent"] for row in phone.out()] == [False, False]

    office.line.cut = ""
    phone.send()
    assert len(office.inbox.files()) == 2
    report = office.receive()
    assert {row.receipt for row in report.received} == {first, second}
    assert report.duplicates == report.refused == []
    phone.send()
    for receipt in (first, second):
        phone.shows(receipt, "received")
    assert phone.out() == []
    assert len(office.store.statements()) == 2
    unreached(faults)


def test_received_before_the_phone_heard_of_it(office, phone, faults) -> None:
    office.line.cut = "after"
    receipt = phone.hand_in(RUSSIAN)
    expect(phone.news).to_have_text(phone.say("offline"))
    assert len(office.receive().received) == 1
    assert office.inbox.files() == []
    office.line.cut = ""
    phone.send()  # it comes once more, for nobody told the phone
    office.receive()
    phone.send()
    phone.shows(receipt, "received")
    assert phone.out() == office.inbox.files() == []
    assert len(office.store.statements()) == 1
    unreached(faults)


def test_what_the_office_lost_is_sent_again(office, phone) -> None:
    receipt = phone.hand_in(RUSSIAN)
    phone.shows(receipt, "sent")
    [lost] = office.inbox.files()
    lost.unlink()
    phone.send()
    phone.shows(receipt, "waiting")
    phone.send()
    phone.shows(receipt, "sent")
    assert [path.name for path in office.inbox.files()] == [lost.name]


def test_what_the_office_refuses_is_kept_and_said(office, phone) -> None:
    receipt = phone.hand_in(RUSSIAN)
    phone.shows(receipt, "sent")
    [path] = office.inbox.files()
    office.inbox.refuse(path, "internal")
    phone.send()
    phone.shows(receipt, "refused")
    assert len(phone.out()) == 1
