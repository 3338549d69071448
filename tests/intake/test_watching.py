"""Watching a folder: what rests is taken in once, what grows is waited for."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import watching
from intake.folder import walk_folder
from intake.watching import fresh_entries, fresh_in


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_SETTLED", 0.2)
    monkeypatch.setattr(watching, "_PAUSE", 0.05)
    monkeypatch.setattr(watching, "_BLINK", 0.01)


def looks(folder: Path, *, seconds: float) -> Iterator[list[str]]:
    """The names that each look gives, for so long."""
    until = time.monotonic() + seconds
    for fresh in fresh_entries(folder, stopping=lambda: time.monotonic() > until):
        yield [entry.name for entry in fresh]


@pytest.mark.slow
def test_what_is_there_and_what_comes(folder: Path) -> None:
    (folder / "a.txt").write_text("x")
    (folder / "Thumbs.db").write_text("x")
    found = []
    for names in looks(folder, seconds=0.8):
        found.append(names)
        if len(found) == 1:
            (folder / "b").mkdir()
            (folder / "b" / "c.txt").write_text("x")
    assert found == [["Thumbs.db", "a.txt"], ["b/c.txt"]]


@pytest.mark.slow
@pytest.mark.parametrize("dated", [False, True])
def test_a_file_that_still_grows_is_waited_for(folder: Path, dated: bool) -> None:
    path = folder / "a.txt"
    (folder / "z.txt").write_text("x")
    path.write_text("")

    def grow() -> None:
        for _ in range(8):
            with path.open("a") as file:
                file.write("слово ")
            if dated:  # a copying program that sets the time of the original first
                os.utime(path, (1e9, 1e9))
            time.sleep(0.07)

    writer = threading.Thread(target=grow)
    writer.start()
    found, sizes = [], []
    for names in looks(folder, seconds=1.3):
        found.append(names)
        sizes.append(path.stat().st_size if "a.txt" in names else 0)
    writer.join()
    assert found == [["z.txt"], ["a.txt"]]
    assert sizes == [0, 8 * len("слово ".encode())]


@pytest.mark.slow
def test_a_changed_file_is_taken_again_and_a_touched_clock_means_nothing(folder: Path) -> None:
    path = folder / "a.txt"
    path.write_text("x")
    os.utime(path, (4e9, 4e9))  # a clock of the future
    found = []
    for names in looks(folder, seconds=0.9):
        found.append(names)
        if len(found) == 1:
            path.write_text("другое")
    assert found == [["a.txt"], ["a.txt"]]


@pytest.mark.slow
def test_a_file_that_comes_and_goes_and_a_folder_that_is_away(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("x")
    away = tmp_path / "away"
    timers = [
        threading.Timer(0.05, (folder / "a.txt").unlink),
        threading.Timer(0.1, folder.rename, [away]),
        threading.Timer(0.3, away.rename, [folder]),
        threading.Timer(0.35, (folder / "b.txt").write_text, ["x"]),
    ]
    for timer in timers:
        timer.start()
    assert list(looks(folder, seconds=1.0)) == [["b.txt"]]


def test_it_ends_soon_when_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_PAUSE", 60.0)
    started = time.monotonic()
    assert list(looks(folder, seconds=0.1)) == []
    assert time.monotonic() - started < 1


@pytest.mark.slow
def test_what_is_complete_is_not_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_SETTLED", 60.0)
    (folder / "a.txt").write_text("x")
    until = time.monotonic() + 0.4
    found = []
    for entries in fresh_in(
        lambda: walk_folder(folder), stopping=lambda: time.monotonic() > until, complete=True
    ):
        found.append([entry.name for entry in entries])
        if len(found) == 1:
            (folder / "b.txt").write_text("x")
    assert found == [["a.txt"], ["b.txt"]]


@pytest.mark.slow
def test_two_folders_with_files_of_one_name(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "stick"
    other.mkdir()
    for place in (folder, other):
        (place / "a.txt").write_text("x")
    until = time.monotonic() + 0.5
    found = [
        entry.path
        for entries in fresh_in(
            lambda: (*walk_folder(folder), *walk_folder(other)), stopping=lambda: time.monotonic() > until
        )
        for entry in entries
    ]
    assert found == [folder / "a.txt", other / "a.txt"]
