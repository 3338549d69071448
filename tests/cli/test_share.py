"""aigaq share as people use it: bundles, what blocks them, what is said of it, and never a word of a text."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from types import SimpleNamespace
from typing import Any

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import cli.share
from models.findings import Analysis, Finding, Identity
from models.labels import Audience, Label, Language, Role
from models.reviews import Risk
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from redact.apply import redact_text
from share import releasing
from share.bundle import FORMATS
from share.choosing import Why
from share.manifest import MANIFEST, SIGNATURE, sign_manifest, verify_bundle, write_manifest
from store.approvals import Approved, approve
from store.checkpoint import make_checkpoint, to_json
from store.create import create_with
from store.releases import releases
from store.settings import change_setting
from store.store import Store, open_store
from store.users import add_user, open_user, open_vault
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]
Add = Callable[..., str]
WORDS, OTHERS = "the store's own words", "the reviewer's other words"
CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
CANARY = "Канарейбекова"
TEXT = f"Меня зовут {CANARY}. Ночью нас забрали из дома."
NAMED = "Made-up Tribunal"


@pytest.fixture(autouse=True)
def _without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanner that is there at once and finds nothing."""
    found = Analysis(Language.RU, (), (), (), ())
    monkeypatch.setattr("redact.scanner.load_scanner", lambda: SimpleNamespace(scan=lambda text: found))


@pytest.fixture
def place(passphrases: Path) -> Path:
    """A store that the environment names, of an office of one."""
    create_with(str(passphrases), passphrase=WORDS, reviewer=("Сәуле", OTHERS), recovery=None, cost=CHEAP)
    with opened(passphrases) as store:
        change_setting(store, "reviewers", "one", actor=str(open_vault(store, "Сәуле", OTHERS).reviewer_id))
    return passphrases


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with open_store(str(path), passphrase=WORDS) as store:
        yield store


@pytest.fixture
def add(place: Path) -> Add:
    """Takes in a text, marks a name in it wherever it stands in full, and approves it."""

    def add_one(
        text: str = TEXT, *, name: str = CANARY, consent: Consent | None = None, approved: bool = True
    ) -> str:
        spans = [match.span() for match in re.finditer(name, text)] if name else []
        marked = Analysis(
            Language.RU,
            tuple(Finding(*span, Label.PERSON, 1.0, "hand", "p") for span in spans),
            (Identity("p", Label.PERSON, Role.PROTECTED, 1),) if spans else (),
            (),
            (),
        )
        with opened(place) as store:
            statement_id = store.add_statement(
                Draft(text, SourceKind.TEXT, consent=consent or Consent(ConsentScope.PUBLIC)),
                marked,
                redacted={},
                regions=frozenset(),
                words=9,
                case="january",
                risk=Risk(0, 0, 0, 0, 9, minor=False, sexual=False),
            )
            if approved:
                texts = {audience: redact_text(text, marked, audience).text for audience in Audience}
                who = str(open_vault(store, "Сәуле", OTHERS).reviewer_id)
                approve(store, statement_id, Approved(0, texts, {}, {}), actor=who)
        return statement_id

    return add_one


@pytest.fixture
def leaky(add: Add) -> str:
    """The id of a statement in which a name stands that another one hides."""
    add()
    return add("Мою соседку Канарейбекову видели в отделе.", name="")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def share(aigaq: Run, out: Path, *more: str, audience: str = "public") -> tuple[int, str, str]:
    words = ["--case", "january", "--audience", audience, "--out", str(out), "--format", "tables"]
    if "--k" not in more and audience == "public":
        words += ["--k", "1"]
    return aigaq("share", *words, *more)


def nothing_left(folder: Path, place: Path) -> bool:
    """Whether no file of a bundle, finished or not, is there, and no release in the log."""
    with opened(place) as store:
        return releases(store) == [] and not [p for p in folder.iterdir() if "out" in p.name]


# what is said twice


def test_the_formats_are_those_of_bundles() -> None:
    assert tuple(FORMATS) == cli.share.FORMATS


def test_every_reason_to_stay_has_words() -> None:
    assert {why.value for why in Why} == set(cli.share._WHY)


