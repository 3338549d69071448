"""Mask this everywhere: where the words that a reviewer typed stand unmasked."""

from collections.abc import Sequence
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import Finding
from models.labels import Label
from redact.find_words import find_words


def found(text: str, words: str, label: Label, findings: Sequence[Finding] = ()) -> list[str]:
    return [text[start:end] for start, end in find_words(text, words, label, findings)]


@pytest.mark.parametrize(
    ("text", "words", "label", "there"),
    [
        # words as they are, in any case, whole
        ("Фирма ТемирСтан. В «темирстан» пришли, ТемирСтанская нет.", "ТемирСтан", Label.ORG,
         ["ТемирСтан", "темирстан"]),
        ("Село Ак-Бурун, за Ак-Буруном, АК-БУРУН.", "ак-бурун", Label.PLACE, ["Ак-Бурун", "АК-БУРУН"]),
        ("на Весёлой, 5 и на веселой,\r\n5", "Весёлой, 5", Label.ADDRESS, ["Весёлой, 5", "веселой,\r\n5"]),
        ("қазақ тілі мұғалімі, ҚАЗАҚ  ТІЛІ\r\nМҰҒАЛІМІ", "Қазақ тілі мұғалімі", Label.JOB,
         ["қазақ тілі мұғалімі", "ҚАЗАҚ  ТІЛІ\r\nМҰҒАЛІМІ"]),
        ("the Grey Barn, grey barns, greybarn", "grey barn", Label.PLACE, ["Grey Barn"]),
        ("Straße and STRASSE", "strasse", Label.ADDRESS, ["Straße", "STRASSE"]),
        ("@zhel_kuz писал, zhel_kuz молчал, zhel_kuz2", "@zhel_kuz", Label.HANDLE, ["@zhel_kuz", "zhel_kuz"]),
        ("«Бета Ltd.» и Бета Ltd", "Бета Ltd.", Label.ORG, ["Бета Ltd.", "Бета Ltd"]),
        ("in (Red) and red", " red ", Label.ORG, ["Red", "red"]),
        ("кто-то – Ким–Ли, Ким-Ли", "Ким-Ли", Label.ORG, ["Ким–Ли", "Ким-Ли"]),
        # numbers, however they are separated
        ("звоните 8 701 555 12 34 или +7(701)555-12-34, 87015551235", "87015551234", Label.PHONE,
         ["8 701 555 12 34", "+7(701)555-12-34"]),
        ("701-555-12-34 не 187015551234", "+7 701 5551234", Label.PHONE, ["701-555-12-34"]),
        ("счёт KZ12 3456 78AB, kz12345678ab", "KZ12345678AB", Label.IBAN, ["KZ12 3456 78AB", "kz12345678ab"]),
        ("карта 4400 1111\r\n2222 3333", "4400111122223333", Label.CARD, ["4400 1111\r\n2222 3333"]),
        ("дело 12-3456/7 и 1234567", "1234567", Label.ID, ["12-3456/7", "1234567"]),
        ("ИИН 080312 500017.", "080312500017", Label.ID, ["080312 500017"]),
        ("мне 18, а было 1, 8 и 1 8", "18", Label.AGE, ["18"]),
        ("12.03.1987 и 12/03/1987 и 12 03 1987", "12.03.1987", Label.DOB,
         ["12.03.1987", "12/03/1987", "12 03 1987"]),
        # people in all forms
        ("Тлектес Жумадилов. Тлектеса\r\nнет, Жумадилову сказали, Zhumadilov, ТЛЕКТЕС", "Тлектес Жумадилов",
         Label.PERSON, ["Тлектес Жумадилов", "Тлектеса", "Жумадилову", "Zhumadilov", "ТЛЕКТЕС"]),
        ("Ақеркеге айттым, ақерке келді.", "Ақерке", Label.PERSON, ["Ақеркеге", "ақерке"]),
        ("Ashdown's car, ashdown", "ashdown", Label.PERSON, ["Ashdown", "ashdown"]),
        ("Роза и Розу", "Роза", Label.ORG, ["Роза"]),
        # a short name is not the word, unless it was typed so
        ("Капитан Ни, ни слова", "Ни", Label.PERSON, ["Ни"]),
        ("ни вчера, Ни", "ни", Label.PERSON, ["ни", "Ни"]),
        ("А. молчал, а я нет. Слева а. Конец", "А.", Label.PERSON, ["А."]),
    ],
)  # fmt: skip
def test_what_is_found(text: str, words: str, label: Label, there: list[str]) -> None:
    assert found(text, words, label) == there


