"""The fast decoding of the model finds what spaCy finds with the same model."""

import json
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from redact import ner as fast
from redact.ner import Entities, finder
from redact.pipeline import load_pipeline

_GOLD = Path(__file__).parents[1] / "gold"
_ODD = (
    "",
    " ",
    "\n\n\t",
    "\u00a0",
    "a",
    "Айгүл",
    "Айгүл Сериковна",
    "Айгүл\u00a0Сериковна  \n живёт\u00a0 в\u00a0Алматы",
    "… — !!! :-) (((",
    "\x00\x1f\ufeff\u200b Нурлан",
    "\U0001f62d\U0001f62d в Таразе, 12 января",
    "я" * 3000,
    "Бек " * 500,
)


@pytest.fixture(scope="module")
def plain() -> Language:
    return load_pipeline()


@pytest.fixture(scope="module")
def entities() -> Entities:
    return Entities(load_pipeline())


def _spans(found):
    return [(span.start_char, span.end_char, span.label_) for span in found]


def test_every_annotated_statement_has_the_same_entities(plain, entities):
    texts = [
        json.loads(line)["text"]
        for path in sorted(_GOLD.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    total = 0
    for text in (*texts, *(text.lower() for text in texts)):
        found = _spans(plain(text).ents)
        assert _spans(entities.find(text)) == found
        total += len(found)
    assert total > 2000


@pytest.mark.parametrize("text", _ODD)
def test_odd_texts_have_the_same_entities(plain, entities, text):
    assert _spans(entities.find(text)) == _spans(plain(text).ents)


def test_words_that_were_forgotten_are_embedded_anew(plain, monkeypatch):
    monkeypatch.setattr(fast, "_MOST_WORDS", 12)
    entities = Entities(load_pipeline())
    texts = [
        "Айгүл Сериковна живёт в Таразе, ей 34 года.",
        "Нурлан Омаров работал в Актау до января.",
    ]
    for text in texts * 3:
        assert _spans(entities.find(text)) == _spans(plain(text).ents)


def test_a_model_of_another_kind_is_refused():
    nlp = load_pipeline()
    nlp.get_pipe("ner").cfg["beam_width"] = 8

    with pytest.raises(ValueError, match="not the kind"):
        Entities(nlp)

    text = "Айгүл Сериковна живёт в Таразе"
    assert _spans(finder(nlp)(text)) == _spans(nlp(text).ents)


def test_a_pipeline_without_a_model_has_no_entities():
    assert finder(spacy.blank("xx"))("Айгүл Сериковна живёт в Таразе") == []
