"""--consent of aigaq add and aigaq batch."""

from collections.abc import Callable
from pathlib import Path

import pytest

import cli.work
from intake.consents import consent_json
from intake.scanning import Scanned
from models.findings import Analysis
from models.labels import Audience, Language
from models.statements import Consent, ConsentScope
from store.store import open_store
from store.users import open_vault
from store.withdrawals import Reason, withdraw

Run = Callable[..., tuple[int, str, str]]
PASSPHRASE = "the store's own words"


@pytest.fixture(autouse=True)
def _work(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(raw_text: str) -> Scanned:
        return Scanned(Analysis(Language.RU, (), (), (), ()), {Audience.PUBLIC: raw_text}, frozenset())

    monkeypatch.setattr(cli.work, "load_work", lambda: work)


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Меня били в отделе.")
    return str(tmp_path / "in" / "a.txt")


def consent(store: Path, statement_id: str) -> Consent:
    with open_store(str(store), passphrase=PASSPHRASE) as opened:
        vault = open_vault(opened, "Сәуле", "the reviewer's other words")
        return opened.unseal(statement_id, vault).consent


@pytest.mark.usefixtures("stored")
def test_a_statement_is_internal_unless_said_otherwise(aigaq: Run, passphrases: Path, file: str) -> None:
    assert consent(passphrases, aigaq("add", file)[1].strip()) == Consent()


@pytest.mark.usefixtures("stored")
def test_a_scope_or_a_whole_consent(aigaq: Run, passphrases: Path, file: str, tmp_path: Path) -> None:
    whole = Consent(ConsentScope.LEGAL, ("Бюро",), hide=("моя сестра",), how="written")
    (tmp_path / "consent.json").write_bytes(consent_json(whole))
    added = aigaq("add", file, "--consent", str(tmp_path / "consent.json"))[1].strip()
    assert consent(passphrases, added) == whole
    (tmp_path / "in" / "b.txt").write_text("Другая беседа.")
    assert aigaq("batch", str(tmp_path / "in"), "--consent", "public")[0] == 0
    lines = aigaq("list")[1].splitlines()
    assert sorted(line.split("\t")[-2] for line in lines) == ["internal", "legal", "public"]


@pytest.mark.usefixtures("stored")
def test_a_refused_or_unreadable_consent_takes_nothing_in(aigaq: Run, file: str, tmp_path: Path) -> None:
    form, folder = tmp_path / "consent.json", str(tmp_path / "in")
    for raw, code in (
        (b'{"format": "aigaq consent 1", "scope": "public", "refused": true}', "no_consent"),
        (b'{"format": "aigaq consent 1"}', "bad_consent"),
    ):
        form.write_bytes(raw)
        for command in (("add", file), ("batch", folder)):
            status, out, err = aigaq(*command, "--consent", str(form))
            assert (status, out) == (1, "") and err.startswith(f"{code}: ")
    assert aigaq("add", file, "--consent", "everybody")[2].startswith("no_such_file: ")
    assert len(aigaq("list")[1].splitlines()) == 1


@pytest.mark.usefixtures("stored")
def test_what_was_withdrawn_is_not_added_again(aigaq: Run, passphrases: Path, file: str) -> None:
    added = aigaq("add", file)[1].strip()
    with open_store(str(passphrases), passphrase=PASSPHRASE) as opened:
        withdraw(opened, added, Reason.REQUEST)
    status, out, err = aigaq("add", file)
    assert (status, out) == (1, "") and err.startswith("withdrawn: ")
