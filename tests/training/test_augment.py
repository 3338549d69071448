"""Changes to a text move its spans along: no span is lost, and each still holds its words."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.augment import CHANGES, Change, apply, augment, latin, plain_letters, speech
from training.examples import Example, Span, make, pieces

TEXT = "Меня зовут Ерлан Оспанов, мне 36 лет.\nЁлка, Әлия Қайратқызы и дом № 5 — всё."


def example(text: str, *surfaces: str) -> Example:
    spans = [Span(text.index(s), text.index(s) + len(s), "PERSON") for s in surfaces]
    return make(text, spans, lang="ru", source="test")


def letters(text: str) -> str:
    return re.sub(r"[^a-zа-яё]", "", text.lower())


@pytest.mark.parametrize(
    "change", [*(change for change, _ in CHANGES), plain_letters, latin], ids=lambda c: c.__name__
)
def test_every_change_keeps_all_spans_on_their_words(change: Change) -> None:
    before = example(TEXT, "Ерлан Оспанов", "Әлия Қайратқызы")
    for seed in range(30):
        rng = random.Random(seed)  # noqa: S311 - no secret
        after = apply(before, change(before, rng))
        assert [s.label for s in after.spans] == ["PERSON", "PERSON"]
        for old, new in zip(before.spans, after.spans, strict=True):
            was, now = before.text[old.start : old.end], after.text[new.start : new.end]
            assert abs(len(letters(was)) - len(letters(now))) <= 8
            assert now == now.strip()


def test_speech_loses_capitals_and_punctuation() -> None:
    before = example(TEXT, "Ерлан Оспанов")
    after = apply(before, speech(before, random.Random(1)))  # noqa: S311 - no secret
    assert after.text.startswith("меня зовут ерлан оспанов мне 36 лет ёлка")
    assert after.text[after.spans[0].start : after.spans[0].end] == "ерлан оспанов"


words = st.lists(
    st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8), min_size=3, max_size=30
)


@given(words, st.integers(0, 1000), st.data())
def test_spans_never_leave_the_text_nor_overlap(parts: list[str], seed: int, data: st.DataObject) -> None:
    text = " ".join(parts)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before = make(text, [Span(start, end, "PERSON"), Span(0, 1, "DATE")], lang="ru", source="test")
    after = augment(before, random.Random(seed))  # noqa: S311 - no secret
    assert all(0 <= s.start < s.end <= len(after.text) for s in after.spans)
    assert all(a.end <= b.start for a, b in zip(after.spans, after.spans[1:], strict=False))


def test_pieces_hold_all_spans_and_all_words() -> None:
    whole = example(
        ". ".join(f"Фраза {i} про Ерлан{i}" for i in range(40)), *(f"Ерлан{i}" for i in range(10, 40))
    )
    parts = list(pieces(whole, words=20))
    assert len(parts) > 3
    assert sum(len(p.spans) for p in parts) == 30
    assert [p.text[s.start : s.end] for p in parts for s in p.spans] == [f"Ерлан{i}" for i in range(10, 40)]
    assert letters("".join(p.text for p in parts)) == letters(whole.text)
