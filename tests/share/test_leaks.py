"""Two hundred leaks that somebody else thought of than who wrote the gate, and fifty bundles without any.

A leak counts as caught where the verdict points at it: of its kind, at its words or in its file.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.labels import Audience
from redact.scanner import load_scanner
from share.gate.check import Remembered
from share.gate.differences import Earlier
from share.gate.leaks import LeakKind, Verdict
from tests.share import planting_docx, planting_others, planting_pdf
from tests.share.corpus import Bundle, Span, case, table, text_then, with_leak, write_bundle

ENOUGH = 199
IN_TEXTS = ("survives", "elsewhere", "found_again", "difference", "few")
IN_FILES = ("in_docx", "in_pdf", "in_others")
K = 5  # as it is for the public


@pytest.fixture(scope="module")
def scan() -> Remembered:
    return Remembered(load_scanner().scan)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_gate_catches_the_corpus(scan: Remembered, tmp_path: Path) -> None:
    caught: Counter[str] = Counter()
    missed = []
    for kind in IN_TEXTS:
        for leak in table(kind):
            verdict, points = _in_text(kind, leak, tmp_path, scan)
            _count(f"{kind}: {leak['id']}", points, verdict, caught, missed)
    bases: dict[Any, Bundle] = {}
    for kind in IN_FILES:
        for leak in table(kind):
            verdict, points = _in_file(kind, leak, tmp_path, scan, bases)
            _count(f"{kind}: {leak['id']}", points, verdict, caught, missed)
    assert sum(caught.values()) + len(missed) == 200
    print(dict(caught))
    assert len(missed) <= 0, "\n".join(missed)


def _count(name: str, points: bool, verdict: Verdict, caught: Counter[str], missed: list[str]) -> None:
    if points:
        caught[name.split(":")[0]] += 1
    else:
        missed.append(f"{name} {dict(verdict.counts())}")


def _in_text(kind: str, leak: dict[str, Any], folder: Path, scan: Remembered) -> tuple[Verdict, bool]:
    """A leak that stands in the texts before the bundle is made; whether the verdict points at it."""
    audience = Audience(leak.get("audience", "public"))
    statements = with_leak("crowd" if kind == "few" else "case", leak)
    bundle = write_bundle(
        folder / kind / leak["id"] / "bundle",
        statements,
        audience,
        [("tables", "sqlite", "uwazi", "docx", "pdf")[len(list(folder.rglob("bundle"))) % 5]],
        k=K if kind == "few" else 1,
        staying=leak.get("staying", ()),
        known=[leak["known"]] if "known" in leak else (),
        earlier=_earlier(leak, folder, audience) if kind == "difference" else None,
    )
    verdict = bundle.checked(scan)
    where = statements[leak["statement"]].leaked
    points = any(
        found.kind == kind
        and found.statement_id == leak["statement"]
        and (kind in {"few", "difference"} or (where is not None and _touch(found.span, where)))
        for found in verdict.leaks
    )
    return verdict, points


def _earlier(leak, folder, audience):
    then = Audience(leak.get("then", audience))
    before = write_bundle(folder / "then" / leak["id"] / "bundle", case("case"), then, [])
    one = next(one for one in before.composed if one.told.id == leak["statement"])
    now = write_bundle(folder / "now" / leak["id"] / "bundle", case("case"), audience, [])
    same = next(one for one in now.composed if one.told.id == leak["statement"])
    texts = [Earlier("then", then, text_then(one, leak["was"]))]
    texts += [Earlier(f"since-{n}", audience, same.text.text) for n in range(leak.get("since", 0))]
    return {leak["statement"]: texts}


def _in_file(kind, leak, folder, scan, bases):
    audience = Audience(leak.get("audience", "public"))
    if kind == "in_others":
        formats = ({"statements.sqlite": ["sqlite"], "statements.sqlite-wal": ["sqlite"], "uwazi.zip": ["uwazi"]}).get(leak["file"], ["tables"])
    else:
        formats = [kind.removeprefix("in_")]
    key = audience, formats[0]
    if key not in bases:
        bases[key] = write_bundle(folder / "base" / f"{audience}-{formats[0]}" / "bundle", case("case"), audience, formats)
    bundle = bases[key].copied(folder / "files" / leak["id"] / kind / "bundle")
    if kind == "in_others":
        name = leak["file"]
        planting_others.WAYS[leak["how"]](bundle.folder / name, leak["words"])
    else:
        ways = planting_docx.WAYS if kind == "in_docx" else planting_pdf.WAYS
        name = f"{formats[0]}/{bundle.name(leak['host'])}.{formats[0]}"
        path = bundle.folder / name
        path.write_bytes(ways[leak["how"]](path.read_bytes(), leak["words"]))
    try:
        verdict = bundle.checked(scan)
    except Exception as e:
        return Verdict(()), repr(e)[:0] and False
    points = any(l.kind is LeakKind.IN_FILE and l.file == name and leak["hidden"] in l.elsewhere for l in verdict.leaks)
    return verdict, points


def _touch(one: Span | None, other: Span) -> bool:
    return one is not None and one[0] < other[1] and other[0] < one[1]
