import time

import pytest

from redact.recognisers.lookalikes import cyrillic_view, digit_view, latin_view
from redact.recognisers.numerals import spoken_runs
from redact.recognisers.registry import RECOGNISERS

OWN = [r for r in RECOGNISERS if r.name != "persons"]


def test_names_are_unique():
    assert len({r.name for r in RECOGNISERS}) == len(RECOGNISERS)


@pytest.mark.parametrize("view", [digit_view, latin_view, cyrillic_view])
@pytest.mark.parametrize("text", ["", "8 7О1 l23 😀 straße ŉ İ", "Қаңтар–2022 “О3”", "٣٤٥ ５５５"])
def test_views_keep_the_length(view, text):
    assert len(view(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("восемь семьсот семь пять пять пять двадцать один ноль четыре", "87075552104"),
        ("сегіз жеті жүз жетпіс сегіз бес жүз елу бес он бір жиырма екі", "87785551122"),
        ("seven oh one double five triple two", "70155222"),
        ("сто двадцать три", "123"),
        ("тоғыз жүз он екі", "912"),
    ],
)
def test_spoken_numbers_are_read_as_digits(text, digits):
    assert [run.digits for run in spoken_runs(text)] == [digits]


def test_the_russian_he_and_the_english_on_are_no_numbers():
    assert spoken_runs("он пришёл on Monday") == ()


@pytest.mark.parametrize("recogniser", OWN, ids=lambda r: r.name)
@pytest.mark.parametrize(
    "unit", ["1", "1-", "1 ", "A", "Абв ", "дом 5, ", "+7 701 ", "5 января ", "a@", "KZ12 ", "«", "\n"]
)
def test_hostile_repetition_does_not_hang(recogniser, unit):
    text = unit * (4000 // len(unit))
    began = time.perf_counter()
    for hit in recogniser.find(text):
        assert 0 <= hit.start < hit.end <= len(text)
    assert time.perf_counter() - began < 1
