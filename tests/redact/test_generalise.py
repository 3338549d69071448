"""Generalising: coarse enough that it no longer leads to one person, exact enough to be of use."""

import pytest

from models.labels import Label, Language
from redact.generalise import Coarse, generalise


@pytest.mark.parametrize(
    ("label", "surface", "language", "text"),
    [
        (Label.AGE, "36 лет", Language.RU, "возраст 30–39"),
        (Label.AGE, "36 жаста", Language.KK, "жасы 30–39"),
        (Label.AGE, "36-year-old", Language.EN, "aged 30–39"),
        (Label.AGE, "19 лет", Language.RU, "возраст 18–19"),
        (Label.AGE, "тридцать шесть лет", Language.RU, "возраст 30–39"),
        (Label.AGE, "отыз алты жаста", Language.KK, "жасы 30–39"),
        (Label.AGE, "16", Language.EN, "under 18"),
        (Label.AGE, "16 лет", Language.RU, "несовершеннолетний возраст"),
        (Label.DATE, "5 января 2022 года", Language.RU, "2022-01"),
        (Label.DATE, "05.01.2022", Language.RU, "2022-01"),
        (Label.DATE, "2022 жылғы 5 қаңтарда", Language.KK, "2022-01"),
        (Label.DATE, "5 January 2022", Language.EN, "2022-01"),
        (Label.DATE, "6 January", Language.EN, "month 1"),
        (Label.DOB, "25 июля 1978", Language.RU, "1970–1979"),
        (Label.JOB, "медсестра", Language.RU, "медработник"),
        (Label.JOB, "дәрігермін", Language.KK, "медицина қызметкері"),
        (Label.JOB, "school teacher", Language.EN, "education worker"),
    ],
)
def test_coarser_words(label: Label, surface: str, language: Language, text: str) -> None:
    assert generalise(label, surface, language) == Coarse(text)


@pytest.mark.parametrize(
    ("label", "surface"),
    [
        (Label.AGE, "пожилой"),
        (Label.DATE, "тогда"),
        (Label.DOB, "25 июля"),
        (Label.JOB, "гадалка"),
        (Label.PLACE, "Нигдеево"),
        (Label.PHONE, "+7 701 555 12 34"),
        (Label.PERSON, "Ерлан"),
    ],
)
def test_where_there_are_no_coarser_words_nothing_is_said(label: Label, surface: str) -> None:
    assert generalise(label, surface, Language.RU) is None


@pytest.mark.parametrize("surface", ["Алматы", "Таразе", "Астаной", "Казахстан", "Almaty"])
def test_a_town_of_many_people_stays_as_it_is_written(surface: str) -> None:
    assert generalise(Label.PLACE, surface, Language.RU) == Coarse(surface, keep=True)


def test_of_a_year_alone_the_year_may_be_said() -> None:
    coarse = generalise(Label.DATE, "2022 года", Language.RU)
    assert coarse is not None
    assert coarse.keep or coarse.text == "2022"


@pytest.mark.parametrize("language", Language)
def test_a_village_becomes_its_region(language: Language) -> None:
    coarse = generalise(Label.PLACE, "Сарыозек", language)
    assert coarse is not None
    assert not coarse.keep
    assert "сарыозек" not in coarse.text.lower()
