"""A file that is read several times and never held: each way through is whole, and it stays the same."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intake.parts import PLAIN, Refusal, Told
from intake.reader import read_file
from intake.reading import ReadingProcess
from intake.still_file import StillFile
from models.errors import AigaqError

SMALL = 40_000_000  # bytes of memory that the reading process may take


def export(path: Path, *, rows: int, words: int = 800) -> Path:
    """A form export whose rows are told at length."""
    with path.open("w", encoding="utf-8") as file:
        file.write("consent;statement;_id\n")
        file.writelines(
            f'yes;"Рассказ {row}. {"слово и дело " * (words // 3)}";{row}\n' for row in range(rows)
        )
    return path


def parts(path: Path) -> list[str]:
    return [part.code if isinstance(part, Refusal) else part.draft.raw_text for part in read_file(path)]


def test_ways_through_it_do_not_disturb_each_other(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"".join(bytes([number]) * 1000 for number in range(250)) * 3)
    with closing(StillFile(tmp_path / "a", limit=10**6)) as file:
        one, two = file(), file()
        first = one.read(300_000)
        whole = two.read()
        assert first + one.read() == whole == (tmp_path / "a").read_bytes()
        assert len(file) == len(whole)


@pytest.mark.parametrize("change", [b"more", b""])
def test_it_says_when_it_was_changed(tmp_path: Path, change: bytes) -> None:
    (tmp_path / "a").write_bytes(b"a" * 1_000_000)
    with closing(StillFile(tmp_path / "a", limit=10**7)) as file:
        stream = file()
        stream.read(10)
        with (tmp_path / "a").open("r+b") as other:
            other.seek(0, os.SEEK_END)
            other.write(change)
            other.truncate(None if change else 100)
        with pytest.raises(AigaqError, match="changed"):
            stream.read()


def test_an_export_that_changes_while_it_is_told_ends_there(tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", rows=200)
    told = read_file(path)
    first = next(told)
    assert isinstance(first, Told)
    path.write_bytes(path.read_bytes().replace("Рассказ 199".encode(), b"-"))
    with pytest.raises(AigaqError, match="changed"):
        list(told)


def test_a_quote_that_is_not_closed_far_down_refuses_the_file_before_its_first_entry(tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", rows=300)
    with path.open("a", encoding="utf-8") as file:
        file.write('yes;"кто-то ещё;1\nno;"нет;2\n')
    with pytest.raises(AigaqError, match="damaged"):
        next(read_file(path))


def test_an_empty_export_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    with pytest.raises(AigaqError, match="empty"):
        next(read_file(tmp_path / "a.csv"))


@pytest.fixture
def process() -> Iterator[Callable[[Path], list[Told | Refusal]]]:
    opened = ReadingProcess(PLAIN, limit=60, memory=SMALL)
    yield lambda path: list(opened.read(path, stopping=lambda: False))
    opened.close()


@pytest.mark.slow
def test_an_export_may_be_larger_than_the_memory(
    tmp_path: Path, process: Callable[[Path], list[Told | Refusal]]
) -> None:
    path = export(tmp_path / "a.csv", rows=6000, words=1000)
    assert path.stat().st_size > SMALL
    found = process(path)
    assert len(found) == 6000
    assert all(isinstance(part, Told) for part in found)
