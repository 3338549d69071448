"""Attacks on the journal and on the tables, made by somebody who holds the store's key."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.findings import Analysis, Tag, TagKind
from models.labels import Audience, Language
from models.reviews import Risk
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from store import journal
from store.approvals import Approved, approve
from store.audit import audit
from store.consents import change_consent
from store.create import create_with
from store.devices import enrol_device, revoke_device
from store.faults import FAULTS, WARNINGS, Verdict
from store.guards import drop_guards, put_guards
from store.intake_keys import current_intake_key, forget_intake_keys, rotate_intake_key
from store.journal import Done
from store.release_requests import ask_for
from store.releases import Held, Release, put_release, record_recall, seen
from store.rotate import rotate_vault
from store.settings import change_setting
from store.store import BatchRef, Store, open_store
from store.tables import EnvelopeRow
from store.users import add_user, change_passphrase, disable_user, open_user, open_vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the store's own words"
REVIEWER = ("Сәуле", "the reviewer's other words")


def audited(store: Store) -> Verdict:
    with store.reading() as session:
        return audit(session)


def codes(store: Store) -> set[str]:
    return set(audited(store).counts)


def change(store: Store, *statements: str, **values: object) -> None:
    """What somebody does who goes past the program; the guards are put back so that only the deed shows."""
    with store.engine.begin() as connection:
        drop_guards(connection)
        for statement in statements:
            connection.execute(sql(statement.replace("ONE", ONE)), values)
        put_guards(connection)


def live(store: Store) -> None:
    """Do everything that the journal knows."""
    batch = store.start_batch(case="main")
    ids = [take_in(store, f"Рассказ {number}", batch) for number in range(4)]
    store.finish_batch(batch, accepted=4, duplicates=1, rejected=0)
    vault = open_vault(store, *REVIEWER)
    change_consent(store, ids[0], Consent(ConsentScope.PARTNER), vault=vault)
    add_user(store, "Айгерім", Duty.AUDITOR, passphrase="the auditor's own words", cost=CHEAP)
    add_user(store, "Бек", Duty.OPERATOR, passphrase="the operator's own words", cost=CHEAP)
    change_passphrase(store, "Бек", old="the operator's own words", new="quite other words", cost=CHEAP)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        open_user(store, "Айгерім", "wrong")
    disable_user(store, "Бек")
    device = enrol_device(store, b"k" * 32, label="blue")
    enrol_device(store, b"l" * 32, label="red")
    revoke_device(store, "red")
    with store.writing() as session:
        envelope = EnvelopeRow(nonce=b"n" * 16, receipt="R", received_at=journal.now())
        envelope.statement_id, envelope.device_id = ids[1], device.id
        session.add(envelope)
        journal.record(session, Done.ENVELOPE_RECEIVED, subject=ids[1], actor=device.id)
    current_intake_key(store)
    rotate_intake_key(store)
    forget_intake_keys(store)
    rotate_vault(store, vault)
    hand_out(store, batch.case_id, ids[2:], str(vault.reviewer_id))
    withdraw(store, ids[3], Reason.SAFETY)
    record_recall(store, ids[3], actor=str(vault.reviewer_id), count=1)


def hand_out(store: Store, case_id: str, ids: list[str], reviewer: str) -> None:
    """Approve statements, be asked for them, and release them."""
    change_setting(store, "reviewers", "one", actor=reviewer)
    for statement_id in ids:
        change_consent(store, statement_id, Consent(ConsentScope.PUBLIC), vault=open_vault(store, *REVIEWER))
        texts = {audience: f"Рассказ для {audience.value}" for audience in Audience}
        approve(store, statement_id, Approved(0, texts, {}, {}), actor=reviewer)
    request = ask_for(store, case_id, Audience.PUBLIC, None, actor=reviewer)
    release = Release(
        id="RELEASE001",
        case_id=case_id,
        audience=Audience.PUBLIC,
        recipient=None,
        formats=("tables",),
        k=1,
        sealed_to=None,
        statements=len(ids),
        manifest="00",
        made_by=reviewer,
        made_at=journal.now(),
    )
    held = [Held(one, number, "Рассказ") for number, one in enumerate(ids, start=1)]
    before = seen(store, ids, Audience.PUBLIC)
    assert put_release(store, release, held, before, request=request) == ()


def take_in(store: Store, text: str, batch: BatchRef) -> str:
    analysis = Analysis(Language.RU, (), (), (), (Tag(TagKind.ABUSE, "beating", 0, 7, "triggers"),))
    draft = Draft(text, SourceKind.TEXT)
    risk = Risk(low=0, suspects=0, findings=0, identities=0, words=2, minor=False, sexual=False)
    return store.add_statement(
        draft, analysis, redacted={}, regions=frozenset(), words=2, batch=batch, risk=risk
    )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lived") / "store.db"
    create_with(str(path), passphrase=WORDS, reviewer=REVIEWER, recovery=None, cost=CHEAP)
    with open_store(str(path), passphrase=WORDS) as store:
        live(store)
    return path


@pytest.fixture
def busy(lived: Path, tmp_path: Path) -> Iterator[Store]:
    """A store in which everything was done that the journal knows."""
    shutil.copytree(lived.parent, tmp_path / "busy")
    with open_store(str(tmp_path / "busy" / lived.name), passphrase=WORDS) as store:
        yield store


def test_whatever_was_done_fits(busy: Store) -> None:
    verdict = audited(busy)
    assert (verdict.whole, dict(verdict.counts)) == (True, {})
    with busy.reading() as session:
        assert (verdict.sequence, verdict.head) == journal.head(session)
        assert verdict.entries == verdict.sequence > 20


ONE = "(select id from statements where state = 'waiting' order by id limit 1)"
ATTACKS = {
    # the chain
    "entry_changed": ["update journal set counts = '{}' where action = 'batch_finished'"],
    "entries_missing": ["delete from journal where action = 'statement_unsealed' or sequence = 5"],
    "entry_unlinked": ["update journal set previous = hash where sequence = 5"],
    "journal_empty": ["delete from journal"],
    "beginning_wrong": ["update journal set action = 'store_created' where sequence = 5"],
    "unreadable": ["update journal set subject = cast(x'ff' as text) where sequence = 5"],
    "entry_out_of_place": ["update journal set subject = 'X' where action = 'statement_withdrawn'"],
    # statements
    "statement_unrecorded": [
        "insert into statements (id, case_id, state, language, words, digest, created_at, consent)"
        " select 'X', case_id, state, language, words, x'00', created_at, consent from statements limit 1"
    ],
    "statement_missing": [
        "delete from tags where statement_id = ONE",
        "delete from envelopes where statement_id = ONE",
        "delete from reviews where statement_id = ONE",
        "delete from sealed_records where statement_id = ONE",
        "delete from statements where id = ONE",
    ],
    "statement_changed": ["update statements set words = 7 where id = ONE"],
    "statement_twice": ["update journal set subject = (select subject from journal where sequence = 5)"],
    "scope_changed": ["update statements set consent = 'public' where consent = 'partner'"],
    "record_missing": ["delete from sealed_records where statement_id = ONE"],
    "record_replaced": [
        "update sealed_records set sealed = (select sealed from sealed_records where statement_id != ONE)"
        " where statement_id = ONE"
    ],
    "withdrawal_unrecorded": ["update statements set state = 'withdrawn' where id = ONE"],
    "withdrawal_undone": ["update statements set state = 'waiting' where state = 'withdrawn'"],
    "indexes_differ": [
        "insert into case_indexes select id, x'00', 1, 1, 0, 0, '2030-01-01T00:00:00Z' from cases limit 1"
    ],
    "withdrawals_differ": ["update withdrawals set reason = 'request'"],
    # users and keys
    "user_unrecorded": [
        "insert into users select 'X', 'X', 'field', state, secret, recipient, null, null, 0, created_at,"
        " null from users where state = 'active' limit 1"
    ],
    "user_missing": ["delete from users where duty = 'auditor'"],
    "user_changed": ["update users set signing_key = zeroblob(32) where duty = 'auditor'"],
    "share_wrong": ["update users set share = x'00' where duty = 'auditor'"],
    "failures_differ": ["update users set failures = 0"],
    "vault_changed": ["update vault set recipient = recovery_recipient"],
    "vault_missing": ["delete from vault"],
    "intake_unrecorded": [
        "insert into intake_keys values ('X', 'age1mine', 'mine', '2030-01-01T00:00:00Z', null)"
    ],
    "intake_changed": ["update intake_keys set recipient = 'age1mine'"],
    "device_unrecorded": ["insert into devices values ('X', 'x', x'00', '2030-01-01T00:00:00Z', null)"],
    "device_missing": ["delete from devices where label = 'red'"],
    "device_changed": ["update devices set revoked_at = null"],
    "envelope_unrecorded": [
        "insert into envelopes values (x'00', 'S', null, null, '2030-01-01T00:00:00Z', null)"
    ],
    "envelope_missing": ["delete from envelopes"],
    # releases
    "release_unrecorded": [
        "insert into releases select 'X', case_id, audience, recipient, formats, k, sealed_to, 0, manifest,"
        " made_by, made_at from releases"
    ],
    "release_missing": [
        "update release_requests set release_id = null",
        "delete from released",
        "delete from releases",
    ],
    "release_changed": ["update releases set recipient = 'Made-up Legal Aid'"],
    "released_differ": ["delete from released where number = 1"],
    # cases and batches
    "rulings_differ": [
        "insert into case_rulings select c.id, 1, u.id, '2030-01-01T00:00:00Z', x'00' from cases c, users u"
        " limit 1"
    ],
    "case_unrecorded": ["insert into cases values ('X', 'x', '2030-01-01T00:00:00Z')"],
    "case_missing": ["update journal set subject = 'X' where action = 'case_created'"],
    "batch_unrecorded": [
        "insert into batches select 'X', case_id, 'open', started_at, null, 0, 0, 0 from batches"
    ],
    "batch_missing": ["update journal set subject = 'X' where action = 'batch_started'"],
    "batch_changed": ["update batches set accepted = 3"],
    "clock_back": ["update journal set at = '2020-01-01T00:00:00Z' where sequence = 5"],
    "action_unknown": ["update journal set action = 'flown' where sequence = 5"],
}


@pytest.mark.slow
@pytest.mark.parametrize("code", ATTACKS)
def test_an_attack_is_named(busy: Store, code: str) -> None:
    change(busy, *ATTACKS[code])
    assert code in codes(busy)


def test_every_fault_of_the_store_alone_is_tried_here() -> None:
    elsewhere = {"guards_missing", "vault_unrecorded", "journal_truncated", "journal_rewritten", "restored"}
    of_checkpoints = {code for code in FAULTS if code.startswith("checkpoint_")}
    # tests/store/test_review_audit.py tries these
    of_reviews = {"decisions_differ", "approvals_differ", "texts_differ", "approval_unrecorded"}
    # tests/store/test_cards.py and tests/store/test_messages.py try these
    of_phones = {code for code in FAULTS if code.startswith(("card_", "phone_"))}
    of_phones |= {"messages_differ", "envelope_changed"}
    assert set(ATTACKS) == set(FAULTS) - elsewhere - of_checkpoints - of_reviews - of_phones


@pytest.mark.parametrize("name", ["journal_no_update", "journal_no_delete"])
def test_a_dropped_trigger_is_noticed(busy: Store, name: str) -> None:
    with busy.engine.begin() as connection:
        connection.execute(sql(f"drop trigger {name}"))
    assert codes(busy) == {"guards_missing"}


def test_a_trigger_that_does_nothing_is_noticed(busy: Store) -> None:
    with busy.engine.begin() as connection:
        connection.execute(sql("drop trigger journal_no_delete"))
        connection.execute(
            sql("create trigger journal_no_delete before delete on journal begin select 1; end")
        )
    assert codes(busy) == {"guards_missing"}


def test_a_cut_end_shows_by_the_rows_that_it_leaves(store: Store, add: Add) -> None:
    kept = add("один")
    cut = add("два")
    change(store, "delete from journal where sequence = (select max(sequence) from journal)")
    verdict = audited(store)
    assert [(f.code, f.subject) for f in verdict.faults] == [("statement_unrecorded", cut)]
    assert kept != cut


def test_an_old_passphrase_put_back_is_noticed(store: Store, reviewer: tuple[str, str], cost: Cost) -> None:
    with store.engine.connect() as connection:
        leaked = connection.execute(sql("select secret from users")).scalar_one()
    change_passphrase(store, reviewer[0], old=reviewer[1], new="since it was seen", cost=cost)
    change(store, "update users set secret = :leaked", leaked=leaked)
    assert codes(store) == {"user_changed"}


def test_an_old_record_put_back_is_noticed(store: Store, add: Add, reviewer: tuple[str, str]) -> None:
    statement_id = add("один")
    with store.engine.connect() as connection:
        earlier = connection.execute(sql("select sealed from sealed_records")).scalar_one()
    change_consent(store, statement_id, Consent(ConsentScope.INTERNAL), vault=open_vault(store, *reviewer))
    assert codes(store) == set()
    change(store, "update sealed_records set sealed = :earlier", earlier=earlier)
    assert codes(store) == {"record_replaced"}


def test_each_break_is_named_once_and_the_rest_is_still_read(busy: Store) -> None:
    change(busy, "delete from journal where sequence in (5, 9)")
    verdict = audited(busy)
    assert verdict.counts["entries_missing"] == 2
    assert [f.sequence for f in verdict.faults if f.code == "entries_missing"] == [6, 10]


def test_a_clock_that_went_back_is_a_warning(store: Store, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    add("один")
    monkeypatch.setattr(journal, "now", lambda: datetime.now(UTC).replace(microsecond=0) - timedelta(days=9))
    add("два")
    verdict = audited(store)
    assert verdict.whole and set(verdict.counts) == {"clock_back"}


def test_what_makes_no_sense_is_named_and_is_no_error(busy: Store) -> None:
    change(
        busy,
        "update journal set counts = '[', subject = null where action in ('batch_finished', 'case_created')",
        "update journal set subject = null where action in ('statement_added', 'user_added')",
        "update journal set subject = null where action = 'batch_started'",
        "update statements set state = 'flown', consent = 'flown'",
        "update users set duty = 'flown', state = 'flown'",
        "update batches set state = 'flown'",
        "update withdrawals set reason = 'flown'",
    )
    assert not audited(busy).whole


def test_of_many_faults_all_are_counted_and_some_are_kept(store: Store, add: Add) -> None:
    for number in range(25):
        add(f"Рассказ {number}")
    change(store, "update statements set words = 0")
    verdict = audited(store)
    assert verdict.counts["statement_changed"] == 25
    assert len(verdict.faults) == 20


def test_sentences_are_sentences() -> None:
    assert all(said[0].isupper() and said.endswith(".") for said in FAULTS.values())
    assert set(FAULTS) >= WARNINGS