@pytest.mark.parametrize("words", ["", "  ", "\r\n", "...", "«»", "😀", "\u0301", "\u200b", "_", "[Лицо 1]"])
@pytest.mark.parametrize("label", [Label.PERSON, Label.PHONE, Label.ORG])
def test_words_that_say_nothing(words: str, label: Label) -> None:
    assert find_words("Текст ... «» 😀 _ [Лицо 1] а\u0301", words, label, []) == []


def test_offsets_are_code_points_of_the_text_as_it_was_given() -> None:
    text = "😀👩\u200d👧 Это\r\nТемир\u0301Стан\u200b, 🇰🇿 и ТЕ\u00adМИРСТАН."
    assert found(text, "темирстан", Label.ORG) == ["Темир\u0301Стан\u200b", "ТЕ\u00adМИРСТАН"]
    apart = normalize("NFD", "Ауыл Қойжайлау, қойжайлау")
    for words in ("Қойжайлау", normalize("NFD", "қойжайлау")):
        assert [normalize("NFC", hit) for hit in found(apart, words, Label.PLACE)] == [
            "Қойжайлау",
            "қойжайлау",
        ]
    assert find_words("İ😀 ТемирСтан", "темирстан", Label.ORG, []) == [(3, 12)]


def test_only_what_is_not_masked_yet() -> None:
    text = "ТемирСтан и ТемирСтан; Тлектес Жумадилов"
    masked = [Finding(0, 9, Label.ORG, 0.9, "test"), Finding(31, 40, Label.PERSON, 0.9, "test")]
    assert find_words(text, "темирстан", Label.ORG, masked) == [(12, 21)]
    # half of the name was found: the other half still stands there
    assert found(text, "Тлектес Жумадилов", Label.PERSON, masked) == ["Тлектес"]
    assert found("ул. Ак-Булак 12, кв. 5", "ул. Ак-Булак 12, кв. 5", Label.ADDRESS,
                 [Finding(4, 15, Label.ADDRESS, 0.9, "test")]) == ["ул.", ", кв. 5"]  # fmt: skip


WORDS = ["Тлектес Жумадилов", "Роза", "ТемирСтан", "8 701 555 12 34", "5", "А.", "ß", "İ", "@a_b", "ﬁ", "😀"]
PIECES = st.sampled_from(
    [
        *[
            "Тлектеса",
            "жумадилов",
            "Роза",
            "розу",
            "темирстан",
            "8(701)5551234",
            "701 555",
            "5",
            "А.",
            "а",
            "ss",
        ],
        *[" ", " ", "\r\n", ", ", "😀", "👩\u200d👧", "\u0301", "\u0306", "\u00ad", "\u200b", "-", "ж" * 310],
        *["[Лицо 1]", "ﬁ", "İ", "ß", "@a_b", "\ud800", "٥"],
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=5)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(WORDS) | st.text(max_size=8), st.sampled_from(sorted(Label)), SPANS)
def test_spans_lie_in_the_text_sorted_disjoint_and_outside_of_findings(
    text: str, words: str, label: Label, spans: Sequence[tuple[int, int]]
) -> None:
    findings = [Finding(at, at + length, Label.PERSON, 0.9, "test") for at, length in spans]
    taken = {at for f in findings for at in range(f.start, f.end)}
    last = 0
    for start, end in find_words(text, words, label, findings):
        assert last <= start < end <= len(text)
        assert taken.isdisjoint(range(start, end))
        assert any(map(str.isalnum, text[start:end]))
        last = end


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["ТемирСтан", "били", "😀", "Ақерке", "5550123"]), max_size=12))
def test_what_was_typed_is_found_wherever_it_stands(pieces: Sequence[str]) -> None:
    text = " ".join(pieces)
    for words, label in (("ТЕМИРСТАН", Label.ORG), ("ақерке", Label.PERSON), ("555-01-23", Label.PHONE)):
        plain = words.replace("-", "").casefold()
        assert len(find_words(text, words, label, [])) == sum(p.casefold() == plain for p in pieces)
