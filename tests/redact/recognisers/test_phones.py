import pytest

from redact.recognisers import phones


@pytest.mark.parametrize(
    "number",
    [
        "+7 701 123 45 67",
        "+7 7О1 555 Об 17",
        "8 (701) 123 45 67",
        "87011234567",
        "+77011234567",
        "8-701-123-45-67",
        "8.701.123.45.67",
        "+7(727)250-12-34",
        "8 (7272) 50-12-34",
        "8 7172 701234",
        "8 (72934) 5-12-34",
        "7 701 123 4567",
        "701 123-45-67",
        "+7–701–123–45–67",
        "+7-7-0-1-1-2-3-4-5-6-7",
        "8 7О1 123 l5 67",
        "8 701 123\n45 67",
        "+7 3812 55-50-14",
        "+996 555 123 456",
        "+998 90 123 45 67",
        "+49 151 23456789",
        "8 701 *** 45 67",
    ],
)
def test_written_numbers_are_found_whole(marked, number):
    assert marked(phones.find, f"Звоните: {number}, вечером") == [number]
    assert marked(phones.find, f"его {number} не отвечал") == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("тел. дом. 250-12-34", "250-12-34"),
        ("домашний телефон 5-12-34", "5-12-34"),
        ("доп.: 55-14-08 (дом.)", "55-14-08"),
        ("ұялы 8 775 555 02 46", "8 775 555 02 46"),
        ("мой ватсап 7015550246", "7015550246"),
        (
            "номер восемь семьсот один пятьсот пятьдесят пять двадцать один ноль четыре запишите",
            "восемь семьсот один пятьсот пятьдесят пять двадцать один ноль четыре",
        ),
        (
            "телефоным сегіз жеті жүз бір бес жүз елу бес он бір жиырма екі",
            "сегіз жеті жүз бір бес жүз елу бес он бір жиырма екі",
        ),
        (
            "my number is plus seven seven oh one five five five one four double nine and that is all",
            "plus seven seven oh one five five five one four double nine",
        ),
        ("плюс семь семьсот один 555 двенадцать 34", "плюс семь семьсот один 555 двенадцать 34"),
        (
            "номерім jeti juz bir bes juz elu bes on bir jiyrma eki",
            "jeti juz bir bes juz elu bes on bir jiyrma eki",
        ),
    ],
)
def test_local_and_spoken_numbers(marked, text, number):
    assert marked(phones.find, text) == [number]


def test_several_numbers_in_a_row(marked):
    text = "тел.: 8 701 123 45 67, 8 702 123 45 67 или 250-12-34"
    assert marked(phones.find, text) == ["8 701 123 45 67", "8 702 123 45 67", "250-12-34"]


def test_many_dates_do_not_exhaust_the_search(marked):
    text = "12.01.2022 " * 3000 + "тел 8 701 123 45 67"
    assert marked(phones.find, text)[-1] == "8 701 123 45 67"


@pytest.mark.parametrize(
    "text",
    [
        "ИИН 850101100012",
        "KZ86125KZT5004100100",
        "5 января 2022 года в 18:20",
        "дело № 221234567890123",
        "1 200 000 тенге",
        "с 05-01-2022 по 12-01-2022",
        "статья 272-273",
        "двадцать пять тысяч тенге и сто долларов",
        "один два три раза",
    ],
)
def test_other_numbers_are_none(marked, text):
    assert marked(phones.find, text) == []
