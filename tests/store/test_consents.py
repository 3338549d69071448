from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope
from store.consents import Leave, change_consent, covers, may_leave
from store.journal import verify_journal
from store.pages import is_gone
from store.rotate import rotate_vault
from store.store import Store
from store.users import open_vault
from store.vault import Vault
from store.withdrawals import Reason, clear, withdraw

Add = Callable[..., str]
WHOLE = Consent(
    ConsentScope.PARTNER,
    recipients=("Бюро «Пример»",),
    hide=("рассказ о сестре",),
    explained=("purpose", "risks"),
    language=Language.KK,
    given_on=date(2022, 3, 1),
    how="recorded",
)


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


def actions(store: Store) -> list[tuple[str, str]]:
    with store.engine.connect() as connection:
        query = sql("select action, counts from journal order by sequence")
        return [(row.action, row.counts) for row in connection.execute(query)]


def is_whole(store: Store) -> bool:
    with store.reading() as session:
        return verify_journal(session)


def sealed(store: Store) -> bytes:
    with store.engine.connect() as connection:
        return bytes(connection.execute(sql("select sealed from sealed_records")).scalar_one())


def test_a_consent_is_changed_in_the_record_and_beside_it(store: Store, add: Add, vault: Vault) -> None:
    statement_id = add("Рассказ")
    before, old = store.unseal(statement_id, vault), sealed(store)
    assert change_consent(store, statement_id, WHOLE, vault=vault) == Consent(ConsentScope.LEGAL)
    after = store.unseal(statement_id, vault)
    assert after.consent == WHOLE and store.statement(statement_id).consent is ConsentScope.PARTNER
    assert (after.raw_text, after.analysis, after.redacted) == (
        before.raw_text,
        before.analysis,
        before.redacted,
    )
    changed = ("consent_changed", '{"hide":1,"recipients":1,"scope":1,"scope_before":2}')
    assert changed in actions(store)
    assert is_whole(store)
    if store.place.database is not None:
        assert clear(store) and is_gone(store, [old])


def test_it_can_be_changed_again_and_after_a_new_vault(
    store: Store, add: Add, vault: Vault, reviewer: tuple[str, str]
) -> None:
    statement_id = add("Рассказ")
    change_consent(store, statement_id, WHOLE, vault=vault)
    rotate_vault(store, vault)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        change_consent(store, statement_id, Consent(), vault=vault)
    fresh = open_vault(store, *reviewer)
    assert change_consent(store, statement_id, Consent(), vault=fresh) == WHOLE
    assert store.unseal(statement_id, fresh).consent == Consent()
    assert is_whole(store)


def test_a_withdrawn_or_unknown_statement_has_no_consent_to_change(
    store: Store, add: Add, vault: Vault
) -> None:
    statement_id = add("Рассказ")
    withdraw(store, statement_id, Reason.REQUEST)
    with pytest.raises(AigaqError, match="withdrawn"):
        change_consent(store, statement_id, WHOLE, vault=vault)
    with pytest.raises(AigaqError, match="no_such_statement"):
        change_consent(store, "0000000000", WHOLE, vault=vault)


def test_a_record_that_was_put_there_from_outside_is_not_sealed_anew(
    store: Store, add: Add, vault: Vault
) -> None:
    statement_id = add("Рассказ")
    old = sealed(store)
    change_consent(store, statement_id, Consent(), vault=vault)
    with store.engine.begin() as connection:  # an older record of the same statement, of wider consent
        connection.execute(sql("update sealed_records set sealed = :old"), {"old": old})
    with pytest.raises(AigaqError, match="record_damaged"):
        change_consent(store, statement_id, WHOLE, vault=vault)


# may_leave


@pytest.mark.parametrize(
    ("audience", "leaves"),
    [(Audience.INTERNAL, True), (Audience.PARTNER, False), (Audience.LEGAL, True), (Audience.PUBLIC, False)],
)
def test_without_the_vault_the_scope_decides(
    store: Store, add: Add, audience: Audience, leaves: bool
) -> None:
    ids = (add("один"), add("два"))  # consent: legal
    assert may_leave(store, ids, audience) == (Leave(ids, (), ()) if leaves else Leave((), ids, ()))


def test_a_recipient_can_be_named_under_the_seal_only(store: Store, add: Add, vault: Vault) -> None:
    named, other = add("один"), add("два")
    change_consent(store, named, WHOLE, vault=vault)
    change_consent(store, other, Consent(), vault=vault)
    asked = (named, other, named)
    recipient = "бюро «пример»"
    legal = Audience.LEGAL
    assert may_leave(store, asked, legal, recipient=recipient) == Leave((), (), (named, other))
    assert may_leave(store, asked, legal, recipient=recipient, vault=vault) == Leave((named,), (other,), ())
    assert may_leave(store, asked, legal, recipient="Court", vault=vault) == Leave((), (named, other), ())
    # no recipient makes a statement public
    public = may_leave(store, asked, Audience.PUBLIC, recipient=recipient)
    assert public == Leave((), (named, other), ())


def test_what_is_public_may_go_to_a_named_recipient_too() -> None:
    assert covers(Consent(ConsentScope.PUBLIC, ("A",)), Audience.PUBLIC, recipient="A")


def test_withdrawn_and_unknown_statements_never_leave(store: Store, add: Add, vault: Vault) -> None:
    statement_id = add("Рассказ")
    withdraw(store, statement_id, Reason.REQUEST)
    for opened in (None, vault):
        for audience in Audience:
            left = may_leave(store, [statement_id, "0000000000"], audience, vault=opened)
            assert left == Leave((), (statement_id, "0000000000"), ())


def test_a_scope_that_was_widened_beside_the_record_is_noticed(store: Store, add: Add, vault: Vault) -> None:
    statement_id = add("Рассказ")
    with store.engine.begin() as connection:
        connection.execute(sql("update statements set consent = 'public'"))
    with pytest.raises(AigaqError, match="record_damaged"):
        may_leave(store, [statement_id], Audience.PUBLIC, vault=vault)


def test_the_records_that_may_leave_opened_are_in_the_journal(store: Store, add: Add, vault: Vault) -> None:
    may_leave(store, [add("Рассказ")], Audience.LEGAL, vault=vault)
    assert actions(store)[-1][0] == "statement_unsealed"
