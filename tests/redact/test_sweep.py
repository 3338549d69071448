"""The sweep: a name found once is found everywhere, and a word that is only a word is left alone."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import Finding
from models.labels import Label
from redact.sweep import sweep


def once(text: str, *names: str) -> list[Finding]:
    """The first mention of each name, as a finder would give it."""
    places = [re.search(re.escape(name), text) for name in names]
    return sorted(
        (Finding(m.start(), m.end(), Label.PERSON, 0.9, "test") for m in places if m), key=lambda f: f.start
    )


def swept(text: str, *names: str) -> list[str]:
    """What the sweep adds when the first mention of each name is known."""
    return [text[f.start : f.end] for f in sweep(text, once(text, *names))]


def test_endings_scripts_parts_and_lower_case() -> None:
    text = (
        "Меня зовут Ерлан Досанов. Ерлана забрали, Досанову угрожали. Кейін ерланға хабарлады. "
        "In the passport he is Yerlan; Dosanov's wife came. ЕРЛАН молчал."
    )
    assert swept(text, "Ерлан Досанов") == [
        "Ерлана", "Досанову", "ерланға", "Yerlan", "Dosanov", "ЕРЛАН",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Айгүл айтты. Кейін Айгүлдің үйіне келді, айгүлге қоңырау шалды.", "Айгүл", ["Айгүлдің", "айгүлге"]),
        ("Это сказал Тимур. С Тимуром был Тимурчик.", "Тимур", ["Тимуром"]),
        ("Saule came. I saw Sauleni there, Сәуле жылады.", "Saule", ["Sauleni", "Сәуле"]),
        ("Её зовут Роза. Розу увезли, с Розой была Дана.", "Роза", ["Розу", "Розой"]),
        ("Моя соседка Юля. Юлю увезли, к Юле не пускали.", "Юля", ["Юлю", "Юле"]),
        ("К.А. Сулейменов вошёл. Сулейменова все боялись.", "К.А. Сулейменов", ["Сулейменова"]),
    ],
)
def test_other_forms_of_one_name(text: str, name: str, found: list[str]) -> None:
    assert swept(text, name) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Её зовут Надежда. Мы потеряли надежду, без надежды жили. Одна надежда.", "Надежда"),
        ("Her name is Hope. We lost all hope there.", "Hope"),
        ("Его зовут Мир. Он хотел мира.", "Мир"),
        ("Оның аты Бақыт. Біз бақытты едік, бақыт бар.", "Бақыт"),
    ],
)
def test_a_common_word_in_lower_case_is_no_mention(text: str, name: str) -> None:
    assert swept(text, name) == []


def test_in_speech_without_capitals_the_forms_of_a_name_are_found_though_they_are_words_too() -> None:
    text = "мы шли с розой с вокзала и роза замёрзла потом розу били по ногам а она кричала всё время"
    assert swept(text, "розой") == ["роза", "розу"]


def test_only_persons_are_swept() -> None:
    text = "Это город Тараз. В Таразе холодно."
    assert sweep(text, [Finding(10, 15, Label.PLACE, 0.9, "test")]) == []


NAMES = st.sampled_from(["Ерлан", "Досанов", "Айгүл", "Сәрсенова", "Yerlan", "Dosanov", "Тимур", "Куралай"])
WORDS = st.lists(
    NAMES | st.sampled_from(["ерланға", "Досановой", "айгүлдің", "били", "нас", "the", "Е.", "—"]),
    min_size=1,
    max_size=15,
)


@settings(max_examples=200, deadline=None)
@given(WORDS, st.sets(NAMES, min_size=1, max_size=4))
def test_the_sweep_never_touches_what_is_found_and_leaves_no_known_name(
    words: Sequence[str], names: set[str]
) -> None:
    text = " ".join(words)
    found = once(text, *names)
    added = sweep(text, found)
    taken = {at for f in found for at in range(f.start, f.end)}
    new = [at for f in added for at in range(f.start, f.end)]
    assert taken.isdisjoint(new)
    assert len(new) == len(set(new))
    known = {text[f.start : f.end] for f in found}
    covered = taken.union(new)
    for match in re.finditer(r"\w+", text):
        if match[0] in known:
            assert covered.issuperset(range(*match.span()))


def test_faith_in_god_is_no_woman() -> None:
    text = "Старшая сестра Вера плакала. Веры у меня в Бога немного, но Веру я берегла."
    assert swept(text, "Вера") == ["Веру"]
