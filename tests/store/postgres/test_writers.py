"""Several programs at one store on a server: one chain, no lost approval, each reads one moment."""

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.labels import Audience
from models.reviews import Risk
from models.statements import StatementState
from store import server
from store.approvals import Approved, approve
from store.audit import audit
from store.search import search
from store.store import Store, open_store
from store.tables import JournalRow, StatementRecord
from store.vault import Vault

Add = Callable[..., str]
ROOT = Path(__file__).parents[3]
RISK = Risk(low=1, suspects=1, findings=2, identities=1, words=12, minor=False, sexual=False)

pytestmark = pytest.mark.slow

APPROVER = textwrap.dedent("""
    import sys
    from models.labels import Audience
    from store.approvals import Approved, approve
    from store.store import open_store

    url, passphrase, actor, *ids = sys.argv[1:]
    texts = {audience: "Свидетель сообщил" for audience in Audience}
    with open_store(url, passphrase=passphrase) as store:
        print("open", flush=True)
        sys.stdin.readline()
        for one in ids:
            print(approve(store, one, Approved(0, texts, {}, {}), actor=actor).value, flush=True)
""")


def whole(store: Store) -> bool:
    with Session(store.engine) as session:
        return audit(session).whole


def test_two_reviewers_approve_at_once(
    store: Store, url: str, passphrase: str, add: Add, vault: Vault, second: Vault
) -> None:
    ids = [add(f"Рассказ {number}", risk=RISK) for number in range(20)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", APPROVER, url, passphrase, str(actor), *some],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        # each begins with what the other one comes to last
        for actor, some in ((vault.reviewer_id, ids), (second.reviewer_id, ids[::-1]))
    ]
    for program in programs:
        assert program.stdout is not None and program.stdout.readline() == "open\n"
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    said = [program.communicate(timeout=60)[0].split() for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    assert sorted(said[0] + said[1]) == ["approved"] * 20 + ["confirming"] * 20
    assert {row.state for row in store.statements()} == {StatementState.APPROVED}
    assert search(store, "свидетель").total == 20
    with store.reading() as session:
        sequences = session.query(JournalRow.sequence).order_by(JournalRow.sequence).all()
        hashes = {row.previous for row in session.query(JournalRow.previous)}
    assert [row[0] for row in sequences] == list(range(1, len(sequences) + 1))
    assert len(hashes) == len(sequences)  # no entry has two that follow it
    assert whole(store)


def test_who_waits_too_long_for_another_is_told(
    store: Store, url: str, passphrase: str, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_PREPARE", ("set lock_timeout = '200ms'",))
    with open_store(url, passphrase=passphrase) as hasty:
        with store.writing() as session, pytest.raises(AigaqError, match="store_busy"):
            session.connection()  # it begins, and has the lock
            add("Рассказ", into=hasty)
        assert add("Рассказ", into=hasty)
    assert len(store.statements()) == 1 and whole(store)


def test_a_reader_sees_one_moment_and_keeps_nobody_waiting(store: Store, add: Add) -> None:
    add("один")
    with store.reading() as session:
        before = session.query(StatementRecord).count()
        add("два")
        assert session.query(StatementRecord).count() == before == 1
        assert audit(session).whole
    assert len(store.statements()) == 2


def test_what_was_approved_meanwhile_is_not_approved_again(
    store: Store, url: str, passphrase: str, add: Add, vault: Vault
) -> None:
    statement_id = add("Рассказ", risk=RISK)
    approved = Approved(0, dict.fromkeys(Audience, "Текст"), {}, {})
    with open_store(url, passphrase=passphrase) as other:
        approve(other, statement_id, approved, actor=str(vault.reviewer_id))
        with pytest.raises(AigaqError, match="approved_before"):
            approve(store, statement_id, approved, actor=str(vault.reviewer_id))
    assert whole(store)
