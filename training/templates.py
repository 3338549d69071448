"""Template files of testimony: reading them and filling them with made-up people, places, dates and numbers.

A file holds templates with blank lines between them; a line that starts with '#' is a comment. Slots:
`<a:full>` or `<bf:given:dat>` (a person: entity letter, gender m or f or none, form, case), `<PLACE:gen>`,
`<VILLAGE>`, `<REGION>`, `<ORG:loc>`, `<JOB>`, `<NRP>`, `<DATE>`, `<DAYMONTH>`, `<MONTH>`, `<YEAR>`, `<DOB>`,
`<AGE>`, `<STREET>`, fillers without a label (`<PHONE>` ...), and words with a label: `[JOB|сварщиком]`, also
with slots inside.
"""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from training import dates, fillers, forms, kazakh, places, russian, streets
from training.examples import LABELS, Example, Span, make
from training.lists import read, words
from training.names import NameLists, Person, held_out, sample
from training.spelling import kazakh_latin_variant

FOLDERS: Final = ("ru", "en", "kk", "kk_latin", "mixed")
_PERSON = re.compile(r"([a-h])([mfs]?)")
_MARKUP = re.compile(r"<([A-Za-z]+(?::[a-z]+)*)>|\[([A-Z]+)\||\]")
_CASES = {*kazakh.CASES, *russian.CASES}
_LEXICONS: Final = {"ORG": "orgs", "JOB": "jobs", "NRP": "nrp"}
_DATED: Final = {"DATE", "DAYMONTH", "MONTH", "YEAR"}
_PLACED: Final = {"PLACE", "VILLAGE", "REGION"}
_NAMED: Final = {*_LEXICONS, *_DATED, *_PLACED, *fillers.FILLERS, "PHONE", "DOB", "AGE", "STREET"}


@dataclass(frozen=True, slots=True)
class Template:
    """One template: its raw text, the folder it lies in, and the file's name for messages."""

    raw: str
    folder: str
    file: str

    @property
    def spoken(self) -> bool:
        """Whether it is speech: not one capital letter outside its markup."""
        bare = _MARKUP.sub("", self.raw)
        return bare == bare.lower()


class TemplateError(ValueError):
    """A slot or label that nobody knows; says the file and the slot."""


def parse(text: str, *, folder: str, file: str) -> list[Template]:
    """The templates of a file's text; raises TemplateError for an unknown slot or label."""
    found = []
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for block in re.split(r"\n\s*\n", "\n".join(lines)):
        if not block.strip():
            continue
        template = Template(block.strip("\n"), folder, file)
        for match in _MARKUP.finditer(template.raw):
            _check(match, template)
        found.append(template)
    return found


def _check(match: re.Match[str], template: Template) -> None:
    slot, label = match[1], match[2]
    if label is not None and label not in LABELS:
        raise TemplateError(f"{template.folder}/{template.file}: unknown label [{label}|")
    if slot is None:
        return
    head, *args = slot.split(":")
    if _PERSON.fullmatch(head):
        known = bool(args) and args[0] in forms.FORMS and all(case in _CASES for case in args[1:])
    else:
        known = head in _NAMED and all(case in _CASES for case in args)
    if not known:
        raise TemplateError(f"{template.folder}/{template.file}: unknown slot <{slot}>")


def load(folder: Path) -> list[Template]:
    """Every template under `folder` (sub-folders as FOLDERS), in a stable order."""
    found = []
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*.txt")):
            found += parse(path.read_text(encoding="utf-8"), folder=name, file=path.name)
    return found


def split(templates: Iterable[Template], *, validation: bool) -> list[Template]:
    """The templates for training or for held-out texts, by a stable hash; none is in both."""
    return [t for t in templates if held_out(t.raw) == validation]


