"""Four eyes: what approvals write, what takes them back, and who may not give one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Label
from models.reviews import CLAIM, Outcome, Risk
from models.statements import StatementState
from models.users import Duty
from store.approvals import Approved, approvals, approve, approved_text, send_back
from store.audit import audit
from store.claims import claim, release
from store.decisions import decide
from store.journal import now
from store.search import search
from store.settings import change_setting, read_settings
from store.store import Store
from store.tables import IndexedKind
from store.users import add_user, disable_user, open_vault
from store.vault import Vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
SECOND, THIRD = ("Аян", "some words of a second one"), ("Дана", "some words of a third one")
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)
MASK = Choice(DecisionKind.ADD, ((30, 36),), label=Label.PERSON, identity="")
AGREE = Choice(DecisionKind.ACCEPT, ((0, 7),))
COMMENT = Choice(DecisionKind.COMMENT, words="Кто это?")
TEXTS = {audience: f"Свидетель сообщил {audience.value}" for audience in Audience}
WRITTEN = ("approved_texts", "approved_search", "outcomes")
ALL = (*WRITTEN, "approvals", "decisions", "tags", "statements", "reviews", "journal")


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def one(vault: Vault) -> str:
    return str(vault.reviewer_id)


@pytest.fixture
def two(store: Store, vault: Vault, cost: Cost) -> str:
    return add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)


@pytest.fixture
def statement_id(add: Add) -> str:
    return add("Айгерим рассказала", risk=RISK)


def approved(upto: int = 0, **more: int) -> Approved:
    codes = {
        IndexedKind.ABUSE: frozenset({"torture"}),
        IndexedKind.REGION: frozenset({"KZ-75"}),
        IndexedKind.MONTH: frozenset({"2022-01", "2022-02"}),
    }
    outcomes = {Label.PERSON: Outcome(1, 2, 3, 4), Label.PHONE: Outcome(accepted=5)}
    return Approved(upto=upto, texts=TEXTS, codes=codes, outcomes=outcomes, **more)


def rows(store: Store, query: str, **values: object) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sql(query), values)]


def content(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {table: rows(store, f"select * from {table}") for table in ALL}  # noqa: S608


def written(store: Store, statement_id: str) -> dict[str, object]:
    query = "select count(*) from {} where statement_id = :id"
    return {table: rows(store, query.format(table), id=statement_id)[0][0] for table in WRITTEN}


NOTHING, EVERYTHING = dict.fromkeys(WRITTEN, 0), {"approved_texts": 4, "approved_search": 4, "outcomes": 2}


def tags(store: Store) -> set[tuple[object, ...]]:
    return set(rows(store, "select kind, code from tags"))


def actions(store: Store, statement_id: str) -> list[object]:
    query = "select action from journal where subject = :id order by sequence"
    return [action for (action,) in rows(store, query, id=statement_id)]


def state(store: Store, statement_id: str) -> StatementState:
    return store.statement(statement_id).state


def assert_whole(store: Store) -> None:
    with store.reading() as session:
        assert dict(audit(session).counts) == {}


# who counts


def test_a_text_is_kept_to_the_letter(store: Store, statement_id: str, one: str, two: str) -> None:
    odd = "Свидетель\0 сообщил \ufeff\x1b[2J \U0010ffff 👮🏽\u200d♂️\r\n'\"\\%s :x " + "я" * 70_000
    texts = dict.fromkeys(Audience, odd)
    for whose in (one, two):
        approve(store, statement_id, replace(approved(), texts=texts), actor=whose)
    assert {approved_text(store, statement_id, audience) for audience in Audience} == {odd}
    assert search(store, "свидетель сообщил").total == 1
    with store.reading() as session:
        assert audit(session).whole


def test_two_different_ones_approve_and_all_is_written(
    store: Store, statement_id: str, one: str, two: str
) -> None:
    before = tags(store)
    assert approve(store, statement_id, approved(), actor=one) is StatementState.CONFIRMING
    # nothing is to be read before the second one
    assert written(store, statement_id) == NOTHING and tags(store) == before
    assert search(store, "сообщил").total == 0
    assert all(approved_text(store, statement_id, audience) is None for audience in Audience)
    assert approve(store, statement_id, approved(), actor=two) is StatementState.APPROVED
    assert state(store, statement_id) is StatementState.APPROVED
    assert {a: approved_text(store, statement_id, a) for a in Audience} == TEXTS
    for audience in Audience:
        (hit,) = search(store, f"сообщил {audience.value}", audience=audience).hits
        assert hit.statement_id == statement_id
    assert tags(store) == {
        ("abuse", "torture"), ("region", "KZ-75"), ("month", "2022-01"), ("month", "2022-02"),
    }  # fmt: skip
    query = "select label, accepted, rejected, relabelled, added from outcomes"
    assert set(rows(store, query)) == {("PERSON", 1, 2, 3, 4), ("PHONE", 5, 0, 0, 0)}
    assert actions(store, statement_id)[-3:] == ["approved", "approved", "texts_written"]
    assert_whole(store)


def test_the_same_reviewer_never_counts_twice(store: Store, statement_id: str, one: str, two: str) -> None:
    approve(store, statement_id, approved(), actor=one)
    before = content(store)
    with pytest.raises(AigaqError, match="approved_before"):
        approve(store, statement_id, approved(), actor=one)
    assert content(store) == before
    assert state(store, statement_id) is StatementState.CONFIRMING


def test_nor_after_a_decision_that_voids_the_first_approval(
    store: Store, statement_id: str, vault: Vault, one: str, two: str
) -> None:
    approve(store, statement_id, approved(), actor=one)
    decide(store, statement_id, [(MASK, True)], vault=vault)
    assert approve(store, statement_id, approved(1), actor=one) is StatementState.CONFIRMING
    with pytest.raises(AigaqError, match="approved_before"):
        approve(store, statement_id, approved(1), actor=one)
    assert [a.holds for a in approvals(store, statement_id)] == [False, True]
    assert written(store, statement_id) == NOTHING
    assert_whole(store)


def test_an_approval_keeps_what_was_measured(store: Store, statement_id: str, one: str) -> None:
    approve(store, statement_id, approved(compared=9, differences=2, planted=4, caught=3), actor=one)
    (given,) = approvals(store, statement_id)
    assert (given.user_id, given.upto, given.holds) == (one, 0, True)
    assert (given.compared, given.differences, given.planted, given.caught) == (9, 2, 4, 3)
    query = "select counts from journal where action = 'approved'"
    assert rows(store, query) == [('{"alone":0,"differences":2,"ordinal":1,"upto":0}',)]


def test_not_all_four_texts_are_no_approval(store: Store, statement_id: str, one: str, two: str) -> None:
    approve(store, statement_id, approved(), actor=one)
    before = content(store)
    without = replace(approved(), texts={Audience.PUBLIC: "[Лицо 1]"})
    with pytest.raises(AigaqError, match="internal"):
        approve(store, statement_id, without, actor=two)
    assert content(store) == before


def test_a_stretch_of_a_text_never_stands_among_the_tags(
    store: Store, statement_id: str, one: str, two: str
) -> None:
    approve(store, statement_id, approved(), actor=one)
    before = content(store)
    for codes in (
        {IndexedKind.MONTH: frozenset({"2022-01-05"})},
        {IndexedKind.REGION: frozenset({"Zhanaozen"})},
        {IndexedKind.ABUSE: frozenset({"Айгерим"})},
    ):
        with pytest.raises(AigaqError, match="internal"):
            approve(store, statement_id, replace(approved(), codes=codes), actor=two)
    assert content(store) == before


# what takes them back


@pytest.mark.parametrize("by_both", [False, True])
def test_a_changing_decision_takes_all_back(
    store: Store, statement_id: str, vault: Vault, one: str, two: str, by_both: bool
) -> None:
    for actor in (one, two) if by_both else (one,):
        approve(store, statement_id, approved(), actor=actor)
    decide(store, statement_id, [(COMMENT, False), (MASK, True)], vault=vault)
    assert state(store, statement_id) is StatementState.WAITING
    assert not any(a.holds for a in approvals(store, statement_id))
    assert written(store, statement_id) == NOTHING
    assert not any(kind == "month" for kind, _ in tags(store))
    assert search(store, "сообщил").total == 0
    assert all(approved_text(store, statement_id, audience) is None for audience in Audience)
    last = ["decided", "decided", *(["texts_removed"] if by_both else []), "reopened"]
    assert actions(store, statement_id)[-len(last) :] == last
    assert_whole(store)
    # two must approve anew
    assert approve(store, statement_id, approved(2), actor=one) is StatementState.CONFIRMING
    assert approve(store, statement_id, approved(2), actor=two) is StatementState.APPROVED
    assert written(store, statement_id) == EVERYTHING
    assert_whole(store)


@pytest.mark.parametrize("choice", [COMMENT, AGREE])
def test_what_changes_nothing_takes_nothing_back(
    store: Store, statement_id: str, vault: Vault, one: str, two: str, choice: Choice
) -> None:
    approve(store, statement_id, approved(), actor=one)
    decide(store, statement_id, [(choice, False)], vault=vault)
    release(store, one)
    assert state(store, statement_id) is StatementState.CONFIRMING
    assert approve(store, statement_id, approved(1), actor=two) is StatementState.APPROVED
    decide(store, statement_id, [(choice, False)], vault=vault)
    assert state(store, statement_id) is StatementState.APPROVED
    assert [a.holds for a in approvals(store, statement_id)] == [True, True]
    assert written(store, statement_id) == EVERYTHING
    assert "reopened" not in actions(store, statement_id)
    assert_whole(store)


def test_a_decision_on_one_leaves_the_others_approved(
    store: Store, statement_id: str, add: Add, vault: Vault, one: str, two: str
) -> None:
    other = add("Другой рассказ", risk=RISK)
    for which in (statement_id, other):
        for actor in (one, two):
            approve(store, which, approved(), actor=actor)
    decide(store, statement_id, [(MASK, True)], vault=vault)
    assert (written(store, statement_id), written(store, other)) == (NOTHING, EVERYTHING)
    assert state(store, other) is StatementState.APPROVED
    assert [a.holds for a in approvals(store, other)] == [True, True]
    assert [hit.statement_id for hit in search(store, "сообщил").hits] == [other]
    assert_whole(store)


@pytest.mark.parametrize("given", [0, 1, 2])
def test_sending_back_takes_all_back_and_frees_it(
    store: Store, statement_id: str, one: str, two: str, given: int
) -> None:
    for actor in (one, two)[:given]:
        approve(store, statement_id, approved(), actor=actor)
    send_back(store, statement_id, actor=two)
    assert state(store, statement_id) is StatementState.RETURNED
    assert [a.holds for a in approvals(store, statement_id)] == [False] * given
    assert written(store, statement_id) == NOTHING
    assert actions(store, statement_id)[-1] == "returned"
    assert rows(store, "select claimed_by, claimed_at from reviews") == [(None, None)]
    assert_whole(store)
    assert approve(store, statement_id, approved(), actor=one) is StatementState.CONFIRMING
    assert approve(store, statement_id, approved(), actor=two) is StatementState.APPROVED
    assert_whole(store)


def test_a_withdrawal_removes_what_was_approved(
    store: Store, statement_id: str, add: Add, one: str, two: str
) -> None:
    other = add("Другой рассказ", risk=RISK)
    for which in (statement_id, other):
        for actor in (one, two):
            approve(store, which, approved(), actor=actor)
    withdraw(store, statement_id, Reason.SAFETY, actor=one)
    assert (written(store, statement_id), written(store, other)) == (NOTHING, EVERYTHING)
    assert all(approved_text(store, statement_id, audience) is None for audience in Audience)
    assert [hit.statement_id for hit in search(store, "сообщил").hits] == [other]
    assert rows(store, "select count(*) from tags where statement_id = :id", id=statement_id) == [(0,)]
    # who approved it stays, and holds no more
    assert [a.holds for a in approvals(store, statement_id)] == [False, False]
    assert_whole(store)


# who is refused


def test_an_approval_of_what_was_changed_meanwhile(
    store: Store, statement_id: str, vault: Vault, one: str, two: str
) -> None:
    decide(store, statement_id, [(MASK, True), (COMMENT, False)], vault=vault)
    release(store, one)
    before = content(store)
    for stale in (0, 1, 3):
        with pytest.raises(AigaqError, match="changed_meanwhile"):
            approve(store, statement_id, approved(stale), actor=two)
    assert content(store) == before
    assert approve(store, statement_id, approved(2), actor=two) is StatementState.CONFIRMING


def test_what_is_approved_is_not_approved_again(
    store: Store, statement_id: str, vault: Vault, one: str, two: str, cost: Cost
) -> None:
    third = add_user(store, THIRD[0], Duty.REVIEWER, passphrase=THIRD[1], vault=vault, cost=cost)
    for actor in (one, two):
        approve(store, statement_id, approved(), actor=actor)
    before = content(store)
    for actor in (one, third):
        with pytest.raises(AigaqError, match="approved_before"):
            approve(store, statement_id, approved(), actor=actor)
    assert content(store) == before


def test_what_is_withdrawn_or_unknown_is_refused(store: Store, statement_id: str, one: str) -> None:
    with pytest.raises(AigaqError, match="no_such_statement"):
        approve(store, "0000000000", approved(), actor=one)
    with pytest.raises(AigaqError, match="no_such_statement"):
        send_back(store, "0000000000", actor=one)
    withdraw(store, statement_id, Reason.REQUEST)
    before = content(store)
    with pytest.raises(AigaqError, match="withdrawn"):
        approve(store, statement_id, approved(), actor=one)
    with pytest.raises(AigaqError, match="withdrawn"):
        send_back(store, statement_id, actor=one)
    assert content(store) == before


def test_what_could_not_be_checked_is_refused(store: Store, add: Add, analysis: Analysis, one: str) -> None:
    failed = replace(analysis, failures=("names",))
    blocked = add("Не дочитано", analysis=failed, risk=RISK)
    assert state(store, blocked) is StatementState.BLOCKED
    before = content(store)
    with pytest.raises(AigaqError, match="blocked"):
        approve(store, blocked, approved(), actor=one)
    with pytest.raises(AigaqError, match="blocked"):
        send_back(store, blocked, actor=one)
    assert content(store) == before


def test_a_comment_does_not_unblock(
    store: Store, add: Add, analysis: Analysis, vault: Vault, one: str
) -> None:
    blocked = add("Не дочитано", analysis=replace(analysis, failures=("names",)), risk=RISK)
    decide(store, blocked, [(COMMENT, False), (MASK, True)], vault=vault)
    assert state(store, blocked) is StatementState.BLOCKED
    assert_whole(store)


# claims


def test_what_somebody_else_is_at_work_on(store: Store, statement_id: str, one: str, two: str) -> None:
    assert claim(store, statement_id, one) is None
    assert claim(store, statement_id, two) == one
    before = content(store)
    with pytest.raises(AigaqError, match="claimed"):
        approve(store, statement_id, approved(), actor=two)
    with pytest.raises(AigaqError, match="claimed"):
        send_back(store, statement_id, actor=two)
    assert content(store) == before
    release(store, two)  # not theirs
    assert claim(store, statement_id, two) == one
    release(store, one, "0000000000")
    assert claim(store, statement_id, two) == one
    release(store, one, statement_id)
    assert claim(store, statement_id, two) is None


def test_an_approval_gives_it_up(store: Store, statement_id: str, one: str, two: str) -> None:
    claim(store, statement_id, one)
    approve(store, statement_id, approved(), actor=one)
    assert claim(store, statement_id, two) is None


def test_a_claim_runs_out(
    store: Store, statement_id: str, one: str, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = now()
    monkeypatch.setattr("store.claims.now", lambda: start)
    claim(store, statement_id, one)
    monkeypatch.setattr("store.claims.now", lambda: start + CLAIM - timedelta(seconds=1))
    with pytest.raises(AigaqError, match="claimed"):
        approve(store, statement_id, approved(), actor=two)
    assert claim(store, statement_id, two) == one
    monkeypatch.setattr("store.claims.now", lambda: start + CLAIM)
    assert approve(store, statement_id, approved(), actor=two) is StatementState.CONFIRMING


def test_each_decision_prolongs_a_claim(
    store: Store, statement_id: str, vault: Vault, one: str, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = now()
    monkeypatch.setattr("store.claims.now", lambda: start)
    claim(store, statement_id, one)
    monkeypatch.setattr("store.claims.now", lambda: start + CLAIM / 2)
    decide(store, statement_id, [(COMMENT, False)], vault=vault)
    monkeypatch.setattr("store.claims.now", lambda: start + CLAIM)
    assert claim(store, statement_id, two) == one
    monkeypatch.setattr("store.claims.now", lambda: start + CLAIM + CLAIM / 2)
    assert claim(store, statement_id, two) is None


def test_a_refused_one_prolongs_nothing(
    store: Store, statement_id: str, one: str, two: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = now()
    monkeypatch.setattr("store.claims.now", lambda: start)
    claim(store, statement_id, one)
    monkeypatch.setattr("store.claims.now", lambda: start + CLAIM / 2)
    with pytest.raises(AigaqError, match="changed_meanwhile"):
        approve(store, statement_id, approved(7), actor=one)
    monkeypatch.setattr("store.claims.now", lambda: start + CLAIM)
    assert claim(store, statement_id, two) is None


# an office of one


def test_an_office_of_one_reviewer_approves_alone(store: Store, statement_id: str, one: str) -> None:
    change_setting(store, "reviewers", "one", actor=one)
    assert approve(store, statement_id, approved(), actor=one) is StatementState.APPROVED
    assert written(store, statement_id) == EVERYTHING
    assert rows(store, "select alone from approvals") == [(1,)]
    query = "select counts from journal where action = 'approved'"
    assert rows(store, query) == [('{"alone":1,"differences":0,"ordinal":1,"upto":0}',)]
    assert_whole(store)


def test_one_reviewer_who_did_not_choose_it_is_not_enough(store: Store, statement_id: str, one: str) -> None:
    assert approve(store, statement_id, approved(), actor=one) is StatementState.CONFIRMING
    assert rows(store, "select alone from approvals") == [(0,)]
    assert written(store, statement_id) == NOTHING


def test_an_office_of_two_cannot_choose_it(store: Store, one: str, two: str) -> None:
    before = rows(store, "select * from journal")
    with pytest.raises(AigaqError, match="several_reviewers"):
        change_setting(store, "reviewers", "one", actor=one)
    assert read_settings(store)["reviewers"] == "two"
    assert rows(store, "select * from settings") == [] and rows(store, "select * from journal") == before


def test_an_old_choice_counts_no_more_with_a_second_reviewer(
    store: Store, statement_id: str, add: Add, vault: Vault, one: str, cost: Cost
) -> None:
    later = add("Другой рассказ", risk=RISK)
    change_setting(store, "reviewers", "one", actor=one)
    assert approve(store, statement_id, approved(), actor=one) is StatementState.APPROVED
    add_user(store, "Оператор", Duty.OPERATOR, passphrase="some words of an operator", cost=cost)
    second = add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)
    assert approve(store, later, approved(), actor=one) is StatementState.CONFIRMING
    assert written(store, later) == NOTHING
    assert approve(store, later, approved(), actor=second) is StatementState.APPROVED
    query = "select alone from approvals where statement_id = :id"
    assert rows(store, query, id=later) == [(0,), (0,)]
    assert state(store, statement_id) is StatementState.APPROVED
    assert_whole(store)


def test_users_who_are_no_reviewers_or_disabled_do_not_count(
    store: Store, statement_id: str, vault: Vault, one: str, two: str, cost: Cost
) -> None:
    for duty in (Duty.OPERATOR, Duty.AUDITOR):
        add_user(store, duty.value, duty, passphrase="some words of another", cost=cost)
    disable_user(store, SECOND[0], vault=vault)
    change_setting(store, "reviewers", "one", actor=one)
    assert approve(store, statement_id, approved(), actor=one) is StatementState.APPROVED
    assert_whole(store)


@pytest.mark.parametrize(
    ("name", "value"), [("reviewers", "three"), ("reviewers", ""), ("passphrase", "one"), ("", "")]
)
def test_what_is_in_no_list_is_not_chosen(store: Store, name: str, value: str) -> None:
    with pytest.raises(AigaqError, match="bad_setting"):
        change_setting(store, name, value, actor=None)
    assert rows(store, "select * from settings") == []


def test_the_same_choice_again_makes_no_entry(store: Store, one: str) -> None:
    change_setting(store, "decoys", "off", actor=one)  # the default
    assert rows(store, "select * from journal where action = 'setting_changed'") == []
    for _ in range(2):
        change_setting(store, "decoys", "on", actor=one)
    query = "select subject, actor, counts from journal where action = 'setting_changed'"
    assert rows(store, query) == [("decoys", one, '{"value":1}')]
    change_setting(store, "decoys", "off", actor=one)
    assert read_settings(store) == {"reviewers": "two", "decoys": "off", "phone_name": "notes"}
    assert_whole(store)


# nothing half


@pytest.mark.parametrize("step", ["put_search_rows", "put_tags", "texts_digest", "record", "hold"])
def test_an_approval_that_fails_in_the_middle_leaves_nothing(
    store: Store, statement_id: str, one: str, two: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(store, statement_id, approved(), actor=one)
    before = content(store)

    def fail(*given: object, **more: object) -> None:
        if hasattr(given[0], "flush"):
            given[0].flush()
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(f"store.approvals.{step}", fail)
        with pytest.raises(RuntimeError):
            approve(store, statement_id, approved(), actor=two)
    assert content(store) == before
    assert state(store, statement_id) is StatementState.CONFIRMING
    assert_whole(store)
    assert approve(store, statement_id, approved(), actor=two) is StatementState.APPROVED


@pytest.mark.parametrize("step", ["remove_texts", "drop_search_rows", "record"])
def test_a_sending_back_that_fails_in_the_middle_leaves_everything(
    store: Store, statement_id: str, one: str, two: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for actor in (one, two):
        approve(store, statement_id, approved(), actor=actor)
    before = content(store)

    def fail(*given: object, **more: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(f"store.approvals.{step}", fail)
        with pytest.raises(RuntimeError):
            send_back(store, statement_id, actor=one)
    assert content(store) == before
    assert_whole(store)


def test_what_is_printed_says_nothing_of_a_text() -> None:
    assert repr(approved(3)) == "Approved(3)"
