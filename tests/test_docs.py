"""The pages say what is there: commands that exist, links that lead somewhere, three versions that agree."""

import re
from itertools import takewhile
from pathlib import Path

import click
import pytest

from cli.main import COMMANDS, aigaq

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
THREATS = {language: ROOT / "docs" / f"threat-model{language}.md" for language in ("", ".ru", ".kk")}
# The English version alone names the tests behind a protection.
ENGLISH_ONLY = "tests/"


def code_marks(text: str) -> list[str]:
    """What stands in code marks: fenced lines and spans, in the order of the page."""
    return [
        line.strip()
        for fenced, span in re.findall(
            r"^```[^\n]*\n(.*?)^```|(?<!`)`([^`\n]+)`", text, re.MULTILINE | re.DOTALL
        )
        for line in (fenced.splitlines() if fenced else [span])
    ]


def named_commands(text: str) -> set[tuple[str, ...]]:
    """The words after `aigaq` in code marks and in sentences of errors ("See: aigaq user list")."""
    calls = [
        found[1]
        for mark in code_marks(text)
        if (found := re.match(r"(?:\.venv/bin/)?aigaq ([a-z].*)", mark)) is not None
        and not re.fullmatch(r"[a-z]+ \d+", found[1])  # a format, such as "aigaq envelope 1"
    ]
    calls += re.findall(r": aigaq ([a-z].*?)(?: \||$)", text, re.MULTILINE)
    return {tuple(takewhile(is_word, call.split()))[:2] for call in calls}


def is_word(word: str) -> bool:
    """Whether it may be a command's name: settings and files have other letters in them."""
    return re.fullmatch("[a-z]+(?:-[a-z]+)*", word) is not None


def exists(words: tuple[str, ...]) -> bool:
    """Whether the program has the command, and the command of a group."""
    if words[0] not in COMMANDS:
        return False
    found = aigaq.get_command(click.Context(aigaq), words[0])
    if not isinstance(found, click.Group) or len(words) == 1:
        return found is not None
    return words[1] in found.list_commands(click.Context(found))


def options_of(words: tuple[str, ...]) -> set[str]:
    """The options that a command knows."""
    found = aigaq.get_command(click.Context(aigaq), words[0])
    if isinstance(found, click.Group) and len(words) > 1:
        found = found.get_command(click.Context(found), words[1])
    return {name for p in (found.params if found else ()) for name in (*p.opts, *p.secondary_opts)} | {
        "--help"
    }


def headings(text: str) -> list[int]:
    """The levels of the headings, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_is_named_exists(page: Path) -> None:
    missing = {words for words in named_commands(page.read_text("utf-8")) if not exists(words)}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_option_that_is_named_with_its_command_exists(page: Path) -> None:
    wrong = []
    for mark in code_marks(page.read_text("utf-8")):
        found = re.match(r"(?:\.venv/bin/)?aigaq ([a-z].*?)(?: +#.*)?$", mark)
        if found is None:
            continue
        words = tuple(takewhile(is_word, found[1].split()))[:2]
        known = options_of(words) if exists(words) else set()
        wrong += [mark for option in re.findall(r"(?<!\S)\[?(--[a-z-]+)", found[1]) if option not in known]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("language", [".ru", ".kk"])
def test_threat_models_say_the_same(language: str) -> None:
    english, other = (THREATS[name].read_text("utf-8") for name in ("", language))
    assert headings(other) == headings(english)
    assert other.count("\n|") == english.count("\n|")
    assert other.count("\n- ") == english.count("\n- ")
    marks = [mark for mark in code_marks(english) if not mark.startswith(ENGLISH_ONLY)]
    assert code_marks(other) == marks


def test_protections_name_tests_that_are_there() -> None:
    named = [mark for mark in code_marks(THREATS[""].read_text("utf-8")) if mark.startswith(ENGLISH_ONLY)]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_words_are_given_in_three_languages() -> None:
    rows = re.findall(r"^\|(.+)\|$", (ROOT / "docs" / "words.md").read_text("utf-8"), re.MULTILINE)
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    assert {len(row) for row in cells} == {4}
    assert all(all(row) for row in cells)
    english = [row[0] for row in cells]
    assert len(english) == len(set(english))
