"""aigaq seal takes folders: every file below that a reader knows, and says of the rest which they are."""

import json
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from intake.envelopes import IntakeIdentity, open_envelope

Run = Callable[..., tuple[int, str, str]]
IDENTITY = pyrage.x25519.Identity.generate()
OURS = IntakeIdentity(str(IDENTITY.to_public()), str(IDENTITY))


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, aigaq: Run) -> Path:
    """Where the envelopes go; the environment names a device's key."""
    monkeypatch.setenv("AIGAQ_DEVICE", str(tmp_path / "device.key"))
    assert aigaq("device", "new")[0] == 0
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Statements at two depths, and what comes along in such folders."""
    place = tmp_path / "Канарейбек"
    (place / "village" / ".cache").mkdir(parents=True)
    for name, content in (
        ("a.txt", "Первый рассказ."), ("b.mp3", "песня"), ("village/c.md", "Второй рассказ."),
        ("village/d.txt", ""), ("Thumbs.db", "x"), ("~$a.docx", "x"), ("village/.cache/e.txt", "x"),
    ):  # fmt: skip
        (place / name).write_text(content)
    (place / "z.txt").symlink_to(place / "a.txt")
    return place


def seal(aigaq: Run, out: Path, *arguments: str) -> tuple[int, str, str]:
    return aigaq("seal", *arguments, "--to", OURS.recipient, "--out", str(out))


def inside(out: Path) -> dict[str, str]:
    """The name and the text in each envelope, by its file's name."""
    opened = ((path.name, open_envelope(path.read_bytes(), [OURS]).payload) for path in out.iterdir())
    return {name: f"{payload.name}: {payload.statement.decode()}" for name, payload in opened}


def test_a_folder_is_sealed_file_by_file(aigaq: Run, out: Path, folder: Path) -> None:
    status, said, err = seal(aigaq, out, str(folder))
    assert status == 3
    names = [line.split("\t")[1] for line in said.splitlines()]
    found = inside(out)
    assert [found[name] for name in names] == [
        "statement.txt: Первый рассказ.",
        "statement.md: Второй рассказ.",
    ]
    assert set(names) == set(found)
    # system files are not counted; the rest are, in the order of their names
    assert [line.split(":")[:2] for line in err.splitlines()] == [
        ["file 2", " unsupported"], ["file 4", " empty"], ["file 5", " symlink"],
    ]  # fmt: skip
    assert "Канарейбек" not in said + err


def test_files_and_folders_are_numbered_together(aigaq: Run, out: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "last.txt").write_text("Третий рассказ.")
    status, said, _ = seal(
        aigaq, out, str(tmp_path / "none.txt"), str(folder), str(tmp_path / "last.txt"), "--json"
    )
    assert status == 3
    rows = json.loads(said)
    assert [(row["file"], row["code"]) for row in rows if "code" in row] == [
        (1, "no_such_file"), (3, "unsupported"), (5, "empty"), (6, "symlink"),
    ]  # fmt: skip
    assert inside(out)[rows[-1]["envelope"]] == "statement.txt: Третий рассказ."
    assert len(inside(out)) == 3


def test_a_folder_with_one_bad_file_is_no_error_of_the_whole(aigaq: Run, out: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "song.mp3").write_text("x")
    status, said, err = seal(aigaq, out, str(tmp_path / "in"))
    assert (status, said) == (3, "")
    assert err.startswith("file 1: unsupported: ")
    (tmp_path / "in" / "song.mp3").unlink()
    assert seal(aigaq, out, str(tmp_path / "in")) == (0, "", "")
    assert list(out.iterdir()) == []
