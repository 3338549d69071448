import logging
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.main import main
from models.findings import Analysis, Finding, Identity, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.statements import Draft, SourceKind
from store.create import create_with
from store.store import open_store
from store.wrapping import Cost

ORIGINAL = "Ерлан [bold]айтты[/bold]\r\nсоңы\x1b[2J"
REDACTED = "[Адам 1] [bold]айтты[/bold]\r\nсоңы\x1b[2J"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _loud_again() -> Iterator[None]:
    """The program silences logs and hooks for its whole process, which here is that of all tests."""
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    yield
    logging.disable(logging.NOTSET)
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


@pytest.fixture
def aigaq(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the program; returns exit status, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


@pytest.fixture
def passphrases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that names a store, which is not there yet, and both passphrase files."""
    folder = tmp_path / "place"
    folder.mkdir(mode=0o700)
    for name, words in (("p1", "the store's own words"), ("p2", "the reviewer's other words")):
        (tmp_path / name).write_text(words + "\n")
        (tmp_path / name).chmod(0o600)
    monkeypatch.setenv("AIGAQ_STORE", str(folder / "store.db"))
    monkeypatch.setenv("AIGAQ_PASSPHRASE_FILE", str(tmp_path / "p1"))
    monkeypatch.setenv("AIGAQ_REVIEWER", "Сәуле")
    monkeypatch.setenv("AIGAQ_REVIEWER_PASSPHRASE_FILE", str(tmp_path / "p2"))
    return folder / "store.db"


@pytest.fixture
def stored(passphrases: Path) -> str:
    """The id of the one statement of a store that the environment names."""
    words, others = "the store's own words", "the reviewer's other words"
    cheap = Cost(memory_kib=32, passes=1, lanes=4)
    create_with(str(passphrases), passphrase=words, reviewer=("Сәуле", others), recovery=None, cost=cheap)
    analysis = Analysis(
        language=Language.KK,
        findings=(Finding(0, 5, Label.PERSON, 0.9, "names", "P1"),),
        identities=(Identity("P1", Label.PERSON, Role.PROTECTED, 1),),
        suspects=(),
        tags=(Tag(TagKind.ABUSE, "beating", 6, 9, "triggers"), Tag(TagKind.PLACE, "Oral", 6, 9, "gazetteer")),
    )
    with open_store(str(passphrases), passphrase=words) as store:
        return store.add_statement(
            Draft(raw_text=ORIGINAL, source=SourceKind.TEXT),
            analysis,
            redacted={Audience.INTERNAL: REDACTED},
            regions=frozenset({"KZ-27"}),
            words=3,
            case="Орал [red]",
        )
