"""The corpus of leaks, read from leaks/*.toml, and bundles made of its statements."""

import re
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
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

Span = tuple[int, int]
_LEAKS: Final = Path(__file__).parent / "leaks"
_MARK: Final = re.compile(r"\{\{(?P<label>[A-Z]+)\|(?P<who>\w+)(?::(?P<role>\w+))?\|(?P<words>[^}]+)\}\}|[⟦⟧]")
_RELEASE: Final = "0b7e4c52d1a946f3"


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as two reviewers marked it; `leaked` is where a planted leak stands in it."""

    told: Told
    leaked: Span | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle in a folder and what it is checked against."""

    folder: Path
    contents: Contents
    formats: tuple[str, ...]
    composed: Sequence[Composed]
    against: Against

    def checked(self, scan: Scan) -> Verdict:
        """What the gate says of the folder as it is now; the empty bundle it compares with goes beside."""
        scaffolding = Scaffolding(self.contents, self.formats, self.folder)
        return check(self.folder, self.composed, self.against, scan=scan, scaffolding=scaffolding)

    def copied(self, folder: Path) -> "Bundle":
        """The same bundle in another folder."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    def name(self, statement: str) -> str:
        """What a statement is called in the bundle."""
        return next(one.item.name for one in self.composed if one.told.id == statement)


@cache
def table(name: str) -> list[dict[str, Any]]:
    """The rows of a file of the corpus."""
    data = tomllib.loads((_LEAKS / f"{name}.toml").read_text("utf-8"))
    (rows,) = data.values()
    return list(rows)


def case(name: str) -> dict[str, Statement]:
    """The statements of a case by id."""
    return {row["id"]: statement(row) for row in table(name)}


def row_of(name: str, statement_id: str) -> dict[str, Any]:
    """A statement as it is written down."""
    return next(row for row in table(name) if row["id"] == statement_id)


def statement(row: Mapping[str, Any]) -> Statement:
    """A statement out of its row: text, findings, people, tags, and what reviewers let stand."""
    text, findings, identities, leaked = "", [], {}, []
    at = 0
    written = row["text"].strip("\n")
    for mark in _MARK.finditer(written):
        text += written[at : mark.start()]
        at = mark.end()
        if mark["label"] is None:
            leaked.append(len(text))
            continue
        label = Label(mark["label"])
        identity = f"{label}-{mark['who']}"
        known = identities.get(identity)
        role = Role(mark["role"]) if mark["role"] else known.role if known else Role.PROTECTED
        identities[identity] = known or Identity(identity, label, role, len(identities) + 1)
        findings.append(Finding(len(text), len(text) + len(mark["words"]), label, 1.0, "reviewer", identity))
        text += mark["words"]
    text += written[at:]
    tags = [Tag(TagKind(kind), code, *_span(text, words), "reviewer") for kind, code, words in row["tags"]]
    settled = tuple(
        found.span() for words in row.get("settled", ()) for found in re.finditer(re.escape(words), text)
    )
    told = Told(
        id=row["id"],
        state=StatementState.APPROVED,
        raw_text=text,
        analysis=Analysis(
            Language(row["language"]), tuple(findings), tuple(identities.values()), (), tuple(tags)
        ),
        settled=settled,
        consent=Consent(ConsentScope.PUBLIC, hide=tuple(row.get("hide", ()))),
    )
    return Statement(told, (leaked[0], leaked[1]) if leaked else None)


def with_leak(name: str, leak: Mapping[str, Any]) -> dict[str, Statement]:
    """A case in which a statement says a sentence more, or has a tag more."""
    row = dict(row_of(name, leak["statement"]))
    text = row["text"].rstrip("\n")
    if "add" in leak:
        after = leak.get("after", text)
        assert text.count(after) == 1
        row["text"] = text.replace(after, f"{after} {leak['add']}")
    if "tag" in leak:
        row["tags"] = [*row["tags"], leak["tag"]]
    return {**case(name), leak["statement"]: statement(row)}


def write_bundle(  # noqa: PLR0913 - all that a bundle is made of
    folder: Path,
    statements: Mapping[str, Statement],
    audience: Audience,
    formats: Sequence[str],
    *,
    k: int = 1,
    staying: Iterable[str] = (),
    known: Iterable[Sequence[Any]] = (),
    earlier: Mapping[str, Sequence[Earlier]] | None = None,
) -> Bundle:
    """Write the statements that do not stay as a bundle, with a manifest; nothing is made coarser."""
    told = [one.told for one in statements.values()]
    going = [one for one in told if one.id not in set(staying)]
    numbers = _numbers(told)
    composed = sorted((compose(one, audience, numbers) for one in going), key=lambda one: one.number)
    items = tuple(one.item for one in composed)
    recipient = None if audience is Audience.PUBLIC else "Office of a Test"
    contents = Contents(_RELEASE, audience, recipient, date(2031, 5, 4), items, k)
    folder.mkdir(parents=True)
    write_files(contents, folder, formats)
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32))).public_key()
    said = {"release": _RELEASE, "audience": str(audience), "counts": dict(contents.counts())}
    write_manifest(folder, said, key)
    rare = tuple(Known(tuple(value or None for value in values), count) for values, count in known)
    return Bundle(folder, contents, tuple(formats), composed, Against(told, earlier or {}, k, rare))


def text_then(one: Composed, was: Sequence[str]) -> str:
    """The released text as it would be if a stretch of the witness's words had stood as `was` says."""
    start, end = _span(one.told.raw_text, was[0])
    cuts = [(cut.start, cut.end, cut.shown) for cut in one.text.cuts if not (start < cut.end and cut.start < end)]
    out, at = [], 0
    for first, last, shown in sorted([*cuts, (start, end, was[1])]):
        out += [one.told.raw_text[at:first], shown]
        at = last
    return "".join([*out, one.told.raw_text[at:]])


def without_marks(one: Statement) -> Statement:
    """A statement as it would be if nothing of it were hidden."""
    analysis = replace(one.told.analysis, findings=(), identities=())
    return replace(one, told=replace(one.told, analysis=analysis))


def _numbers(told: Sequence[Told]) -> Numbers:
    """Numbers in the order of the case rather than by lot: the corpus is the same each time."""
    keys = [(one.id, identity.id) for one in told for identity in one.analysis.identities]
    return Numbers(
        {one.id: number for number, one in enumerate(told, start=1)},
        {key: number for number, key in enumerate(keys, start=1)},
    )


def _span(text: str, words: str) -> Span:
    start = text.find(words)
    assert start >= 0, "the words of a tag, or of an earlier release, must stand in the text"
    return start, start + len(words)
