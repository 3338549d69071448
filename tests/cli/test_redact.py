"""aigaq redact: a text in, its redacted version out, and a warning that nobody has read it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import redact.scanner
from models.findings import Analysis, Finding, Identity
from models.labels import Label, Language, Role

Run = Callable[..., tuple[int, str, str]]


class NameScanner:
    """Finds one name; fails where it is told to."""

    failures: tuple[str, ...] = ()

    def scan(self, raw_text: str) -> Analysis:
        start = raw_text.index("Досанов")
        return Analysis(
            Language.RU,
            (
                Finding(start, start + 7, Label.PERSON, 0.9, "test", "p"),
                Finding(0, 4, Label.AGE, 0.9, "test", "a"),
            ),
            (Identity("p", Label.PERSON, Role.OFFICIAL, 1), Identity("a", Label.AGE, Role.PROTECTED, 1)),
            (),
            (),
            self.failures,
        )


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> NameScanner:
    scanner = NameScanner()
    monkeypatch.setattr(redact.scanner, "load_scanner", lambda: scanner)
    return scanner


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "statement.txt"
    path.write_text("36 л., бил Досанов.\nКонец.\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("scanner")
def test_the_public_version_is_the_default(aigaq: Run, statement: Path) -> None:
    status, out, err = aigaq("redact", str(statement))
    assert (status, out.rstrip("\n")) == (0, "[возраст 30–39]., бил [Лицо 1].\nКонец.")
    assert err.startswith("Not reviewed")


@pytest.mark.usefixtures("scanner")
def test_the_audience_decides(aigaq: Run, statement: Path) -> None:
    assert aigaq("redact", str(statement), "--audience", "internal")[1].startswith("36 л., бил Досанов.")
    assert aigaq("redact", str(statement), "--audience", "nobody")[0] == 2


@pytest.mark.usefixtures("scanner")
def test_from_a_pipe(aigaq: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = "36 л., бил Досанов.".encode("cp1251")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    assert aigaq("redact", "-")[1].rstrip("\n") == "[возраст 30–39]., бил [Лицо 1]."


def test_where_a_recogniser_failed_nothing_is_printed(
    aigaq: Run, statement: Path, scanner: NameScanner
) -> None:
    scanner.failures = ("phones",)
    status, out, err = aigaq("redact", str(statement))
    assert (status, out) == (1, "")
    assert err.startswith("scan_failed: ")


@pytest.mark.usefixtures("scanner")
def test_a_missing_file(aigaq: Run, tmp_path: Path) -> None:
    status, out, err = aigaq("redact", str(tmp_path / "Досанов.txt"))
    assert (status, out) == (1, "")
    assert err.startswith("no_such_file: ")
    assert "Досанов" not in err


@pytest.mark.usefixtures("scanner")
def test_archives_of_one_statement_and_of_several(aigaq: Run, tmp_path: Path) -> None:
    for name, count in (("one.zip", 1), ("two.zip", 2)):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for number in range(count):
                archive.writestr(f"{number}.txt", f"36 л., бил Досанов {number}.")
    status, out, _ = aigaq("redact", str(tmp_path / "one.zip"))
    assert (status, out.rstrip("\n")) == (0, "[возраст 30–39]., бил [Лицо 1] 0.")
    status, out, err = aigaq("redact", str(tmp_path / "two.zip"))
    assert (status, out) == (1, "")
    assert err.startswith("several: ")
