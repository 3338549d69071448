"""The canary test: made-up names go down every path, and none of them comes out where it must not.

Half of the names a detector provably finds, the other half it provably misses. After every path was walked,
accepted, damaged, failing or refused, they are looked for in the store's files, temporary files, logs,
errors and on the terminal, in several encodings. The operator's report alone may hold file names.
"""

import contextlib
import io
import json
import logging
import os
import subprocess
import sys
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import spacy

from intake.formats.docx import read_docx
from intake.scanning import attempt, work_with
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Language
from models.sealed import SealedRecord, to_bytes
from models.statements import Consent, Draft, SourceKind
from redact.apply import redact_text
from redact.pipeline import LOCK
from redact.scanner import Scanner
from store.create import create_with
from store.store import open_store
from store.users import open_vault
from store.wrapping import Cost

ROOT = Path(__file__).resolve().parents[1]
WORDS, OTHERS = "the store's own words", "the reviewer's other words"
FOUND = ("Канарейбеков", "Қанарейғалиева", "Kanareibekov")
MISSED = ("жұқтырғабал", "вжукторабаль", "vexilotranko")
CANARIES = FOUND + MISSED
NOTHING = Analysis(Language.RU, (), (), (), ())
STATEMENT = (
    "Меня зовут Ерлан Канарейбеков. Потом жұқтырғабал приехал. Сестра Айгуль Қанарейғалиева молчала, "
    "а вжукторабаль кричал. His name is Yerlan Kanareibekov, and vexilotranko saw it."
)


def traces(raw: bytes) -> list[str]:
    """The canaries in some bytes, as letters of any encoding or case, or as JSON escapes."""
    found = []
    for canary in CANARIES:
        for word in {canary, canary.lower(), canary.upper()}:
            forms = [word.encode("utf-8"), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()]
            with contextlib.suppress(UnicodeEncodeError):
                forms.append(word.encode("cp1251"))
            found += [canary for form in forms if form in raw]
    return sorted(set(found))


def traces_below(folder: Path) -> dict[str, list[str]]:
    """The files below a folder whose name or content holds a canary."""
    out = {}
    for path in folder.rglob("*"):
        raw = path.name.encode("utf-8", "surrogateescape") + (path.read_bytes() if path.is_file() else b"")
        if traces(raw):
            out[path.name] = traces(raw)
    return out


