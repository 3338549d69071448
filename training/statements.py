"""Annotated statements of our own as training texts: their people are replaced by others, again and again.

The files (training/statements/*/*.txt) have the markup of tests/gold/SCHEME.md. A person keeps a made-up name
through all mentions, in the forms and cases of the text; nicknames and what cannot be told stay as they are.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from redact.mentions import PartKind, parts
from training import forms
from training.augment import augment
from training.examples import LABELS, Example, Span, make
from training.names import NameLists, Person, held_out, sample
from training.swap import kazakh_case

HERE: Final = Path(__file__).parent / "statements"
_MARK: Final = re.compile(r"\{\{([A-Z]+)\|([^|{}]*)\|([^{}]*)\}\}", re.DOTALL)
_PERSONS: Final = {"PERSON", "OFFICIAL", "PUBLIC"}
_FORMS: Final = {
    ("given",): "given",
    ("surname",): "surname",
    ("patronymic",): "pat",
    ("given", "surname"): "gs",
    ("surname", "given"): "sg",
    ("given", "patronymic"): "gp",
    ("surname", "given", "patronymic"): "full",
    ("surname", "initial"): "si",
    ("surname", "initial", "initial"): "si",
    ("initial", "surname"): "is",
    ("initial", "initial", "surname"): "is",
}
_FEMININE: Final = re.compile(
    r"(?:ов|ев|ин|ёв)(?:а|ой|у)\b|ск(?:ая|ой|ую)\b|[ое]вн[аыеуой]+\b|қызы|кызы|qyzy|kyzy|(?:ov|ev|in)a\b|[oe]vna\b"
)
_RUSSIAN_CASE: Final = (
    ("dat", re.compile(r"(?:у|ю|ому)$")),
    ("ins", re.compile(r"(?:ом|ем|ём|ым)$")),
    ("loc", re.compile(r"е$")),
    ("gen", re.compile(r"(?:ого|[ое]ва|ина)$")),
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement's language, and its text in pieces with type and entity ("" for what is not marked)."""

    name: str
    lang: str
    pieces: tuple[tuple[str, str, str], ...]


def read(folder: Path = HERE) -> list[Statement]:
    """All statements of a folder and its subfolders, by name."""
    return [_statement(path) for path in sorted(folder.rglob("*.txt"))]


def _statement(path: Path) -> Statement:
    header, _, body = path.read_text("utf-8").partition("\n---\n")
    lang = re.search(r"^lang: *(\w+)", header, re.MULTILINE)
    pieces: list[tuple[str, str, str]] = []
    at = 0
    for match in _MARK.finditer(body):
        pieces += [(body[at : match.start()], "", ""), (match[3], match[1], match[2])]
        at = match.end()
    pieces.append((body[at:].rstrip("\n"), "", ""))
    return Statement(path.stem, lang[1] if lang else "ru", tuple(pieces))


def texts(
    count: int, *, seed: int, validation: bool, lists: NameLists, folder: Path = HERE
) -> Iterator[Example]:
    """`count` texts of each statement, the first with its own names; one statement in ten is held out."""
    rng = random.Random(seed)
    people = lists.half(validation=validation)
    for statement in read(folder):
        if held_out(statement.name) != validation:
            continue
        for copy in range(count):
            made = example(statement, people if copy else None, rng)
            yield augment(made, rng)


def example(statement: Statement, people: NameLists | None, rng: random.Random) -> Example:
    """The statement with its spans; with `people` most persons get other names."""
    cast = _cast(statement, people, rng) if people is not None else {}
    text, spans = "", []
    for surface, kind, entity in statement.pieces:
        if kind in _PERSONS and entity in cast:
            surface = _mention(surface, cast[entity], statement.lang, rng)  # noqa: PLW2901 - the same piece
        label = "PERSON" if kind in _PERSONS else kind
        if label in LABELS:
            spans.append(Span(len(text), len(text) + len(surface), label))
        text += surface
    return make(text, spans, lang=statement.lang, source="statements")


def _cast(statement: Statement, people: NameLists, rng: random.Random) -> dict[str, Person]:
    """A new name for most entities all of whose mentions have a known form."""
    mentions: dict[str, list[str]] = {}
    for surface, kind, entity in statement.pieces:
        if kind in _PERSONS and kind != "PUBLIC":
            mentions.setdefault(entity, []).append(surface)
    cast = {}
    for entity, surfaces in mentions.items():
        if all(_form(surface) for surface in surfaces) and rng.random() < 0.85:
            feminine = any(_FEMININE.search(surface.lower()) for surface in surfaces)
            cast[entity] = _of_gender("f" if feminine else "m", people, rng)
    return cast


def _of_gender(gender: str, people: NameLists, rng: random.Random) -> Person:
    while (person := sample(rng, people, foreign=0.05)).gender != gender:
        pass
    return person


def _form(surface: str) -> str:
    kinds = tuple(str(part.kind) for part in parts(surface) if part.kind is not PartKind.OTHER)
    return _FORMS.get(kinds, "") if len(kinds) == len(parts(surface)) else ""


def _mention(surface: str, person: Person, lang: str, rng: random.Random) -> str:
    latin = sum("a" <= c.lower() <= "z" for c in surface) * 2 > len(surface)
    kazakh_latin = latin and lang == "kk"
    own = "kk_latin" if kazakh_latin else "en" if latin else "ru" if lang == "en" else lang
    last = surface.rsplit(maxsplit=1)[-1].lower()
    if own == "mixed":
        own = "kk" if kazakh_case(last) != "nom" and not _russian_case(last) else "ru"
    case = _russian_case(last) or "nom" if own == "ru" else "nom" if own == "en" else kazakh_case(last)
    made = forms.render(person, _form(surface), case, lang=own, rng=rng)
    if surface.islower():
        return made.lower()
    return made.upper() if surface.isupper() and len(surface) > 3 else made


def _russian_case(word: str) -> str:
    return next((case for case, ending in _RUSSIAN_CASE if ending.search(word)), "")