@dataclass(frozen=True)
class Lexicons:
    """Entries for ORG, JOB and NRP slots by (language, label); a Russian entry may list its six cases."""

    entries: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    @staticmethod
    def load(folder: Path) -> "Lexicons":
        """Read lexicons/{ru,en,kk}/{orgs,jobs,nrp}.txt."""
        entries = {}
        for lang in ("ru", "en", "kk"):
            for label, name in _LEXICONS.items():
                entries[lang, label] = tuple(read(folder / lang / f"{name}.txt"))
        return Lexicons(entries)

    def draw(self, rng: random.Random, label: str, case: str, *, lang: str) -> str:
        """An entry in a case of its language; now and then a trade with its place of work."""
        key = "kk" if lang == "kk_latin" else lang
        listed = rng.choice(self.entries[key, label])
        place = rng.choice(words(f"workplaces_{key}")) if label == "JOB" and rng.random() < 0.15 else ""
        if key == "ru":
            cases = listed.split("|")
            wanted = "gen" if case == "abl" else case
            form = cases[russian.CASES.index(wanted)].strip() if len(cases) == 6 else listed
            return f"{form} {place}".strip()
        if key == "en":
            return f"{listed} {place}".strip()
        last = listed.rsplit(" ", maxsplit=1)[-1]
        # most names of bodies and trades end in a possessive noun: ауруханасы, мұғалімі, жүргізушісі
        own = " " in listed and last.endswith(("ы", "і")) and not last.endswith(("шы", "ші"))
        return f"{place} {kazakh.inflect(listed, case, possessive=own)}".strip()


@dataclass
class Filler:
    """Fills templates; `names` and `lexicons` are what it draws from. One text keeps one cast of people."""

    names: NameLists
    lexicons: Lexicons
    rng: random.Random

    def text(self, templates: list[Template], *, joint: str = "\n\n") -> Example:
        """One text of several templates of one folder, told about one cast."""
        cast: dict[str, Person] = {}
        text, spans = "", []
        for template in templates:
            part, found = self._fill(template, cast)
            text += joint if text else ""
            spans += [Span(s.start + len(text), s.end + len(text), s.label) for s in found]
            text += part
        lang = templates[0].folder
        return make(text, spans, lang="kk" if lang == "kk_latin" else lang, source="generated")

    def _fill(self, template: Template, cast: dict[str, Person]) -> tuple[str, list[Span]]:
        out, spans = "", []
        opened: list[tuple[int, str]] = []
        at = 0
        style = self.rng.random()
        for match in _MARKUP.finditer(template.raw):
            out += template.raw[at : match.start()]
            at = match.end()
            if match[2] is not None:
                opened.append((len(out), match[2]))
            elif match[1] is None:
                if opened:
                    start, label = opened.pop()
                    spans.append(Span(start, len(out), label))
                else:
                    out += "]"
            else:
                lang = _language(template, match)
                value, label = self._value(match[1], template, cast, lang=lang, style=style)
                if template.spoken:
                    value = value.lower()
                if label and not opened:
                    spans.append(Span(len(out), len(out) + len(value), label))
                out += value
        out += template.raw[at:]
        return out, [_with_ending(out, span, template.folder) for span in spans]

    def _value(
        self, slot: str, template: Template, cast: dict[str, Person], *, lang: str, style: float
    ) -> tuple[str, str]:
        head, *args = slot.split(":")
        rng = self.rng
        if person := _PERSON.fullmatch(head):
            gender = {"s": "m" if rng.random() < 0.85 else "f"}.get(person[2], person[2])
            key = person[1] + person[2]
            if key not in cast:
                cast[key] = sample(rng, self.names, gender=gender, foreign=0.07 if lang == "en" else 0.01)
            case = args[1] if len(args) > 1 else "nom"
            return forms.render(cast[key], args[0], case, lang=lang, rng=rng), "PERSON"
        case = args[0] if args else "nom"
        spoken = template.spoken and rng.random() < 0.7
        if head in _PLACED:
            make_place = {"PLACE": places.town, "VILLAGE": places.village, "REGION": places.region}[head]
            return places.render(make_place(rng), case, lang=lang, style=style), "PLACE"
        if head in _LEXICONS:
            value, label = self.lexicons.draw(rng, head, case, lang=lang), head
        elif head in _DATED or head in ("DOB", "AGE"):
            value = self._date(head, case, lang="kk" if lang == "kk_latin" else lang, spoken=spoken)
            label = "DATE" if head in _DATED else head
        elif head == "STREET":
            return streets.street(rng, self.names, case, lang=lang), "ADDRESS"
        elif head == "PHONE":
            return fillers.phone(rng, lang=lang, spoken=spoken), ""
        else:
            return fillers.FILLERS[head](rng), ""
        return (kazakh_latin_variant(value, style) if lang == "kk_latin" else value), label

    def _date(self, head: str, case: str, *, lang: str, spoken: bool) -> str:
        rng = self.rng
        if head == "DATE":
            return dates.full(rng, case, lang=lang, spoken=spoken)
        if head == "DAYMONTH":
            return dates.day_month(rng, case, lang=lang, spoken=spoken)
        if head == "MONTH":
            return dates.month(rng, case, lang=lang)
        if head == "YEAR":
            return dates.year(rng, lang=lang, spoken=spoken)
        if head == "DOB":
            return dates.birth(rng, case, lang=lang, spoken=spoken)
        return dates.age(rng, lang=lang, spoken=spoken)