def broken_docx(words: str) -> bytes:
    """A Word document whose XML breaks off in the middle of the words."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document><w:p>{words}<w:{words}")
    return raw.getvalue()


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that knows nothing: the recognisers and the sweep do the finding."""
    folder = tmp_path_factory.mktemp("pipeline") / "blank_xx"
    spacy.blank("xx").to_disk(folder)
    (folder / LOCK).write_text(json.dumps({"files": {}}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def scanner(blank: Path) -> Scanner:
    return Scanner(blank)


def test_the_detector_finds_one_half_and_misses_the_other(scanner: Scanner) -> None:
    redacted = redact_text(STATEMENT, scanner.scan(STATEMENT), Audience.PUBLIC).text
    assert [name for name in FOUND if name in redacted] == []
    assert [name for name in MISSED if name not in redacted] == []


# The program with a scanner that is there at once, and that fails where a text tells it to; then each command
# of a list is run, and a last one breaks in the middle.
PROGRAM = """
import json, sys
from pathlib import Path
import cli.work, redact.scanner
from cli.main import main
from intake.scanning import work_with
from redact.apply import redact_text

scanner = redact.scanner.Scanner(Path(sys.argv[1]))
phones = next(r for r in scanner._engine.registry.recognizers if r.name == "phones")
find = phones.find

def failing(text):
    if "сбой" in text:
        raise ValueError(text)
    return find(text)

def scan(text):
    if "взрыв" in text:
        raise RuntimeError(text)
    return scan_well(text)

scan_well, scanner.scan, phones.find = scanner.scan, scan, failing
redact.scanner.load_scanner = lambda: scanner
cli.work.load_work = lambda: work_with(scan=scan, redact=redact_text, region_of=lambda name: None)
statuses = [main(arguments) for arguments in json.loads(sys.argv[2])]

import store.store
def broken(self, **options):
    raise KeyError(sys.argv[3])
store.store.Store.statements = broken
statuses.append(main(["list"]))
Path(sys.argv[4]).write_text(json.dumps(statuses))
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store, a folder of interviews named after canaries, empty folders for home and temporary files."""
    for name in ("store", "home", "temporary", "interviews", "out"):
        (tmp_path / name).mkdir(mode=0o700)
    for name, words in (("p1", WORDS), ("p2", "not the reviewer's words")):
        (tmp_path / name).write_text(words)
    create_with(
        str(tmp_path / "store" / "store.db"),
        passphrase=WORDS,
        reviewer=("reviewer", OTHERS),
        recovery=None,
        cost=Cost(memory_kib=32, passes=1, lanes=4),
    )
    folder = tmp_path / "interviews"
    files = {
        f"{FOUND[0]}.txt": STATEMENT.encode(),
        f"{FOUND[1]} (копия).txt": STATEMENT.encode(),
        f"{MISSED[0]}.txt": f"Ещё один: {STATEMENT} сбой".encode(),
        f"{MISSED[1]}.txt": f"взрыв {STATEMENT}".encode("cp1251", "ignore"),
        f"{FOUND[2]}.txt": b"\x00\x01\xff\xfe" + MISSED[2].encode() * 20,
        f"{MISSED[2]}.docx": broken_docx(STATEMENT),
        f"{FOUND[0]}.pdf": STATEMENT.encode(),
        f"{FOUND[0]}.m4a": STATEMENT.encode(),
        f"{FOUND[1]}.txt": b"",
    }
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    lines = [
        json.dumps({"id": "a", "text": f"взрыв {STATEMENT}"}),
        json.dumps({"id": "b", "text": f"сбой {STATEMENT}"}),
        f'{{"id": "c", "text": {STATEMENT}',
        json.dumps({"id": 7, "text": STATEMENT}),
        STATEMENT,
    ]
    (tmp_path / "bad.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(place: Path, blank: Path) -> Callable[..., tuple[list[int], bytes, bytes]]:
    """Run commands one after another in one program; returns their statuses, and all of stdout and stderr."""

    def run(*commands: list[str]) -> tuple[list[int], bytes, bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(place / "home"),
            "TMPDIR": str(place / "temporary"),
            "AIGAQ_STORE": str(place / "store" / "store.db"),
            "AIGAQ_PASSPHRASE_FILE": str(place / "p1"),
            "AIGAQ_REVIEWER": "reviewer",
            "AIGAQ_REVIEWER_PASSPHRASE_FILE": str(place / "p2"),
        }
        arguments = [str(blank), json.dumps(commands), FOUND[0], str(place / "out" / "statuses")]
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            cwd=place / "out",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return json.loads((place / "out" / "statuses").read_text()), done.stdout, done.stderr

    return run


def test_no_path_through_the_program_lets_a_name_out(
    place: Path, run: Callable[..., tuple[list[int], bytes, bytes]]
) -> None:
    interviews = place / "interviews"
    with open_store(str(place / "store" / "store.db"), passphrase=WORDS) as store:
        draft = Draft(f"До того: {STATEMENT}", SourceKind.TEXT)
        statement_id = store.add_statement(draft, NOTHING, redacted={}, regions=frozenset(), words=1)
    statuses, out, err = run(
        ["batch", str(interviews), "--report", str(place / "report.json")],
        ["add", str(interviews / f"{FOUND[0]}.txt")],
        ["add", str(interviews / f"{MISSED[1]}.txt")],
        ["add", str(interviews / f"{MISSED[2]}.docx")],
        ["add", str(interviews / f"{FOUND[0]}.missing")],
        ["redact", str(interviews / f"{MISSED[2]}.docx")],
        ["redact", str(interviews / f"{MISSED[1]}.txt")],
        ["scan", "--jsonl", str(place / "bad.jsonl"), "--out", str(place / "out" / "scan.jsonl")],
        ["scan", "--jsonl", str(interviews / f"{FOUND[0]}.jsonl"), "--out", "-"],
        ["show", FOUND[0], "--original"],
        ["show", statement_id],
        ["show", statement_id, "--original"],
        ["show", "0", MISSED[2]],
        [MISSED[0]],
        ["list"],
    )
    assert statuses == [3, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 0, 1]
    assert err.count(b"reviewer_locked: ") == 2
    report = json.loads((place / "report.json").read_text("utf-8"))
    assert len(report["accepted"]) == 2
    assert len(report["duplicates"]) == 1
    assert sorted(row["code"] for row in report["rejected"]) == [
        "damaged", "damaged", "empty", "not_text", "scan_failed", "unsupported",
    ]  # fmt: skip
    # the report is the operator's: it may hold file names, and nothing of the texts
    assert "приехал" not in (place / "report.json").read_text("utf-8")
    assert traces(out) == []
    assert traces(err) == []
    for folder in ("store", "home", "temporary", "out"):
        assert traces_below(place / folder) == {}
    assert list((place / "temporary").iterdir()) == []
    assert list((place / "home").iterdir()) == []


def shown(error: BaseException) -> str:
    """All that a traceback of this error would print, locals and all."""
    chain = traceback.TracebackException.from_exception(error)
    text = ""
    link: traceback.TracebackException | None = chain
    while link is not None:
        text += "".join(link.format_exception_only())
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return text + repr(error) + str(error.args)


def _steps(scanner: Scanner, store_path: Path) -> Iterator[Callable[[], object]]:
    """Ways to fail with a canary at hand."""
    yield lambda: read_docx(broken_docx(STATEMENT))
    yield lambda: to_bytes(_record(STATEMENT + "\ud800"))
    yield lambda: scanner.scan(None)  # type: ignore[arg-type]
    yield lambda: open_store(str(store_path.with_name(FOUND[0])), passphrase=WORDS)
    yield lambda: open_store(str(store_path), passphrase=FOUND[0])
    with open_store(str(store_path), passphrase=WORDS) as store:
        yield lambda: open_vault(store, MISSED[0], OTHERS)
        yield lambda: store.statement(FOUND[0])


def _record(text: str) -> SealedRecord:
    return SealedRecord("0", text, NOTHING, {}, SourceKind.TEXT, Consent(), None, ())


def test_no_error_and_no_log_quotes_a_name(
    place: Path, scanner: Scanner, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    store_path = place / "store" / "store.db"
    errors = []
    for step in _steps(scanner, store_path):
        with pytest.raises(AigaqError) as caught:
            step()
        errors.append(shown(caught.value))
    monkeypatch.setattr(scanner, "_scan", _quote)
    with pytest.raises(AigaqError) as caught:
        scanner.scan(STATEMENT)
    errors.append(shown(caught.value))
    monkeypatch.undo()
    work = work_with(scan=scanner.scan, redact=redact_text, region_of=lambda name: None)
    assert not isinstance(attempt(work, STATEMENT), str)
    work = work_with(scan=_quote, redact=redact_text, region_of=lambda name: None)
    assert attempt(work, STATEMENT) == "scan_failed"
    assert traces("".join(errors).encode()) == []
    assert traces(caplog.text.encode()) == []


def test_a_statement_stored_and_read_again_leaves_no_trace_in_logs_or_files(
    place: Path, scanner: Scanner, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    path = place / "store" / "store.db"
    with open_store(str(path), passphrase=WORDS) as store:
        analysis = scanner.scan(STATEMENT)
        redacted = {Audience.PUBLIC: redact_text(STATEMENT, analysis, Audience.PUBLIC).text}
        statement_id = store.add_statement(
            Draft(STATEMENT, SourceKind.TEXT), analysis, redacted=redacted, regions=frozenset(), words=20
        )
        assert store.find(Draft(STATEMENT, SourceKind.TEXT)) is not None
        record = store.unseal(statement_id, open_vault(store, "reviewer", OTHERS))
        assert record.raw_text == STATEMENT
        assert traces(repr(record).encode() + repr(store).encode() + repr(store.statements()).encode()) == []
        # while it is open: write-ahead log and shared memory as well
        assert {item.name for item in path.parent.iterdir()} >= {
            "store.db-wal",
            "store.db-shm",
            "store.db.keys",
        }
        assert traces_below(path.parent) == {}
    assert traces_below(path.parent) == {}
    assert traces(caplog.text.encode()) == []


def _quote(text: str) -> Analysis:
    raise ValueError(text)


def test_the_search_itself_finds_what_it_is_to_find(tmp_path: Path) -> None:
    for number, raw in enumerate(
        [
            FOUND[0].encode(),
            MISSED[0].encode("utf-16-le"),
            MISSED[1].encode("cp1251"),
            json.dumps(FOUND[1]).encode(),
        ]
    ):
        (tmp_path / str(number)).write_bytes(b"\x00" + raw + b"\x00")
    assert len(traces_below(tmp_path)) == 4
    try:
        raise AigaqError("internal") from ValueError(FOUND[0])
    except AigaqError as error:
        assert traces(shown(error).encode()) == [FOUND[0]]
