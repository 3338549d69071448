"""Users: who is admitted opens what was stored before and after; who is disabled opens nothing any more."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from models.errors import AigaqError
from models.users import Duty, UserState
from store import users as module
from store.journal import now
from store.rotate import rotate_vault
from store.store import Store
from store.users import (
    add_user,
    change_passphrase,
    disable_user,
    list_users,
    open_user,
    open_vault,
    open_vault_with_recovery,
)
from store.vault import Secret, read_identity, unseal_with, unwrap_secret
from store.wrapping import Cost

Add = Callable[..., str]
Entries = Callable[[], list[tuple[str, str | None, str | None]]]
SECOND = ("Аян", "some words of a second one")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def entries(store: Store) -> Entries:
    def read() -> list[tuple[str, str | None, str | None]]:
        with store.engine.connect() as connection:
            found = connection.execute(sql("select action, subject, actor from journal order by sequence"))
            return [(row.action, row.subject, row.actor) for row in found]

    return read


@pytest.fixture
def second(store: Store, reviewer: tuple[str, str], cost: Cost) -> str:
    """A second reviewer, whom the first one let in."""
    vault = open_vault(store, *reviewer)
    return add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)


@pytest.fixture
def recovery(store: Store) -> str:
    return store.place.recovery.read_text()


def stolen_secret(store: Store, name: str, words: str) -> Secret:
    """What somebody takes along who has a copy of the store and the passphrase of a user."""
    with store.engine.connect() as connection:
        found = connection.execute(sql("select id, secret from users where name = :n"), {"n": name}).one()
    secret = unwrap_secret(found.secret, user_id=found.id, passphrase=words)
    assert secret is not None
    return secret


def test_who_is_admitted_opens_what_was_stored_before_and_after(
    store: Store, add: Add, reviewer: tuple[str, str], cost: Cost, entries: Entries
) -> None:
    before = add("до")
    vault = open_vault(store, *reviewer)
    user_id = add_user(store, "  Аян ", Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)
    after = add("после")
    opened = open_vault(store, *SECOND)
    assert opened.reviewer_id == user_id
    assert [store.unseal(one, opened).raw_text for one in (before, after)] == ["до", "после"]
    assert ("user_added", user_id, vault.reviewer_id) in entries()


def test_who_is_disabled_opens_nothing(
    store: Store, add: Add, reviewer: tuple[str, str], second: str, cost: Cost, entries: Entries
) -> None:
    change_passphrase(store, SECOND[0], old=SECOND[1], new="other words of the second", cost=cost)
    add("Рассказ")
    vault = open_vault(store, *reviewer)
    assert disable_user(store, SECOND[0], vault=vault) == second
    for words in (SECOND[1], "other words of the second"):
        with pytest.raises(AigaqError, match="reviewer_locked"):
            open_vault(store, SECOND[0], words)
    with store.engine.connect() as connection:
        row = connection.execute(sql("select secret, share from users where id = :i"), {"i": second}).one()
    assert tuple(row) == (None, None)
    assert ("user_disabled", second, vault.reviewer_id) in entries()
    with pytest.raises(AigaqError, match="no_such_user"):
        disable_user(store, SECOND[0], vault=vault)
    with pytest.raises(AigaqError, match="no_such_user"):
        disable_user(store, "Nobody")


@pytest.mark.usefixtures("second")
def test_the_last_reviewer_stays(store: Store, reviewer: tuple[str, str]) -> None:
    vault = open_vault(store, *SECOND)
    with pytest.raises(AigaqError, match="reviewer_needed"):
        disable_user(store, reviewer[0])
    disable_user(store, reviewer[0], vault=vault)
    with pytest.raises(AigaqError, match="last_reviewer"):
        disable_user(store, SECOND[0], vault=vault)
    open_vault(store, *SECOND)


@pytest.mark.parametrize("duty", [Duty.FIELD, Duty.OPERATOR, Duty.AUDITOR])
def test_other_roles_need_no_reviewer_and_open_no_text(store: Store, cost: Cost, duty: Duty) -> None:
    user_id = add_user(store, SECOND[0], duty, passphrase=SECOND[1], cost=cost)
    opened = open_user(store, *SECOND)
    assert (opened.id, opened.duty) == (user_id, duty)
    assert (opened.secret.signing_seed is not None) == (duty is Duty.AUDITOR)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        open_vault(store, *SECOND)
    disable_user(store, SECOND[0])


def test_a_duty_that_was_changed_in_the_table_opens_no_text(
    store: Store, second: str, reviewer: tuple[str, str]
) -> None:
    with store.engine.begin() as connection:
        connection.execute(sql("update users set duty = 'operator' where id = :i"), {"i": second})
    with pytest.raises(AigaqError, match="reviewer_locked"):
        open_vault(store, *SECOND)
    # nor does another's share in one's own row
    with store.engine.begin() as connection:
        others = "update users set duty = 'reviewer', share = (select share from users where name = :n)"
        connection.execute(sql(others + " where id = :i"), {"i": second, "n": reviewer[0]})
    with pytest.raises(AigaqError, match="record_damaged"):
        open_vault(store, *SECOND)


@pytest.mark.parametrize(
    ("name", "words", "duty", "code"),
    [
        ("Аян", "short", Duty.FIELD, "passphrase_short"),
        (" \n", SECOND[1], Duty.FIELD, "name_missing"),
        ("Сәуле", SECOND[1], Duty.FIELD, "user_exists"),
        (" Сәуле  ", SECOND[1], Duty.FIELD, "user_exists"),
        ("Аян", SECOND[1], Duty.REVIEWER, "reviewer_needed"),
    ],
)
def test_who_cannot_be_added(store: Store, cost: Cost, name: str, words: str, duty: Duty, code: str) -> None:
    with pytest.raises(AigaqError, match=code):
        add_user(store, name, duty, passphrase=words, cost=cost)
    assert [user.name for user in list_users(store)] == ["Сәуле"]


def test_the_name_of_who_was_disabled_is_not_given_again(store: Store, cost: Cost) -> None:
    add_user(store, SECOND[0], Duty.FIELD, passphrase=SECOND[1], cost=cost)
    disable_user(store, SECOND[0])
    with pytest.raises(AigaqError, match="user_exists"):
        add_user(store, SECOND[0], Duty.FIELD, passphrase=SECOND[1], cost=cost)
    assert {user.name: user.state for user in list_users(store)}[SECOND[0]] is UserState.DISABLED


@pytest.mark.usefixtures("second")
def test_a_wrong_passphrase_is_counted_and_recorded_and_the_right_one_begins_anew(
    store: Store, second: str, entries: Entries
) -> None:
    for _ in range(3):
        with pytest.raises(AigaqError, match="reviewer_locked"):
            open_vault(store, SECOND[0], "not the words")
    assert {user.name: user.failures for user in list_users(store)} == {"Сәуле": 0, "Аян": 3}
    assert entries()[-3:] == [("unlock_failed", second, None)] * 3
    open_vault(store, *SECOND)
    assert {user.failures for user in list_users(store)} == {0}
    assert entries()[-1][:2] == ("unlocked_after_failures", second)
    length = len(entries())
    open_vault(store, *SECOND)
    assert len(entries()) == length
    with pytest.raises(AigaqError, match="reviewer_locked"):
        open_vault(store, "Nobody", "not the words")
    assert len(entries()) == length


def test_another_passphrase_opens_and_the_old_one_does_not(
    store: Store, add: Add, second: str, cost: Cost, entries: Entries
) -> None:
    statement_id = add("Рассказ")
    with pytest.raises(AigaqError, match="reviewer_locked"):
        change_passphrase(store, SECOND[0], old="not the words", new="other words of the second", cost=cost)
    with pytest.raises(AigaqError, match="passphrase_short"):
        change_passphrase(store, SECOND[0], old=SECOND[1], new="short", cost=cost)
    change_passphrase(store, SECOND[0], old=SECOND[1], new="other words of the second", cost=cost)
    assert entries()[-1][1:] == (second, second)
    with pytest.raises(AigaqError, match="reviewer_locked"):
        open_vault(store, *SECOND)
    vault = open_vault(store, SECOND[0], "other words of the second")
    assert store.unseal(statement_id, vault).raw_text == "Рассказ"


@pytest.mark.usefixtures("second")
def test_an_old_copy_and_an_old_passphrase_open_nothing_after_a_change_and_a_rotation(
    store: Store, add: Add, reviewer: tuple[str, str], cost: Cost
) -> None:
    stolen = stolen_secret(store, *SECOND)
    change_passphrase(store, SECOND[0], old=SECOND[1], new="other words of the second", cost=cost)
    rotate_vault(store, open_vault(store, *reviewer))
    with store.engine.connect() as connection:
        share = connection.execute(sql("select share from users where name = :n"), {"n": SECOND[0]}).scalar()
    assert share is not None
    with pytest.raises(AigaqError, match="record_damaged"):
        unseal_with(read_identity(stolen.identity), share)
    statement_id = add("после")
    vault = open_vault(store, SECOND[0], "other words of the second")
    assert store.unseal(statement_id, vault).raw_text == "после"


def test_an_auditors_signing_key_outlives_the_passphrase(store: Store, cost: Cost) -> None:
    add_user(store, SECOND[0], Duty.AUDITOR, passphrase=SECOND[1], cost=cost)
    seed = open_user(store, *SECOND).secret.signing_seed
    change_passphrase(store, SECOND[0], old=SECOND[1], new="other words of the second", cost=cost)
    assert open_user(store, SECOND[0], "other words of the second").secret.signing_seed == seed


def test_recovery_lets_a_reviewer_in_when_all_users_are_gone(
    store: Store, add: Add, recovery: str, cost: Cost, entries: Entries
) -> None:
    statement_id = add("Рассказ")
    with store.engine.begin() as connection:
        connection.execute(sql("delete from users"))
    vault = open_vault_with_recovery(store, recovery)
    assert store.unseal(statement_id, vault).raw_text == "Рассказ"
    user_id = add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)
    assert store.unseal(statement_id, open_vault(store, *SECOND)).raw_text == "Рассказ"
    assert entries()[-2:-1] == [("user_added", user_id, None)]


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "AGE-SECRET-KEY-1NOTAKEY",
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
    ],
)
def test_another_identity_is_no_recovery(store: Store, wrong: str) -> None:
    with pytest.raises(AigaqError, match="bad_identity"):
        open_vault_with_recovery(store, wrong)


def test_a_vault_that_was_opened_before_a_rotation_lets_nobody_in(
    store: Store, reviewer: tuple[str, str], cost: Cost
) -> None:
    stale = open_vault(store, *reviewer)
    rotate_vault(store, open_vault(store, *reviewer))
    with pytest.raises(AigaqError, match="reviewer_locked"):
        add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=stale, cost=cost)
    assert len(list_users(store)) == 1


ADDER = textwrap.dedent("""
    import sys
    from models.errors import AigaqError
    from models.users import Duty
    from store.store import open_store
    from store.users import add_user
    from store.wrapping import Cost

    with open_store(sys.argv[1], passphrase=sys.argv[2]) as store:
        sys.stdout.write("ready\\n"); sys.stdout.flush()
        sys.stdin.readline()
        try:
            add_user(store, "same", Duty.FIELD, passphrase="twelve letters", cost=Cost(32, 1, 4))
            print("added")
        except AigaqError as error:
            print(error.code)
""")


@pytest.mark.slow
def test_two_programs_that_add_the_same_user(store: Store, store_url: str, passphrase: str) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", ADDER, store_url, passphrase],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert sorted(process.communicate()[0].strip() for process in both) == ["added", "user_exists"]
    assert [user.name for user in list_users(store)].count("same") == 1


def test_a_clock_that_goes_backwards_changes_nothing(
    store: Store, reviewer: tuple[str, str], cost: Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    from store.journal import verify_journal  # noqa: PLC0415

    past = now().replace(year=2001)
    monkeypatch.setattr("store.journal.now", lambda: past)
    monkeypatch.setattr(module, "now", lambda: past)
    vault = open_vault(store, *reviewer)
    add_user(store, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=cost)
    rotate_vault(store, vault)
    with store.reading() as session:
        assert verify_journal(session)
    assert {user.name for user in list_users(store)} == {"Сәуле", "Аян"}
    open_vault(store, *SECOND)
