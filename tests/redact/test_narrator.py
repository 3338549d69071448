"""What a text tells of its narrator without a name, and what it does not."""

import pytest

from redact.narrator import cities_in, roles_in, sexes_of, work_in


@pytest.mark.parametrize(
    ("text", "sexes"),
    [
        ("Я пошла домой.", {"f"}),
        ("Я тогда кормила ребёнка.", {"f"}),
        ("я не видел их лиц", {"m"}),
        ("Меня держал мой муж.", {"f"}),
        ("Моя жена ждала.", {"m"}),
        ("Күйеуім келмеді.", {"f"}),
        ("I was pregnant then.", {"f"}),
        ("Я стояла, а я стоял рядом.", {"f", "m"}),  # two people speak
        ("Я у стола. Она пришла.", set()),
        ("Меня били.", set()),
        ("", set()),
    ],
)
def test_sex_by_grammar_and_kin(text: str, sexes: set[str]) -> None:
    assert sexes_of(text) == sexes


@pytest.mark.parametrize(
    ("text", "role", "words"),
    [
        ("Я вышел на митинг утром.", "protester", "вышел на митинг"),
        ("просто шёл мимо, и всё", "bystander", "просто шёл мимо"),
        ("Мен митингке шықтым.", "protester", "митингке шықтым"),
        ("I was passing by.", "bystander", "I was passing by"),
        ("Моего сына убили.", "relative", "Моего сына убили"),
    ],
)
def test_parts_in_the_events(text: str, role: str, words: str) -> None:
    assert [(found, text[slice(*span)]) for found, span in roles_in(text)] == [(role, words)]


def test_work_without_an_occupation() -> None:
    text = "Делаю сёдла на заказ. I sew dresses. Мен киім тігемін."
    assert [text[slice(*span)] for span in work_in(text)] == [
        "Делаю сёдла на заказ",
        "I sew dresses",
        "киім тігемін",
    ]


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("в столичном изоляторе", ["Astana"]),
        ("Столичные полицейские", ["Astana"]),
        ("столичние полицейские", ["Astana"]),  # as people write it in a hurry
        ("карагандинская полиция", ["Karaganda"]),
        ("в уральском СИЗО", ["Oral"]),
        ("из меркенского отдела", ["Merke"]),
        ("Карагандинская область", []),  # a place by itself
        ("русские и советские книги", []),
    ],
)
def test_cities_as_adjectives(text: str, cities: list[str]) -> None:
    assert [city for city, _ in cities_in(text)] == cities
