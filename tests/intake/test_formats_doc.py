"""docs/formats.md says what the code does: every ending, every code, every limit."""

import re
from pathlib import Path

from cli.reading import INCLUDABLE
from intake.batch import IGNORED
from intake.reader import FORMATS, SIZE_LIMIT
from models.errors import SENTENCES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text("utf-8")


def first_cells(title: str) -> str:
    """The first cells of the table under a title, or of the first table."""
    part = PAGE.split(title, 1)[1] if title else PAGE
    table = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert table is not None
    return "\n".join(row.split("|")[1] for row in table[0].splitlines()[2:])


def test_every_ending_has_its_row() -> None:
    assert set(re.findall(r"`(\.\w+)`", first_cells(""))) == set(FORMATS)


def test_every_reason_has_its_row() -> None:
    listed = set(re.findall(r"`(\w+)`", first_cells("## Why a file is not taken in")))
    assert listed <= set(SENTENCES)
    assert listed >= IGNORED
    # the errors of intake stand together, before those of redact
    codes = list(SENTENCES)
    ours = set(codes[: codes.index("scan_failed") + 1]) - {"several", "ocr_missing"}
    assert ours <= listed


def test_what_can_be_included_is_named() -> None:
    for kind in INCLUDABLE:
        assert f'--include "{kind}"' in PAGE or f"--include {kind}" in PAGE


def test_limits() -> None:
    assert {style.limit for style in FORMATS.values()} == {SIZE_LIMIT, 100_000_000, 250_000_000}
    assert SIZE_LIMIT == 20_000_000
    assert FORMATS[".csv"].limit == 250_000_000
