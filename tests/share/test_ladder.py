"""The ladder: what each fact tells at each level, and the words for it in three languages."""

import pytest

from models.abuse import AbuseCode
from models.labels import Language
from share.mosaic.cells import Base, Dim, Known
from share.mosaic.ladder import GROUP_OF, GROUPS, Age, Born, Date, value_at, wider, words_at
from share.words import words

EN, RU, KK = Language.EN, Language.RU, Language.KK
JANUARY = Date(2022, 1, None)
FACTS: tuple[tuple[Dim, Base], ...] = (
    *(
        (Dim.PLACE, place)
        for place in ("Almaty", "Taraz", "Merke", "KZ-31", "KZ-75", "KZ", "Moscow", "?nowhere")
    ),
    *((Dim.PERIOD, date) for date in (JANUARY, Date(2022, 1, 5), Date(2022, None, None), Date(None, 1, 5))),
    *((Dim.ACT, act) for act in (*AbuseCode, *GROUPS)),
    *((Dim.AGE, age) for age in (Age(34, 34), Age(30, 39), Age(18, 19), Age(0, 17), Born(1990))),
    *((Dim.SEX, sex) for sex in "fm"),
    (Dim.JOB, "health worker"),
    (Dim.ROLE, "protester"),
)


@pytest.mark.parametrize(
    ("dim", "base", "values"),
    [
        (Dim.PLACE, "Taraz", ("Taraz", "KZ-31", None, None)),
        (Dim.PLACE, "Zhanaozen", ("Zhanaozen", "KZ-47", None, None)),
        (Dim.PLACE, "KZ-31", ("KZ-31", "KZ-31", None, None)),
        # a city that is a region of its own is one value, by whichever name
        (Dim.PLACE, "Almaty", ("KZ-75", "KZ-75", None, None)),
        (Dim.PLACE, "Astana", ("KZ-71", "KZ-71", None, None)),
        (Dim.PLACE, "Shymkent", ("KZ-79", "KZ-79", None, None)),
        (Dim.PLACE, "KZ", (None, None, None, None)),
        # outside of the gazetteer there is no region to fall back on
        (Dim.PLACE, "?nowhere", ("?nowhere", None, None, None)),
        (Dim.PLACE, "Moscow", ("Moscow", None, None, None)),
        (Dim.PERIOD, Date(2022, 1, 5), ("2022-01-05", "2022-01", "2022", None)),
        (Dim.PERIOD, JANUARY, ("2022-01", "2022-01", "2022", None)),
        (Dim.PERIOD, Date(2022, None, None), ("2022", "2022", "2022", None)),
        (Dim.PERIOD, Date(None, 1, None), ("--01", "--01", None, None)),
        (Dim.PERIOD, Date(None, None, None), (None, None, None, None)),
        (Dim.AGE, Age(30, 39), ("30–39", "adult", None, None)),
        (Dim.AGE, Age(18, 19), ("18–19", "adult", None, None)),
        (Dim.AGE, Age(17, 17), ("minor", "minor", None, None)),
        (Dim.AGE, Age(0, 17), ("minor", "minor", None, None)),
        (Dim.AGE, Age(15, 24), ("15–24", None, None, None)),
        (Dim.AGE, Born(1990), ("born 1990s", None, None, None)),
        (Dim.ACT, "burning", ("burning", "ill_treatment", None, None)),
        (Dim.ACT, "killing", ("killing", "violence_against_life", None, None)),
        (Dim.ACT, "ill_treatment", ("ill_treatment", "ill_treatment", None, None)),
        (Dim.JOB, "farm worker", ("farm worker", None, None, None)),
        (Dim.ROLE, "medic", ("medic", None, None, None)),
        # no words can be made coarser of what grammar tells
        (Dim.SEX, "f", ("f", "f", "f", "f")),
    ],
)
def test_what_a_fact_tells_at_each_level(dim: Dim, base: Base, values: tuple[str | None, ...]) -> None:
    told = tuple(value_at(dim, base, level) for level in range(4))
    assert told == values


@pytest.mark.parametrize(("dim", "base"), FACTS)
def test_what_is_gone_stays_gone(dim: Dim, base: Base) -> None:
    told = [value_at(dim, base, level) for level in range(5)]
    first = told.index(None) if None in told else len(told)
    assert not any(told[first:])


