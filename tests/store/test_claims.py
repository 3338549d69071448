"""Who is at work on a statement: one at a time, until let go or idle for half an hour."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.reviews import CLAIM, Risk
from models.users import Duty
from store import claims, journal, queue
from store.audit import audit
from store.claims import claim, hold, put_counts, release
from store.queue import Filter, Mine, next_for, read_queue
from store.store import Store
from store.users import add_user, open_vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Add = Callable[..., str]
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)


@pytest.fixture
def one(store: Store, reviewer: tuple[str, str]) -> str:
    return str(open_vault(store, *reviewer).reviewer_id)


@pytest.fixture
def two(store: Store, reviewer: tuple[str, str], cost: Cost) -> str:
    vault = open_vault(store, *reviewer)
    return add_user(store, "Аян", Duty.REVIEWER, passphrase="some words of his", vault=vault, cost=cost)


@pytest.fixture
def statement_id(add: Add) -> str:
    return add("Рассказ", risk=RISK)


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Lets time go by for claims and the queue; it stands still between."""
    moment: list[datetime] = [journal.now()]
    for where in (claims, queue):
        monkeypatch.setattr(where, "now", lambda: moment[0])

    def go_by(time: timedelta) -> None:
        moment[0] += time

    return go_by


def claimed(store: Store) -> list[object]:
    with store.engine.connect() as connection:
        return list(connection.execute(sql("select claimed_by from reviews")).scalars())


def test_one_at_a_time(store: Store, statement_id: str, one: str, two: str) -> None:
    assert claim(store, statement_id, one) is None
    assert claim(store, statement_id, one) is None
    assert claim(store, statement_id, two) == one
    assert claimed(store) == [one]


def test_of_many_at_once_one_has_it(store: Store, statement_id: str, one: str, two: str) -> None:
    came: list[tuple[str, str | None]] = []
    threads = [
        threading.Thread(target=lambda who=who: came.append((who, claim(store, statement_id, who))))
        for who in (one, two, one, two)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (holder,) = claimed(store)
    assert len(came) == 4 and all(other is None or other == holder for _, other in came)
    assert {who for who, other in came if other is None} == {holder}


def test_letting_go_frees_ones_own_alone(store: Store, add: Add, one: str, two: str) -> None:
    mine, also, theirs = (add(f"Рассказ {n}", risk=RISK) for n in range(3))
    for statement, who in ((mine, one), (also, one), (theirs, two)):
        claim(store, statement, who)
    release(store, one, theirs)
    assert claim(store, theirs, one) == two
    release(store, one, mine)
    assert claim(store, mine, two) is None and claim(store, also, two) == one
    release(store, one)
    assert claim(store, also, two) is None


def test_it_runs_out_at_the_same_moment_for_whoever_looks(
    store: Store, statement_id: str, one: str, two: str, wait: Callable[[timedelta], None]
) -> None:
    """The queue must not offer what a decision would be refused on, nor keep back what is free."""

    def is_free() -> bool:
        offered = next_for(store, Filter(), user_id=two, not_this="") == statement_id
        listed = read_queue(store, Filter(mine=Mine.FREE), user_id=two).total == 1
        (row,) = read_queue(store, Filter(), user_id=two).rows
        assert offered == listed == (row.claimed_by is None)
        return offered

    claim(store, statement_id, one)
    wait(CLAIM - timedelta(seconds=1))
    assert not is_free() and claim(store, statement_id, two) == one
    wait(timedelta(seconds=1))
    assert is_free() and claim(store, statement_id, two) is None
    assert claim(store, statement_id, one) == two


def test_work_prolongs_it(
    store: Store, statement_id: str, one: str, two: str, wait: Callable[[timedelta], None]
) -> None:
    claim(store, statement_id, one)
    for _ in range(3):
        wait(CLAIM - timedelta(seconds=1))
        with store.writing() as session:
            hold(session, statement_id, one)
    assert claim(store, statement_id, two) == one
    with pytest.raises(AigaqError, match="claimed"), store.writing() as session:
        hold(session, statement_id, two)
    wait(CLAIM)
    with store.writing() as session:
        assert hold(session, statement_id, two).claimed_by == two


def test_what_nobody_counted_cannot_be_taken_and_is_counted_once(store: Store, add: Add, one: str) -> None:
    uncounted = add("Рассказ")
    with pytest.raises(AigaqError, match="no_such_statement"):
        claim(store, uncounted, one)
    for _ in range(2):
        put_counts(store, uncounted, RISK, actor=one)
    assert claim(store, uncounted, one) is None
    with store.engine.connect() as connection:
        query = sql("select count(*) from journal where action = 'statement_counted'")
        assert connection.execute(query).scalar() == 1


def test_a_withdrawn_one_is_nobodys(store: Store, statement_id: str, one: str) -> None:
    claim(store, statement_id, one)
    withdraw(store, statement_id, Reason.REQUEST)
    with pytest.raises(AigaqError, match="no_such_statement"):
        claim(store, statement_id, one)
    assert claimed(store) == []


def test_claims_are_no_matter_of_the_journal(store: Store, statement_id: str, one: str) -> None:
    """Who looked is there by the record that was opened; a claim comes and goes."""
    with store.reading() as session:
        before = audit(session).entries
    claim(store, statement_id, one)
    release(store, one)
    with store.reading() as session:
        verdict = audit(session)
    assert verdict.entries == before and not verdict.counts
