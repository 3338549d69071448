"""What a review queue is sorted by, and which statements two people must see."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Label, Language, Role
from redact.risk import LOW, Risk, risk_of


def analysis(
    findings: Sequence[Finding] = (), *, suspects: int = 0, identities: int = 0, abuse: str = ""
) -> Analysis:
    return Analysis(
        language=Language.RU,
        findings=tuple(findings),
        identities=tuple(Identity(f"person-{n}", Label.PERSON, Role.PROTECTED, n) for n in range(identities)),
        suspects=tuple(Suspect(n, n + 1, "capital", 0.4) for n in range(suspects)),
        tags=tuple(Tag(TagKind.ABUSE, code, 0, 1, "test") for code in abuse.split()),
    )


def marked(text: str, surface: str, label: Label, score: float = 0.9) -> Risk:
    """The risk of a text with one finding."""
    start = text.index(surface)
    return risk_of(text, analysis([Finding(start, start + len(surface), label, score, "test")]))


def test_counts() -> None:
    scores = [LOW - 0.01, LOW, 0.95]
    found = [Finding(at, at + 1, Label.PERSON, score, "test") for at, score in enumerate(scores)]
    risk = risk_of("Пять слов стоит в тексте", analysis(found, suspects=2, identities=4))
    assert risk == Risk(low=1, suspects=2, findings=3, identities=4, words=5, minor=False, sexual=False)
    assert not risk.high


@pytest.mark.parametrize(
    ("low", "suspects", "words", "high"),
    [
        (4, 4, 200, True),
        (8, 0, 200, True),
        (4, 3, 100, False),  # many in a hundred words, but few
        (4, 4, 201, False),  # as many, but in a longer text
        (0, 0, 0, False),
    ],
)
def test_high_where_doubts_are_many_and_dense(low: int, suspects: int, words: int, high: bool) -> None:
    risk = Risk(low, suspects, findings=20, identities=5, words=words, minor=False, sexual=False)
    assert risk.high is high


@pytest.mark.parametrize(
    ("code", "minor", "sexual"),
    [("abuse_of_minor", True, False), ("sexual_violence", False, True), ("beating torture", False, False)],
)
def test_what_the_tags_say(code: str, minor: bool, sexual: bool) -> None:
    risk = risk_of("Текст.", analysis(abuse=code))
    assert (risk.minor, risk.sexual, risk.high) == (minor, sexual, minor or sexual)


def test_a_place_that_is_called_like_an_abuse_is_none() -> None:
    tag = Tag(TagKind.PLACE, "sexual_violence", 0, 1, "test")
    assert not risk_of("Текст.", Analysis(Language.RU, (), (), (), (tag,))).sexual


@pytest.mark.parametrize(
    "age",
    [
        "15 лет", "15-летний", "17-ти летнюю", "16–17 лет", "15-16 лет", "l5 лет", "4 годика", "8 месяцев",
        "двадцать месяцев", "годовалого", "полуторагодовалый", "пятнадцать лет", "пятнадцатилетней",
        "семилетнего", "четырёхлетняя", "двухлетнюю", "лет семнадцати", "лет пяти", "шестнадцатый год",
        "восемнадцатый год", "18-й год", "шесть-семь лет", "пятнадцать-шестнадцать лет",
        "он бес жаста", "он алтыда", "он бесте", "он жетідемін", "17 жастағы", "жеті жасар", "он үштегі",
        "онда",
        "он төрт-он бес жаста", "7 айлық", "on altyda", "bes jasar",
        "fifteen-year-old", "sixteen", "17 y.o.", "a 9-year-old", "10-month-old", "in her late teens",
        "under 18", "under eighteen", "Seventeen years old",
    ],
)  # fmt: skip
def test_ages_under_eighteen(age: str) -> None:
    assert marked(f"… {age} …", age, Label.AGE).minor


@pytest.mark.parametrize(
    "age",
    [
        "18 лет", "25 лет", "36-летний", "восемнадцать лет", "двадцать пять лет", "двадцатипятилетний",
        "пятидесятилетний", "лет сорока пяти", "девятнадцатый год", "тридцать шестой год", "на пятом десятке",
        "третий десяток", "за сорок", "полтинник", "сто два года", "28 лет и 3 месяца",
        "он сегіз жаста", "он тоғызда", "жиырма екіде", "отызда", "қырық бес жаста", "жиырма жетідемін",
        "63-те",
        "бір жүз екі жаста", "jiyrma birde",
        "eighteen", "twenty-five", "thirty-one-year-old", "in his early twenties", "mid 30s", "over forty",
        "one hundred and two years old", "under 21",
    ],
)  # fmt: skip
def test_ages_of_grown_up_people(age: str) -> None:
    assert not marked(f"… {age} …", age, Label.AGE).minor


@pytest.mark.parametrize(
    ("born", "minor"),
    [
        ("12.03.2007", True), ("12.03.07", True), ("5 мая 2005 года", True), ("2011-06-01", True),
        ("12 марта 07 г.", True), ("две тысячи седьмого года", True), ("June 3, 2009", True),
        ("two thousand and eight", True), ("twenty ten", True), ("2008 жылғы 3 мамыр", True),
        ("екі мың тоғызыншы жылы", True),
        ("12.03.1987", False), ("31.12.2004", False), ("12.03.75", False), ("две тысячи первого года", False),
        ("5 мая 79 г.", False), ("the third of May nineteen ninety", False), ("екі мың үшінші жылы", False),
    ],
)  # fmt: skip
def test_dates_of_birth(born: str, minor: bool) -> None:
    assert marked(f"… {born} …", born, Label.DOB).minor is minor


def test_a_year_is_read_in_dates_of_birth_alone() -> None:
    assert not marked("Это было 5 мая 2019 года.", "5 мая 2019 года", Label.DATE).minor
    assert not marked("Сидел 15 лет.", "15 лет", Label.DATE).minor


@pytest.mark.parametrize(
    ("number", "minor"),
    [("080312500017", True), ("080312 500 017", True), ("870312300011", False), ("030312500012", False),
     ("080940500017", False)],
)  # fmt: skip
def test_the_birthday_in_a_personal_number(number: str, minor: bool) -> None:
    assert marked(f"ИИН {number}.", number, Label.ID).minor is minor


@pytest.mark.parametrize(
    "text",
    [
        "Допросили несовершеннолетнюю без педагога.", "Там были малолетки.", "Он ещё школьник.",
        "Школьницу увезли.", "Ученика 9 класса вызвали в отдел.", "ученица девятого «Б» класса",
        "Дочь учится в 8-м классе.", "Восьмиклассника держали ночь.", "Избили подростка.", "Ей нет и 18 лет.",
        "Ему не исполнилось восемнадцати.", "НЕСОВЕРШЕННОЛЕТНИЕ",
        "Ол кәмелетке толмаған еді.", "камелетке толмаган бала", "Кәмелет жасына толмағандарды қамады.",
        "Мектеп оқушысын ұрды.", "окушыларды алып кетті", "9-сыныпта оқитын ұлым", "он сегізге толмаған",
        "Жасөспірімді ұстады.", "oqushylardy urdy",
        "They beat minors.", "I was a minor at the time.", "He was still a minor.",
        "The minor's mother came.",
        "She was minor and nobody cared.", "Two underage boys.", "a schoolgirl", "Schoolboys were taken.",
        "a juvenile cell", "Three teenagers.", "My son is a ninth grader.", "She was in 10th grade.",
        "a minor beaten by guards", "nesovershennoletniy",
    ],
)  # fmt: skip
def test_words_for_children_in_three_languages(text: str) -> None:
    assert risk_of(text, analysis()).minor


@pytest.mark.parametrize(
    "text",
    [
        "Мой одноклассник видел это.", "Я работаю в школе.", "Школьный автобус сгорел.",
        "Купе первого класса.",
        "Юрист 1 класса вёл дело.", "Нет, 18 января меня отпустили.", "Он достиг совершеннолетия.",
        "Учения прошли рано.", "Классный час.", "Тень на стене.", "Дали десять лет.",
        "Біз сыныптас едік.", "Ол көп оқыды.", "Кәмелетке толған.",
        "I had minor injuries.", "It was a minor injury.", "a minor head wound", "The damage was minor.",
        "a minor offence", "The minority spoke.", "At ten I slept.", "Upgrade the gradual plan.",
    ],
)  # fmt: skip
def test_words_that_sound_like_children(text: str) -> None:
    assert not risk_of(text, analysis()).minor


def test_letters_with_marks_and_line_ends_are_read() -> None:
    assert risk_of("Кәмелетке\r\nтолмаған", analysis()).minor
    assert risk_of("Это шко\u0301льник.", analysis()).minor
    assert risk_of("шко\u00adльник", analysis()).minor
    assert marked("😀 ей пятнадцать\r\nлет", "пятнадцать\r\nлет", Label.AGE).minor


COUNTS = st.integers(0, 60)
RISKS = st.builds(
    Risk,
    low=COUNTS,
    suspects=COUNTS,
    findings=COUNTS,
    identities=COUNTS,
    words=st.integers(0, 5000),
    minor=st.booleans(),
    sexual=st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(RISKS)
def test_what_needs_two_reviews_comes_first_and_more_doubts_never_later(risk: Risk) -> None:
    long = replace(risk, low=2000, suspects=2000, words=500_000, minor=False, sexual=False)
    assert not long.high
    assert (risk.points > long.points) is risk.high
    more = replace(risk, low=risk.low + 1, suspects=risk.suspects + 1, identities=risk.identities + 1)
    assert more.points > risk.points
    assert more.high >= risk.high


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 20), st.sampled_from(sorted(Label)))
def test_any_text_can_be_weighed(text: str, start: int, length: int, label: Label) -> None:
    end = min(start + length, len(text))
    found = [Finding(start, end, label, 0.9, "test")] if start < end else []
    assert risk_of(text, analysis(found)).findings == len(found)
