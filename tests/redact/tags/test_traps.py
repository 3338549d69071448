"""Each line of traps.toml: words that look like abuse or a place and are not, and the same where they are."""

import tomllib
from pathlib import Path

import pytest

from models.findings import TagKind
from redact.tags.tagging import find_tags

TRAPS = tomllib.loads((Path(__file__).parent / "traps.toml").read_text("utf-8"))["traps"]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["text"][:40])
def test_trap(trap: dict[str, str]) -> None:
    tags = find_tags(trap["text"])
    abuse = {str(tag.code) for tag in tags if tag.kind is TagKind.ABUSE}
    places = {tag.code for tag in tags if tag.kind is TagKind.PLACE}
    assert abuse == set(trap["abuse"].split())
    assert places == {name for name in trap["places"].split(", ") if name}
