import json
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_IMODE

import pytest
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.labels import Audience
from models.reviews import Risk
from models.statements import ConsentScope, Draft, SourceKind, StatementState
from store import engine
from store import withdrawals as module
from store.approvals import Approved, approve
from store.create import create_with
from store.guards import drop_guards, put_guards
from store.journal import verify_journal
from store.pages import decrypted_pages, is_gone
from store.releases import Held, Release, held_by, put_release, seen
from store.settings import change_setting
from store.store import Store, open_store
from store.users import open_vault
from store.withdrawals import (
    Reason,
    Withdrawal,
    list_path,
    read_list,
    replay,
    withdraw,
    withdrawals,
    withdrawals_fit,
    write_list,
)
from store.wrapping import Cost

Add = Callable[..., str]
ROOT = Path(__file__).parents[2]
PASSPHRASE = "the store's own words"
RISK = Risk(low=0, suspects=0, findings=0, identities=0, words=12, minor=False, sexual=False)
LONG = "Канарейкин рассказал об отделе. " * 700


def sealed(store: Store, statement_id: str) -> bytes:
    query = sql("select sealed from sealed_records where statement_id = :id")
    with store.engine.connect() as connection:
        return bytes(connection.execute(query, {"id": statement_id}).scalar_one())


def rows(store: Store, table: str) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(sql(f"select count(*) from {table}")).scalar_one())  # noqa: S608


def first_of(store: Store, query: str) -> object:
    with store.engine.connect() as connection:
        return connection.execute(sql(query)).scalars().first()


def is_whole(store: Store) -> bool:
    with store.reading() as session:
        return verify_journal(session) and withdrawals_fit(session)


def in_file(store: Store) -> bool:
    return store.place.database is not None


def pages(store: Store) -> list[bytes]:
    assert store.place.database is not None
    return list(decrypted_pages(store.place.database, store.database_key))


def found(store: Store, content: bytes) -> bool:
    """Whether a page on the disk holds any 24 bytes of it, but for those with which all age files begin."""
    pieces = [content[at : at + 24] for at in range(32, len(content) - 24, 256)]
    return any(piece in page for page in pages(store) for piece in pieces)


def test_what_a_statement_said_is_gone_and_that_it_was_there_stays(store: Store, add: Add) -> None:
    kept, taken = add("Другой рассказ"), add(LONG)
    done = withdraw(store, taken, Reason.SAFETY, actor="ACTOR00000")
    assert (done.statement_id, done.again, done.cleared) == (taken, False, in_file(store))
    row = store.statement(taken)
    assert (row.state, row.consent, row.abuse, row.regions) == (
        StatementState.WITHDRAWN,
        ConsentScope.INTERNAL,
        (),
        (),
    )
    assert rows(store, "sealed_records") == 1 and sealed(store, kept)
    assert [(w.statement_id, w.reason) for w in withdrawals(store)] == [(taken, Reason.SAFETY)]
    assert is_whole(store)
    with store.engine.connect() as connection:
        query = sql("select actor, counts from journal where action = 'statement_withdrawn'")
        assert [tuple(entry) for entry in connection.execute(query)] == [("ACTOR00000", '{"ordinal":1}')]


@pytest.mark.only_sqlite
def test_no_page_of_the_file_holds_a_piece_of_it(store: Store, add: Add) -> None:
    add("Другой рассказ")
    taken = add(LONG)
    cipher, word = sealed(store, taken), b"KZ-47"
    module.clear(store)
    assert found(store, cipher) and any(taken.encode() in page for page in pages(store))
    assert withdraw(store, taken, Reason.REQUEST).cleared
    assert not found(store, cipher)
    assert any(taken.encode() in page for page in pages(store))  # the search does see what is there
    assert sum(page.count(word) for page in pages(store)) >= 1  # the other statement's
    log = store.place.database.with_name("store.db-wal") if store.place.database else None
    assert log is not None and (not log.exists() or log.stat().st_size == 0)


@pytest.mark.only_sqlite
def test_somebody_who_reads_keeps_old_pages_which_is_said_and_a_second_run_clears_them(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 0.05)
    taken = add(LONG)
    cipher = sealed(store, taken)
    with open_store(str(store.place.database), passphrase=PASSPHRASE) as hasty:
        with store.reading() as session:
            session.execute(sql("select id from statements")).all()
            assert not withdraw(hasty, taken, Reason.OTHER).cleared
            assert not is_gone(hasty, [cipher])
        done = withdraw(hasty, taken, Reason.OTHER)
    assert done.again and done.cleared
    assert not found(store, cipher)


@pytest.mark.only_sqlite
def test_plain_words_were_never_in_the_pages(store: Store, add: Add) -> None:
    taken = add(LONG, redacted={Audience.INTERNAL: LONG})
    withdraw(store, taken, Reason.REQUEST)
    assert not any("Канарейкин".encode() in page for page in pages(store))


