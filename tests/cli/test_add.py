"""aigaq add: one statement from a file or a pipe, and its id."""

import io
import zipfile
from pathlib import Path

import pytest

import cli.work
from cli.main import aigaq
from intake.scanning import Scanned
from models.errors import AigaqError
from models.findings import Analysis
from models.labels import Audience, Language
from store.create import create_with
from store.store import open_store
from store.wrapping import Cost

PASSPHRASE = "made up for the tests"


@pytest.fixture
def store_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store that the environment names, and a scanner that finds nothing."""
    store, passphrase = tmp_path / "testimony.db", tmp_path / "passphrase"
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    create_with(
        str(store), passphrase=PASSPHRASE, reviewer=("reviewer", PASSPHRASE), recovery=None, cost=cheap
    )
    passphrase.write_text(PASSPHRASE)
    monkeypatch.setenv("AIGAQ_STORE", str(store))
    monkeypatch.setenv("AIGAQ_PASSPHRASE_FILE", str(passphrase))
    monkeypatch.setattr(cli.work, "load_work", lambda: _work)
    return str(store)


def _work(raw_text: str) -> Scanned:
    if "взрыв" in raw_text:
        raise ValueError(raw_text)
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: raw_text}, frozenset())


def _add(*arguments: str) -> None:
    aigaq.main(["add", *arguments], standalone_mode=False)


def test_a_file_and_the_same_text_from_a_pipe(
    store_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Меня били в отделе.\n"
    (tmp_path / "слова.txt").write_bytes(text.encode("cp1251"))
    _add(str(tmp_path / "слова.txt"), "--case", "осень")
    first = capsys.readouterr()
    assert "4 words, 0 identifiers" in first.err
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-16"))))
    _add("-")
    second = capsys.readouterr()
    assert second.out == first.out
    assert second.err.startswith("duplicate: ")
    with open_store(store_path, passphrase=PASSPHRASE) as store:
        assert [(row.id, row.case) for row in store.statements()] == [(first.out.strip(), "осень")]


def test_a_failed_scan_stores_nothing(store_path: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("тут взрыв")
    with pytest.raises(AigaqError, match="scan_failed"):
        _add(str(tmp_path / "a.txt"))
    with open_store(store_path, passphrase=PASSPHRASE) as store:
        assert store.statements() == []


@pytest.mark.usefixtures("store_path")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(AigaqError, match="no_such_file"):
        _add(str(tmp_path / "missing.txt"))


@pytest.mark.usefixtures("store_path")
def test_a_file_of_several_statements_is_for_a_batch(tmp_path: Path) -> None:
    for name, files in (("a.zip", {"a.txt": "Первая беседа", "b.txt": "Вторая беседа"}), ("b.zip", {})):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for inner, words in files.items():
                archive.writestr(inner, words)
    (tmp_path / "c.txt").write_text("=== запись 1 ===\nПервая\n=== запись 2 ===\nВторая\n")
    for name, code in (("a.zip", "several"), ("b.zip", "empty"), ("c.txt", "several")):
        with pytest.raises(AigaqError, match=code):
            _add(str(tmp_path / name))


@pytest.mark.usefixtures("store_path")
def test_one_statement_in_an_archive_and_what_was_refused_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "Меня били в отделе.")
        archive.writestr("b.docx", b"PK broken")
    _add(str(tmp_path / "a.zip"))
    assert capsys.readouterr().err.splitlines() == ["left out: 1 refused parts", "4 words, 0 identifiers"]
