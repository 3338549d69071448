"""Annotated statements as training texts: the people change, the markup stays true."""

import random
from pathlib import Path

import pytest

from training import names, statements
from training.examples import LABELS
from training.names import NameLists

BODY = """lang: ru
form: note
abuse: beating
places: Kulan
event_dates: 2022-01
---
Пишет {{PERSON|P1|Ахметова Гульнар}}. Моего мужа, {{PERSON|P2|Ерлана}}, бил {{OFFICIAL|P3|«Мясник»}}.
{{PERSON|P1|Гульнар}} видела. Тел. {{PHONE|X1|8 701 000 00 01}}, {{AGE|X2|41 год}}.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one statement."""
    (tmp_path / "ru-01-note.txt").write_text(BODY, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def people() -> NameLists:
    """The project's name lists, the half for training."""
    return names.load().half(validation=False)


def test_without_people_the_text_is_as_written(folder: Path) -> None:
    (statement,) = statements.read(folder)
    made = statements.example(statement, None, random.Random(1))  # noqa: S311 - no secret
    assert made.text.startswith("Пишет Ахметова Гульнар. Моего мужа, Ерлана,")
    surfaces = [(s.label, made.text[s.start : s.end]) for s in made.spans]
    # a telephone number is the recognisers' work, not the model's
    assert surfaces == [
        ("PERSON", "Ахметова Гульнар"),
        ("PERSON", "Ерлана"),
        ("PERSON", "«Мясник»"),
        ("PERSON", "Гульнар"),
        ("AGE", "41 год"),
    ]


def test_people_are_exchanged_and_one_person_stays_one(folder: Path, people: NameLists) -> None:
    (statement,) = statements.read(folder)
    seen = set()
    for seed in range(30):
        made = statements.example(statement, people, random.Random(seed))  # noqa: S311 - no secret
        first, _, nickname, again, _ = [made.text[s.start : s.end] for s in made.spans]
        assert nickname == "«Мясник»"
        seen.add(first)
        if first != "Ахметова Гульнар" and first.isascii() == again.isascii():
            assert again != "Гульнар"
    assert len(seen) > 10


def test_every_statement_of_the_project_can_be_read() -> None:
    for statement in statements.read():
        made = statements.example(statement, None, random.Random(1))  # noqa: S311 - no secret
        assert "{{" not in made.text, statement.name
        assert all(span.label in LABELS for span in made.spans)
