"""Approvals: two different people, on what stands, and nothing written before."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Label
from models.reviews import Outcome, Risk
from models.statements import StatementState
from models.users import Duty
from store import approvals as module
from store import claims, queue
from store.approvals import Approved, approvals, approve, approved_text, reopen, send_back, texts_digest
from store.audit import audit
from store.claims import claim, release
from store.decisions import decide
from store.guards import drop_guards, put_guards
from store.journal import Done
from store.search import search
from store.settings import change_setting
from store.store import Store
from store.tables import IndexedKind, StatementRecord
from store.users import add_user, disable_user, open_vault
from store.vault import Vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)
MASK = (Choice(DecisionKind.ADD, ((30, 36),), label=Label.PERSON, identity=""), True)
AGREE = (Choice(DecisionKind.ACCEPT, ((0, 7),)), False)
SAY = (Choice(DecisionKind.COMMENT, words="Кто это?"), False)
BLIND = (Choice(DecisionKind.REJECT, ((0, 7),), blind=True), False)
WAITING, CONFIRMING, APPROVED = StatementState.WAITING, StatementState.CONFIRMING, StatementState.APPROVED


@pytest.fixture
def first(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


def another(store: Store, first: Vault, name: str, cost: Cost) -> Vault:
    words = f"some words of {name}"
    add_user(store, name, Duty.REVIEWER, passphrase=words, vault=first, cost=cost)
    return open_vault(store, name, words)


@pytest.fixture
def second(store: Store, first: Vault, cost: Cost) -> Vault:
    return another(store, first, "Аян", cost)


@pytest.fixture
def third(store: Store, first: Vault, cost: Cost) -> Vault:
    return another(store, first, "Дана", cost)


@pytest.fixture
def statement_id(add: Add) -> str:
    return add("Айгерим рассказала", risk=RISK)


def name(vault: Vault) -> str:
    return str(vault.reviewer_id)


def approved(upto: int = 0, text: str = "[Лицо 1] рассказала", **counts: int) -> Approved:
    return Approved(
        upto=upto,
        texts={audience: f"{text} {audience}" for audience in Audience},
        codes={
            IndexedKind.ABUSE: frozenset({"beating"}),
            IndexedKind.REGION: frozenset({"KZ-47"}),
            IndexedKind.MONTH: frozenset({"2022-01"}),
        },
        outcomes={Label.PERSON: Outcome(accepted=3, rejected=1), Label.PHONE: Outcome(added=1)},
        **counts,
    )


def give(store: Store, statement_id: str, vault: Vault, upto: int = 0) -> StatementState:
    return approve(store, statement_id, approved(upto), actor=name(vault))


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(query))]


def change(store: Store, *statements: str) -> None:
    with store.engine.begin() as connection:
        drop_guards(connection)
        for statement in statements:
            connection.execute(sql(statement))
        put_guards(connection)


def is_whole(store: Store) -> bool:
    with store.reading() as session:
        return not audit(session).counts


def written(store: Store) -> tuple[int, int, int, int]:
    """Approved texts, search rows, outcomes and months in the store."""
    counts = (
        rows(store, "select count(*) from approved_texts"),
        rows(store, "select count(*) from approved_search"),
        rows(store, "select count(*) from outcomes"),
        rows(store, "select count(*) from tags where kind = 'month'"),
    )
    return tuple(int(str(count[0][0])) for count in counts)  # type: ignore[return-value]


NOTHING, ALL = (0, 0, 0, 0), (4, 4, 2, 1)


# two people


def test_two_approve_and_then_it_is_written(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    assert give(store, statement_id, first) is CONFIRMING
    assert written(store) == NOTHING and approved_text(store, statement_id, Audience.PUBLIC) is None
    assert give(store, statement_id, second) is APPROVED
    assert written(store) == ALL
    assert approved_text(store, statement_id, Audience.LEGAL) == "[Лицо 1] рассказала legal"
    assert search(store, "рассказала", audience=Audience.LEGAL).total == 1
    assert store.statement(statement_id).abuse == ("beating",)
    assert [(a.user_id, a.upto, a.holds) for a in approvals(store, statement_id)] == [
        (name(first), 0, True),
        (name(second), 0, True),
    ]
    told = rows(store, "select actor, counts from journal where action = 'approved' order by sequence")
    assert told == [
        (name(first), '{"alone":0,"differences":0,"ordinal":1,"upto":0}'),
        (name(second), '{"alone":0,"differences":0,"ordinal":2,"upto":0}'),
    ]
    assert is_whole(store)


def test_nobody_is_counted_twice(store: Store, statement_id: str, first: Vault, second: Vault) -> None:
    give(store, statement_id, first)
    for _ in range(2):
        with pytest.raises(AigaqError, match="approved_before"):
            give(store, statement_id, first)
    assert store.statement(statement_id).state is CONFIRMING and written(store) == NOTHING
    give(store, statement_id, second)
    for whose in (first, second):
        with pytest.raises(AigaqError, match="approved_before"):
            give(store, statement_id, whose)
    assert len(approvals(store, statement_id)) == 2


def test_nobody_is_counted_twice_at_one_moment(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    came: list[object] = []

    def run() -> None:
        try:
            came.append(give(store, statement_id, first))
        except AigaqError as error:
            came.append(error.code)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, came)) == ["approved_before"] * 5 + ["confirming"]


def test_nor_after_somebody_elses_approval_fell(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    """An approval that holds no more is not one of two, whoever gave it."""
    give(store, statement_id, second)
    decide(store, statement_id, [MASK], vault=first)
    assert give(store, statement_id, first, 1) is CONFIRMING
    with pytest.raises(AigaqError, match="approved_before"):
        give(store, statement_id, first, 1)
    assert give(store, statement_id, second, 1) is APPROVED
    assert [a.holds for a in approvals(store, statement_id)] == [False, True, True]


def test_what_was_measured_is_kept(store: Store, statement_id: str, first: Vault) -> None:
    approve(
        store,
        statement_id,
        approved(0, compared=9, differences=2, planted=1, caught=1),
        actor=name(first),
    )
    (given,) = approvals(store, statement_id)
    assert (given.compared, given.differences, given.planted, given.caught) == (9, 2, 1, 1)


# an office of one


def test_one_is_enough_where_the_office_says_so_and_has_one(
    store: Store, statement_id: str, first: Vault
) -> None:
    change_setting(store, "reviewers", "one", actor=name(first))
    assert give(store, statement_id, first) is APPROVED
    assert written(store) == ALL and rows(store, "select alone from approvals") == [(1,)]
    assert is_whole(store)


def test_of_two_reviewers_one_is_not_enough_whatever_the_office_says(
    store: Store, statement_id: str, first: Vault, cost: Cost
) -> None:
    change_setting(store, "reviewers", "one", actor=name(first))
    second = another(store, first, "Аян", cost)
    assert give(store, statement_id, first) is CONFIRMING
    assert rows(store, "select alone from approvals") == [(0,)]
    disable_user(store, "Аян", vault=first)
    assert name(second) and written(store) == NOTHING


def test_the_first_of_two_can_finish_when_the_other_has_left(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    """What was approved before the office had one reviewer must not be stuck: a change reopens it."""
    give(store, statement_id, first)
    disable_user(store, "Аян", vault=first)
    change_setting(store, "reviewers", "one", actor=name(first))
    decide(store, statement_id, [MASK], vault=first)
    assert give(store, statement_id, first, 1) is APPROVED
    assert rows(store, "select alone from approvals where holds = 1") == [(1,)]


# what voids an approval


@pytest.mark.parametrize("whole", [False, True], ids=["after one", "after two"])
@pytest.mark.parametrize("choice", [SAY, AGREE, BLIND], ids=["comment", "confirmation", "blind"])
def test_what_changes_no_release_voids_nothing(
    store: Store, statement_id: str, first: Vault, second: Vault, whole: bool, choice: tuple[Choice, bool]
) -> None:
    give(store, statement_id, first)
    if whole:
        give(store, statement_id, second)
    before = written(store)
    decide(store, statement_id, [choice], vault=second)
    assert all(a.holds for a in approvals(store, statement_id))
    assert store.statement(statement_id).state is (APPROVED if whole else CONFIRMING)
    assert written(store) == before == (ALL if whole else NOTHING)
    assert is_whole(store)


@pytest.mark.parametrize("whole", [False, True], ids=["after one", "after two"])
def test_a_change_voids_all_of_them_and_takes_back_what_was_written(
    store: Store, statement_id: str, first: Vault, second: Vault, whole: bool
) -> None:
    give(store, statement_id, first)
    if whole:
        give(store, statement_id, second)
    decide(store, statement_id, [AGREE, MASK], vault=first)
    assert not any(a.holds for a in approvals(store, statement_id))
    assert store.statement(statement_id).state is WAITING and written(store) == NOTHING
    assert search(store, "рассказала", audience=Audience.LEGAL).total == 0
    assert approved_text(store, statement_id, Audience.PUBLIC) is None
    told = rows(store, "select actor, counts from journal where action = 'reopened'")
    assert told == [(name(first), f'{{"approvals":{1 + whole}}}')]
    assert is_whole(store)


def test_other_statements_keep_theirs(
    store: Store, statement_id: str, add: Add, first: Vault, second: Vault
) -> None:
    other = add("Другой рассказ", risk=RISK)
    for one in (statement_id, other):
        for whose in (first, second):
            give(store, one, whose)
    decide(store, statement_id, [MASK], vault=first)
    assert written(store) == ALL and store.statement(other).state is APPROVED
    assert [hit.statement_id for hit in search(store, "рассказала").hits] == [other]


def test_what_fell_is_written_anew_by_two_new_ones(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    for whose in (first, second):
        give(store, statement_id, whose)
    decide(store, statement_id, [MASK], vault=first)
    release(store, name(first))
    for whose in (second, first):
        approve(store, statement_id, approved(1, "[Лицо 2] молчала"), actor=name(whose))
    assert written(store) == ALL and search(store, "рассказала").total == 0
    assert search(store, "молчала").total == 1 and is_whole(store)


def test_a_change_takes_texts_back_also_where_approvals_were_lost(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    for whose in (first, second):
        give(store, statement_id, whose)
    change(store, "delete from approvals")
    decide(store, statement_id, [MASK], vault=first)
    assert written(store) == NOTHING and store.statement(statement_id).state is WAITING


def test_where_nothing_was_given_nothing_is_reopened(store: Store, statement_id: str, first: Vault) -> None:
    decide(store, statement_id, [MASK], vault=first)
    with store.writing() as session:
        reopen(session, session.get_one(StatementRecord, statement_id), actor=None)
    assert rows(store, "select count(*) from journal where action = 'reopened'") == [(0,)]


# on what it is


@pytest.mark.parametrize("upto", [0, 1, 3, -1])
def test_an_approval_of_something_else_is_refused(
    store: Store, statement_id: str, first: Vault, upto: int
) -> None:
    decide(store, statement_id, [SAY, AGREE], vault=first)
    with pytest.raises(AigaqError, match="changed_meanwhile"):
        give(store, statement_id, first, upto)
    assert give(store, statement_id, first, 2) is CONFIRMING


def test_withdrawn_blocked_and_unknown_ones_are_refused(
    store: Store, statement_id: str, first: Vault
) -> None:
    with pytest.raises(AigaqError, match="no_such_statement"):
        give(store, "0000000000", first)
    with pytest.raises(AigaqError, match="no_such_statement"):
        send_back(store, "0000000000", actor=name(first))
    withdraw(store, statement_id, Reason.REQUEST)
    with pytest.raises(AigaqError, match="withdrawn"):
        give(store, statement_id, first)
    with pytest.raises(AigaqError, match="withdrawn"):
        send_back(store, statement_id, actor=name(first))


def test_a_blocked_one_is_refused(store: Store, add: Add, analysis: Analysis, first: Vault) -> None:
    blocked = add("Рассказ", risk=RISK, analysis=replace(analysis, failures=("phones",)))
    for attempt in (
        lambda: give(store, blocked, first),
        lambda: send_back(store, blocked, actor=name(first)),
    ):
        with pytest.raises(AigaqError, match="blocked"):
            attempt()


def test_what_another_is_at_work_on_is_refused(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    claim(store, statement_id, name(second))
    for attempt in (
        lambda: give(store, statement_id, first),
        lambda: send_back(store, statement_id, actor=name(first)),
    ):
        with pytest.raises(AigaqError, match="claimed"):
            attempt()
    give(store, statement_id, second)
    give(store, statement_id, first)  # an approval lets go


def test_all_four_texts_or_none(store: Store, statement_id: str, first: Vault, second: Vault) -> None:
    give(store, statement_id, first)
    short = Approved(0, {Audience.PUBLIC: "[Лицо 1]"}, {}, {})
    with pytest.raises(AigaqError, match="internal"):
        approve(store, statement_id, short, actor=name(second))
    assert store.statement(statement_id).state is CONFIRMING and written(store) == NOTHING


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (IndexedKind.ABUSE, "Қанарейкин"),
        (IndexedKind.REGION, "Жанаозен"),
        (IndexedKind.MONTH, "5 января 2022"),
        (IndexedKind.MONTH, "2022-01-05"),
    ],
)
def test_no_stretch_of_a_text_stands_among_the_codes(
    store: Store, statement_id: str, first: Vault, second: Vault, kind: IndexedKind, code: str
) -> None:
    give(store, statement_id, first)
    texts = dict.fromkeys(Audience, "[Лицо 1]")
    with pytest.raises(AigaqError, match="internal"):
        approve(store, statement_id, Approved(0, texts, {kind: frozenset({code})}, {}), actor=name(second))
    assert len(approvals(store, statement_id)) == 1 and written(store) == NOTHING


@pytest.mark.parametrize("step", [Done.APPROVED, Done.TEXTS_WRITTEN])
def test_what_fails_in_the_middle_leaves_nothing(
    store: Store,
    statement_id: str,
    first: Vault,
    second: Vault,
    step: Done,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give(store, statement_id, first)
    tables = ("statements", "approvals", "approved_texts", "approved_search", "tags", "outcomes", "journal")
    before = {table: rows(store, f"select * from {table}") for table in tables}  # noqa: S608
    recorded = module.record

    def fail(session: object, action: Done, **more: object) -> None:
        session.flush()  # type: ignore[attr-defined]
        if action is step:
            raise RuntimeError
        recorded(session, action, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(module, "record", fail)
        with pytest.raises(RuntimeError):
            give(store, statement_id, second)
    assert before == {table: rows(store, f"select * from {table}") for table in tables}  # noqa: S608
    assert give(store, statement_id, second) is APPROVED and is_whole(store)


def test_who_is_no_user_approves_nothing(store: Store, statement_id: str) -> None:
    with pytest.raises(AigaqError):
        approve(store, statement_id, approved(), actor="0000000000")
    assert approvals(store, statement_id) == []


# sending back


@pytest.mark.parametrize("given", [0, 1, 2])
def test_what_is_sent_back_waits_for_somebody_and_no_approval_holds(
    store: Store, statement_id: str, first: Vault, second: Vault, third: Vault, given: int
) -> None:
    for whose in (first, second)[:given]:
        give(store, statement_id, whose)
    send_back(store, statement_id, actor=name(third))
    assert store.statement(statement_id).state is StatementState.RETURNED
    assert not any(a.holds for a in approvals(store, statement_id)) and written(store) == NOTHING
    assert claim(store, statement_id, name(first)) is None  # nobody is at work on it
    assert is_whole(store)
    decide(store, statement_id, [MASK], vault=first)
    assert give(store, statement_id, first, 1) is CONFIRMING
    assert give(store, statement_id, second, 1) is APPROVED and is_whole(store)


# digests and reprs


def test_texts_are_in_the_journal_by_a_keyed_digest_alone(
    store: Store, statement_id: str, first: Vault, second: Vault
) -> None:
    for whose in (first, second):
        give(store, statement_id, whose)
    texts = approved().texts
    (key,) = rows(store, "select digest_key from vault")[0]
    told = rows(store, "select digest, counts from journal where action = 'texts_written'")
    assert told == [(texts_digest(bytes(key), texts), "{}")]  # type: ignore[arg-type]
    assert texts_digest(b"another key", texts) != told[0][0]
    assert texts_digest(b"k", dict(reversed(texts.items()))) == texts_digest(b"k", texts)
    swapped = {**texts, Audience.LEGAL: texts[Audience.PUBLIC], Audience.PUBLIC: texts[Audience.LEGAL]}
    assert texts_digest(b"k", swapped) != texts_digest(b"k", texts)
    assert "рассказала" not in repr(approved())


def test_a_claim_runs_out_for_approvals_too(
    store: Store, statement_id: str, first: Vault, second: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim(store, statement_id, name(second))
    later = claims.now() + timedelta(minutes=30)
    for where in (claims, queue):
        monkeypatch.setattr(where, "now", lambda: later)
    assert give(store, statement_id, first) is CONFIRMING
