"""Figures: what counts as found, and what the card shows."""

import json
from pathlib import Path

import spacy
from spacy.language import Language

from training import card, evaluate
from training.examples import Example, Span


def pipeline() -> Language:
    """A pipeline that knows two words."""
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Ерлан"}, {"label": "PLACE", "pattern": "Тараз"}])  # type: ignore[attr-defined]
    return nlp


def test_exact_spans_by_label_and_unknown_words_do_not_count() -> None:
    items = [
        Example("Ерлан ждал Айгуль", (Span(0, 5, "PERSON"), Span(11, 17, "PERSON")), "ru", "generated"),
        Example("Тараз спал", (Span(0, 5, ""),), "ru", "generated"),
    ]
    figures = evaluate.by_label(pipeline(), items)["generated ru"]
    assert figures["PERSON"] == {"p": 1.0, "r": 0.5, "f": 0.6667, "n": 2}
    assert "PLACE" not in figures


def test_statements_count_mentions_and_over_marking(tmp_path: Path) -> None:
    spans = [{"start": 0, "end": 5, "type": "OFFICIAL"}, {"start": 11, "end": 17, "type": "PERSON"}]
    row = {"id": "x", "lang": "ru", "text": "Ерлан ждал Айгуль. Тараз спал", "spans": spans}
    path = tmp_path / "statements.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    figures = evaluate.on_statements(pipeline(), path)["ru"]
    assert figures["PERSON"] == 0.5
    assert figures["person_precision"] == 1.0
    assert 0 < figures["over"] < 1
    assert len(evaluate.missed_persons(pipeline(), path)) == 1


def test_the_card_holds_figures_and_credits(tmp_path: Path) -> None:
    rows = {"PERSON": {"p": 0.9, "r": 0.8, "f": 0.847, "n": 10}}
    card.write(tmp_path, {"held_out": {"KazNERD": rows}, "statements": {"kk": {"PERSON": 0.8}}})
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| PERSON | 0.900 | 0.800 | 0.847 | 10 |" in text
    assert "CC BY 4.0" in text
    assert "MIT" in text
