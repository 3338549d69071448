"""The pipeline's tokenizer, its training references, and the lock."""

import random
import time
from pathlib import Path

import pytest

from training import lock
from training.examples import Example, Span
from training.forms import FORMS, render
from training.names import Person
from training.train import blank, load, reference, train


def test_every_sign_is_a_token_and_offsets_hold() -> None:
    nlp, _ = blank()
    doc = nlp.make_doc("«Ерлан,Оспанов(36) 25-үй @er_lan +7701")
    assert " ".join(t.text for t in doc) == "« Ерлан , Оспанов ( 36 ) 25 - үй @ er _ lan + 7701"


@pytest.mark.parametrize("unit", ["=", "_", "=a", "😀", "«"])
def test_the_tokenizer_is_linear_on_unspaced_runs(unit: str) -> None:
    nlp, _ = blank()
    started = time.monotonic()
    nlp.make_doc(unit * 20_000)
    assert time.monotonic() - started < 2


def test_unknown_stretches_are_missing_and_not_outside() -> None:
    nlp, _ = blank()
    doc = reference(
        nlp, Example("Ерлан сказал 5 слов", (Span(0, 5, "PERSON"), Span(13, 14, "")), "ru", "test")
    )
    assert [t.ent_iob_ for t in doc] == ["B", "O", "", "O"]


def test_a_trained_pipeline_loads_with_its_tokenizer_and_labels(tmp_path: Path) -> None:
    items = [
        Example(f"меня зовут {n} я врач", (Span(11, 11 + len(n), "PERSON"),), "ru", "test")
        for n in ("Ерлан", "Анна")
    ]
    train(items * 4, items, tmp_path / "pipeline", words=400)
    nlp = load(tmp_path / "pipeline")
    assert [t.text for t in nlp.make_doc("(Ерлан)")] == ["(", "Ерлан", ")"]
    assert "PERSON" in nlp.get_pipe("ner").labels


def test_the_lock_notices_a_changed_file(tmp_path: Path) -> None:
    (tmp_path / "ner").mkdir()
    (tmp_path / "ner" / "model").write_bytes(b"weights")
    lock.write(tmp_path)
    assert lock.holds(tmp_path)
    (tmp_path / "ner" / "model").write_bytes(b"others")
    assert not lock.holds(tmp_path)


@pytest.mark.parametrize("lang", ["ru", "kk", "en", "kk_latin"])
def test_every_form_renders_in_every_language(lang: str) -> None:
    rng = random.Random(1)  # noqa: S311 - no secret
    for seed in range(30):
        person = Person("f" if seed % 2 else "m", "kk", "Әсел", "Оспанов", "Серік", "Аселька", seed)
        for form in FORMS:
            for case in ("nom", "gen", "dat", "acc", "ins", "loc", "abl"):
                text = render(person, form, case, lang=lang, rng=rng)
                assert text
                assert text == text.strip()


def test_kazakh_endings_are_tokens_and_look_alike_words_stay_whole() -> None:
    nlp, _ = blank()
    text = "Ерланға Болатты Серіктен Әлияның Сұлтан Богдан всегда Алматы Jordan"
    assert " ".join(t.text for t in nlp.make_doc(text)) == (
        "Ерлан ға Болат ты Серік тен Әлия ның Сұлтан Богдан всегда Алматы Jordan"
    )


def test_no_word_of_the_training_texts_is_shipped(tmp_path: Path) -> None:
    item = Example("меня зовут Ерлан я врач", (Span(11, 16, "PERSON"),), "ru", "test")
    train([item] * 4, [item], tmp_path / "pipeline", words=400)
    shipped = [p.read_bytes().decode("utf-8", "ignore").lower() for p in tmp_path.rglob("*.json")]
    assert shipped
    assert not any("ерлан" in text or "\\u0435\\u0440" in text for text in shipped)