@pytest.mark.parametrize("size", [3, 90, 900], ids=["short", "a page", "many pages"])
@pytest.mark.only_sqlite
def test_no_page_holds_what_went_out_of_it_and_that_it_did_stays(
    store: Store, add: Add, reviewer: tuple[str, str], size: int
) -> None:
    kept, taken = add("Другой рассказ", risk=RISK), add("Рассказ", risk=RISK)
    who = str(open_vault(store, *reviewer).reviewer_id)
    change_setting(store, "reviewers", "one", actor=who)
    texts = {one: f"[Лицо 1] {one}: " + "жил в отделе. " * size for one in (kept, taken)}
    for one, text in texts.items():
        approve(store, one, Approved(0, dict.fromkeys(Audience, text), {}, {}), actor=who)
    for name in ("FIRST", "SECOND"):
        case_id = str(first_of(store, "select case_id from statements"))
        release = Release(
            name, case_id, Audience.PUBLIC, None, ("tables",), 1, None, 2, "00", who, module.now()
        )
        held = [Held(one, number, text) for number, (one, text) in enumerate(texts.items(), start=1)]
        assert put_release(store, release, held, seen(store, texts, Audience.PUBLIC)) == ()
    module.clear(store)
    begins = {one: text[: text.index(":") + 1].encode() for one, text in texts.items()}
    assert all(any(begin in page for page in pages(store)) for begin in begins.values())
    assert withdraw(store, taken, Reason.SAFETY).cleared
    assert not any(begins[taken] in page for page in pages(store))
    assert any(begins[kept] in page for page in pages(store))
    # each text fills pages with the same words: of the kept one they stand there twice and once approved
    found = sum(page.count("жил в отделе. ".encode()) for page in pages(store))
    assert found <= size * (2 + len(Audience))
    for name in ("FIRST", "SECOND"):
        assert [(one.statement_id, one.number, one.text) for one in held_by(store, name)] == [
            (kept, 1, texts[kept]),
            (taken, 2, None),
        ]
    assert is_whole(store)


def test_the_same_text_and_the_same_form_entry_are_known_as_withdrawn(store: Store, add: Add) -> None:
    taken = add("Один  текст")
    withdraw(store, taken, Reason.REQUEST)
    known = store.find(Draft("Один текст\n", SourceKind.TEXT))
    assert known is not None and known.withdrawn and known.statement_id == taken
    other = add("Другой")
    again = store.find(Draft("Другой", SourceKind.TEXT))
    assert again is not None and not again.withdrawn and again.statement_id == other


def test_a_second_withdrawal_changes_nothing(store: Store, add: Add) -> None:
    taken = add("Рассказ")
    withdraw(store, taken, Reason.SAFETY)
    before, entries = withdrawals(store), rows(store, "journal")
    assert withdraw(store, taken, Reason.ERROR).again
    assert withdrawals(store) == before and rows(store, "journal") == entries
    assert is_whole(store)


def test_an_unknown_id_is_refused(store: Store) -> None:
    with pytest.raises(AigaqError, match="no_such_statement"):
        withdraw(store, "0000000000", Reason.OTHER)
    assert not list_path(store).exists()


def test_a_withdrawn_record_cannot_be_opened(store: Store, add: Add, reviewer: tuple[str, str]) -> None:
    taken = add("Рассказ")
    withdraw(store, taken, Reason.OTHER)
    with pytest.raises(AigaqError, match="no_such_statement"):
        store.unseal(taken, open_vault(store, *reviewer))


def test_what_else_holds_words_is_let_go_of_in_the_same_transaction(store: Store, add: Add) -> None:
    taken = add("Рассказ")

    def fail(session: Session, statement_id: str) -> None:
        assert statement_id == taken
        raise RuntimeError

    with pytest.raises(RuntimeError):
        withdraw(store, taken, Reason.OTHER, forget=[fail])
    assert store.statement(taken).state is StatementState.WAITING and sealed(store, taken)
    met: list[str] = []
    withdraw(store, taken, Reason.OTHER, forget=[lambda session, statement_id: met.append(statement_id)])
    assert met == [taken]


# the signed list


def test_the_list_is_signed_canonical_and_its_owners_alone(store: Store, add: Add) -> None:
    first, second = add("один"), add("два")
    withdraw(store, first, Reason.REQUEST)
    withdraw(store, second, Reason.LEGAL)
    path = list_path(store)
    assert (
        path.name == ("store.db" if in_file(store) else "store.keys") + ".withdrawals"
        and S_IMODE(path.stat().st_mode) == 0o600
    )
    assert list(read_list(store, path)) == withdrawals(store)
    lines = path.read_text("ascii").splitlines()
    assert json.loads(lines[0]) == {"entries": 2, "format": "aigaq withdrawals 1"}
    assert all(
        re.fullmatch(r'\{"at":"[^"]+","reason":"\w+","statement":"\w{10}"\}', line) for line in lines[1:3]
    )
    assert sorted(p.name for p in path.parent.iterdir() if "withdrawals" in p.name) == [path.name]


