"""Golden texts: what is always found, told as one, and left readable; golden/README.md has the format."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.findings import Analysis, Finding, TagKind
from models.labels import Action, Audience, Label, Role
from redact.apply import treat
from redact.scanner import Scanner

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "golden"
TEXTS = sorted(FOLDER.glob("*/*.txt"))
MARK = re.compile(r"\[([A-Z]+)( \d+)?(\?)?\|([^]]+)\]")
ROLES = {"PERSON": Role.PROTECTED, "OFFICIAL": Role.OFFICIAL, "PUBLIC": Role.PUBLIC}


@dataclass(frozen=True)
class Mark:
    """One bracket: where its words stand in the plain text, what they are, and the thing they belong to."""

    start: int
    end: int
    kind: str
    thing: str
    optional: bool

    @property
    def label(self) -> Label:
        return Label.PERSON if self.kind in ROLES else Label(self.kind)


@dataclass(frozen=True)
class Golden:
    """A golden text without its brackets, and what they said."""

    text: str
    marks: tuple[Mark, ...]
    head: dict[str, str]

    def shown(self, start: int, end: int) -> str:
        return self.text[start:end]


def read(path: Path) -> Golden:
    """A golden text taken apart."""
    raw_head, _, body = path.read_text("utf-8").partition("---\n")
    head = dict(line.split(": ", 1) for line in raw_head.splitlines() if ": " in line)
    text, marks, at = "", [], 0
    for found in MARK.finditer(body):
        text += body[at : found.start()]
        kind, number, optional, surface = found.groups()
        thing = kind + number if number else f"{kind} {surface}"
        marks.append(Mark(len(text), len(text) + len(surface), kind, thing, bool(optional)))
        text += surface
        at = found.end()
    return Golden(text + body[at:], tuple(marks), head)


@pytest.fixture(scope="module", params=TEXTS, ids=[f"{p.parent.name}/{p.stem}" for p in TEXTS])
def case(request: pytest.FixtureRequest, scanner: Scanner) -> tuple[Golden, Analysis]:
    golden = read(request.param)
    return golden, scanner.scan(golden.text)


Case = tuple[Golden, Analysis]


def over(mark: Mark, findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if f.start < mark.end and mark.start < f.end]


def test_every_bracket_is_covered_by_a_finding_of_its_kind(case: Case) -> None:
    golden, analysis = case
    missed = []
    for mark in golden.marks:
        covering = [f for f in over(mark, analysis.findings) if f.start <= mark.start and mark.end <= f.end]
        if not mark.optional and mark.label not in {f.label for f in covering}:
            found = [(golden.shown(f.start, f.end), str(f.label)) for f in over(mark, analysis.findings)]
            missed.append((mark.kind, golden.shown(mark.start, mark.end), found))
    assert missed == []


def test_the_same_number_is_the_same_identity_and_another_is_not(case: Case) -> None:
    golden, analysis = case
    identities: dict[str, set[str | None]] = {}
    for mark in golden.marks:
        if mark.thing[-1].isdigit() and not mark.optional:
            names = {f.identity for f in over(mark, analysis.findings)}
            identities.setdefault(mark.thing, set()).update(names)
    assert {thing: len(names) for thing, names in identities.items()} == dict.fromkeys(identities, 1)
    persons = [names for thing, names in identities.items() if thing.split()[0] in ROLES]
    assert len({frozenset(names) for names in persons}) == len(persons)


def test_everyone_has_the_role_of_the_bracket(case: Case) -> None:
    golden, analysis = case
    roles = {i.id: i.role for i in analysis.identities}
    wrong = [
        (golden.shown(mark.start, mark.end), str(roles[finding.identity]))
        for mark in golden.marks
        if mark.kind in ROLES and not mark.optional
        for finding in over(mark, analysis.findings)
        if finding.identity and roles[finding.identity] is not ROLES[mark.kind]
    ]
    assert wrong == []


def test_words_outside_of_brackets_stay_readable_for_the_public(case: Case) -> None:
    golden, analysis = case
    hidden = [t.finding for t in treat(golden.text, analysis, Audience.PUBLIC) if t.action is not Action.KEEP]
    lost = [
        word[0]
        for word in re.finditer(r"\w+", golden.text)
        if not any(m.start < word.end() and word.start() < m.end for m in golden.marks)
        and any(f.start < word.end() and word.start() < f.end for f in hidden)
    ]
    assert lost == []


def test_abuse_told_is_tagged_and_abuse_denied_is_not(case: Case) -> None:
    golden, analysis = case
    codes = {tag.code for tag in analysis.tags if tag.kind is TagKind.ABUSE}
    wanted = set(re.findall(r"\w+", golden.head.get("abuse", "")))
    unwanted = set(re.findall(r"\w+", golden.head.get("no abuse", "")))
    assert wanted <= codes
    assert unwanted.isdisjoint(codes)


def test_no_recogniser_failed(case: Case) -> None:
    _, analysis = case
    assert analysis.failures == ()


def test_all_languages_are_there() -> None:
    assert {path.parent.name for path in TEXTS} == {"en", "ru", "kk", "mixed"}
    assert len(TEXTS) >= 12
