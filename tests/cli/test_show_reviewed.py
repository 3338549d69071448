"""What `aigaq show` prints once reviewers have decided, and once two have approved."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.decisions import Choice, DecisionKind
from models.labels import Audience
from models.reviews import Risk
from store.approvals import Approved, approve
from store.claims import put_counts
from store.decisions import decide
from store.settings import change_setting
from store.store import Store, open_store
from store.users import open_vault

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(stored: str, passphrases: Path) -> Iterator[Store]:
    with open_store(str(passphrases), passphrase="the store's own words") as store:
        risk = Risk(low=0, suspects=0, findings=1, identities=1, words=3, minor=False, sexual=False)
        put_counts(store, stored, risk, actor=None)
        yield store


@pytest.fixture
def approved(store: Store, stored: str) -> str:
    """The statement, approved by the one reviewer of its office; its witness agreed to internal use."""
    change_setting(store, "reviewers", "one", actor=None)
    vault = open_vault(store, "Сәуле", "the reviewer's other words")
    texts = {audience: f"approved for {audience.value}" for audience in Audience}
    what = Approved(upto=0, texts=texts, codes={}, outcomes={})
    approve(store, stored, what, actor=vault.reviewer_id or "")
    return stored


def test_an_approved_text_needs_no_reviewer(
    aigaq: Run, approved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert aigaq("show", approved) == (0, "approved for internal", "")
    shown = json.loads(aigaq("show", approved, "--json")[1])
    assert (shown["state"], shown["text"]) == ("approved", "approved for internal")
    # beyond what the witness agreed to it is not handed out by the store's passphrase alone
    assert aigaq("show", approved, "--audience", "public")[2].startswith("reviewer_needed: ")
    assert aigaq("show", approved, "--original")[2].startswith("reviewer_needed: ")


def test_a_text_under_review_is_shown_as_decided(aigaq: Run, store: Store, stored: str) -> None:
    vault = open_vault(store, "Сәуле", "the reviewer's other words")
    decide(store, stored, [(Choice(DecisionKind.REJECT, ((0, 5),)), True)], vault=vault)
    assert aigaq("show", stored)[1].startswith("Ерлан ")
    status, listed, said = aigaq("settings")
    assert (status, said) == (0, "")
    assert listed.splitlines() == [
        "reviewers\ttwo\t(two or one)",
        "decoys\toff\t(off or on)",
        "phone_name\tnotes\t(notes or lists or recipes or lessons)",
    ]


def test_settings_are_chosen_by_a_reviewer(aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert aigaq("settings", "decoys", "on")[0] == 0
    chosen = {"reviewers": "two", "decoys": "on", "phone_name": "notes"}
    assert json.loads(aigaq("settings", "--json")[1]) == chosen
    assert aigaq("settings", "decoys", "perhaps")[2].startswith("bad_setting: ")
    assert aigaq("settings", "nothing", "on")[2].startswith("bad_setting: ")
    assert aigaq("settings", "decoys")[0] == 2
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    assert aigaq("settings", "reviewers", "one")[2].startswith("reviewer_needed: ")
