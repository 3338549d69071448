"""Numbers that a text ties to a person: only field words, marks and other numbers stand behind the name.

"Ахметов Ерлан, 14.03.1986, ИИН …" and the lines of a form tie; "телефон его сестры" does not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from models.findings import Finding
from models.labels import Label
from redact.calendar import read_date

Birth = tuple[int | None, int | None, int | None]
"""Year, month and day, each None where it is not told."""

_TIED: Final = frozenset({Label.PHONE, Label.EMAIL, Label.HANDLE, Label.DOB, Label.ID})
# What may stand between besides: a form's other fields.
_PASSED: Final = _TIED | {Label.ADDRESS, Label.PLACE, Label.NRP}
_LONGEST: Final = 400
_MOST_LINES: Final = 6
_FIELDS: Final = re.compile(
    r"(?i)(?:[\s,;:.()№#/«»\"'…_–—-]|\d{1,2}[.)]"
    r"|(?:иин|жсн|iin|jsn|zhsn|тел(?:ефоны?)?|моб(?:ильный)?|сот(?:овый)?|ном[еі]р[іы]?|нөмірі"
    r"|дата рождения|год рождения|родился|родилась|рожд|г\.? ?р|туған (?:күні|жылы)|туған|адрес|проживает"
    r"|мекенжайы|тұрғылықты мекенжайы|адресі|национальность|ұлты|эл|электронная|почтас?ы?|поштасы"
    r"|e-?mail|mail|telegram|телеграмм?|whatsapp|ватсап|instagram|инстаграм|контакты?|связь|для связи"
    r"|байланыс|phone(?: number)?|tel|mobile|cell|contact|number|no|date of birth|dob|born(?: on)?|address"
    r"|living at|ethnicity|id)(?!\w))*"
)
_NOT_DIGIT: Final = re.compile(r"\D")


def own_numbers(
    text: str, findings: Sequence[Finding]
) -> tuple[dict[str, frozenset[tuple[str, str]]], frozenset[str]]:
    """Numbers tied to identities of persons, as (label, number), and all numbers of the statement.

    The findings are sorted. A number that is tied to two people of the statement is neither's own.
    """
    holders: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    everything: set[str] = set()
    person: Finding | None = None
    passed: list[Finding] = []
    for finding in findings:
        if finding.label is Label.PERSON:
            person, passed = finding, []
            continue
        if finding.label in _TIED:
            number = _number(finding.label, text[finding.start : finding.end])
            if number is not None:
                if finding.label is not Label.DOB:
                    everything.add(f"{finding.label.value} {number}")
                if (
                    person is not None
                    and person.identity is not None
                    and _tied(text, person, passed, finding)
                ):
                    holders[finding.label.value, number].add(person.identity)
        passed.append(finding)
    own: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for number_of, people in holders.items():
        if len(people) == 1:
            own[people.pop()].add(number_of)
    return {identity: frozenset(numbers) for identity, numbers in own.items()}, frozenset(everything)


def born(own: Iterable[tuple[str, str]]) -> frozenset[Birth]:
    """When a person was born, by the dates and the IIN that are the person's own."""
    births: set[Birth] = set()
    for label, number in own:
        if label == Label.DOB:
            year, month, day = (int(word) if word else None for word in number.split("-"))
            if year is not None:
                births.add((year, month, day if month else None))
        elif label == Label.ID and number[6] in "123456":
            century = 1800 + (int(number[6]) - 1) // 2 * 100
            births.add((century + int(number[:2]), int(number[2:4]), int(number[4:6])))
    return frozenset(births)


def _tied(text: str, person: Finding, passed: Iterable[Finding], number: Finding) -> bool:
    if number.start - person.end > _LONGEST:
        return False
    between, at = "", person.end
    for finding in passed:
        if finding.label not in _PASSED:
            return False
        between += text[at : finding.start] + " "
        at = max(at, finding.end)
    between += text[at : number.start]
    return between.count("\n") <= _MOST_LINES and _FIELDS.fullmatch(between) is not None


def _number(label: Label, surface: str) -> str | None:
    """A number in the one form that all its spellings have; None for what is not sure to be one."""
    if label is Label.DOB:
        date = read_date(surface)
        return None if date is None else "-".join(str(value or "") for value in date)
    if label in (Label.EMAIL, Label.HANDLE):
        return surface.lower().strip("@ ")
    digits = _NOT_DIGIT.sub("", surface)
    if label is Label.PHONE:
        return digits[-10:] if len(digits) >= 10 else None
    # an IIN begins with a birthday; other papers' numbers are not tied to one person so surely
    is_iin = len(digits) == 12 and 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31
    return digits if is_iin else None
