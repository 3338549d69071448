import re

import pytest

from redact.recognisers.lookalikes import digit_view, on_russian_keys
from redact.recognisers.numerals import spoken_runs


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("восемь семьсот один", "8701"),
        ("три пятёрки", "555"),
        ("двадцать три пятерки", "20555"),
        ("семь два нуля сорок", "70040"),
        ("үш бестік он", "55510"),
        ("three fives one", "5551"),
        ("double five", "55"),
        ("пицот пийсят", "550"),
        ("семсот восемсот", "700800"),
        ("пять ну потом шесть", "56"),
        ("двенадцать дробь три", "123"),
        ("триста пятьдесят пять", "355"),
    ],
)
def test_digits_of_spoken_numbers(text, digits):
    assert [run.digits for run in spoken_runs(text)] == [digits]


def test_a_figure_as_a_thing_begins_no_number():
    assert [run.digits for run in spoken_runs("девятка стояла, тройка судей")] == []
    assert [run.digits for run in spoken_runs("девятка триста три")] == ["303"]


def test_amounts_take_nothing_behind_a_pause():
    assert [run.amount for run in spoken_runs("пять тысяч потом восемь")] == [True, False]


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("ЗО.11.1994", "30.11.1994"),
        ("8-77l-555-ОЗ-64", "8-771-555-03-64"),
        ("О. З. 5 марта", "О. З. 5 марта"),
    ],
)
def test_misread_groups_become_digits(text, view):
    assert digit_view(text) == view


def test_kazakh_patterns_find_what_russian_keys_type():
    pattern = re.compile(on_russian_keys("көшес[іы]|даңғыл|үй"))
    assert all(pattern.fullmatch(word) for word in ("көшесі", "кошеси", "кошесы", "даңғыл", "дангыл", "уй"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "сорок четыре ноль ноль тридцать один семнадцать восемьдесят восемь ноль пять девятнадцать "
            "двадцать две тысячи",
            "4400311788051920",
        ),
        ("бес жүз мың сегіз жеті жүз бір бес жүз елу бес отыз үш он сегіз", "87015553318"),
        ("сто тысяч восемь семьсот семь пятьсот пятьдесят пять двенадцать сорок", "87075551240"),
    ],
)
def test_a_number_beside_an_amount_is_read_too(text, number):
    assert [run.digits for run in spoken_runs(text) if not run.amount] == [number]


def test_the_last_word_of_a_long_number_may_have_an_ending():
    (run,) = spoken_runs("segız jetı jüz jetı bes jüz elu bes jiyrma tört toqsan birge habarlas")
    assert run.digits == "87075552491"


def test_english_hundreds():
    assert [run.digits for run in spoken_runs("one hundred and six people and two more")] == ["106", "2"]
