"""A run over files whose statements were withdrawn: none of them comes back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.batch import run_batch
from intake.consents import AgreedReading
from intake.folder import walk_folder
from intake.parts import PLAIN
from intake.reading import InProcessReading
from intake.report import BatchReport
from intake.scanning import InProcess, Scanned
from intake.sources import remove_sources
from models.findings import Analysis
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope, StatementState
from store.create import create_with
from store.store import Store, open_store
from store.withdrawals import Reason, withdraw
from store.wrapping import Cost

PASSPHRASE = "made up for the tests"
LONG = " ".join(f"слово{number}" for number in range(60))
UUID = "uuid:11111111-2222-4333-8444-555555555555"


class Watching:
    def stopping(self) -> bool:
        return False

    def progress(self, files: int) -> None:
        pass


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path, cheap = str(tmp_path / "store.db"), Cost(memory_kib=32, passes=1, lanes=4)
    create_with(path, passphrase=PASSPHRASE, reviewer=("r", PASSPHRASE), recovery=None, cost=cheap)
    with open_store(path, passphrase=PASSPHRASE) as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    return place


def batch(folder: Path, store: Store, consent: Consent | None = None) -> BatchReport:
    return run_batch(
        walk_folder(folder),
        store=store,
        reading=AgreedReading(InProcessReading(PLAIN), consent or Consent()),
        scanning=InProcess(
            lambda text: Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: text}, frozenset())
        ),
        case="main",
        watch=Watching(),
    )


def refused(report: BatchReport) -> list[tuple[str, str]]:
    return [(row.path.partition("#")[0], row.code) for row in report.rejected]


def states(store: Store) -> list[StatementState]:
    return [row.state for row in store.statements()]


def test_the_same_text_is_not_taken_in_again(folder: Path, store: Store) -> None:
    (folder / "a.txt").write_text("Первая беседа")
    (folder / "b.txt").write_text("Вторая беседа")
    first = batch(folder, store)
    withdraw(store, first.accepted[0].id, Reason.REQUEST)
    again = batch(folder, store)
    assert again.accepted == [] and refused(again) == [("a.txt", "withdrawn")]
    assert [row.path for row in again.duplicates] == ["b.txt"]
    assert states(store).count(StatementState.WITHDRAWN) == 1 and len(states(store)) == 2


def test_nor_is_the_same_statement_in_another_file_of_the_run(folder: Path, store: Store) -> None:
    (folder / "a.txt").write_text(LONG)
    (folder / "b.txt").write_text(LONG.replace(" слово7 ", "\n- слово7, "))
    first = batch(folder, store)
    assert len(first.accepted) == len(first.duplicates) == 1
    withdraw(store, first.accepted[0].id, Reason.REQUEST)
    again = batch(folder, store)
    assert again.accepted == [] and refused(again) == [("a.txt", "withdrawn"), ("b.txt", "withdrawn")]
    assert states(store) == [StatementState.WITHDRAWN]


def test_nor_is_another_text_of_its_form_entry(folder: Path, store: Store) -> None:
    def export(text: str) -> None:
        entry = {"_uuid": UUID, "consent": "yes", "statement": text}
        other = {"_uuid": UUID.replace("1", "6"), "consent": "yes", "statement": f"Другое. {LONG}"}
        (folder / "a.json").write_text(json.dumps([entry, other], ensure_ascii=False))

    export("Меня задержали вечером и увезли в отдел. Там меня били.")
    first = batch(folder, store)
    assert len(first.accepted) == 2
    withdraw(store, first.accepted[0].id, Reason.REQUEST)
    export("Меня задержали вечером и увезли в отдел. Там меня били. Это всё.")
    again = batch(folder, store)
    assert again.accepted == [] and refused(again) == [("a.json", "withdrawn")]


def test_a_file_that_was_withdrawn_is_not_removed_as_if_it_were_in_the_backup(
    folder: Path, store: Store
) -> None:
    (folder / "a.txt").write_text("Первая беседа")
    withdraw(store, batch(folder, store).accepted[0].id, Reason.REQUEST)
    reading = InProcessReading(PLAIN)
    removal = remove_sources(walk_folder(folder), reading=reading, backup=store, stopping=lambda: False)
    assert (removal.removed, removal.kept) == (0, 1)


def test_what_the_folder_agreed_to_is_stored_and_a_form_may_narrow_it(folder: Path, store: Store) -> None:
    (folder / "a.txt").write_text("Первая беседа")
    (folder / "b.csv").write_text(
        f"_uuid,consent,share with partners,statement\n{UUID},yes,no,{LONG}\n", encoding="utf-8"
    )
    batch(folder, store, Consent(ConsentScope.PUBLIC))
    scopes = {row.words > 10: row.consent for row in store.statements()}
    assert scopes == {False: ConsentScope.PUBLIC, True: ConsentScope.INTERNAL}
