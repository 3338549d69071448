"""Names known from elsewhere, looked for in a text: other statements of the case, or a reviewer's word."""

from collections.abc import Sequence
from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from models.findings import Finding
from models.labels import Label
from redact.sweep import mentions_of, name_keys


def mentions(text: str, *names: str, here: bool = False) -> list[str]:
    """What the text calls these people, with nothing found before."""
    return [text[f.start : f.end] for f in mentions_of(text, names, [], here=here)]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        (
            "Потом зашёл Тлектес Жумадилов. Тлектесу дали воды, с Жумадиловым спорили, жумадилова увели.",
            "Тлектес Жумадилов",
            ["Тлектес Жумадилов", "Тлектесу", "Жумадиловым", "жумадилова"],
        ),
        (
            "Мен Ақерке Мырзағалиеваны көрдім. Ақеркенің үйі, ақеркеге айттым, Aqerke jylady.",
            "Ақерке Мырзағалиева",
            ["Ақерке Мырзағалиеваны", "Ақеркенің", "ақеркеге", "Aqerke"],
        ),
        (
            "We saw Kenneth Ashdown there. Ashdown's brother ran. Then KENNETH shouted at Mr. ashdown.",
            "Kenneth Ashdown",
            ["Kenneth Ashdown", "Ashdown", "KENNETH", "ashdown"],
        ),
        ("В паспорте стоит Tlektes Zhumadilov.", "Тлектес Жумадилов", ["Tlektes Zhumadilov"]),
        ("Это был Жұмаділов, его звали Тілектес.", "Тлектес Жумадилов", ["Жұмаділов"]),
        ("Вошёл Жумадилов.", "К. Б. Жумадилов", ["Жумадилов"]),
        ("Потом капитан Ни молчал, к Нидің үйі.", "Марина Ни", ["Ни", "Нидің"]),
    ],
)
def test_forms_scripts_and_spellings(text: str, name: str, found: list[str]) -> None:
    assert mentions(text, name) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Надежда умерла последней. Мы потеряли надежду.", "Надежда Пустовалова"),
        ("Мира не было. Мир наступил потом.", "Мира Ашдаунова"),
        ("Hope was gone. Will they come? We had no hope.", "Hope Ashdown"),
        ("Жеңіс келді. Бақыт деген не?", "Жеңіс Бақытов"),
        ("роза стояла на столе и потом мы вышли из дома а дальше пошли пешком", "Роза Пустовалова"),
        ("И. И. молчал.", "И. И. Пустовалов"),
        ("Просто текст без имён.", ""),
    ],
)
def test_words_that_are_somebodys_name_elsewhere(text: str, name: str) -> None:
    assert mentions(text, name) == []


def test_a_name_that_is_known_to_be_said_here_is_looked_for_harder() -> None:
    text = "мы шли с розой с вокзала потом розу били по ногам а она кричала всё время"
    assert mentions(text, "Роза Пустовалова") == []
    assert mentions(text, "Роза Пустовалова", here=True) == ["розой", "розу"]
    assert mentions("Надежда молчала.", "Надежда Пустовалова", here=True) == ["Надежда"]


def test_what_is_found_already_is_left_out() -> None:
    text = "Тлектес и Тлектесу и Тлектеса."
    found = [Finding(0, 7, Label.PERSON, 0.9, "test"), Finding(12, 16, Label.ORG, 0.9, "test")]
    assert [text[f.start : f.end] for f in mentions_of(text, ["Тлектес"], found)] == ["Тлектеса"]


def test_offsets_are_those_of_the_text_as_it_was_given() -> None:
    name = "Тлектес Жумадилов"
    for text in (
        "😀👩‍👧 Звали его\r\nЖумадилова,\u200b 🇰🇿 да.",
        "Пришё\u0438\u0306 и увёл Жума\u0301дилова.",
        "Увели Жу\u00adмадилова.",
        "\ufeffУвели\u00a0Жумaдилова.",  # a Latin a
    ):
        (found,) = mentions_of(text, [name], [])
        assert text[found.start] == "Ж"
        assert text[found.end - 1] == "а"
        assert text[found.end] in ".,"
    decomposed = normalize("NFD", "Ол Ақерке Қойшыбаеваны көрді.")
    (found,) = mentions_of(decomposed, ["Ақерке Қойшыбаева"], [])
    assert normalize("NFC", decomposed[found.start : found.end]) == "Ақерке Қойшыбаеваны"


def test_keys_are_made_once_and_grow() -> None:
    text = "Вошёл Жумадилов, за ним Ашдаунова."
    first = name_keys(["Жумадилов"])
    assert [text[f.start : f.end] for f in mentions_of(text, first, [])] == ["Жумадилов"]
    more = name_keys(["Ашдаунова", "Ни"], first)
    assert [text[f.start : f.end] for f in mentions_of(text, more, [])] == ["Жумадилов", "Ашдаунова"]
    assert more == name_keys(["Ни", "Жумадилов", "Ашдаунова"])
    assert len(first.keys) < len(more.keys)


def test_keys_do_not_print_the_names() -> None:
    assert "жумад" not in repr(name_keys(["Жумадилов"])).lower()


def made_up(count: int) -> list[str]:
    """So many surnames that are no words, each in its place once."""
    syllables = [c + v for c in "бвгджзклмнпрст" for v in "аеиоу"]
    names: list[str] = []
    for number in range(count):
        low, high = number % len(syllables), number // len(syllables)
        names.append(f"Ш{syllables[low]}{syllables[high % len(syllables)]}хт{syllables[(low * 7) % 70]}ров")
    return names


def test_a_long_text_and_many_names_take_no_time() -> None:
    names = made_up(4900)
    text = " ".join(f"Слово {name}у" if n % 2 else "увели вчера" for n, name in enumerate(names[:2500]))
    mentions_of("Тлектес", ["Тлектес"], [])  # the lists are read once
    keys = name_keys([f"Тлектес {name}" for name in names])
    start = process_time()
    found = mentions_of(text, keys, [])
    assert len(found) == 1250
    # some 0.1 s; ten times that where time grew with text and names
    assert process_time() - start < 0.5


NAMES = ["Тлектес Жумадилов", "Ақерке", "Ashdown", "Роза", "Ни"]
PIECES = st.sampled_from(
    [
        *[
            "Тлектеса",
            "жумадилову",
            "Ақеркенің",
            "Ashdown's",
            "розу",
            "Роза",
            "Ни",
            "Нидің",
            "И.",
            "Жумадилова",
        ],
        *[" ", " ", "\r\n", ", ", "😀", "👩\u200d👧", "\u0301", "\u0306", "\u00ad", "\u200b", "-", "ж" * 310],
        *["били", "[Лицо 1]", "ﬁ", "İ", "ß", "\ud800", "123"],
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=5)


@settings(max_examples=300, deadline=None)
@given(TEXTS, SPANS, st.booleans())
@example("Тлектесу Жумадилову", [(8, 1)], True)
def test_mentions_lie_in_the_text_disjoint_and_outside_of_findings(
    text: str, spans: Sequence[tuple[int, int]], here: bool
) -> None:
    findings = [Finding(at, at + length, Label.PERSON, 0.9, "test") for at, length in spans]
    taken = {at for f in findings for at in range(f.start, f.end)}
    end = 0
    for found in mentions_of(text, NAMES, findings, here=here):
        assert end <= found.start < found.end <= len(text)
        assert taken.isdisjoint(range(found.start, found.end))
        assert any(map(str.isalpha, text[found.start : found.end]))
        end = found.end