# what is typed wrongly

FULL = ("--case", "january", "--audience", "legal", "--out", "out")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        FULL[2:],
        FULL[:2] + FULL[4:],
        FULL[:4],
        (*FULL, "--audience", CANARY),
        (*FULL, "--format", CANARY),
        (*FULL, "--k", "0"),
        (*FULL, "--k", "many"),
        (*FULL, "--with-originals"),
        (*FULL, "--checkpoint", "c"),
        (*FULL, "--audience", "public", "--seal-to", "age1"),
        (*FULL, "--colour"),
        (CANARY,),
        ("verify",),
        ("verify", "a", CANARY),
        ("log", CANARY),
        ("key", CANARY),
    ],
)
def test_what_is_typed_wrongly_is_said_before_anything_is_opened(
    aigaq: Run, arguments: tuple[str, ...]
) -> None:
    status, out, err = aigaq("share", *arguments)
    assert (status, out) == (2, "") and err.startswith("usage: ")
    assert CANARY not in err


@pytest.mark.parametrize("missing", ["--case", "--audience", "--out"])
def test_an_option_that_is_missing_is_named(aigaq: Run, missing: str) -> None:
    at = FULL.index(missing)
    assert f"'{missing}'" in aigaq("share", *FULL[:at], *FULL[at + 2 :])[2]


@pytest.mark.parametrize("name", ["", "verify", "log", "key"])
def test_help_is_there(aigaq: Run, name: str) -> None:
    status, out, _ = aigaq("share", *name.split(), "--help")
    assert status == 0 and out.startswith("Usage: aigaq share")


# a release


def test_a_bundle_is_made_and_everybody_can_check_it(aigaq: Run, add: Add, out: Path) -> None:
    add()
    status, said, err = share(aigaq, out)
    assert status == 0
    found = verify_bundle(out)
    assert said == f"Release {found.content['release']}: 1 statements in {out}\n"
    assert err.splitlines() == ["Reading the case …", "Writing tables …", "Trying to break the bundle …"]
    assert {path.name for path in out.iterdir()} >= {"README.txt", "tables", MANIFEST, SIGNATURE}
    assert not {"docx", "pdf", "statements.sqlite"} & {path.name for path in out.iterdir()}
    assert CANARY.encode() not in b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())


@pytest.mark.slow
def test_all_formats_are_made_where_none_is_named(aigaq: Run, add: Add, out: Path) -> None:
    add()
    words = ("--case", "january", "--audience", "internal", "--out", str(out))
    assert aigaq("share", *words)[0] == 0
    assert verify_bundle(out).content["formats"] == list(FORMATS)


def test_a_format_is_made_once(aigaq: Run, add: Add, out: Path) -> None:
    add()
    assert share(aigaq, out, "--format", "sqlite", "--format", "tables")[0] == 0
    assert verify_bundle(out).content["formats"] == ["tables", "sqlite"]


