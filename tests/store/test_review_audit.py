"""The audit of reviews: whatever somebody changes who holds the store's key is named by its fault."""

# ruff: noqa: S608 - attacks are put together here

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from models.decisions import Choice, DecisionKind, to_bytes
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Label, Language
from models.reviews import Outcome, Risk
from models.statements import Draft, SourceKind
from models.users import Duty
from store.approvals import Approved, approve, send_back
from store.audit import audit
from store.claims import release
from store.create import create_with
from store.decisions import decide, read_decisions
from store.faults import Verdict
from store.guards import drop_guards, put_guards
from store.rotate import rotate_vault
from store.settings import change_setting
from store.store import Store, open_store
from store.tables import IndexedKind
from store.users import add_user, open_vault
from store.vault import seal_to
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
WORDS = "the store's own words"
FIRST = ("Сәуле", "the reviewer's other words")
SECOND = ("Аян", "some words of a second one")
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)
MASK = Choice(DecisionKind.ADD, ((30, 36),), label=Label.PERSON, identity="")
COMMENT = Choice(DecisionKind.COMMENT, words="Кто это?")
REJECT = Choice(DecisionKind.REJECT, ((0, 7),))
# what each statement has gone through
NAMES = ("approved", "half", "reopened", "returned", "waiting", "blocked", "withdrawn")


@dataclass(frozen=True)
class Lived:
    path: Path
    ids: dict[str, str]


def approved(upto: int, text: str = "[Лицо 1] сообщил") -> Approved:
    return Approved(
        upto=upto,
        texts={audience: f"{text} {audience.value}" for audience in Audience},
        codes={IndexedKind.MONTH: frozenset({"2022-01"})},
        outcomes={Label.PERSON: Outcome(accepted=1)},
        compared=5,
    )


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    path = tmp_path_factory.mktemp("reviewed") / "store.db"
    create_with(str(path), passphrase=WORDS, reviewer=FIRST, recovery=None, cost=CHEAP)
    with open_store(str(path), passphrase=WORDS) as store:
        return Lived(path, live(store))


def live(store: Store) -> dict[str, str]:
    """A whole review, with a rotation of the vault in its middle."""
    first = open_vault(store, *FIRST)
    add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=first, cost=CHEAP)
    ids = {}
    for name in NAMES:
        analysis = Analysis(Language.RU, (), (), (), ())
        if name == "blocked":
            analysis = replace(analysis, failures=FAILURES)
        draft = Draft(f"Рассказ {name}", SourceKind.TEXT)
        ids[name] = store.add_statement(
            draft, analysis, redacted={}, regions=frozenset({"KZ-47"}), words=12, risk=RISK
        )
    decided = ("approved", "half", "reopened", "withdrawn")
    for name in decided:
        decide(store, ids[name], [(MASK, True), (COMMENT, False)], vault=first)
        release(store, str(first.reviewer_id))
    rotate_vault(store, first)
    first, second = open_vault(store, *FIRST), open_vault(store, *SECOND)
    one, two = str(first.reviewer_id), str(second.reviewer_id)
    for name in decided:
        decide(store, ids[name], [(REJECT, True)], vault=second)
        approve(store, ids[name], approved(3), actor=two)
        if name != "half":
            approve(store, ids[name], approved(3), actor=one)
    decide(store, ids["reopened"], [(MASK, True)], vault=first)
    approve(store, ids["returned"], approved(0), actor=one)
    send_back(store, ids["returned"], actor=two)
    withdraw(store, ids["withdrawn"], Reason.SAFETY, actor=one)
    for value in ("on", "off", "on"):
        change_setting(store, "decoys", value, actor=one)
    return ids


FAILURES: tuple[str, ...] = ("names",)


