"""The search for hidden words: every way a word can be written is found, and its neighbours are not."""

import pytest

from models.labels import Label
from share.gate.search import Searcher
from share.gate.surfaces import Surface


def found(words: str, label: Label, text: str, *, statement: bool = True) -> list[str]:
    searcher = Searcher([Surface("S", label, words)])
    return [text[hit.start : hit.end] for hit in searcher.find(text, statement=statement)]


@pytest.mark.parametrize(
    ("words", "text", "hit"),
    [
        ("Ахметова", "видели Ахметову у входа", "Ахметову"),
        ("Ахметову", "с Ахметовой говорил", "Ахметовой"),
        ("Серик Ахметов", "Серика искали", "Серика"),
        ("Ерлан", "Ерланның үйі", "Ерланның"),
        ("Қайрат", "Kairat was there", "Kairat"),
        ("Кайрат", "QAIRATTY көрдім", "QAIRATTY"),
        ("Сатыбаева", "сатыбаева молчала", "сатыбаева"),
        ("Сара", "её звали Capa", "Capa"),  # typed with Latin letters
        ("Ерасыл", "Ер\u200bасыл", "Ер\u200bасыл"),
        ("Ерасыл", "Ера\u00adсыл", "Ера\u00adсыл"),
        ("Сатыбаева", "Саты-\nбаева ушла", "Саты-\nбаева"),
        ("Сатыбаева", "Саты\nбаева ушла", "Саты\nбаева"),
        ("Ерасыл", "Е р а с ы л сказал", "Е р а с ы л"),
        ("Ерасыл", "Е.р.а.с.ы.л", "Е.р.а.с.ы.л"),
        ("Ерасыл", "ErasylSatybaev.docx", "ErasylSatybaev"),
        ("Сейт-Али", "Али-Сейтов и Сейт", "Сейт"),
        ("Ин", "звали Ин, и все", "Ин"),
    ],
)
def test_a_name_is_found(words: str, text: str, hit: str) -> None:
    assert hit in found(words, Label.PERSON, text)


@pytest.mark.parametrize(
    ("words", "label", "text"),
    [
        ("8 701 555 01 02", Label.PHONE, "звоните 8-701-555-0102"),
        ("8 701 555 01 02", Label.PHONE, "+7 (701) 5550102"),
        ("870412300123", Label.ID, "8704 1230 0123"),
        ("418 KSA 02", Label.PLATE, "418KSA02 и 418 KSA 02"),
        ("улица Абая, 25", Label.ADDRESS, "жил на Абая 25"),
        ("aslan_92@mail.example", Label.EMAIL, "ник aslan_92 в сети"),
        ("t.me/aslan_92", Label.URL, "его канал @aslan_92"),
        ("@aslan_92", Label.HANDLE, "ASLAN_92"),
        ("нефтяник на Тенгизе", Label.JOB, "нефтяником на Тенгизе"),
        ("гимназия 35", Label.ORG, "в гимназии № 35"),
    ],
)
def test_other_kinds_are_found(words: str, label: Label, text: str) -> None:
    assert found(words, label, text)


@pytest.mark.parametrize(
    ("words", "label", "text"),
    [
        ("Ахметов", Label.PERSON, "Медетов и Махметов"),
        ("Болат", Label.PERSON, "солай болады, болатын"),  # the same stump, another word
        ("87041", Label.ID, "сумма 8704199"),
        ("12345", Label.ID, "не 123456 и не 012345"),
        ("улица Абая, 25", Label.ADDRESS, "25 человек стояли; улица пустая"),
        ("aslan_92@mail.example", Label.EMAIL, "aslan 93 mail example"),
    ],
)
def test_other_words_are_not(words: str, label: Label, text: str) -> None:
    assert found(words, label, text) == []


def test_short_words_count_in_statements_alone() -> None:
    assert found("Ан", Label.PERSON, "пришёл Ан", statement=False) == []
    assert found("17", Label.AGE, "мне 17", statement=True) == ["17"]
    assert found("17", Label.AGE, "column 17", statement=False) == []


def test_nothing_shows_what_is_looked_for() -> None:
    surface = Surface("S", Label.PERSON, "Ерасыл")
    searcher = Searcher([surface])
    hits = searcher.find("Ерасыл", statement=True)
    assert "Ерасыл" not in repr((surface, searcher, hits))
