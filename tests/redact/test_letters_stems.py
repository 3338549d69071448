"""Match keys: one for the many spellings of a name, and candidates for the base form of an inflected one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.letters import fold, kazakh_latin, passport_latin
from redact.stems import same_word, stems

WORDS = st.text(
    alphabet="абвгдежзийклмнопрстуфхцчшщыэюяәғқңөұүіһabcdeghijklmnopqrstuvwxyzñğşıäöü", max_size=20
)


@pytest.mark.parametrize(
    "spellings",
    [
        "Қайрат Кайрат Kairat Qayrat Kayrat ҚАЙРАТ",
        "Ерлан Yerlan Erlan",
        "Айгүл Айгуль Aigul Aigül",
        "Жанболат Zhanbolat Janbolat",
        "Ғалымжан Галымжан Galymzhan Ğalymjan",
        "Шыңғыс Shyngys Şyñğys",
        "Әсел Асель Assel",
        "Щербаков Shcherbakov",
        "Цой Tsoi",
        "Фёдор Федор Fedor Fyodor",
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: str) -> None:
    assert len({fold(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ерлан", "Нурлан"), ("Айгүл", "Айнур"), ("Болат", "Марат"), ("Дана", "Диана"), ("Азат", "Азамат")],
)
def test_names_that_differ_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_case_changes_nothing(word: str) -> None:
    assert fold(word.upper().lower()) == fold(word)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Серикбаеву", "Серикбаев"),
        ("Серикбаевой", "Серикбаева"),
        ("Ерланом", "Ерлан"),
        ("Розу", "Роза"),
        ("Марии", "Мария"),
        ("Айгүлдің", "Айгүл"),
        ("Ерланға", "Ерлан"),
        ("Нұрланнан", "Нұрлан"),
        ("Дәуренді", "Дәурен"),
        ("Болатпен", "Болат"),
        ("Досановтарға", "Досанов"),
        ("Yerlan's", "Ерлан"),
        ("Erlanğa", "Ерлан"),
    ],
)
def test_an_inflected_name_is_a_form_of_it(form: str, name: str) -> None:
    assert same_word(form, name)


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_stripping_only_adds_candidates(word: str) -> None:
    assert fold(word) in stems(word)
    assert all(key == fold(word) or len(key) >= 3 for key in stems(word))


@pytest.mark.parametrize(
    ("name", "passport", "alphabet"),
    [
        ("Қайрат", "Kayrat", "Qairat"),
        ("Шыңғыс", "Shyngys", "Şyñğys"),
        ("ЖАНАР", "ZHANAR", "JANAR"),
        ("Ә", "A", "Ä"),
    ],
)
def test_latin_renderings(name: str, passport: str, alphabet: str) -> None:
    assert (passport_latin(name), kazakh_latin(name)) == (passport, alphabet)
    assert fold(passport_latin(name)) == fold(kazakh_latin(name)) == fold(name)
