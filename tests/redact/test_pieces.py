"""Pieces: together they are the text, and none is longer than the limit."""

from hypothesis import given, settings
from hypothesis import strategies as st

from redact.pieces import LIMIT, pieces

TEXTS = st.text(alphabet="абв .!\n\r\t…", max_size=400)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(min_value=2, max_value=80))
def test_pieces_join_to_the_text_and_none_exceeds_the_limit(text: str, limit: int) -> None:
    found = list(pieces(text, limit=limit))
    assert "".join(piece for _, piece in found) == text
    assert all(0 < len(piece) <= limit for _, piece in found)
    assert all(text[offset : offset + len(piece)] == piece for offset, piece in found)


def test_a_short_text_is_one_piece_and_an_empty_one_none() -> None:
    assert list(pieces("Одно слово.")) == [(0, "Одно слово.")]
    assert list(pieces("")) == []


def test_a_cut_falls_between_paragraphs_rather_than_within() -> None:
    paragraph = "Меня держали сутки. " * 50
    text = "\n\n".join([paragraph.strip()] * 60)
    found = [piece for _, piece in pieces(text)]
    assert len(found) > 1
    assert all(piece.endswith("\n\n") for piece in found[:-1])
    assert all(len(piece) > LIMIT // 2 for piece in found[:-1])


def test_a_cut_falls_between_words_where_nothing_else_is_there() -> None:
    text = "слово " * 20_000
    assert all(piece.endswith(" ") for _, piece in pieces(text))


def test_one_word_longer_than_the_limit_is_cut_hard() -> None:
    assert [len(piece) for _, piece in pieces("ы" * (2 * LIMIT + 1))] == [LIMIT, LIMIT, 1]
