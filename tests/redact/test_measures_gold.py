"""Annotated statements are read line by line; a mistake is said by its code and the number of its line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from models.errors import AigaqError
from redact.measures.gold import Gold, read_gold
from redact.measures.tables import load_words

GUIDE = (Path(__file__).parents[2] / "docs" / "evaluate.md").read_text("utf-8")
TEXT = "Мирасты Қайрат ұрды."


def row(**changes: Any) -> dict[str, Any]:
    span = {"start": 8, "end": 14, "type": "OFFICIAL", "entity": "P2", "text": "Қайрат"}
    return {"id": "a", "lang": "kk", "text": TEXT, "spans": [span], **changes}


def span(**changes: Any) -> dict[str, Any]:
    return row(spans=[{**row()["spans"][0], **changes}])


def read(tmp_path: Path, *lines: object) -> list[Gold]:
    path = tmp_path / "gold.jsonl"
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return list(read_gold(path))


def test_a_line_is_a_statement_and_empty_lines_are_passed_over(tmp_path: Path) -> None:
    first, second = read(tmp_path, row(abuse=["Beating"], places=["Oral"]), b"", b"  ", row(id="b"))
    assert (first.id, first.lang, first.text) == ("a", "kk", TEXT)
    assert (first.spans[0].kind, first.spans[0].entity, first.spans[0].text) == ("OFFICIAL", "P2", "Қайрат")
    assert (first.abuse, first.places) == ({"beating"}, {"oral"})
    assert (second.abuse, second.places) == (set(), set())


def test_a_mark_of_the_byte_order_is_no_mistake(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"\xef\xbb\xbf" + json.dumps(row()).encode())) == 1


def test_characters_are_counted_not_bytes_or_halves_of_an_emoji(tmp_path: Path) -> None:
    text = "😀 Айдана"
    marked = {"start": 2, "end": 8, "type": "PERSON", "entity": "P1", "text": "Айдана"}
    assert read(tmp_path, row(text=text, spans=[marked]))[0].spans[0].start == 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{not JSON", "gold_not_read"),
        (b"[" * 100_000, "gold_not_read"),
        (b'"a"', "gold_not_read"),
        (b"7", "gold_not_read"),
        ("Қайрат".encode("cp1251", "replace"), "gold_not_read"),
        ({"id": "a", "lang": "kk", "text": TEXT}, "gold_not_read"),
        (row(id=""), "gold_not_read"),
        (row(id=7), "gold_not_read"),
        (row(spans={}), "gold_not_read"),
        (row(abuse="beating"), "gold_not_read"),
        (row(places=[7]), "gold_not_read"),
        (span(start="8"), "gold_not_read"),
        (span(entity=None), "gold_not_read"),
        (span(text="Қайра"), "gold_offsets"),
        (span(start=9, end=15), "gold_offsets"),
        (span(start=8, end=8, text=""), "gold_offsets"),
        (span(start=-12, end=-6), "gold_offsets"),
        (span(end=100), "gold_offsets"),
        (span(type="NAME"), "gold_unknown"),
        (row(lang="de"), "gold_unknown"),
        (row(abuse=["hitting"]), "gold_unknown"),
        (row(id="first"), "gold_twice"),
    ],
)
def test_a_mistake_is_said_by_its_line_and_without_its_words(tmp_path: Path, line: object, code: str) -> None:
    with pytest.raises(AigaqError) as caught:
        read(tmp_path, row(id="first"), b"", line)
    assert caught.value.code == code
    assert str(caught.value).endswith(" Line 3.")
    assert "айрат" not in str(caught.value) and caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "Қайрат.jsonl", tmp_path):
        with pytest.raises(AigaqError, match="no_such_file"):
            list(read_gold(path))


def test_the_guides_example_is_right(tmp_path: Path) -> None:
    [example] = re.findall(r"^```json\n(.*)\n```", GUIDE, re.MULTILINE)
    [gold] = read(tmp_path, example.encode("utf-8"))
    assert len(gold.spans) == 5 and gold.abuse and gold.places


def test_the_guide_explains_every_figure() -> None:
    for key, name in load_words()["figures"].items():
        assert re.search(rf"^\| {re.escape(name)} \| .*`{key}`", GUIDE, re.MULTILINE), key
