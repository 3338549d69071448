"""A release from beginning to end over a real store: who goes, what leaves nothing, what drops out."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope
from models.users import Duty
from share import releasing
from share.choosing import Why
from share.gate.leaks import LeakKind
from share.manifest import verify_bundle
from share.releasing import Wanted, release
from store.approvals import Approved, approve
from store.audit import audit
from store.consents import change_consent
from store.decisions import decide
from store.envelopes import NewEnvelope, put_known_envelope
from store.journal import Done, entries
from store.messages import decline_withdrawal, put_withdrawal
from store.releases import held_by, releases
from store.store import Store
from store.tables import ApprovedTextRow
from store.users import list_users
from store.vault import Vault
from store.withdrawals import Reason, withdraw

TEXT = (
    "Меня зовут Айгерім Сатыбаева. Мой брат Ерасыл пропал в Актау. Ерасыла искали, телефон 8 701 555 01 02."
)
TakeIn = Callable[..., str]


def told_texts(session: Session, statement_id: str) -> list[tuple[Audience, str]]:
    query = select(ApprovedTextRow).where(ApprovedTextRow.statement_id == statement_id)
    return [(row.audience, row.text) for row in session.scalars(query)]


def no_scan(text: str) -> Analysis:
    return Analysis(Language.RU, (), (), (), ())


def found_in(text: str, **names: str) -> Analysis:
    """An analysis that marks each stretch under its label: PERSON_1="Ерасыл", all places of it."""
    findings, identities = [], []
    for number, (key, surface) in enumerate(names.items(), start=1):
        label = Label(key.split("_")[0])
        identities.append(Identity(key, label, Role.PROTECTED, number))
        findings += [
            Finding(m.start(), m.end(), label, 1.0, "hand", key)
            for m in re.finditer(re.escape(surface), text)
        ]
    tags = (Tag(TagKind.ABUSE, "enforced_disappearance", 0, 4, "hand"),)
    return Analysis(Language.RU, tuple(sorted(findings, key=lambda f: f.start)), tuple(identities), (), tags)


@pytest.fixture
def one(take_in: TakeIn) -> Callable[..., str]:
    """Takes in TEXT, or a text of its own, with everything marked."""

    def add(text: str = TEXT, **options: Any) -> str:
        marked = found_in(
            text,
            PERSON_1="Айгерім Сатыбаева",
            PERSON_2="Ерасыла",
            PERSON_3="Ерасыл ",
            PHONE="8 701 555 01 02",
        )
        return take_in(text, marked, **options)

    return add


def public(**options: Any) -> Wanted:
    return Wanted("january", Audience.PUBLIC, **{"k": 1, "formats": ("tables",), **options})


def test_a_release_stands_whole_is_recorded_and_verifies(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path
) -> None:
    statement = one()
    done = release(store, vault, public(formats=("sqlite", "tables")), tmp_path / "out", no_scan)
    assert done.release is not None
    assert done.verdict.passed
    verified = verify_bundle(tmp_path / "out")
    assert verified.content["release"] == done.release.id
    assert verified.content["counts"]["statements"] == 1
    [listed] = releases(store)
    assert (listed.release, listed.case, listed.withdrawn) == (done.release, "january", 0)
    [held] = held_by(store, done.release.id)
    assert held.statement_id == statement
    line = json.loads((tmp_path / "out" / "tables" / "statements.jsonl").read_text("utf-8"))
    assert line["text"] == held.text
    assert "Айгерім" not in line["text"]
    assert "[Лицо " in line["text"]
    with closing(sqlite3.connect(tmp_path / "out" / "statements.sqlite")) as connection:
        assert connection.execute("select text from statements").fetchall() == [(held.text,)]
    with store.reading() as session:
        assert audit(session).whole
        assert [e.subject for e in entries(session) if e.action == Done.RELEASED] == [done.release.id]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".aigaq")] == []


def test_who_stays_and_why(store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path) -> None:
    goes = one()
    waiting = one(TEXT + " Раз.", approvals=1)
    partner_only = one(TEXT + " Два.", consent=Consent(ConsentScope.PARTNER))
    by_name = one(TEXT + " Три.", consent=Consent(ConsentScope.INTERNAL, recipients=("Made-up Legal Aid",)))
    asked_out = one(TEXT + " Четыре.")
    gone = one(TEXT + " Пять.")
    withdraw(store, gone, Reason.REQUEST)
    done = release(store, vault, public(without=(asked_out,)), tmp_path / "public", no_scan)
    assert [c.told.id for c in done.prepared.composed] == [goes]
    assert done.prepared.staying == {
        waiting: Why.NOT_APPROVED,
        partner_only: Why.NO_CONSENT,
        by_name: Why.NO_CONSENT,
        asked_out: Why.LEFT_OUT,
    }
    wanted = Wanted("january", Audience.PARTNER, recipient="made-up legal aid", formats=("tables",))
    done = release(store, vault, wanted, tmp_path / "partner", no_scan)
    assert {c.told.id for c in done.prepared.composed} == {goes, partner_only, by_name, asked_out}
    with pytest.raises(AigaqError, match="recipient_needed"):
        release(store, vault, Wanted("january", Audience.LEGAL), tmp_path / "legal", no_scan)


def test_what_is_asked_to_be_withdrawn_does_not_go(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path
) -> None:
    goes, asked = one(), one(TEXT + " Раз.")
    put_known_envelope(store, NewEnvelope(b"n" * 32, "RECE1PT000", None, "0" * 64), statement_id=asked)
    with store.reading() as session:
        texts = dict(told_texts(session, asked))
    with store.writing() as session:
        put_withdrawal(session, device_id=None, receipt="RECE1PT000")
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    assert [c.told.id for c in done.prepared.composed] == [goes]
    assert done.prepared.staying == {asked: Why.NOT_APPROVED}
    # a reviewer whose page was open meanwhile has not seen it, and approves
    for user in list_users(store):
        if user.duty is Duty.REVIEWER:
            approve(store, asked, Approved(0, texts, {}, {}), actor=user.id)
    done = release(store, vault, public(), tmp_path / "again", no_scan)
    assert done.prepared.staying == {asked: Why.WITHDRAWAL_ASKED}
    # declined, it goes; asked for again, it stays
    decline_withdrawal(store, asked, "The code was stolen.", vault=vault)
    done = release(store, vault, public(), tmp_path / "declined", no_scan)
    assert {c.told.id for c in done.prepared.composed} == {goes, asked} and done.prepared.staying == {}
    with store.writing() as session:
        put_withdrawal(session, device_id=None, receipt="RECE1PT000")
    done = release(store, vault, public(), tmp_path / "asked again", no_scan)
    assert done.prepared.staying == {asked: Why.NOT_APPROVED}


def test_a_withdrawal_asked_while_a_bundle_is_made_keeps_it_back(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = one()
    put_known_envelope(store, NewEnvelope(b"n" * 32, "RECE1PT000", None, "0" * 64), statement_id=asked)
    write = releasing.put_release

    def late(*given: Any, **named: Any) -> Any:
        with store.writing() as session:
            put_withdrawal(session, device_id=None, receipt="RECE1PT000")
        return write(*given, **named)

    monkeypatch.setattr(releasing, "put_release", late)
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    assert done.release is None and releases(store) == []
    assert not (tmp_path / "out").exists()


def test_nothing_to_release_leaves_nothing(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path
) -> None:
    one(consent=Consent(ConsentScope.INTERNAL))
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    assert done.release is None
    assert not (tmp_path / "out").exists()
    assert releases(store) == []


def test_a_place_that_is_taken_is_left_alone(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path
) -> None:
    one()
    (tmp_path / "out").mkdir()
    with pytest.raises(AigaqError, match="place_taken"):
        release(store, vault, public(), tmp_path / "out", no_scan)
    (tmp_path / "file").write_text("x")
    with pytest.raises(AigaqError, match="unwritable"):
        release(store, vault, public(), tmp_path / "file" / "out", no_scan)
    assert releases(store) == []


def test_what_the_gate_finds_blocks_and_leaves_nothing(
    store: Store, vault: Vault, one: Callable[..., str], take_in: TakeIn, tmp_path: Path
) -> None:
    one()
    other = "Соседа звали Ерасылом, он видел, как меня били."
    leaky = take_in(other, found_in(other))
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    assert done.release is None
    assert {(leak.kind, leak.statement_id) for leak in done.verdict.leaks} == {(LeakKind.ELSEWHERE, leaky)}
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []
    assert releases(store) == []
    # a reviewer says of this very place that it may stay
    [leak] = done.verdict.leaks
    assert leak.span is not None
    decide(store, leaky, [(Choice(DecisionKind.DISMISS, spans=(leak.span,)), False)], vault=vault)
    assert release(store, vault, public(), tmp_path / "out", no_scan).release is not None


def test_a_wish_of_the_witness_blocks(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path
) -> None:
    one(consent=Consent(ConsentScope.PUBLIC, hide=("искали", "photo")))
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    assert [leak.kind for leak in done.verdict.leaks] == [LeakKind.SURVIVES]


@pytest.mark.parametrize("change", ["withdrawn", "consent", "reopened"])
def test_what_changes_meanwhile_drops_out(
    store: Store,
    vault: Vault,
    one: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    stays, goes = one(f"Ноль. {TEXT}"), one(TEXT + " Раз.")
    built = releasing.build
    changes: dict[str, Callable[[], object]] = {
        "withdrawn": lambda: withdraw(store, stays, Reason.SAFETY),
        "consent": lambda: change_consent(store, stays, Consent(ConsentScope.PARTNER), vault=vault),
        "reopened": lambda: decide(
            store, stays, [(Choice(DecisionKind.ADD, spans=((0, 4),), label=Label.ORG), True)], vault=vault
        ),
    }
    done_before: list[str] = []

    def build_and_change(*args: Any, **options: Any) -> Any:
        made = built(*args, **options)
        if not done_before:
            done_before.append(change)
            changes[change]()
        return made

    monkeypatch.setattr(releasing, "build", build_and_change)
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    assert done.release is not None
    assert [held.statement_id for held in held_by(store, done.release.id)] == [goes]
    assert len((tmp_path / "out" / "tables" / "statements.jsonl").read_text("utf-8").splitlines()) == 1


def test_two_releases_share_no_numbers_and_differ_in_nothing_else(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path
) -> None:
    for number in range(12):
        one(f"{TEXT} {number}.")
    orders = []
    for name in ("first", "second"):
        done = release(store, vault, public(), tmp_path / name, no_scan)
        assert done.release is not None, done.verdict.counts()
        orders.append([held.statement_id for held in held_by(store, done.release.id)])
    assert orders[0] != orders[1]
    texts = [(tmp_path / n / "tables" / "statements.csv").read_text("utf-8") for n in ("first", "second")]
    assert texts[0] != texts[1]


def test_what_an_earlier_release_shows_is_not_hidden_in_silence(
    store: Store, vault: Vault, one: Callable[..., str], take_in: TakeIn, tmp_path: Path
) -> None:
    text = "Мы жили у Бекзата, потом он уехал."
    seen = take_in(text, found_in(text))
    assert release(store, vault, public(), tmp_path / "first", no_scan).release is not None
    withdraw(store, seen, Reason.ERROR)  # its text is gone: nothing is left to compare
    later = "Мы жили у Бекзата, потом он уехал далеко."
    again = take_in(later, found_in(later))
    assert release(store, vault, public(), tmp_path / "second", no_scan).release is not None
    # a name that was missed is masked, and both are approved again
    span = (later.index("Бекзата"), later.index("Бекзата") + len("Бекзата"))
    add = Choice(DecisionKind.ADD, spans=(span,), label=Label.PERSON)
    decide(store, again, [(add, True)], vault=vault)
    _approve_again(store, vault, again, later)
    done = release(store, vault, public(), tmp_path / "third", no_scan)
    assert {(leak.kind, leak.statement_id) for leak in done.verdict.leaks} == {(LeakKind.DIFFERENCE, again)}
    done = release(store, vault, public(without=(again,)), tmp_path / "fourth", no_scan)
    assert not done.prepared.composed


def _approve_again(store: Store, vault: Vault, statement: str, text: str) -> None:
    from redact.apply import redact_text  # noqa: PLC0415
    from redact.decided import fold, main_track  # noqa: PLC0415
    from store.approvals import Approved, approve  # noqa: PLC0415
    from store.claims import release as give_up  # noqa: PLC0415
    from store.decisions import read_decisions  # noqa: PLC0415
    from store.users import list_users  # noqa: PLC0415

    decisions = read_decisions(store, statement, vault)
    record = store.unseal(statement, vault)
    analysis = fold(record.analysis, main_track(decisions)).analysis
    texts = {audience: redact_text(text, analysis, audience).text for audience in Audience}
    for user in sorted(list_users(store), key=lambda user: user.id != vault.reviewer_id):
        approve(store, statement, Approved(decisions[-1].number, texts, {}, {}), actor=user.id)
        give_up(store, user.id, statement)


def test_a_full_disk_leaves_nothing(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", "Айгерім.csv")

    monkeypatch.setitem(releasing.FORMATS, "tables", full)
    with pytest.raises(AigaqError, match="unwritable") as caught:
        release(store, vault, public(), tmp_path / "out", no_scan)
    assert "Айгерім" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []
    assert releases(store) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from share import releasing, bundle
from store.store import open_store
from store.users import open_vault
from models.findings import Analysis
from models.labels import Audience, Language
path, out, step = sys.argv[1:4]
def die(*args, **options):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "written":
    releasing.check = die
elif step == "recorded":
    releasing.sign_manifest = die
else:
    releasing.put_in_place = die
with open_store(path, passphrase="the store's own words") as store:
    vault = open_vault(store, "Сәуле", "the reviewer's other words")
    wanted = releasing.Wanted("january", Audience.PUBLIC, k=1, formats=("tables",))
    releasing.release(store, vault, wanted, Path(out), lambda text: Analysis(Language.RU, (), (), (), ()))
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", ["written", "recorded", "signed"])
def test_a_kill_leaves_nothing_that_looks_finished(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path, step: str
) -> None:
    one()
    command = [
        sys.executable,
        "-c",
        textwrap.dedent(KILLED),
        str(store.place.database),
        str(tmp_path / "out"),
        step,
    ]
    home = Path(__file__).parents[2]
    killed = subprocess.run(command, check=False, cwd=home, env=os.environ | {"PYTHONPATH": "."})
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    [left] = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert left.name.startswith(".")
    assert left.stat().st_mode & 0o777 == 0o700
    if step != "signed":
        with pytest.raises(AigaqError, match="bundle_unreadable"):
            verify_bundle(left / "bundle")
    # a release that was recorded and not handed out is one too many in the log, never one too few
    assert len(releases(store)) == (0 if step == "written" else 1)
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    assert done.release is not None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".aigaq")] == []
    with store.reading() as session:
        assert audit(session).whole


def test_nothing_but_the_bundle_names_anybody(
    store: Store, vault: Vault, one: Callable[..., str], tmp_path: Path
) -> None:
    one()
    done = release(store, vault, public(), tmp_path / "out", no_scan)
    shown = repr((done, done.prepared, done.prepared.told, done.prepared.composed, done.verdict))
    assert "Айгерім" not in shown
    assert "Ерасыл" not in shown
    with store.reading() as session:
        assert "Ерасыл" not in str(list(entries(session)))