@pytest.fixture
def reviewed(lived: Lived, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(lived.path.parent, tmp_path / "reviewed")
    with open_store(str(tmp_path / "reviewed" / lived.path.name), passphrase=WORDS) as store:
        yield store


def change(store: Store, *statements: str, **values: object) -> None:
    """What somebody does who goes past the program; each must hit something."""
    with store.engine.begin() as connection:
        drop_guards(connection)
        for statement in statements:
            names = {name: value for name, value in values.items() if f":{name}" in statement}
            assert connection.execute(sql(statement), names).rowcount > 0, statement
        put_guards(connection)


def verdict_of(store: Store) -> Verdict:
    with store.reading() as session:
        return audit(session)


def test_a_whole_review_fits(reviewed: Store, lived: Lived) -> None:
    verdict = verdict_of(reviewed)
    assert (verdict.whole, dict(verdict.counts)) == (True, {})
    states = {reviewed.statement(one).id: reviewed.statement(one).state.value for one in lived.ids.values()}
    assert [states[lived.ids[name]] for name in NAMES] == [
        "approved", "confirming", "waiting", "returned", "waiting", "blocked", "withdrawn",
    ]  # fmt: skip


SWAPPED = (
    "update decisions set number = 9 where number = {0} and statement_id = :{2}",
    "update decisions set number = {0} where number = {1} and statement_id = :{2}",
    "update decisions set number = {1} where number = 9 and statement_id = :{2}",
)
USER_ONE = "(select id from users where name = 'Сәуле')"
USER_TWO = "(select id from users where name = 'Аян')"
LATER = "'2030-01-01T00:00:00Z'"
# the fault, whom it is about, what was done
HARMS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # decisions
    "the first deleted": (
        "decisions_differ", "half", ("delete from decisions where statement_id = :half and number = 1",)),
    "the last deleted": (
        "decisions_differ", "half", ("delete from decisions where statement_id = :half and number = 3",)),
    "all deleted": ("decisions_differ", "half", ("delete from decisions where statement_id = :half",)),
    "bytes of a resealed one": (
        "decisions_differ", "half",
        ("update decisions set sealed = x'00' where statement_id = :half and number = 1",)),
    "bytes of a later one": (
        "decisions_differ", "approved",
        ("update decisions set sealed = x'00' where statement_id = :approved and number = 3",)),
    "whose": (
        "decisions_differ", "half",
        (f"update decisions set user_id = {USER_TWO} where statement_id = :half and number = 2",)),
    "when": (
        "decisions_differ", "half",
        (f"update decisions set at = {LATER} where statement_id = :half and number = 3",)),
    "that it changes": (
        "decisions_differ", "half",
        ("update decisions set changes = 0 where statement_id = :half and number = 3",)),
    "two reordered": (
        "decisions_differ", "reopened", tuple(part.format(1, 2, "reopened") for part in SWAPPED)),
    "one inserted": (
        "decisions_differ", "half",
        (f"insert into decisions values (:half, 4, {USER_ONE}, {LATER}, 1, x'00')",)),
    "the first of a statement": (
        "decisions_differ", "waiting",
        (f"insert into decisions values (:waiting, 1, {USER_ONE}, {LATER}, 0, x'00')",)),
    "one of a withdrawn": (
        "decisions_differ", "withdrawn",
        (f"insert into decisions values (:withdrawn, 1, {USER_ONE}, {LATER}, 0, x'00')",)),
    # approvals
    "an approval inserted": (
        "approvals_differ", "half",
        (f"insert into approvals values ('X', :half, {USER_ONE}, {LATER}, 3, 1, 0, 0, 0, 0, 0)",)),
    "one that does not hold": (
        "approvals_differ", "waiting",
        (f"insert into approvals values ('X', :waiting, {USER_ONE}, {LATER}, 0, 0, 0, 0, 0, 0, 0)",)),
    "an approval copied": (
        "approvals_differ", "half",
        ("insert into approvals select 'X', statement_id, user_id, at, upto, holds, alone, compared,"
         " differences, planted, caught from approvals where statement_id = :half",)),
    "one of two deleted": (
        "approvals_differ", "approved",
        (f"delete from approvals where statement_id = :approved and user_id = {USER_ONE}",)),
    "one that held once": (
        "approvals_differ", "reopened",
        (f"delete from approvals where statement_id = :reopened and user_id = {USER_ONE}",)),
    "made to hold": (
        "approvals_differ", "reopened", ("update approvals set holds = 1 where statement_id = :reopened",)),
    "made to hold after a return": (
        "approvals_differ", "returned", ("update approvals set holds = 1 where statement_id = :returned",)),
    "made to hold after a withdrawal": (
        "approvals_differ", "withdrawn", ("update approvals set holds = 1 where statement_id = :withdrawn",)),
    "made to hold no more": (
        "approvals_differ", "half", ("update approvals set holds = 0 where statement_id = :half",)),
    "an approval's user": (
        "approvals_differ", "half",
        (f"update approvals set user_id = {USER_ONE} where statement_id = :half",)),
    "an approval's day": (
        "approvals_differ", "half", (f"update approvals set at = {LATER} where statement_id = :half",)),
    "what it was of": (
        "approvals_differ", "half", ("update approvals set upto = 4 where statement_id = :half",)),
    "that it was alone": (
        "approvals_differ", "half", ("update approvals set alone = 1 where statement_id = :half",)),
    "what was compared": (
        "approvals_differ", "half", ("update approvals set compared = 6 where statement_id = :half",)),
    "how many differed": (
        "approvals_differ", "half", ("update approvals set differences = 1 where statement_id = :half",)),
    "how many were planted": (
        "approvals_differ", "half", ("update approvals set planted = 1 where statement_id = :half",)),
    "how many were caught": (
        "approvals_differ", "half", ("update approvals set caught = 1 where statement_id = :half",)),
    # texts
    "one letter": (
        "texts_differ", "approved",
        ("update approved_texts set text = replace(text, 'сообщил', 'сообщит')"
         " where statement_id = :approved and audience = 'public'",)),
    "one text deleted": (
        "texts_differ", "approved",
        ("delete from approved_texts where statement_id = :approved and audience = 'legal'",)),
    "all texts deleted": (
        "texts_differ", "approved", ("delete from approved_texts where statement_id = :approved",)),
    "a text of nobody's": (
        "texts_differ", "half", ("insert into approved_texts values (:half, 'public', '[Лицо 1]')",)),
    "a text put back": (
        "texts_differ", "reopened",
        ("insert into approved_texts select :reopened, audience, text from approved_texts",)),
    "a text of a withdrawn": (
        "texts_differ", "withdrawn", ("insert into approved_texts values (:withdrawn, 'public', 'x')",)),
    "an audience that is none": (
        "texts_differ", "approved",
        ("insert into approved_texts values (:approved, 'everybody', 'Айгерим')",)),
    "what is internal made public": (
        "texts_differ", "approved",
        ("update approved_texts set text = (select text from approved_texts t where t.audience = 'internal'"
         " and t.statement_id = :approved) where statement_id = :approved and audience = 'public'",)),
    # states
    "a half approved": (
        "approval_unrecorded", "half", ("update statements set state = 'approved' where id = :half",)),
    "a waiting approved": (
        "approval_unrecorded", "waiting", ("update statements set state = 'approved' where id = :waiting",)),
    "a blocked approved": (
        "approval_unrecorded", "blocked", ("update statements set state = 'approved' where id = :blocked",)),
    "a blocked let in": (
        "approvals_differ", "blocked", ("update statements set state = 'waiting' where id = :blocked",)),
    "an approved not": (
        "approvals_differ", "approved",
        ("update statements set state = 'confirming' where id = :approved",)),
    "a returned not": (
        "approvals_differ", "returned", ("update statements set state = 'waiting' where id = :returned",)),
    "a state that is none": (
        "approvals_differ", "waiting", ("update statements set state = 'flown' where id = :waiting",)),
    # settings
    "a setting changed": (
        "approvals_differ", "decoys", ("update settings set value = 'off' where name = 'decoys'",)),
    "a setting deleted": ("approvals_differ", "decoys", ("delete from settings",)),
    "a setting that is none": (
        "approvals_differ", "decoys", ("update settings set value = 'flown' where name = 'decoys'",)),
    "one is enough": ("approvals_differ", "reviewers", ("insert into settings values ('reviewers', 'one')",)),
    "of another name": ("approvals_differ", "flown", ("insert into settings values ('flown', 'on')",)),
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_each_harm_is_named_by_its_fault_and_nothing_else(reviewed: Store, lived: Lived, harm: str) -> None:
    code, name, deeds = HARMS[harm]
    change(reviewed, *deeds, **lived.ids)
    verdict = verdict_of(reviewed)
    assert not verdict.whole
    assert {(fault.code, fault.subject) for fault in verdict.faults} == {(code, lived.ids.get(name, name))}


def test_an_earlier_text_put_back_is_noticed(reviewed: Store, lived: Lived) -> None:
    """What was approved once and was changed since, for it named somebody."""
    statement_id = lived.ids["reopened"]
    first, second = (str(open_vault(reviewed, *who).reviewer_id) for who in (FIRST, SECOND))
    release(reviewed, first)
    for actor in (first, second):
        approve(reviewed, statement_id, approved(4, "[Лицо 2] сообщил"), actor=actor)
    assert verdict_of(reviewed).whole
    for audience, text in approved(3).texts.items():
        change(
            reviewed,
            "update approved_texts set text = :text where statement_id = :id and audience = :audience",
            text=text,
            id=statement_id,
            audience=audience.value,
        )
    verdict = verdict_of(reviewed)
    assert {(fault.code, fault.subject) for fault in verdict.faults} == {("texts_differ", statement_id)}


def test_each_statement_is_named(reviewed: Store, lived: Lived) -> None:
    change(reviewed, "update approvals set compared = 99", "delete from decisions")
    verdict = verdict_of(reviewed)
    found: Callable[[str], set[str | None]] = lambda code: {  # noqa: E731
        fault.subject for fault in verdict.faults if fault.code == code
    }
    assert found("approvals_differ") == {
        lived.ids[name] for name in ("approved", "half", "reopened", "returned", "withdrawn")
    }
    assert found("decisions_differ") == {lived.ids[name] for name in ("approved", "half", "reopened")}


# what the journal does not know is not read either, before anybody audits


@pytest.mark.parametrize("after", [0, 3])
@pytest.mark.parametrize("name", ["half", "waiting"])
def test_a_decision_from_outside_is_not_read(reviewed: Store, lived: Lived, name: str, after: int) -> None:
    vault, statement_id = open_vault(reviewed, *FIRST), lived.ids[name]
    number = len(read_decisions(reviewed, statement_id, vault)) + 1
    if after >= number:
        after = 0
    sealed = seal_to([vault.recipient], to_bytes(statement_id, number, REJECT))
    change(
        reviewed,
        f"insert into decisions values (:id, {number}, {USER_ONE}, {LATER}, 1, :sealed)",
        id=statement_id,
        sealed=sealed,
    )
    with pytest.raises(AigaqError, match="record_damaged"):
        read_decisions(reviewed, statement_id, vault, after=after)
    assert read_decisions(reviewed, lived.ids["approved"], vault)


def test_nor_one_that_was_sealed_anew_by_somebody_else(reviewed: Store, lived: Lived) -> None:
    vault, statement_id = open_vault(reviewed, *FIRST), lived.ids["half"]
    forged = seal_to([vault.recipient], to_bytes(statement_id, 3, MASK))
    change(
        reviewed,
        "update decisions set sealed = :forged where statement_id = :id and number = 3",
        forged=forged,
        id=statement_id,
    )
    for after in (0, 2):
        with pytest.raises(AigaqError, match="record_damaged"):
            read_decisions(reviewed, statement_id, vault, after=after)


def test_nor_a_withdrawn_statements_put_back(reviewed: Store, lived: Lived) -> None:
    vault, statement_id = open_vault(reviewed, *FIRST), lived.ids["withdrawn"]
    assert read_decisions(reviewed, statement_id, vault) == []
    sealed = seal_to([vault.recipient], to_bytes(statement_id, 1, MASK))
    change(
        reviewed,
        f"insert into decisions values (:id, 1, {USER_ONE}, {LATER}, 1, :sealed)",
        id=statement_id,
        sealed=sealed,
    )
    with pytest.raises(AigaqError, match="record_damaged"):
        read_decisions(reviewed, statement_id, vault)
