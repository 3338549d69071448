import pytest

from redact.recognisers import ages


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Мне 47 лет, я медсестра", "47 лет"),
        ("муж, 41 года, преподаватель", "41 года"),
        ("Арман Аубакиров, 16 лет", "16 лет"),
        ("16-летний парень", "16-летний"),
        ("36 летняя женщина", "36 летняя"),
        ("мне тогда было 36, сыну 5", "36"),
        ("мне двадцать девять я сама", "двадцать девять"),
        ("мне было двадцать девять лет", "двадцать девять лет"),
        ("дочке тогда было три года", "три года"),
        ("ей исполнилось 18 лет", "18 лет"),
        ("возраст: 52", "52"),
        ("в возрасте 52 лет", "52 лет"),
        ("52 годика, немка", "52 годика"),
        ("двадцатипятилетний парень", "двадцатипятилетний"),
        ("57 жаста, зейнеткер", "57 жаста"),
        ("36 жастағы әйел", "36 жастағы"),
        ("немерем (12 жаста)", "12 жаста"),
        ("жасым 36-да", "36-да"),
        ("Жасым қырық үште.", "қырық үште"),
        ("жиырма бір жаста", "жиырма бір жаста"),
        ("маған сол кезде он бес болатын", "он бес"),
        ("18 жасар қызым", "18 жасар"),
        ("I was 35 then", "35"),
        ("I'm seventeen.", "seventeen"),
        ("i was twenty six when this happened", "twenty six"),
        ("She's 61.", "61"),
        ("a quiet boy, nineteen years old, between", "nineteen years old"),
        ("the 36-year-old nurse", "36-year-old"),
        ("he was 22 years old", "22 years old"),
        ("Ilyar, 22 y.o., barista", "22 y.o."),
        ("aged 44, from", "44"),
        ("Dias, who is 15.", "15"),
        ("my 8-month-old baby", "8-month-old"),
        ("Serik (36) said", "36"),
        ("Speaker: Anna Lee, 5l years, cook", "5l years"),
        ("zhasym 31de, atym", "31de"),
        ("Menıñ inım Bekzat on altyda.", "on altyda"),
        ("девочка, лет девяти, раненая", "лет девяти"),
    ],
)
def test_ages(marked, text, age):
    assert age in marked(ages.find, text)


@pytest.mark.parametrize(
    "text",
    [
        "это было 5 лет назад",
        "получил 3 года лишения свободы",
        "осудили на 7 лет строгого режима",
        "работаю там 12 лет",
        "мне дали 10 суток",
        "мне 2 раза дали по голове",
        "five years ago",
        "he got five years in prison",
        "5 жыл бұрын",
        "он бес жыл жұмыс істедім",
        "I was 5 minutes late",
        "he was 10 metres away",
        "несовершеннолетний",
        "многолетний опыт",
        "30-летний стаж",
    ],
)
def test_durations_are_none(marked, text):
    assert marked(ages.find, text) == []