def test_who_stays_is_listed_with_the_reason(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    goes, left = add(), add(TEXT + " Раз.")
    waiting = add(TEXT + " Два.", approved=False)
    internal = add(TEXT + " Три.", consent=Consent())
    gone = add(TEXT + " Четыре.")
    with opened(place) as store:
        withdraw(store, gone, Reason.REQUEST)
    status, said, _ = share(aigaq, out, "--without", left.lower(), "--without", gone)
    assert status == 0
    lines = said.splitlines()
    assert lines[0::2][:3] == [
        f"1 stay: {cli.share._WHY[why]}" for why in ("left_out", "no_consent", "not_approved")
    ]
    assert [line.split() for line in lines[1::2][:3]] == [[left], [internal], [waiting]]
    assert goes not in said


def test_of_many_that_stay_the_first_are_named(aigaq: Run, add: Add, out: Path) -> None:
    for number in range(22):
        add(f"{TEXT} {number}.", approved=False)
    said = share(aigaq, out)[1]
    assert said.startswith("22 stay: ") and said.rstrip().endswith(" … and 2 more")
    assert len(re.findall(r"\b[0-9A-Z]{10}\b", said)) == 20


def test_a_recipient_is_named_for_partners_and_courts(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    for audience in ("partner", "legal"):
        for more in ((), ("--to", " ")):
            status, said, err = share(aigaq, out, *more, audience=audience)
            assert (status, said) == (1, "") and "recipient_needed: " in err
    assert share(aigaq, out, "--to", "Made-up\x1b[2J Aid", audience="partner")[0] == 0
    assert "Made-up�[2J Aid" in aigaq("share", "log")[1]


# what keeps a bundle back


def test_nothing_to_release(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    stays = add(consent=Consent())
    status, said, err = share(aigaq, out)
    assert status == 1 and stays in said and "nothing_to_release: " in err
    assert nothing_left(out.parent, place)


def test_what_singles_somebody_out_does_not_go_to_the_public(
    aigaq: Run, add: Add, place: Path, out: Path
) -> None:
    words = ("--case", "january", "--audience", "public", "--out", str(out), "--format", "tables")
    first = add()
    status, said, err = aigaq("share", *words)
    assert status == 1 and "nothing_to_release: " in err
    assert f"1 stay: {cli.share._WHY['too_few']}\n  {first}\n" in said
    assert "Looking for combinations that single somebody out …" in err
    assert nothing_left(out.parent, place)
    for number in range(4):
        add(f"{TEXT} {number}.")
    status, said, _ = aigaq("share", *words)
    assert status == 0 and verify_bundle(out).content["k"] == {"smallest_group": 5, "reached": 5}
    assert "Each combination of facts is shared by at least 5 statements (before: 5)" in said


def test_a_blocked_bundle_names_kinds_and_places_and_no_word(
    aigaq: Run, leaky: str, place: Path, out: Path
) -> None:
    status, said, err = share(aigaq, out)
    assert status == 1 and "release_blocked: " in err
    assert "  elsewhere: 1\n" in said and f"PERSON   {leaky} at " in said
    assert f"--without {leaky}" in err
    for word in ("анарейбеков", "сосед", "отдел"):
        assert word not in said + err
    assert nothing_left(out.parent, place)
    # as it says
    assert share(aigaq, out, "--without", leaky)[0] == 0


def test_of_many_leaks_the_first_are_shown(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    for number in range(21):
        add(f"{number:02d} раз видели в отделе мою соседку Канарейбекову.", name="")
    said = share(aigaq, out)[1]
    assert "  elsewhere: 21\n" in said and "  … and 1 more: --json lists all\n" in said
    status, said, _ = share(aigaq, out, "--json")
    assert status == 1 and len(json.loads(said)["gate"]) == 21


def test_json_says_the_same(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    goes, stays = add(), add(TEXT + " Раз.", consent=Consent())
    status, said, _ = share(aigaq, out, "--json")
    found = json.loads(said)
    assert status == 0 and set(found) == {
        "release", "audience", "recipient", "statements", "staying", "k", "gate",
    }  # fmt: skip
    assert found["release"] == verify_bundle(out).content["release"]
    assert (found["audience"], found["recipient"], found["k"]) == ("public", None, None)
    assert (found["statements"], found["staying"], found["gate"]) == ([goes], {stays: "no_consent"}, [])
    shown = json.loads(share(aigaq, out.with_name("k"), "--k", "2", "--json")[1])["k"]
    assert set(shown) == {"wanted", "before", "after", "coarsened", "whole"} and shown["wanted"] == 2


def test_json_of_a_blocked_one_says_where_and_not_what(
    aigaq: Run, leaky: str, place: Path, out: Path
) -> None:
    status, said, err = share(aigaq, out, "--json")
    found = json.loads(said)
    assert status == 1 and "release_blocked: " in err and found["release"] is None
    (leak,) = found["gate"]
    assert set(leak) == {"kind", "label", "statement", "span", "file", "part", "release"}
    assert (leak["kind"], leak["label"], leak["statement"]) == ("elsewhere", "PERSON", leaky)
    start, end = leak["span"]
    assert 0 < start < end and "анарейбеков" not in said + err


def test_json_of_nothing(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    stays = add(approved=False)
    status, said, err = share(aigaq, out, "--json")
    assert status == 1 and "nothing_to_release: " in err
    assert json.loads(said)["staying"] == {stays: "not_approved"}


# what goes wrong


def test_a_place_that_is_taken_is_left_alone(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    for take in (out.mkdir, out.touch, lambda: out.symlink_to(out.with_name("none"))):
        take()
        status, said, err = share(aigaq, out)
        assert (status, said) == (1, "") and err.startswith("place_taken: ")
        if out.is_dir():
            assert list(out.iterdir()) == []
            out.rmdir()
        else:
            out.unlink()
    assert nothing_left(out.parent, place)


def test_a_place_that_cannot_be_written_to(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add()
    out.touch()
    status, said, err = share(aigaq, out / "bundle")
    assert status == 1 and "unwritable: " in err and said == ""
    assert share(aigaq, out.with_name("n" * 300))[2].startswith("unwritable: ")
    out.unlink()
    assert nothing_left(out.parent, place)


def test_a_full_disk(aigaq: Run, add: Add, place: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device", f"{CANARY}.csv")

    monkeypatch.setitem(FORMATS, "tables", full)
    status, said, err = share(aigaq, out)
    assert status == 1 and "unwritable: " in err and CANARY not in said + err
    assert nothing_left(out.parent, place)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(KeyboardInterrupt(), 130, "interrupted: "), (ValueError(CANARY), 1, "internal: ")],
)
def test_what_is_cut_short_leaves_nothing(
    aigaq: Run,
    add: Add,
    place: Path,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    status: int,
    code: str,
) -> None:
    add()

    def cut_short(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(releasing, "check", cut_short)
    got, said, err = share(aigaq, out)
    assert (got, said) == (status, "") and code in err and CANARY not in err
    assert nothing_left(out.parent, place)


def test_a_scanner_that_fails_lets_nothing_go(
    aigaq: Run, add: Add, place: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    failed = Analysis(Language.RU, (), (), (), (), failures=("phones",))
    monkeypatch.setattr("redact.scanner.load_scanner", lambda: SimpleNamespace(scan=lambda text: failed))
    status, said, err = share(aigaq, out)
    assert (status, said) == (1, "") and "scan_failed: " in err
    assert nothing_left(out.parent, place)


def test_only_a_reviewer_releases(
    aigaq: Run, add: Add, place: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    with opened(place) as store:
        add_user(store, "Бек", Duty.OPERATOR, passphrase=OTHERS, cost=CHEAP)
    monkeypatch.setenv("AIGAQ_REVIEWER", "Бек")
    assert share(aigaq, out)[2].startswith("reviewer_locked: ")
    monkeypatch.delenv("AIGAQ_REVIEWER")
    assert share(aigaq, out)[2].startswith("reviewer_needed: ")
    assert nothing_left(out.parent, place)


def test_what_is_named_must_be_there(aigaq: Run, add: Add, place: Path, out: Path, tmp_path: Path) -> None:
    add()
    assert aigaq("share", *FULL[2:4], "--case", CANARY, "--to", "A", "--out", str(out))[2].startswith(
        "no_such_case: "
    )
    # a mistyped id would leave nothing out
    assert share(aigaq, out, "--without", "0000000000")[2].startswith("no_such_statement: ")
    assert share(aigaq, out, "--reference", str(tmp_path / "none.csv"))[2].startswith("no_such_file: ")
    (tmp_path / "known.csv").write_text(f"place,count\nKZ-75,3\n{CANARY},1\n")
    status, said, err = share(aigaq, out, "--reference", str(tmp_path / "known.csv"))
    assert (status, said) == (1, "") and err.startswith("bad_reference: ") and err.endswith(" Line 3.\n")
    assert CANARY not in err and nothing_left(out.parent, place)


def test_a_reference_is_read(aigaq: Run, add: Add, out: Path, tmp_path: Path) -> None:
    add()
    (tmp_path / "known.csv").write_text("sex,count\nf,9\n")
    assert share(aigaq, out, "--reference", str(tmp_path / "known.csv"))[0] == 0


# a sealed hand-over


@pytest.fixture
def key() -> Any:
    return pyrage.x25519.Identity.generate()


def sealed(aigaq: Run, out: Path, key: Any, *more: str) -> tuple[int, str, str]:
    recipient = str(key.to_public())
    return share(aigaq, out, "--to", NAMED, "--seal-to", recipient, *more, audience="legal")


def test_a_hand_over_is_one_sealed_file(aigaq: Run, add: Add, place: Path, out: Path, key: Any) -> None:
    add(consent=Consent(ConsentScope.INTERNAL, recipients=(NAMED,)))
    unnamed = add(TEXT + " Раз.", consent=Consent(ConsentScope.PUBLIC))
    status, said, _ = sealed(aigaq, out, key, "--with-originals")
    assert status == 0 and unnamed in said and f"1 statements in {out}\n" in said
    assert S_IMODE(out.stat().st_mode) == 0o600
    assert CANARY.encode() not in out.read_bytes()
    assert CANARY.encode() in pyrage.decrypt(out.read_bytes(), [key])
    (listed,) = json.loads(aigaq("share", "log", "--json")[1])
    assert listed["sealed_to"] == str(key.to_public()) and "originals" in listed["formats"]
    assert sealed(aigaq, out, key)[2].startswith("place_taken: ")


def test_a_checkpoint_goes_with_it(aigaq: Run, add: Add, place: Path, out: Path, key: Any) -> None:
    add(consent=Consent(ConsentScope.INTERNAL, recipients=(NAMED,)))
    kept = out.with_name("checkpoint")
    for content, code in ((None, "no_such_file: "), (CANARY.encode(), "checkpoint_unreadable: ")):
        if content is not None:
            kept.write_bytes(content)
        status, said, err = sealed(aigaq, out, key, "--checkpoint", str(kept))
        assert (status, said) == (1, "") and err.startswith(code) and CANARY not in err
    with opened(place) as store:
        add_user(store, "Айгерім", Duty.AUDITOR, passphrase=OTHERS, cost=CHEAP)
        kept.write_text(to_json(make_checkpoint(store, open_user(store, "Айгерім", OTHERS))))
    assert sealed(aigaq, out, key, "--checkpoint", str(kept))[0] == 0
    assert kept.read_bytes() in pyrage.decrypt(out.read_bytes(), [key])


def test_a_recipient_that_is_none_is_refused(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    add(consent=Consent(ConsentScope.INTERNAL, recipients=(NAMED,)))
    status, said, err = share(aigaq, out, "--to", NAMED, "--seal-to", "age1nobody", audience="legal")
    assert (status, said) == (1, "") and "bad_recipient: " in err
    assert nothing_left(out.parent, place)


# verify, log, key


@pytest.fixture
def bundle(aigaq: Run, add: Add, out: Path) -> Path:
    add()
    assert share(aigaq, out)[0] == 0
    return out


@pytest.fixture
def given(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundle on a machine of a recipient's: no store, and nobody to ask."""
    for name in ("STORE", "PASSPHRASE_FILE", "REVIEWER", "REVIEWER_PASSPHRASE_FILE"):
        monkeypatch.delenv(f"AIGAQ_{name}")
    return bundle


def test_the_key_is_told_by_its_short_name(aigaq: Run, bundle: Path) -> None:
    status, said, err = aigaq("share", "key")
    assert (status, err) == (0, "") and re.fullmatch(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}\n", said)
    assert verify_bundle(bundle, key_name=said)


def test_a_recipient_checks_a_bundle_without_a_store(aigaq: Run, given: Path) -> None:
    found = verify_bundle(given)
    status, said, err = aigaq("share", "verify", str(given))
    assert status == 0
    assert said == (
        f"The bundle is whole: release {found.content['release']}, for public, 1 statements, "
        f"made on {found.content['made_on']}.\nSigned with the key {found.key_name}.\n"
    )
    assert err == "Compare this name of the key with the one that the office told you.\n"
    assert aigaq("share", "verify", str(given), "--key", found.key_name.lower()) == (0, said, "")
    status, said, err = aigaq("share", "verify", str(given), "--json")
    assert (status, err) == (0, "")
    assert json.loads(said) == {"key": found.key_name, "manifest": dict(found.content)}


def test_what_was_changed_is_an_error(aigaq: Run, given: Path, tmp_path: Path) -> None:
    def said(folder: Path, *more: str) -> str:
        status, out, err = aigaq("share", "verify", str(folder), *more)
        assert (status, out) == (1, "")
        return err.partition(":")[0]

    assert said(given, "--key", "AAAA-AAAA-AAAA-AAAA") == "bundle_forged"
    assert said(given, "--key", "") == "bundle_forged"
    assert said(tmp_path / "none") == said(given / "README.txt") == "bundle_unreadable"
    (given / f"{CANARY}.txt").touch()
    assert said(given) == "bundle_damaged" and CANARY not in aigaq("share", "verify", str(given))[2]
    (given / MANIFEST).write_bytes((given / MANIFEST).read_bytes() + b" ")
    assert said(given, "--json") == "bundle_forged"
    (given / SIGNATURE).unlink()
    assert said(given) == "bundle_unreadable"


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"counts": None},
        {"release": "\x1b[2J", "audience": ["x"], "made_on": {"a": "\x07"}, "counts": {"statements": "\x9b"}},
    ],
)
def test_what_somebody_else_signed_is_shown_and_not_obeyed(
    aigaq: Run, tmp_path: Path, content: dict[str, Any]
) -> None:
    key = Ed25519PrivateKey.generate()
    write_manifest(tmp_path, content, key.public_key())
    sign_manifest(tmp_path, key)
    status, said, _ = aigaq("share", "verify", str(tmp_path))
    assert status == 0 and said.startswith("The bundle is whole: ")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said)


def test_the_log_says_what_went_to_whom(aigaq: Run, add: Add, place: Path, out: Path) -> None:
    assert aigaq("share", "log") == (0, "", "Nothing has been released.\n")
    assert aigaq("share", "log", "--json") == (0, "[]\n", "")
    ids = [add(), add(TEXT + " Раз.")]
    share(aigaq, out)
    share(aigaq, out.with_name("partner"), "--to", "Made-up Aid", audience="partner")
    with opened(place) as store:
        withdraw(store, ids[0], Reason.REQUEST)
        made = {one.release.audience: one.release for one in releases(store)}
    status, said, err = aigaq("share", "log")
    assert (status, err) == (0, "") and len(said.splitlines()) == 2
    public, partner = made[Audience.PUBLIC], made[Audience.PARTNER]
    assert (
        f"{public.id}  {public.made_at:%Y-%m-%d %H:%M}  public    -  january  "
        "2 statements, 1 withdrawn since\n"
    ) in said
    assert f"{partner.id}  " in said and "  partner   Made-up Aid  january  2 statements, 1 with" in said
    listed = {row["id"]: row for row in json.loads(aigaq("share", "log", "--json")[1])}
    assert listed[public.id] == {
        "id": public.id,
        "case": "january",
        "audience": "public",
        "recipient": None,
        "formats": ["tables"],
        "k": 1,
        "sealed_to": None,
        "statements": 2,
        "withdrawn": 1,
        "made_at": public.made_at.isoformat(),
        "made_by": "Сәуле",
        "manifest": public.manifest,
    }
    assert listed[partner.id]["recipient"] == "Made-up Aid"
    assert len(aigaq("share", "log", "--case", "january")[1].splitlines()) == 2
    assert aigaq("share", "log", "--case", "other")[1] == ""
    assert aigaq("audit", "verify")[0] == 0


def test_log_and_key_need_no_reviewer_and_a_store(
    aigaq: Run, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER")
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert aigaq("share", "log")[0] == aigaq("share", "key")[0] == 0
    monkeypatch.delenv("AIGAQ_STORE")
    for name in ("log", "key"):
        status, said, err = aigaq("share", name)
        assert (status, said) == (1, "") and err.startswith("store_unset: ")


def test_words_of_progress_are_said_once_a_step(capsys: pytest.CaptureFixture[str]) -> None:
    steps = cli.share.Steps()
    for step in ("read", "read", "coarsen", "pdf", "pdf", "check"):
        steps(step, 1, 2)
    assert capsys.readouterr().err.splitlines() == [
        "Reading the case …",
        "Looking for combinations that single somebody out …",
        "Writing pdf …",
        "Trying to break the bundle …",
    ]
