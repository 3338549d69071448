"""Which files of a folder are read, and what is said of the others."""

import os
from pathlib import Path

import pytest

from intake.folder import walk_folder
from intake.reader import SIZE_LIMIT, only, read_file
from models.errors import AigaqError


def test_order_links_and_system_files(tmp_path: Path) -> None:
    folder = tmp_path / "interviews"
    (folder / "b").mkdir(parents=True)
    (folder / ".git").mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("нет")
    for name in (
        "b/2.txt",
        "a.txt",
        "~$a.docx",
        "._a.txt",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".git/x.txt",
    ):
        (folder / name).write_text("слово")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "linked").symlink_to(outside)
    os.mkfifo(folder / "pipe.txt")
    found = {entry.name: entry.code for entry in walk_folder(folder)}
    assert list(found) == sorted(found)
    assert found == {
        "a.txt": None,
        "b/2.txt": None,
        "link.txt": "symlink",
        "linked": "symlink",
        "pipe.txt": "unsupported",
        **dict.fromkeys(
            (".DS_Store", ".git", "._a.txt", "Thumbs.db", "desktop.ini", "~$a.docx"), "system_file"
        ),
    }


def test_a_place_that_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(AigaqError, match="no_such_file"):
        walk_folder(tmp_path / "missing")


def test_what_is_refused_before_reading(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("слова свидетеля")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    (tmp_path / "sound.m4a").write_bytes(b"x")
    (tmp_path / "void.docx").write_bytes(b"")
    (tmp_path / "~$real.docx").write_bytes(b"x")
    (tmp_path / "form.txt").write_text("Test тест 123")
    (tmp_path / "dir.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    codes = {}
    for name in (
        "link.txt",
        "sound.m4a",
        "void.docx",
        "~$real.docx",
        "form.txt",
        "dir.txt",
        "pipe.txt",
        "none.txt",
    ):
        with pytest.raises(AigaqError) as caught:
            only(read_file(tmp_path / name))
        codes[name] = caught.value.code
    assert codes == {
        "link.txt": "symlink",
        "sound.m4a": "unsupported",
        "void.docx": "empty",
        "~$real.docx": "system_file",
        "form.txt": "test_entry",
        "dir.txt": "unsupported",
        "pipe.txt": "unsupported",
        "none.txt": "no_such_file",
    }


def test_the_size_limit(tmp_path: Path) -> None:
    text = "слово ".encode() * (SIZE_LIMIT // 11)
    (tmp_path / "long.TXT").write_bytes(text)
    assert only(read_file(tmp_path / "long.TXT")).raw_text.startswith("слово")
    (tmp_path / "long.TXT").write_bytes(text + b" " * 11)
    with pytest.raises(AigaqError, match="too_large"):
        only(read_file(tmp_path / "long.TXT"))
