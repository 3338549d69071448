"""Words that a text calls names: found there and wherever else they stand, ordinary words or not."""

import pytest

from redact.recognisers.person_said import said_names


def found(text: str) -> set[str]:
    """The surfaces taken as names."""
    return {text[hit.start : hit.end] for hit in said_names(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Пурга — это фамилия. Пургу никто не боялся.", {"Пурга", "Пургу"}),
        ("Сержант Лесной (фамилия такая) бил. Лесному дали медаль.", {"Лесной"}),
        ("He came with Hammer, that's his nickname. Hammer laughed.", {"Hammer"}),
        ("мою подругу зовут май имя такое не месяц май мы с май пришли", {"май"}),
        ("Бұлақ деген жігіттің аты. Бұлақ келді.", {"Бұлақ"}),
        ("my uncle ili like the river came and ili cried", {"ili"}),
        ("The girl is Joy (Quanysh in the passport). Quanysh signed.", {"Quanysh"}),
        ("Нашивка: на груди «ТОПОР». Топор ударил.", {"ТОПОР", "Топор"}),
        ("Второй, его звали просто «Гвоздь». Гвоздь молчал.", {"Гвоздь"}),
        ("Подошёл ещё один, кличка Мясник, с дубинкой.", {"Мясник"}),
        ("екеуі келді біреуін кепка дейді кепка тепті", {"кепка"}),
        ("полковник келді шерубаев па шеруенов пе білмеймін", {"шерубаев"}),
        ("Ask for Sanzhik the Lift.", {"Sanzhik the Lift"}),
        ("my name is s a k e n you can write it", {"s a k e n"}),
    ],
)
def test_what_is_called_a_name_is_one_wherever_it_stands(text: str, names: set[str]) -> None:
    assert names <= found(text)


@pytest.mark.parametrize(
    "text",
    [
        "I don't know the surname of the man.",
        "Can we write it without his name?",
        "Это имя мне ничего не говорит.",
        "I. THE CIRCUMSTANCES OF THE CASE",
        "The Court of the Republic heard the case.",
        "З А Я",
        "Фамилию он не назвал, имя тоже.",
        "Суда пришёл один человек, больше никого.",
        "they put a bag on my head it is not the worst thing",
    ],
)
def test_ordinary_words_are_not(text: str) -> None:
    assert not found(text)


def test_a_month_behind_a_number_stays_a_month() -> None:
    text = "имя такое не месяц май а третьего мая и 5 мая нас забрали с май"
    assert "мая" not in found(text)