_KAZAKH_LETTERS = re.compile(r"[әғқңөұүіһӘҒҚҢӨҰҮІ]")
_KAZAKH_WORDS = re.compile(
    r"(?<!\w)(мен|ол|бар|жоқ|деген|деді|дейді|болды|екен|да|де|та|те|сосын|енді|"
    r"апай|аға|бала|алып|келді|айтты|сонда)(?!\w)"
)
_RUSSIAN_WORDS = re.compile(
    r"(?<!\w)(и|в|на|с|не|что|он|она|они|меня|мне|был|была|было|как|это|по|из|у|за|"
    r"сказал|потом|его|её|мой|ну|мы|я|но|вот|там|от|до)(?!\w)"
)


def _language(template: Template, slot: re.Match[str]) -> str:
    """The language around a slot: in mixed texts the nearest words decide, or the case."""
    if template.folder != "mixed":
        return template.folder
    if slot[1].endswith(":abl"):
        return "kk"
    before = template.raw[max(0, slot.start() - 30) : slot.start()].rsplit("\n", maxsplit=1)[-1].lower()
    after = template.raw[slot.end() : slot.end() + 25].split("\n", maxsplit=1)[0].lower()
    near = before + " " + after
    kazakh_score = len(_KAZAKH_LETTERS.findall(near)) + 2 * len(_KAZAKH_WORDS.findall(near))
    russian_score = 2 * len(_RUSSIAN_WORDS.findall(near)) + len(re.findall(r"[щцэ]|ь\b|ть|ого|ый", near))
    return "kk" if kazakh_score > russian_score else "ru"


_TAIL = re.compile(r"[a-zа-яёәғқңөұүіһäöüūğşñıáóúǵńý]+|-[а-яёәғқңөұүіһ]{1,5}(?!\w)")
_YEAR_NOUN = re.compile(
    r",? ?(?:года|году|годом|год|г\.|жылдың|жылғы|жылдан|жылы|ж\.|jyldyñ|jylğy|jyly)(?!\w)(?!\.?[рт]\b)"
)


def _with_ending(text: str, span: Span, folder: str) -> Span:
    """A span with the letters that a template glued to it, and the noun of a year behind a date."""
    end = span.end
    if folder != "en" and (tail := _TAIL.match(text, end)):
        end = tail.end()
    if span.label in ("DATE", "DOB") and text[end - 1].isdigit() and (noun := _YEAR_NOUN.match(text, end)):
        end = noun.end()
    return Span(span.start, end, span.label)
