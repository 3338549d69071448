"""A wish to withdraw, declined on the statement's page as a reviewer's hands do it."""

import pytest

from store.envelopes import NewEnvelope, put_known_envelope
from store.messages import put_withdrawal, read_messages, withdrawals_asked

TEXT = "[[PERSON person-1 0.9|Ерлан Тлеуов]] сказал, что [[PERSON person-1 0.9|Ерлана]] [[# beating|избили]]."


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_wish_is_declined_with_a_reason(office, serve, page_at, sign_in, desk_of, axe, size):
    statement = office.add(TEXT)
    envelope = NewEnvelope(b"n" * 32, "RECE1PT000", None, "0" * 64)
    put_known_envelope(office.store, envelope, statement_id=statement)
    with office.store.writing() as session:
        put_withdrawal(session, device_id=None, receipt="RECE1PT000")
    page = page_at(serve(office.app), size)
    sign_in(page, "Сәуле")
    page.goto(f"/statement/{statement}")
    desk_of(page)
    decline = page.locator("button[data-do=decline]")
    decline.click()
    page.wait_for_selector("#decline-dialog[open]")
    assert page.evaluate("() => document.activeElement.id") == "decline-words"
    assert axe(page) == []
    # no reason, nothing sent
    page.keyboard.press("Control+Enter")
    assert page.locator("#decline-dialog[open]").count() == 1
    page.keyboard.type("Код украли")
    page.keyboard.press("Control+Enter")
    decline.wait_for(state="detached")
    assert page.locator("#talk .declined").inner_text().startswith("Код украли")
    assert withdrawals_asked(office.store) == []
    assert read_messages(office.store, statement, office.vault())[-1].text == "Код украли"
    assert axe(page) == []
