"""Normalising: what the finders read, and the way back to the letters of the original."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from redact.normalise import normalise

# Cyrillic, combining marks, emoji, zero-width characters, line ends, surrogates, look-alikes.
PIECES = st.sampled_from(
    [
        *"абвйёәғқңөұүіһАЙЁ",
        *"aeoxHCP019 .,-_=@\n\t\r\x00\x85",
        *"\u0301\u0306\u0308\u0327\u200b\u200d\u00ad\ufeff\ufe0f\u202e\u2066\u00a0\u2009\u3000\ud800\udfff",
        *"Ｅ４𝐀ﬁßİ\u0958Å",
        *["\r\n", "\U0001f469\u200d\U0001f467", "\U0001f1f0\U0001f1ff", "\u1100\u1161", "[Лицо 1]"],
        *["=" * 40, "😀" * 250, "ж" * 320],
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("\r\n")
@example("\u200b\u200b")
@example("\u0301\u0301Ерлан\u0301\u200d")
def test_every_offset_leads_back_into_the_original_and_never_backwards(text: str) -> None:
    plain = normalise(text)
    last_start, last_end = 0, 0
    for at in range(len(plain.text)):
        start, end = plain.original(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last_start
        assert end >= last_end
        last_start, last_end = start, end
    for start, end in plain.blobs:
        assert 0 <= start < end <= len(plain.text)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_what_the_map_leaves_out_is_never_a_letter_or_a_digit(text: str) -> None:
    plain = normalise(text)
    covered = {c for at in range(len(plain.text)) for c in range(*plain.original(at, at + 1))}
    assert not [c for at, c in enumerate(text) if at not in covered and c.isalnum()]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүіһАБВ .,!?\n", max_size=200))
def test_plain_cyrillic_stays_as_it_is(text: str) -> None:
    plain = normalise(text)
    assert (plain.text, plain.starts) == (text, None)
    assert all(plain.original(at, at + 1) == (at, at + 1) for at in range(len(text)))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ер\u00adлан", "Ерлан"),  # soft hyphen
        ("Ер\u200bлан", "Ерлан"),
        ("\ufeffЕрлан", "Ерлан"),
        ("Ерлан\u00a0Досанов", "Ерлан Досанов"),
        ("Серги\u0306й", "Сергйй"),  # и and a breve are й
        ("Epлан", "Ерлан"),  # Latin E and p
        ("Eрлaн", "Ерлан"),
        ("Дocaнов и\r\nЕрлан", "Досанов и\nЕрлан"),
        ("８７０１", "8701"),
        ("a\x00b", "a b"),
    ],
)
def test_what_the_finders_read(text: str, read: str) -> None:
    assert normalise(text).text == read


def test_a_finding_swallows_the_invisible_letters_inside_and_behind_it() -> None:
    text = "это Ер\u200bла\u0301н\u200b\u00ad."
    plain = normalise(text)
    start = plain.text.index("Ер")
    end = plain.text.index(".")
    assert text[slice(*plain.original(start, end))] == "Ер\u200bла\u0301н\u200b\u00ad"


def test_long_runs_of_symbols_are_blank_and_keep_their_place() -> None:
    text = "Ерлан" + "=" * 8000 + "Айгүл"
    plain = normalise(text)
    assert plain.text == "Ерлан" + " " * 8000 + "Айгүл"
    assert plain.original(8005, 8010) == (8005, 8010)


@pytest.mark.parametrize("part", ["Ерлан-", "12-34-", "a@", "1.2.", "O'", "https://"])
def test_a_chain_without_spaces_is_a_blob_too(part: str) -> None:
    assert normalise("там " + part * 400).blobs == ((4, 4 + len(part) * 400),)


def test_masks_of_an_earlier_redaction_are_not_read_again() -> None:
    assert normalise("зовут [Лицо 1], [Person 12]!").text == "зовут [      ], [         ]!"
    assert normalise("Лицо 1, [лица], [Адам").text == "Лицо 1, [лица], [Адам"


def test_a_word_too_long_to_read_is_a_blob() -> None:
    text = "там " + "ы" * 5000 + " тут"
    plain = normalise(text)
    assert plain.blobs == ((4, 5004),)
    assert plain.text == "там " + " " * 5000 + " тут"
