"""Source files are removed only where every word of them stands in a backup that was checked."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake import sources
from intake.batch import run_batch
from intake.folder import walk_folder
from intake.parts import PLAIN, Options, Refusal, Told
from intake.reading import InProcessReading
from intake.scanning import InProcess, Scanned
from intake.sources import Removal, remove_sources
from models.findings import Analysis
from models.labels import Audience, Language
from models.statements import Draft, SourceKind
from store.backup import back_up, opened_backup
from store.store import Store

PASSPHRASE = "made up for the tests"
LONG = " ".join(f"слово{number}" for number in range(60))


class Nobody:
    """Watches and never stops."""

    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


def work(raw_text: str) -> Scanned:
    return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: raw_text}, frozenset())


def take_in(folder: Path, store: Store) -> None:
    run_batch(
        walk_folder(folder),
        store=store,
        reading=InProcessReading(PLAIN),
        scanning=InProcess(work),
        case="main",
        watch=Nobody(),
    )


def remove(
    folder: Path,
    backup: Path,
    *,
    options: Options = PLAIN,
    stopping: Callable[[], bool] = lambda: False,
) -> Removal:
    with opened_backup(backup, passphrase=PASSPHRASE) as copy:
        return remove_sources(
            walk_folder(folder), reading=InProcessReading(options), backup=copy, stopping=stopping
        )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def backup(folder: Path, store: Store, tmp_path: Path) -> Path:
    """A backup of a store into which the folder's files were taken."""
    (folder / "a.txt").write_text("Первая беседа")
    (folder / "b.txt").write_text("Вторая беседа")
    (folder / "copy.txt").write_text("Вторая\nбеседа\n")
    (folder / "empty.txt").write_text("")
    (folder / "near.txt").write_text(LONG)
    (folder / "near2.txt").write_text("— " + LONG)
    (folder / "pasted.txt").write_text("=== запись 1 ===\nТретья беседа\n=== запись 2 ===\nДругая\n")
    (folder / "tests.txt").write_text("=== запись 1 ===\nПятая беседа\n=== запись 2 ===\ntest test\n")
    (folder / "note.html").write_text("<p>Шестая беседа</p><!-- Досанов --><img src='x.png'>")
    (folder / "rows.json").write_text(json.dumps([{"statement": "Седьмая беседа, долгая.", "consent": "no"}]))
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "link.txt").symlink_to("a.txt")
    with zipfile.ZipFile(folder / "half.zip", "w") as archive:
        archive.writestr("a.txt", "Восьмая беседа")
        archive.writestr("b.docx", b"PK broken")
    with zipfile.ZipFile(folder / "whole.zip", "w") as archive:
        archive.writestr("a.txt", "Девятая беседа")
        archive.writestr("b.txt", "Десятая беседа")
    take_in(folder, store)
    place = tmp_path / "backup.db"
    back_up(store, place, passphrase=PASSPHRASE)
    return place


def test_what_is_whole_in_the_backup_goes_and_all_else_stays(folder: Path, backup: Path) -> None:
    before = names(folder)
    done = remove(folder, backup)
    left = names(folder)
    assert set(before) - set(left) == {"a.txt", "b.txt", "copy.txt", "near.txt", "pasted.txt", "whole.zip"}
    assert done == Removal(removed=6, kept=len(left))
    assert remove(folder, backup) == Removal(removed=0, kept=len(left))


def test_what_was_left_out_of_a_text_keeps_its_file(folder: Path, backup: Path) -> None:
    class Partly(InProcessReading):
        def read(self, path: Path, *, stopping: Callable[[], bool]) -> Iterator[Told | Refusal]:
            yield Told("", Draft("Первая беседа", SourceKind.DOCX, left_out=(("comments", 1),)))

    with opened_backup(backup, passphrase=PASSPHRASE) as copy:
        done = remove_sources(walk_folder(folder), reading=Partly(PLAIN), backup=copy, stopping=lambda: False)
    assert done == Removal(removed=0, kept=len(names(folder)))


def test_what_is_only_in_the_store_and_not_in_the_backup_stays(
    folder: Path, backup: Path, store: Store
) -> None:
    (folder / "later.txt").write_text("Поздняя беседа")
    (folder / "a.txt").write_text("Первая беседа, и ещё слово")
    take_in(folder, store)
    remove(folder, backup)
    assert {"later.txt", "a.txt"} <= set(names(folder))


def test_the_same_form_entry_with_another_text_stays(folder: Path, store: Store, tmp_path: Path) -> None:
    entry = {"_uuid": "3f2b8c4e-0d1a-4b7c-9e5f-112233445566", "consent": "yes"}
    for name, text in (("a.json", "Меня задержали у дома."), ("b.json", "Меня задержали у дома и били.")):
        (folder / name).write_text(json.dumps([{**entry, "statement": text}]))
    take_in(folder, store)
    assert len(store.statements()) == 1
    back_up(store, tmp_path / "backup.db", passphrase=PASSPHRASE)
    remove(folder, tmp_path / "backup.db")
    assert "b.json" in names(folder)


@pytest.mark.parametrize("how", ["longer", "same length", "another file", "gone"])
def test_a_file_that_is_touched_after_it_was_read_stays(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    path = folder / "a.txt"
    real = sources._is_whole

    def meddling(entry: object, *others: object) -> bool:
        whole = real(entry, *others)  # type: ignore[arg-type]
        if entry.name == "a.txt":  # type: ignore[attr-defined]
            match how:
                case "longer":
                    path.write_text("Первая беседа, и ещё слово")
                case "same length":
                    path.write_text("Пятая! беседа")
                case "another file":
                    (folder / "new.txt").write_text("Первая беседа!")
                    (folder / "new.txt").replace(path)
                case "gone":
                    path.unlink()
        return whole

    monkeypatch.setattr(sources, "_is_whole", meddling)
    done = remove(folder, backup)
    assert path.exists() == (how != "gone")
    assert done.removed == 5


def test_a_file_that_cannot_be_removed_is_counted_as_kept(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refused)
    assert remove(folder, backup) == Removal(removed=0, kept=len(names(folder)))


def test_ctrl_c_keeps_the_rest(folder: Path, backup: Path) -> None:
    before = names(folder)
    done = remove(folder, backup, stopping=lambda: not (folder / "a.txt").exists())
    assert done == Removal(removed=1, kept=len(before) - 1, stopped=True)
    assert len(names(folder)) == len(before) - 1