@pytest.mark.parametrize(("dim", "base"), [fact for fact in FACTS if fact[0] is not Dim.SEX])
def test_at_the_top_nothing_is_told(dim: Dim, base: Base) -> None:
    assert value_at(dim, base, 3) is None


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("dim", "base"), [fact for fact in FACTS if fact[0] is not Dim.SEX])
def test_words_stand_in_brackets_and_say_the_same_for_the_same_value(
    dim: Dim, base: Base, language: Language
) -> None:
    for level in (1, 2, 3):
        shown = words_at(dim, base, level, language)
        assert shown.startswith("[") and shown.endswith("]") and shown.strip("[] ")
        assert shown.count("[") == shown.count("]") == 1
        if value_at(dim, base, level) is None:
            # what is gone reads alike, whatever it was
            others = [other for of, other in FACTS if of is dim and value_at(dim, other, level) is None]
            assert {words_at(dim, other, level, language) for other in others} == {shown}


@pytest.mark.parametrize(
    ("dim", "base", "level", "shown"),
    [
        (Dim.PLACE, "Taraz", 1, ("[Zhambyl Region]", "[Жамбылская область]", "[Жамбыл облысы]")),
        (Dim.PLACE, "Talgar", 1, ("[Almaty Region]", "[Алматинская область]", "[Алматы облысы]")),
        (Dim.PLACE, "Taraz", 2, ("[place]", "[место]", "[жер]")),
        (Dim.PERIOD, JANUARY, 1, ("[2022-01]",) * 3),
        (Dim.PERIOD, JANUARY, 2, ("[2022]",) * 3),
        (Dim.PERIOD, JANUARY, 3, ("[date]", "[дата]", "[күні]")),
        (Dim.PERIOD, Date(None, 1, None), 2, ("[date]", "[дата]", "[күні]")),
        (Dim.AGE, Age(30, 39), 1, ("[adult]", "[взрослый возраст]", "[ересек]")),
        (Dim.AGE, Age(0, 17), 1, ("[under 18]", "[несовершеннолетний возраст]", "[кәмелетке толмаған]")),
        (Dim.AGE, Age(30, 39), 2, ("[age]", "[возраст]", "[жасы]")),
        (Dim.AGE, Born(1990), 1, ("[age]", "[возраст]", "[жасы]")),
        (Dim.JOB, "farm worker", 1, ("[occupation]", "[профессия]", "[кәсібі]")),
        (Dim.ROLE, "medic", 1, ("[part in the events]", "[роль в событиях]", "[оқиғадағы рөлі]")),
        (Dim.ACT, "burning", 1, ("[ill-treatment]", "[жестокое обращение]", "[қатыгездік көрсету]")),
        (Dim.ACT, "burning", 2, ("[act]", "[действие]", "[әрекет]")),
    ],
)
def test_the_words_of_a_level(dim: Dim, base: Base, level: int, shown: tuple[str, str, str]) -> None:
    assert tuple(words_at(dim, base, level, language) for language in (EN, RU, KK)) == shown


def test_each_act_is_of_one_group_and_no_group_is_called_as_an_act() -> None:
    assert set(GROUP_OF) == set(AbuseCode)
    assert sum(len(codes.split()) for codes in GROUPS.values()) == len(AbuseCode)
    assert not set(GROUPS) & set(AbuseCode)


def test_each_group_is_called_something_else_in_each_language() -> None:
    for language in Language:
        names = [words("act_group")[group][language] for group in GROUPS]
        assert len(set(names)) == len(GROUPS)


def test_a_row_of_a_table_fits_what_is_finer() -> None:
    row = Known(("KZ-47", "2022", "ill_treatment", "adult", None, None, None), 2)
    assert row.fits(("Zhanaozen", "2022-01-05", "burning", "20–29", "f", None, "protester"), wider)
    assert not row.fits(("Almaty", "2022-01-05", "burning", "20–29", "f", None, None), wider)
    assert not row.fits(("Zhanaozen", "2022-01-05", "burning", None, "f", None, None), wider)
