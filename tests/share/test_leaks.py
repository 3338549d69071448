"""Two hundred leaks, thought of without looking at what finds them, and fifty bundles without any.

A leak counts as caught where the verdict points at it: at its very words, at the file and whose words they
are, at the release that differs, at the statement that too few share. That something else is found beside it
does not count. Words in a text may be found by another of the checks than the one that was meant.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from models.labels import Audience
from redact.scanner import load_scanner
from share.composing import Composed
from share.gate.check import Against, Remembered
from share.gate.differences import Earlier
from share.gate.leaks import Leak, LeakKind
from tests.share.corpus import (
    Bundle,
    Row,
    case,
    composed_for,
    earlier_texts,
    known_counts,
    table,
    text_then,
    write_bundle,
)
from tests.share.planting_docx import WAYS as IN_DOCX
from tests.share.planting_others import WAYS as IN_OTHERS
from tests.share.planting_pdf import WAYS as IN_PDF

ENOUGH = 199
MOST_FALSE = 2
K = 5  # as it is for the public
# A file that is not byte for byte what its contents make, whatever stands in it.
CHANGED = {"stray", "unreadable"}
# Of the 70 leaks in files, those that the search for words finds by itself.
FOUND_BY_WORDS = 51
IN_WORDS = {LeakKind.SURVIVES, LeakKind.ELSEWHERE, LeakKind.FOUND_AGAIN}
FORMATS = ("tables", "sqlite", "uwazi", "docx", "pdf")
# The format that makes the file into which, or beside which, something is put; tables where none is named.
MADE_BY = {"statements.sqlite": "sqlite", "statements.sqlite-wal": "sqlite", "uwazi.zip": "uwazi"}


@dataclass(frozen=True, slots=True)
class Office:
    """Where bundles are made and checked; `bases` are the clean ones that words are put into."""

    scan: Remembered
    folder: Path
    bases: dict[tuple[Audience, str], Bundle] = field(default_factory=dict)

    def base(self, audience: Audience, made: str) -> Bundle:
        if (audience, made) not in self.bases:
            told, place = case("case"), self.folder / f"{audience}-{made}" / "bundle"
            self.bases[audience, made] = write_bundle(place, composed_for(audience, told), told, [made])
        return self.bases[audience, made]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(Remembered(load_scanner().scan), tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_gate_catches_the_corpus(office: Office) -> None:
    caught, meant, by_words = Counter[str](), Counter[str](), Counter[str]()
    missed = []
    for group, (kind, pointing) in CHECKS.items():
        for number, leak in enumerate(table(group)):
            leaks = pointing(leak, office, office.folder / group / str(number))
            found = {one.kind for one in leaks}
            by_words[group] += any(one.kind is LeakKind.IN_FILE and one.elsewhere for one in leaks)
            caught[group] += bool(found)
            meant[group] += kind in found
            if not found:
                missed.append(f"{group}: {leak['id']}")
    assert sum(len(table(group)) for group in CHECKS) == 200
    told = f"caught {dict(caught)}, by the check that was meant {dict(meant)}, missed:"
    assert caught.total() >= ENOUGH, "\n".join([told, *missed])
    assert by_words.total() >= FOUND_BY_WORDS, dict(by_words)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_clean_bundles_pass(office: Office) -> None:
    rows = table("clean")
    assert len(rows) == 50
    alarms = []
    for number, row in enumerate(rows):
        leaks = _clean(row, office.folder / str(number) / "bundle").checked(office.scan).leaks
        if leaks:
            found = sorted({f"{one.kind} {one.statement_id or ''}{one.file or ''}" for one in leaks})
            alarms.append(f"{dict(row)}: {found}")
    assert len(alarms) <= MOST_FALSE, "\n".join(alarms)


def _in_text(leak: Row, office: Office, folder: Path) -> list[Leak]:
    """A sentence that reviewers let stand, in one format or another; what points at its words."""
    told = case("case", leak=leak)
    composed = composed_for(_audience(leak), told, staying=leak.get("staying", ()))
    made = FORMATS[int(folder.name) % len(FORMATS)]
    verdict = write_bundle(folder / "bundle", composed, told, [made]).checked(office.scan)
    first, last = next(one.leaked for one in told if one.leaked is not None)
    return [
        one
        for one in verdict.leaks
        if one.kind in IN_WORDS
        and one.statement_id == leak["statement"]
        and one.span is not None
        and one.span[0] < last
        and first < one.span[1]
    ]


def _differing(leak: Row, office: Office, folder: Path) -> list[Leak]:
    """An earlier release in which a stretch stood otherwise; what points at that release."""
    told, audience = case("case"), _audience(leak)
    then = Audience(leak.get("then", audience))
    before = _of(leak, composed_for(then, told, first=100))
    since = earlier_texts(
        [one for one in told if one.told.id == leak["statement"]], [audience] * leak.get("since", 0)
    )
    texts = [Earlier("then", then, text_then(before, leak["was"])), *since[leak["statement"]]]
    bundle = write_bundle(
        folder / "bundle",
        composed_for(audience, told),
        told,
        [],
        against=lambda all_told: Against(all_told, {leak["statement"]: texts}, 1),
    )
    return [
        one
        for one in bundle.checked(office.scan).leaks
        if one.kind is LeakKind.DIFFERENCE and one.statement_id == leak["statement"] and one.other == "then"
    ]


def _few(leak: Row, office: Office, folder: Path) -> list[Leak]:
    """A fact more in a crowd that tells the same; what points at the statement that tells it."""
    told = case("crowd", leak=leak)
    known = known_counts([leak["known"]] if "known" in leak else [])
    bundle = write_bundle(
        folder / "bundle",
        composed_for(Audience.PUBLIC, told),
        told,
        [],
        against=lambda all_told: Against(all_told, {}, K, known),
    )
    return [
        one
        for one in bundle.checked(office.scan).leaks
        if one.kind is LeakKind.FEW and one.statement_id == leak["statement"]
    ]


def _in_docx(leak: Row, office: Office, folder: Path) -> list[Leak]:
    return _in_document(leak, office, folder, "docx", IN_DOCX[leak["how"]])


def _in_pdf(leak: Row, office: Office, folder: Path) -> list[Leak]:
    return _in_document(leak, office, folder, "pdf", IN_PDF[leak["how"]])


def _in_document(
    leak: Row, office: Office, folder: Path, made: str, way: Callable[[bytes, str], bytes]
) -> list[Leak]:
    bundle = office.base(_audience(leak), made).copied(folder / "bundle")
    path = bundle.folder / made / f"{bundle.name(leak['host'])}.{made}"
    path.write_bytes(way(path.read_bytes(), leak["words"]))
    return _pointing(leak, bundle, path, office)


def _in_others(leak: Row, office: Office, folder: Path) -> list[Leak]:
    bundle = office.base(_audience(leak), MADE_BY.get(leak["file"], "tables")).copied(folder / "bundle")
    path = bundle.folder / leak["file"]
    IN_OTHERS[leak["how"]](path, leak["words"])
    return _pointing(leak, bundle, path, office)


def _pointing(leak: Row, bundle: Bundle, path: Path, office: Office) -> list[Leak]:
    """What points at the file: whose words stand in it, or that it was changed."""
    name = path.relative_to(bundle.folder).as_posix()
    return [
        one
        for one in bundle.checked(office.scan).leaks
        if one.kind is LeakKind.IN_FILE
        and one.file == name
        and (leak["hidden"] in one.elsewhere or one.part in CHANGED)
    ]


CHECKS: dict[str, tuple[LeakKind, Callable[[Row, Office, Path], list[Leak]]]] = {
    "survives": (LeakKind.SURVIVES, _in_text),
    "elsewhere": (LeakKind.ELSEWHERE, _in_text),
    "found_again": (LeakKind.FOUND_AGAIN, _in_text),
    "difference": (LeakKind.DIFFERENCE, _differing),
    "few": (LeakKind.FEW, _few),
    "in_docx": (LeakKind.IN_FILE, _in_docx),
    "in_pdf": (LeakKind.IN_FILE, _in_pdf),
    "in_others": (LeakKind.IN_FILE, _in_others),
}


def _clean(row: Row, folder: Path) -> Bundle:
    """A bundle of a row of clean.toml."""
    told = [
        one
        for name in ("case", "odd", "crowd")
        for one in case(name)
        if row.get(name) == "*" or one.told.id in row.get(name, "").split()
    ]
    earlier = earlier_texts(told, map(Audience, row.get("before", ())))
    return write_bundle(
        folder,
        composed_for(_audience(row), told, staying=row.get("staying", "").split()),
        told,
        row["formats"],
        against=lambda all_told: Against(all_told, earlier, K if row.get("crowd") == "*" else 1),
    )


def _audience(row: Row) -> Audience:
    return Audience(row.get("audience", "public"))


def _of(leak: Row, composed: Iterable[Composed]) -> Composed:
    return next(one for one in composed if one.told.id == leak["statement"])
