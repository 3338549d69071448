"""The letters before a colon are the people whom an interview names."""

import re

from models.findings import Finding
from models.labels import Label
from redact.identities import identify


def people(text: str) -> dict[str, set[str | None]]:
    """The identities of each [bracketed] surface."""
    plain, found, at = "", [], 0
    for match in re.finditer(r"\[([^]]+)\]", text):
        plain += text[at : match.start()]
        found.append(Finding(len(plain), len(plain) + len(match[1]), Label.PERSON, 0.9, "test"))
        plain, at = plain + match[1], match.end()
    plain += text[at:]
    out: dict[str, set[str | None]] = {}
    for finding in identify(plain, found)[0]:
        out.setdefault(plain[finding.start : finding.end], set()).add(finding.identity)
    return out


def test_equal_labels_are_one_person_whose_name_begins_so() -> None:
    who = people(
        "Спрашивает [Элиас Норд].\n\n[Э.]: Как вас зовут?\n[К.]: [Кульпаш].\n[Э.]: Где?\n[К.]: Дома."
    )
    assert who["Э."] == who["Элиас Норд"]
    assert who["К."] == who["Кульпаш"]
    assert who["Э."] != who["К."]


def test_the_text_says_whom_a_letter_means() -> None:
    who = people("[R.] = [Rosalind Ash], [K.] = the witness.\n\n[R.]: Begin.\n[K.]: Me.\n[R.]: And then?")
    assert who["R."] == who["Rosalind Ash"]
    assert len(who["R."]) == len(who["K."]) == 1


def test_a_letter_that_could_mean_two_means_nobody_yet() -> None:
    who = people("Были [Кайрат] и [Кульпаш].\n[К.]: Я.\n[С.]: И я.\n[К.]: Да.\n[С.]: Нет.")
    assert who["К."].isdisjoint(who["Кайрат"] | who["Кульпаш"])


def test_two_tries_at_a_name_are_one_person() -> None:
    who = people(
        "Older one, [Medet] or [Medeu]. A captain, [Rains], that is [Rainis]. [Данабек], второй просто [Шеф]."
    )
    assert who["Medet"] == who["Medeu"]
    assert who["Rains"] == who["Rainis"]
    assert who["Данабек"] != who["Шеф"]
