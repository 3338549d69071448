"""The corpus of leaks, read from leaks/*.toml, and bundles made of its statements."""

import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from models.findings import Analysis, Finding, Identity, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, StatementState
from share.bundle import Scaffolding, write_files
from share.composing import Composed, compose
from share.contents import Contents
from share.gate.check import Against, Scan, check
from share.gate.differences import Earlier
from share.gate.leaks import Verdict
from share.manifest import write_manifest
from share.mosaic.cells import Known
from share.numbers import Numbers
from share.told import Told

Row = Mapping[str, Any]
Span = tuple[int, int]
_LEAKS: Final = Path(__file__).parent / "leaks"
_MARK: Final = re.compile(
    r"\{\{(?P<label>[A-Z]+)\|(?P<who>\w+)(?::(?P<role>\w+))?\|(?P<words>[^}]+)\}\}|[⟦⟧]"
)
_RELEASE: Final = "0b7e4c52d1a946f3"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as two reviewers marked it; `leaked` is where the words of a leak stand in it."""

    told: Told
    leaked: Span | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle in a folder, and what it is checked against."""

    folder: Path
    contents: Contents
    formats: tuple[str, ...]
    composed: Sequence[Composed]
    against: Against

    def checked(self, scan: Scan) -> Verdict:
        """What the gate says of the folder as it is now."""
        scaffolding = Scaffolding(
            self.contents, self.formats, self.folder, finish=lambda again: _finish(self.contents, again)
        )
        return check(self.folder, self.composed, self.against, scan=scan, scaffolding=scaffolding)

    def copied(self, folder: Path) -> "Bundle":
        """The same bundle in another folder."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    def name(self, statement_id: str) -> str:
        """What a statement is called in the bundle."""
        return next(one.item.name for one in self.composed if one.told.id == statement_id)


@cache
def table(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of a file of the corpus."""
    (rows,) = tomllib.loads((_LEAKS / f"{name}.toml").read_text("utf-8")).values()
    return tuple(rows)


def read(row: Row) -> Statement:
    """A statement out of its row: the text, what is marked in it, its tags, what reviewers let stand."""
    text, at = "", 0
    findings: list[Finding] = []
    people: dict[str, Identity] = {}
    leaked: list[int] = []
    written = row["text"].removesuffix("\n")
    for mark in _MARK.finditer(written):
        text += written[at : mark.start()]
        at = mark.end()
        if mark["label"] is None:
            leaked.append(len(text))
            continue
        label, who = Label(mark["label"]), f"{mark['label']}-{mark['who']}"
        role = Role(mark["role"] or "protected")
        people.setdefault(who, Identity(who, label, role, len(people) + 1))
        findings.append(Finding(len(text), len(text) + len(mark["words"]), label, 1.0, "reviewer", who))
        text += mark["words"]
    text += written[at:]
    tags = [Tag(TagKind(kind), code, *_span(text, words), "reviewer") for kind, code, words in row["tags"]]
    settled = [
        found.span() for words in row.get("settled", ()) for found in re.finditer(re.escape(words), text)
    ]
    told = Told(
        id=row["id"],
        state=StatementState.APPROVED,
        raw_text=text,
        analysis=Analysis(
            Language(row["language"]), tuple(findings), tuple(people.values()), (), tuple(tags)
        ),
        settled=tuple(sorted(settled)),
        consent=Consent(ConsentScope.PUBLIC, hide=tuple(row.get("hide", ()))),
    )
    return Statement(told, (leaked[0], leaked[1]) if leaked else None)


def case(name: str, *, leak: Row | None = None) -> list[Statement]:
    """The statements of a case; with a leak, one of them says a sentence more or has a tag more."""
    return [read(_with(row, leak) if leak and row["id"] == leak["statement"] else row) for row in table(name)]


def composed_for(
    audience: Audience, statements: Iterable[Statement], *, first: int = 1, staying: Iterable[str] = ()
) -> list[Composed]:
    """The statements as an audience may read them; numbers go up from `first`, where a release draws lots."""
    told = [one.told for one in statements]
    keys = [(one.id, identity.id) for one in told for identity in one.analysis.identities]
    numbers = Numbers(
        {one.id: number for number, one in enumerate(told, start=first)},
        {key: number for number, key in enumerate(keys, start=first)},
    )
    stays = set(staying)
    return [compose(one, audience, numbers) for one in told if one.id not in stays]


def write_bundle(
    folder: Path,
    composed: Sequence[Composed],
    told: Iterable[Statement],
    formats: Iterable[str],
    *,
    against: Callable[[Sequence[Told]], Against] = lambda told: Against(told, {}, 1),
) -> Bundle:
    """Write a bundle with a manifest; nothing is made coarser. `told` are all statements of the case."""
    audience, formats = composed[0].audience, tuple(formats)
    held_against = against([one.told for one in told])
    contents = Contents(
        release_id=_RELEASE,
        audience=audience,
        recipient=None if audience is Audience.PUBLIC else "Office of a Test",
        made_on=date(2031, 5, 4),
        items=tuple(one.item for one in composed),
        k=held_against.k,
    )
    folder.mkdir(parents=True)
    write_files(contents, folder, formats)
    _finish(contents, folder)
    return Bundle(folder, contents, formats, composed, held_against)


def _finish(contents: Contents, folder: Path) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
    content = {"release": _RELEASE, "audience": contents.audience, "counts": dict(contents.counts())}
    write_manifest(folder, content, key)


def earlier_texts(statements: Sequence[Statement], then: Iterable[Audience]) -> dict[str, list[Earlier]]:
    """Releases that went out before and differ by their numbers and by the policies alone."""
    found: dict[str, list[Earlier]] = {one.told.id: [] for one in statements}
    for number, audience in enumerate(then, start=1):
        for one in composed_for(audience, statements, first=100 * number):
            found[one.told.id].append(Earlier(f"before-{number}", audience, one.text.text))
    return found


def text_then(one: Composed, was: Sequence[str]) -> str:
    """A released text as if a stretch of the witness's words had stood in it as `was` says."""
    start, end = _span(one.told.raw_text, was[0])
    beside = [
        (cut.start, cut.end, cut.shown) for cut in one.text.cuts if cut.end <= start or end <= cut.start
    ]
    out, at = [], 0
    for first, last, shown in sorted([*beside, (start, end, was[1])]):
        out += [one.told.raw_text[at:first], shown]
        at = last
    return "".join([*out, one.told.raw_text[at:]])


def known_counts(rows: Iterable[Sequence[Any]]) -> tuple[Known, ...]:
    """Public counts of combinations; "" fits everything."""
    return tuple(Known(tuple(value or None for value in values), count) for values, count in rows)


def _with(row: Row, leak: Row) -> Row:
    text, tags = row["text"].rstrip("\n"), row["tags"]
    if "add" in leak:
        after = leak.get("after", text)
        assert text.count(after) == 1
        text = text.replace(after, f"{after} {leak['add']}")
    return {**row, "text": text, "tags": [*tags, leak["tag"]] if "tag" in leak else tags}


def _span(text: str, words: str) -> Span:
    start = text.find(words)
    assert start >= 0, "the words of a tag, or of an earlier release, must stand in the text"
    return start, start + len(words)
