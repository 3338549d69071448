"""Event dates come out in ISO form, with the year taken over; birthdays do not."""

import pytest

from redact.tags.abuse import find_abuse
from redact.tags.event_dates import find_event_dates


def dates(text: str) -> list[str]:
    return [tag.code for tag in find_event_dates(text, find_abuse(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 января 2022 года меня избили.", ["2022-01-05"]),
        ("06.01.2022 меня избили.", ["2022-01-06"]),
        ("2022 жылғы 6 қаңтарда мені ұрды.", ["2022-01-06"]),
        ("2022 jylğy 6 qañtarda olar menı ūrdy dep jazylğan.", ["2022-01-06"]),
        ("On 7 January 2022 they beat me.", ["2022-01-07"]),
        ("On January 7, 2022 they beat me.", ["2022-01-07"]),
        ("5 января 2022 года меня забрали, 6 января избили.", ["2022-01-05", "2022-01-06"]),
        ("They beat me in March 2023.", ["2023-03"]),
        ("шестого января двадцать второго нас избили в 2022", ["2022-01-06"]),
        ("Родился 3 мая 1990 г. 5 января 2022 года меня избили.", ["2022-01-05"]),
    ],
)
def test_event_dates(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


def test_no_date_without_abuse() -> None:
    assert dates("5 января 2022 года я был дома.") == []
