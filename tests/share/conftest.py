"""A case in an encrypted store whose statements are reviewed as the gold says, and a reviewer at work."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.decisions import Choice, DecisionKind
from models.findings import Analysis, Finding, Identity, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.reviews import Risk
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from redact.apply import redact_text
from store.approvals import Approved, approve
from store.create import create_with
from store.decisions import decide
from store.store import Store, open_store
from store.users import add_user, list_users, open_vault
from store.vault import Vault
from store.wrapping import Cost

CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "the store's own words"
FIRST = ("Сәуле", "the reviewer's other words")
SECOND = ("Raushan", "another reviewer's words")
TakeIn = Callable[..., str]
OFFICIAL, PUBLIC_FIGURE = "OFFICIAL", "PUBLIC"
GOLD = Path(__file__).parents[1] / "gold" / "dev.jsonl"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new encrypted store with two reviewers."""
    path = str(tmp_path / "store.db")
    create_with(path, passphrase=PASSPHRASE, reviewer=FIRST, recovery=None, cost=CHEAP)
    with open_store(path, passphrase=PASSPHRASE) as opened:
        vault = open_vault(opened, *FIRST)
        add_user(opened, SECOND[0], Duty.REVIEWER, passphrase=SECOND[1], vault=vault, cost=CHEAP)
        yield opened


@pytest.fixture
def vault(store: Store) -> Vault:
    """The vault as the first reviewer has it open."""
    return open_vault(store, *FIRST)


@pytest.fixture
def take_in(store: Store, vault: Vault) -> TakeIn:
    """Takes in a text with what was found in it, settles spans, and has two reviewers approve it."""
    users = {user.name: user.id for user in list_users(store)}

    def add(
        text: str,
        analysis: Analysis,
        *,
        case: str = "january",
        consent: Consent | None = None,
        settled: tuple[tuple[int, int], ...] = (),
        approvals: int = 2,
    ) -> str:
        draft = Draft(text, SourceKind.TEXT, consent=consent or Consent(ConsentScope.PUBLIC))
        risk = Risk(low=0, suspects=0, findings=0, identities=0, words=9, minor=False, sexual=False)
        options: dict[str, Any] = {"regions": frozenset(), "words": len(text.split()), "redacted": {}}
        statement = store.add_statement(draft, analysis, case=case, risk=risk, **options)
        if settled:
            choice = Choice(DecisionKind.DISMISS, spans=settled)
            decide(store, statement, [(choice, False)], vault=vault)
        texts = {audience: redact_text(text, analysis, audience).text for audience in Audience}
        for name in (FIRST[0], SECOND[0])[:approvals]:
            approved = Approved(int(bool(settled)), texts, {}, {})
            approve(store, statement, approved, actor=users[name])
        return statement

    return add


@pytest.fixture
def gold_case(take_in: TakeIn) -> dict[str, dict[str, Any]]:
    """All of gold/dev in the case "january", approved as annotated; the rows by the statements' ids."""
    return {
        take_in(row["text"], gold_analysis(row), settled=unmarked_spans(row)): row
        for row in gold_statements()
    }


def gold_statements() -> list[dict[str, Any]]:
    """The annotated statements that have spans."""
    rows = map(json.loads, GOLD.read_text("utf-8").splitlines())
    return [row for row in rows if row["spans"]]


def gold_analysis(row: dict[str, Any]) -> Analysis:
    """The gold's spans and tags as reviewers' decisions."""
    findings, identities = [], {}
    for span in sorted(row["spans"], key=lambda s: s["start"]):
        role = {OFFICIAL: Role.OFFICIAL, PUBLIC_FIGURE: Role.PUBLIC}.get(span["type"], Role.PROTECTED)
        named = {OFFICIAL: Label.PERSON, PUBLIC_FIGURE: Label.PERSON}.get(span["type"])
        label = named or Label(span["type"])
        key = f"{label}-{span['entity']}"
        identities.setdefault(key, Identity(key, label, role, len(identities) + 1))
        findings.append(Finding(span["start"], span["end"], label, 1.0, "gold", key))
    tags = [Tag(TagKind.ABUSE, code, 0, 1, "gold") for code in row["abuse"]]
    tags += [Tag(TagKind.PLACE, name, 0, 1, "gold") for name in row["places"]]
    tags += [Tag(TagKind.EVENT_DATE, day, 0, 1, "gold") for day in row["event_dates"]]
    language = Language(row["lang"]) if row["lang"] != "mixed" else Language.RU
    return Analysis(language, tuple(findings), tuple(identities.values()), (), tuple(tags))


def unmarked_spans(row: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    """What the gold leaves unmarked: its annotators say that it may be read."""
    gaps, at = [], 0
    for span in sorted(row["spans"], key=lambda s: s["start"]):
        if at < span["start"]:
            gaps.append((at, span["start"]))
        at = max(at, span["end"])
    if at < len(row["text"]):
        gaps.append((at, len(row["text"])))
    return tuple(gaps)