@pytest.mark.slow
@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-5],
        lambda raw: raw.replace(b"request", b"safety_"),
        lambda raw: raw.replace(b"request", b"error"),
        lambda raw: raw.replace(b'"entries":1', b'"entries":2'),
        lambda raw: b"\n".join([raw.splitlines()[0], raw.splitlines()[-1]]) + b"\n",
        lambda raw: raw + raw,
        lambda raw: raw + b"\n",
        lambda raw: b"[" * 100_000,
        lambda raw: raw.splitlines()[0] + b'\n{"signature":"00"}\n',
        lambda raw: b'{"signature":5}',
    ],
)
def test_a_changed_list_is_refused(store: Store, add: Add, damage: Callable[[bytes], bytes]) -> None:
    withdraw(store, add("один"), Reason.REQUEST)
    path = list_path(store)
    path.write_bytes(damage(path.read_bytes()))
    for use in (read_list, replay, write_list):
        with pytest.raises(AigaqError, match="withdrawals_damaged"):
            use(store, path)


def test_another_stores_list_is_refused(store: Store, add: Add, tmp_path: Path, cost: Cost) -> None:
    withdraw(store, add("один"), Reason.REQUEST)
    other, words = tmp_path / "other.db", "the other store's words"
    create_with(str(other), passphrase=words, reviewer=("A", words), recovery=None, cost=cost)
    with (
        open_store(str(other), passphrase=words) as elsewhere,
        pytest.raises(AigaqError, match="withdrawals_damaged"),
    ):
        replay(elsewhere, list_path(store))


def test_a_damaged_list_keeps_no_words_in_the_store(store: Store, add: Add) -> None:
    withdraw(store, add("один"), Reason.REQUEST)
    path, taken = list_path(store), add("два")
    path.write_bytes(b"damaged")
    with pytest.raises(AigaqError, match="withdrawals_damaged"):
        withdraw(store, taken, Reason.SAFETY)
    assert store.statement(taken).state is StatementState.WITHDRAWN
    assert path.read_bytes() == b"damaged"  # not overwritten: it may be repaired
    path.unlink()
    assert withdraw(store, taken, Reason.SAFETY).again
    assert len(read_list(store, path)) == 2


def test_no_list_is_an_empty_one(store: Store, tmp_path: Path) -> None:
    assert read_list(store, tmp_path / "none") == () and replay(store, tmp_path / "none") == 0


@pytest.fixture
def older(store: Store, store_path: Path, add: Add, tmp_path: Path, passphrase: str) -> Iterator[Store]:
    """A backup with `один` and `два`, and beside the store a list that has both and `три` withdrawn."""
    ids = [add("один"), add("два")]
    module.clear(store)
    folder = tmp_path / "backup"
    folder.mkdir()
    for name in ("store.db", "store.db.keys"):
        shutil.copy(store_path.with_name(name), folder / name)
    for statement_id in (*ids, add("три")):
        withdraw(store, statement_id, Reason.REQUEST)
    with open_store(str(folder / "store.db"), passphrase=passphrase) as backup:
        yield backup


def test_an_older_backup_is_brought_up(store: Store, older: Store) -> None:
    ciphers = [sealed(older, row.id) for row in older.statements()]
    path = list_path(store)
    assert replay(older, path) == 2
    assert {row.state for row in older.statements()} == {StatementState.WITHDRAWN}
    assert rows(older, "sealed_records") == rows(older, "tags") == 0
    assert {w.at for w in withdrawals(older)} <= {w.at for w in withdrawals(store)}
    assert not any(found(older, cipher) for cipher in ciphers)
    assert is_whole(older)
    assert replay(older, path) == 0


def test_entries_of_statements_that_a_backup_lacks_stay_in_the_list(
    store: Store, older: Store, draft: Callable[[str], Draft], add: Add
) -> None:
    path = list_path(older)
    shutil.copy(list_path(store), path)
    replay(older, path)
    withdraw(older, add("четыре", into=older), Reason.LEGAL)
    assert len(read_list(older, path)) == 4 and len(withdrawals(older)) == 3


def test_a_withdrawal_in_a_restored_store_carries_out_the_list_first(
    store: Store, older: Store, add: Add
) -> None:
    shutil.copy(list_path(store), list_path(older))
    withdraw(older, add("четыре", into=older), Reason.LEGAL)
    assert rows(older, "sealed_records") == 0 and is_whole(older)


