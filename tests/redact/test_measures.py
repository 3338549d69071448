"""Measures: the same figures as the given scorer's, whatever a scan may say."""

import importlib.util
import random
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from models.findings import Suspect, Tag, TagKind
from models.labels import Action, Audience, Label
from redact.apply import redact_text
from redact.measures.counts import Tally, likely_range
from redact.measures.gold import Gold, read_gold
from redact.measures.judging import judge
from redact.measures.kinds import KINDS
from redact.measures.said import NOT_SCANNED, Said, SaidSpan, said_of
from redact.scanner import Scanner

GOLD = Path(__file__).parents[1] / "gold"
SETS = ("dev", "hard")


def load_scorer() -> ModuleType:
    """tests/gold/score.py, as it was given."""
    spec = importlib.util.spec_from_file_location("given_scorer", GOLD / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCORER = load_scorer()


def row_of(said: Said) -> dict[str, Any]:
    """What was said as a row of the scan contract; a row without spans was not scanned."""
    if said.redacted is None:
        return {}
    return {
        "spans": [asdict(span) for span in said.spans],
        "redacted": said.redacted,
        "tags": {
            "abuse": [{"code": t.code, "start": t.start, "end": t.end} for t in said.abuse],
            "places": [{"name": t.code, "start": t.start, "end": t.end} for t in said.places],
        },
        "suspects": [asdict(suspect) for suspect in said.suspects],
    }


def both(statements: list[Gold], said: list[Said]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures by our measures and by the given scorer, each with those of every language."""
    tally = Tally()
    for gold, what in zip(statements, said, strict=True):
        tally.add(judge(gold, what))
    rows = {gold.id: row_of(what) for gold, what in zip(statements, said, strict=True)}
    given = scored(statements, rows)
    parts = {gold.lang for gold in statements}
    given["by_lang"] = {lang: scored([g for g in statements if g.lang == lang], rows) for lang in parts}
    for part in given["by_lang"].values():
        del part["direct_recall_by_lang"]
    return tally.figures(), given


def scored(statements: list[Gold], rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    gold = {
        g.id: {
            "id": g.id,
            "lang": g.lang,
            "text": g.text,
            "spans": [{**asdict(span), "type": span.kind} for span in g.spans],
            "abuse": sorted(g.abuse),
            "places": sorted(g.places),
        }
        for g in statements
    }
    figures: dict[str, Any] = SCORER.score(gold, rows)[0]
    return figures


def careless(gold: Gold, dice: random.Random) -> Said:
    """A scan that is wrong in every way a scan can be wrong in, now and then."""
    if dice.random() < 0.1:
        return NOT_SCANNED
    spans, free = [], 0
    wanted = [(s.start, s.end) for s in gold.spans if dice.random() < 0.9]
    wanted += [(at, at + dice.randint(1, 40)) for at in dice.choices(range(len(gold.text)), k=5)]
    for start, end in sorted(wanted):
        a = max(start + dice.choice((0, 0, 0, 0, -1, 2, -9)), free)
        b = min(end + dice.choice((0, 0, 0, 0, 1, -2, 60)), len(gold.text))
        if a < b:
            kind = next((s.kind for s in gold.spans if s.start == start), dice.choice(list(Label)))
            label = "PERSON" if kind in ("OFFICIAL", "PUBLIC") else str(kind)
            spans.append(careless_span(a, b, label, dice))
            free = b
    redacted, at = "", 0
    for span in (s for s in spans if s.hidden):
        redacted += gold.text[at : span.start] + (span.alias or "")
        at = span.end
    redacted += gold.text[at:]
    if dice.random() < 0.3:
        spoilt = dice.randrange(len(redacted))
        redacted = (
            redacted[:spoilt] + dice.choice(("", "x", "y" * 81, redacted[:90])) + redacted[spoilt + 1 :]
        )
    if gold.spans and dice.random() < 0.2:
        redacted += " " + gold.spans[0].text
    abuse = [Tag(TagKind.ABUSE, c, 0, dice.choice((1, 2, 9, 160, 161)), "x") for c in gold.abuse]
    abuse += [Tag(TagKind.ABUSE, "torture", 3, 9, "x"), Tag(TagKind.ABUSE, "killing", 3, 9, "x")]
    places = [Tag(TagKind.PLACE, name.title(), 0, 8, "x") for name in (*gold.places, "Oral")]
    points = [dice.randrange(len(gold.text)) for _ in range(12)]
    suspects = [Suspect(p, p + dice.randint(1, 9), "capital", 0.4) for p in sorted(points)]
    keep = lambda tags: tuple(tag for tag in tags if dice.random() < 0.7)  # noqa: E731 - said once
    return Said(tuple(spans), redacted, keep(abuse), keep(places), tuple(suspects))


def careless_span(start: int, end: int, label: str, dice: random.Random) -> SaidSpan:
    label = label if dice.random() < 0.9 else str(dice.choice(list(Label)))
    action = str(dice.choice((Action.MASK, Action.MASK, Action.MASK, Action.GENERALISE, Action.KEEP)))
    identity = dice.choice((None, "person-1", "person-2", "person-3"))
    role = dice.choice((None, "protected", "official", "public"))
    return SaidSpan(start, end, label, role, identity, action, None if action == "keep" else "[Лицо 1]")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", SETS)
def test_the_same_figures_as_the_given_scorer_whatever_a_scan_says(name: str, seed: int) -> None:
    dice = random.Random(f"{name} {seed}")  # noqa: S311 - no secret
    statements = list(read_gold(GOLD / f"{name}.jsonl"))
    ours, given = both(statements, [careless(gold, dice) for gold in statements])
    assert ours == given
    assert 0 < ours["direct_recall"] < 1 and ours["inconsistent"] and ours["surface_leaks"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_the_same_figures_as_the_given_scorer_with_the_shipped_pipeline(name: str, scanner: Scanner) -> None:
    statements, said = list(read_gold(GOLD / f"{name}.jsonl")), []
    for gold in statements:
        analysis = scanner.scan(gold.text)
        redacted = redact_text(gold.text, analysis, Audience.PUBLIC).text
        said.append(said_of(gold.text, analysis, redacted, Audience.PUBLIC))
    ours, given = both(statements, said)
    assert ours == given
    assert ours["inconsistent"] == 0 and ours["direct_recall"] > 0.9


def test_nothing_to_measure_is_no_figure() -> None:
    tally = Tally()
    empty = Gold("a", "kk", "", (), frozenset(), frozenset())
    tally.add(judge(empty, Said((), "", (), (), ())))
    figures = tally.figures()
    assert figures == both([empty], [Said((), "", (), (), ())])[1]
    assert figures["direct_recall"] is None and figures["by_lang"]["kk"]["clean"] is None


def test_the_kinds_are_those_of_the_scheme() -> None:
    assert SCORER.DIRECT | set(SCORER.FAMILY) | {"OFFICIAL", "PUBLIC"} == KINDS


def test_few_identifiers_leave_the_true_share_open() -> None:
    low, high = likely_range(50, 50)
    assert low < 0.94 and high == 1
    low, high = likely_range(990, 1000)
    assert 0.98 < low < 0.99 < high < 0.996
