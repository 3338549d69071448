"""Statements thrown together by lot, as often one thing or another as it was told of January 2022.

generated.toml has the sentences. Each statement comes with what two reviewers would have decided: findings,
who is one person, tags at the words that say so. What they would not have marked stands in the text unmarked.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from models.findings import Analysis, Finding, Identity, Tag, TagKind
from models.labels import Label, Language, Role
from redact.tags import gazetteer

LEAST, MOST = 60, 140  # words
# What is told in words that no reviewer marks; `without` leaves one of them out to see what it costs.
HARD = {
    "adjective": 0.05,  # "the hospital of Kostanay" as an adjective
    "january": 0.06,  # "the January events"
    "witness": 0.03,  # who filmed, a part in the events that few had
    "untagged": 0.03,  # an act that reviewers did not tag
    "studies": 0.06,  # a student, a pupil
    "pension": 0.5,  # of those over 62
}
_LANGUAGES = {Language.RU: 55, Language.KK: 30, Language.EN: 15}
_PROTESTER, _RELATIVE, _WITNESS = "protester", "relative", "witness"
_ROLES = {_PROTESTER: 35, "bystander": 25, _RELATIVE: 9, "medic": 2, "driver": 2, "nothing": 27}
# How often an act is told of, by what happened: custody, shooting, a crowd dispersed, what came afterwards.
_PROFILES: Sequence[tuple[int, Mapping[str, float]]] = (
    (
        58,
        {
            "arbitrary_detention": 0.8, "beating": 0.85, "torture": 0.7, "threats": 0.3, "humiliation": 0.22,
            "denial_of_medical_care": 0.15, "forced_confession": 0.2, "electric_shock": 0.1,
            "suffocation": 0.08, "burning": 0.03, "stress_position": 0.12, "sexual_violence": 0.02,
            "sleep_food_deprivation": 0.07, "inhuman_detention_conditions": 0.12,
            "incommunicado_detention": 0.1, "unfair_trial": 0.06, "property_seizure": 0.05,
            "extortion": 0.03, "death_in_custody": 0.01,
        },
    ),
    (
        17,
        {
            "lethal_force": 0.8, "injury_by_firearm": 0.7, "denial_of_medical_care": 0.25,
            "excessive_force": 0.2, "killing": 0.12, "arbitrary_detention": 0.2, "threats": 0.1,
            "beating": 0.15,
        },
    ),
    (
        12,
        {
            "excessive_force": 0.75, "beating": 0.6, "arbitrary_detention": 0.45, "lethal_force": 0.1,
            "threats": 0.15, "humiliation": 0.15,
        },
    ),
    (
        13,
        {
            "threats": 0.45, "arbitrary_detention": 0.4, "unfair_trial": 0.35,
            "surveillance_harassment": 0.35, "reprisal": 0.3, "forced_confession": 0.2,
            "property_seizure": 0.2, "beating": 0.2, "torture": 0.15, "extortion": 0.12,
            "incommunicado_detention": 0.1, "enforced_disappearance": 0.03,
        },
    ),
)  # fmt: skip
_SEX = re.compile(r"\(([^()|]*)\|([^()|]*)\)")
_ANCHOR = re.compile(r"\[\[(.+?)\]\]")
_OPEN, _CLOSE, _FIRST = "\ue000", "\ue001", 0xE100


@dataclass(frozen=True, slots=True)
class Made:
    """A statement, what reviewers decided of it, and what it is about."""

    text: str
    analysis: Analysis
    place: str
    acts: tuple[str, ...]
    role: str


@dataclass(slots=True)
class _Person:
    """Who tells, and what of it is in the statement."""

    language: Language
    woman: bool
    age: int
    place: str
    home: str
    day: date
    role: str
    acts: list[str]
    job: Sequence[str] | None = None


@dataclass(slots=True)
class _Marks:
    """Stretches to find again in the finished text: each is a finding or a tag."""

    notes: list[tuple[Any, ...]] = field(default_factory=list)

    def found(self, label: Label, surface: str, role: Role = Role.PROTECTED, key: str = "") -> str:
        return self._mark(surface, (label, key or surface, role))

    def tagged(self, kind: TagKind, code: str, surface: str) -> str:
        return self._mark(surface, (kind, code))

    def _mark(self, surface: str, note: tuple[Any, ...]) -> str:
        self.notes.append(note)
        return f"{_OPEN}{chr(_FIRST + len(self.notes) - 1)}{surface}{_CLOSE}"

    def analysis(self, marked: str, language: Language) -> tuple[str, Analysis]:
        """The plain text and the analysis of it."""
        out: list[str] = []
        open_: list[tuple[int, int]] = []
        findings: list[Finding] = []
        tags: list[Tag] = []
        identities: dict[tuple[Label, str], Identity] = {}
        letters = iter(marked)
        for letter in letters:
            if letter == _OPEN:
                open_.append((ord(next(letters)) - _FIRST, len(out)))
            elif letter == _CLOSE:
                number, start = open_.pop()
                note = self.notes[number]
                if isinstance(note[0], TagKind):
                    tags.append(Tag(note[0], note[1], start, len(out), "reviewers"))
                    continue
                label, key, role = note
                name = f"{label}-{key}"
                identities.setdefault((label, key), Identity(name, label, role, len(identities) + 1))
                findings.append(Finding(start, len(out), label, 1.0, "reviewers", name))
            else:
                out.append(letter)
        findings.sort(key=lambda finding: finding.start)
        analysis = Analysis(language, tuple(findings), tuple(identities.values()), (), tuple(tags))
        return "".join(out), analysis


def generate(count: int, seed: int, *, without: frozenset[str] = frozenset()) -> list[Made]:
    """So many statements; the same for the same seed."""
    random = Random(seed)
    hard = {name: 0.0 if name in without else often for name, often in HARD.items()}
    return [_statement(random, hard) for _ in range(count)]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "generated.toml").read_text("utf-8"))


def _one(random: Random, weights: Mapping[Any, float]) -> Any:
    return random.choices(list(weights), list(weights.values()))[0]


def _statement(random: Random, hard: Mapping[str, float]) -> Made:
    person = _person(random, hard)
    marks = _Marks()
    words = _Words(random, person, marks)
    begin, end = words.begin(hard), words.end(hard)
    fillers = random.sample(_data()[person.language]["filler"], 8)
    middle = [words.where(), *words.acts(hard["untagged"])]
    # what is said besides gives way where the statement grows too long; words are counted without marks
    while end and _size([*begin, *middle, *end]) > MOST - 10:
        end.pop()
    while _size([*begin, *middle, *end]) < random.choice((LEAST, LEAST + 25)) and fillers:
        (middle if random.random() < 0.5 else end).append(fillers.pop())
    random.shuffle(end)
    text, analysis = marks.analysis(" ".join([*begin, *middle, *end]), person.language)
    return Made(text, analysis, person.place, tuple(person.acts), person.role)


def _size(sentences: Sequence[str]) -> int:
    return len(" ".join(sentences).split())


def _person(random: Random, hard: Mapping[str, float]) -> _Person:
    places = _data()["place"]
    place = _one(random, {name: known["weight"] for name, known in places.items()})
    # once in five the witness lives elsewhere than where it happened
    near = places[place].get("near", ["Almaty"]) if random.random() < 0.7 else list(places)
    role = _one(random, _ROLES)
    person = _Person(
        language=_one(random, _LANGUAGES),
        woman=random.random() < (0.4 if role == _RELATIVE else 0.125),
        age=_age(random),
        place=place,
        home=random.choice(near) if random.random() < 0.2 else place,
        day=_day(random),
        role=_WITNESS if random.random() < hard[_WITNESS] else role,
        acts=[],
    )
    person.acts = _acts(random, person)
    if person.age >= 18 and random.random() < 0.5:
        sector = random.choice(
            "health education industry industry transport transport construction construction trade trade "
            "farm media engineering office guard".split()
        )
        person.job = random.choice(_data()["job"][sector])
    return person


def _age(random: Random) -> int:
    low, high = _one(
        random, {(15, 17): 5, (18, 20): 10, (21, 29): 28, (30, 40): 32, (41, 54): 17, (55, 70): 8}
    )
    return random.randint(low, high)


def _day(random: Random) -> date:
    which = _one(random, {"days": 80, "later": 7, "february": 4, "other": 9})
    if which == "days":
        return date(2022, 1, _one(random, {2: 2, 3: 3, 4: 12, 5: 30, 6: 25, 7: 12, 8: 8, 9: 5, 10: 3}))
    if which == "later":
        return date(2022, 1, random.randint(11, 25))
    if which == "february":
        return date(2022, 2, random.randint(1, 26))
    return date(
        random.choice((2019, 2020, 2021, 2022, 2023, 2024)), random.randint(1, 12), random.randint(1, 25)
    )


def _acts(random: Random, person: _Person) -> list[str]:
    _, often = random.choices(_PROFILES, [weight for weight, _ in _PROFILES])[0]
    acts = [act for act, share in often.items() if random.random() < share]
    acts += [act for act in often if act not in acts][: max(0, 2 - len(acts))]
    acts = random.sample(acts, min(len(acts), 5))
    if person.age < 18 and random.random() < 0.5:
        acts[-1] = "abuse_of_minor"
    if person.role == _RELATIVE and "arbitrary_detention" not in acts:
        acts[-1] = "arbitrary_detention"
    return acts


class _Words:
    """The sentences of one statement."""

    def __init__(self, random: Random, person: _Person, marks: _Marks) -> None:
        self.random, self.person, self.marks = random, person, marks
        self.said = _data()[person.language]

    def begin(self, hard: Mapping[str, float]) -> list[str]:
        """Who tells: name, age, work, home."""
        out = [self._say("name", name=self._name())]
        if self.random.random() < 0.7:
            out.append(self._told_age())
        elif self.random.random() < 0.2:
            year = self.marks.found(Label.DOB, str(self.person.day.year - self.person.age))
            out.append(self._say("born_f" if self.person.woman else "born", born=year))
        if self.person.job is not None:
            out.append(self._told_job())
        elif self.person.age < 24 and self.random.random() < 5 * hard["studies"]:
            out.append(self._say("school" if self.person.age < 18 else "student"))
        elif self.person.age > 62 and self.random.random() < hard["pension"]:
            out.append(self._say("pensioner"))
        if self.random.random() < 0.4:
            out.append(
                self._say(
                    "home",
                    home_in=self._place(self.person.home, 0),
                    home_from=self._place(self.person.home, 1),
                )
            )
        return out

    def where(self) -> str:
        """The sentence with the day, the place and the part in the events."""
        kin = {
            Language.RU: ("брата", "сына", "отца"),
            Language.KK: ("інімді", "ұлымды", "әкемді"),
            Language.EN: ("brother", "son", "father"),
        }
        place = self.person.place
        told = self.marks.tagged(TagKind.PLACE, place, self._place(place, 0))
        sentence = self._say(
            self.person.role,
            date=self._date(self.person.day),
            kin=self.random.choice(kin[self.person.language]),
            **{"in": told},
        )
        return self._anchored(sentence, "arbitrary_detention")

    def acts(self, untagged: float) -> list[str]:
        """A sentence an act, at times another that says it in other words."""
        out = []
        for act in self.person.acts:
            # who was detained besides is told once more; of a relative it is said already
            if not (act == "arbitrary_detention" and self.person.role == _RELATIVE):
                out.append(self._anchored(self._plain(self.random.choice(self.said["act"][act])), act))
            again = self.said["act_again"].get(act)
            if again and self.random.random() < 0.35:
                out.append(self._plain(self.random.choice(again)))
        if self.random.random() < untagged:
            act = self.random.choice([act for act in _PROFILES[0][1] if act not in self.person.acts])
            out.append(_ANCHOR.sub(r"\1", self._plain(self.random.choice(self.said["act"][act]))))
        return out

    def end(self, hard: Mapping[str, float]) -> list[str]:
        """What is said besides: the same place, day and age in other words, names of others."""
        return list(self._besides(hard))

    def _besides(self, hard: Mapping[str, float]) -> Iterator[str]:
        chance, person = self.random.random, self.person
        month = person.day.month - 1
        if chance() < 0.25:
            yield self._say(
                "place_again", **{"in": self._place(person.place, 0), "from": self._place(person.place, 1)}
            )
        if self.said["adjective"] and chance() < hard["adjective"]:
            yield self._say("adjective", adjective=_data()["place"][person.place]["ru"][2])
        if chance() < 0.2:
            year = f" {person.day.year} года" if person.language is Language.RU and chance() < 0.3 else ""
            names = _data()["month"]
            inside = names.get(f"{person.language}_in", names[person.language])[month]
            yield self._say(
                "date_again",
                again=self.marks.found(Label.DATE, names[person.language][month] + year),
                again_in=self.marks.found(Label.DATE, inside + year),
            )
        if (person.day.year, month) == (2022, 0) and chance() < hard["january"]:
            yield self._say("january")
        if self.said["age_again"] and chance() < 0.1:
            yield self._say("age_again", age_years=self._age())
        if "arbitrary_detention" in person.acts and chance() < 0.4:
            yield self._say(
                "released", later=self._date(person.day + timedelta(days=self.random.randint(1, 5)))
            )
        if chance() < 0.25:
            with_, whom = self.random.choice(_data()["name"][f"friend_{person.language}"])
            yield self._say(
                "friend",
                friend_with=self.marks.found(Label.PERSON, with_, key=whom),
                friend_whom=self.marks.found(Label.PERSON, whom),
            )
        if chance() < 0.2:
            names = _data()["name"]["surname_en" if person.language is Language.EN else "surname"]
            officer = self.random.choice(names)
            yield self._say("officer", officer=self.marks.found(Label.PERSON, officer, Role.OFFICIAL))
        if chance() < 0.15:
            yield self._say("family")
        if self.said["plain_words"] and chance() < 0.6:
            yield self._say("plain_words")

    def _say(self, which: str, **values: str) -> str:
        return self._plain(self.random.choice(self.said[which])).format(**values)

    def _plain(self, sentence: str) -> str:
        return _SEX.sub(r"\2" if self.person.woman else r"\1", sentence)

    def _anchored(self, sentence: str, act: str) -> str:
        return _ANCHOR.sub(lambda found: self.marks.tagged(TagKind.ABUSE, act, found[1]), sentence)

    def _name(self) -> str:
        names, woman = _data()["name"], self.person.woman
        own = {Language.RU: "", Language.KK: "kk_", Language.EN: "en_"}[self.person.language]
        surname = self.random.choice(
            names["surname_en" if self.person.language is Language.EN else "surname"]
        )
        first = self.random.choice(names[f"{own}{'f' if woman else 'm'}"])
        last = surname + ("a" if self.person.language is Language.EN else "а") if woman else surname
        return self.marks.found(Label.PERSON, f"{first} {last}")

    def _place(self, name: str, case: int) -> str:
        if self.person.language is Language.EN:
            surface = name
        else:
            surface = _data()["place"][name][self.person.language][case]
        return self.marks.found(Label.PLACE, surface, key=name)

    def _told_job(self) -> str:
        job = self.person.job or ()
        if self.person.language is Language.RU:
            named, as_ = job[2:4] if self.person.woman else job[:2]
        else:
            named = as_ = job[4] if self.person.language is Language.KK else job[5]
        article, _, bare = as_.partition(" ") if self.person.language is Language.EN else ("", "", as_)
        shown = self.marks.found(Label.JOB, bare, key=named)
        name = self.marks.found(Label.JOB, named.partition(" ")[2] or named, key=named)
        lead = f"{article} " if article else ""
        return self._say("job", job=lead + shown, job_name=(lead + name))

    def _told_age(self) -> str:
        if self.random.random() < 0.15:
            return self._say("age_words", age=self._age(words=True))
        return self._say("age", age=self._age())

    def _age(self, *, words: bool = False) -> str:
        age = self.person.age
        number = _in_words(age, self.person.language) if words else str(age)
        if self.person.language is Language.RU:
            few = age % 10 in {2, 3, 4} and age not in {12, 13, 14}
            surface = f"{number} {'год' if age % 10 == 1 and age != 11 else 'года' if few else 'лет'}"
        elif self.person.language is Language.KK:
            surface = f"{number} жаста"
        else:
            surface = f"{number} years old"
        return self.marks.found(Label.AGE, surface, key=str(age))

    def _date(self, day: date) -> str:
        # a day of January 2022 is often told without its year
        shape = _one(self.random, {"full": 35, "digits": 20, "short": 45 if day.year == 2022 else 5})
        month = _data()["month"].get(f"{self.person.language}_in", _data()["month"][self.person.language])
        if shape == "digits":
            shown = day.strftime("%d.%m.%Y")
        elif self.person.language is Language.RU:
            shown = f"{day.day} {_data()['month']['ru'][day.month - 1]}"
            shown += f" {day.year} года" if shape == "full" else ""
        elif self.person.language is Language.KK:
            shown = f"{day.day} {month[day.month - 1]}"
            shown = f"{day.year} жылғы {shown}" if shape == "full" else shown
        else:
            shown = f"{day.day} {month[day.month - 1]}"
            shown += f" {day.year}" if shape == "full" else ""
        found = self.marks.found(Label.DATE, shown)
        return self.marks.tagged(TagKind.EVENT_DATE, day.isoformat(), found)


def _in_words(age: int, language: Language) -> str:
    known = _data()["number"][language]
    if 10 <= age < 20 and "teens" in known:
        return str(known["teens"][age - 10])
    tens, ones = known["tens"][age // 10], known["ones"][age % 10]
    return ("-" if language is Language.EN else " ").join(filter(None, (tens, ones)))


def region_of(place: str) -> str:
    """The region of a place by its canonical name."""
    return gazetteer.region_of(place) or ""