def test_a_damaged_list_changes_nothing_in_a_backup(store: Store, older: Store) -> None:
    path = list_path(store)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(AigaqError, match="withdrawals_damaged"):
        replay(older, path)
    assert rows(older, "sealed_records") == 2 and rows(older, "withdrawals") == 0


# tampering and kills


@pytest.mark.parametrize(
    "tampering",
    [
        "update withdrawals set reason = 'error'",
        "update withdrawals set at = '2020-01-01T00:00:00Z'",
        "delete from withdrawals",
        "update statements set state = 'waiting'",
        "insert into tags select id, 'abuse', 'beating' from statements",
    ],
)
def test_a_withdrawal_that_was_changed_is_noticed(store: Store, add: Add, tampering: str) -> None:
    withdraw(store, add("один"), Reason.SAFETY)
    assert is_whole(store)
    with store.engine.begin() as connection:
        drop_guards(connection)
        connection.execute(sql(tampering))
        put_guards(connection)
    assert not is_whole(store)


KILLED = textwrap.dedent("""
    import os, signal, sys
    from store import withdrawals
    from store.store import Store, open_store

    path, passphrase, statement_id, step = sys.argv[1:]

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    def after(run):
        def both(*arguments, **options):
            result = run(*arguments, **options)
            die()
        return both

    if step == "deleted":
        withdrawals.record = die
    elif step == "recorded":
        withdrawals._carry_out = after(withdrawals._carry_out)
    elif step == "list half written":
        def half(path, content):
            path.with_name(path.name + ".abcd1234.new").write_bytes(content[: len(content) // 2])
            die()
        withdrawals.replace_private = half
    elif step == "list written":
        withdrawals.replace_private = after(withdrawals.replace_private)
    elif step == "committed":
        withdrawals.clear = die
    elif step == "cleared":
        withdrawals.is_gone = die
    with open_store(path, passphrase=passphrase) as store:
        withdrawals.withdraw(store, statement_id, withdrawals.Reason.SAFETY)
""")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "held"),
    [
        ("deleted", False),
        ("recorded", False),
        ("list half written", False),
        ("list written", False),
        ("committed", True),
        ("cleared", True),
    ],
)
def test_a_kill_leaves_a_whole_statement_or_none_and_the_next_run_ends_it(
    store_path: Path, add: Add, store: Store, step: str, held: bool
) -> None:
    passphrase = PASSPHRASE
    kept, taken = add("Другой рассказ"), add(LONG)
    cipher = sealed(store, taken)
    store.close()
    arguments = [sys.executable, "-c", KILLED, str(store_path), passphrase, taken, step]
    assert subprocess.run(arguments, cwd=ROOT, check=False, timeout=60).returncode == -signal.SIGKILL
    with open_store(str(store_path), passphrase=passphrase) as again:
        state = again.statement(taken).state
        assert (state is StatementState.WITHDRAWN) is held
        assert rows(again, "sealed_records") == (1 if held else 2)
        assert is_whole(again)
        listed = read_list(again, list_path(again))
        # the list may be ahead of the store, never behind it
        assert {w.statement_id for w in withdrawals(again)} <= {w.statement_id for w in listed}
        done = withdraw(again, taken, Reason.SAFETY)
        assert done.again is held
        assert not found(again, cipher) and is_whole(again)
        assert [w.statement_id for w in read_list(again, list_path(again))] == [taken]
        assert sealed(again, kept)


def test_after_a_kill_between_list_and_commit_replay_does_what_was_asked(
    store_url: str, passphrase: str, add: Add, store: Store
) -> None:
    taken = add(LONG)
    store.close()
    arguments = [sys.executable, "-c", KILLED, store_url, passphrase, taken, "list written"]
    assert subprocess.run(arguments, cwd=ROOT, check=False, timeout=60).returncode == -signal.SIGKILL
    with open_store(store_url, passphrase=passphrase) as again:
        assert replay(again, list_path(again)) == 1
        assert again.statement(taken).state is StatementState.WITHDRAWN and is_whole(again)


def test_a_place_that_cannot_be_written_to_withdraws_nothing(
    store: Store, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = add("Рассказ")

    def full(path: Path, content: bytes) -> None:
        raise AigaqError("store_unwritable")

    monkeypatch.setattr(module, "replace_private", full)
    with pytest.raises(AigaqError, match="store_unwritable"):
        withdraw(store, taken, Reason.OTHER)
    assert store.statement(taken).state is StatementState.WAITING and sealed(store, taken)
    assert is_whole(store)


def test_the_list_knows_no_more_than_a_withdrawal(store: Store, add: Add) -> None:
    taken = add("Қанарейкин")
    withdraw(store, taken, Reason.ERROR)
    (entry,) = read_list(store, list_path(store))
    assert entry == Withdrawal(taken, Reason.ERROR, entry.at)
    assert list_path(store).stat().st_size < 400
