"""aigaq evaluate: figures on the terminal, never a word of a statement; names only on the page."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cli.progress
import redact.scanner
from cli.evaluate import command
from models.errors import AigaqError
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Label, Language, Role

Run = Callable[..., tuple[int, str, str]]
TEXT = "Ерлан и Мадина видели, как капитан Кенжеханов бил людей в Таразе."
WORDS = ("Ерлан", "Мадина", "Кенжеханов", "Тараз", "бил", "видели", "капитан")


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def statement(key: str, *, lang: str = "ru", text: str = TEXT) -> dict[str, Any]:
    marked = [("Ерлан", "PERSON"), ("Мадина", "PERSON"), ("Кенжеханов", "OFFICIAL"), ("Таразе", "PLACE")]
    spans = [
        {"start": at(words)[0], "end": at(words)[1], "type": kind, "entity": words, "text": words}
        for words, kind in marked
    ]
    return {
        "id": key,
        "lang": lang,
        "text": text,
        "spans": spans,
        "abuse": ["beating"],
        "places": ["Taraz"],
    }


class CarelessScanner:
    """Finds all but one name; fails where a text asks for it."""

    def scan(self, raw_text: str) -> Analysis:
        if "отказ" in raw_text:
            raise AigaqError("scan_failed")
        return Analysis(
            language=Language.RU,
            findings=(
                Finding(*at("Ерлан"), Label.PERSON, 0.9, "test", "person-1"),
                Finding(*at("Кенжеханов"), Label.PERSON, 0.9, "test", "person-2"),
                Finding(*at("Таразе"), Label.PLACE, 0.9, "test", None),
            ),
            identities=(
                Identity("person-1", Label.PERSON, Role.PROTECTED, 1),
                Identity("person-2", Label.PERSON, Role.OFFICIAL, 2),
            ),
            suspects=(Suspect(*at("Мадина"), "given_name", 0.6),),
            tags=(Tag(TagKind.ABUSE, "beating", *at("бил"), "test"),),
            failures=("phones",) if "сбой" in raw_text else (),
        )


@pytest.fixture(autouse=True)
def _careless_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redact.scanner, "load_scanner", CarelessScanner)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return written(tmp_path, statement("a"), statement("b", lang="kk"))


def written(folder: Path, *rows: object) -> Path:
    path = folder / "gold.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def quoted(*outputs: str) -> list[str]:
    """Words of the statement that stand in what was printed."""
    return [word for word in WORDS if any(word in output for output in outputs)]


def test_a_table_in_plain_words_and_none_of_a_statement(aigaq: Run, gold: Path) -> None:
    status, out, err = aigaq("evaluate", str(gold), "--workers", "1")
    assert status == 0 and quoted(out, err) == []
    assert re.search(r"Direct identifiers protected +50\.0 % +50\.0 % +50\.0 %", out)
    assert re.search(r"name of a person +2/4 +1/2 +1/2", out)
    assert "Kazakh" in out and "Russian" in out
    assert "2 of 2 statements" in err


def test_all_figures_as_json(aigaq: Run, gold: Path) -> None:
    status, out, err = aigaq("evaluate", str(gold), "--json")
    figures = json.loads(out)
    assert status == 0 and quoted(out, err) == []
    assert (figures["statements"], figures["direct_recall"], figures["direct_missed"]) == (2, 0.5, 2)
    assert figures["direct_recall_by_lang"] == {"kk": 0.5, "ru": 0.5}
    assert figures["recall_by_type"] == {"OFFICIAL": "2/2", "PERSON": "2/4", "PLACE": "2/2"}
    assert (figures["official_role"], figures["missed_among_suspects"], figures["clean"]) == (1, 1, 0)
    assert figures["by_lang"]["kk"]["abuse_recall"] == 1 and figures["by_lang"]["ru"]["places_recall"] == 0


def test_the_audience_decides(aigaq: Run, tmp_path: Path) -> None:
    row = statement("a")
    row["spans"][2]["type"] = "PERSON"  # a witness who is taken for an official
    path = str(written(tmp_path, row))
    shown = {
        a: json.loads(aigaq("evaluate", path, "--json", "--audience", a)[1]) for a in ("public", "legal")
    }
    assert {a: figures["direct_missed"] for a, figures in shown.items()} == {"public": 1, "legal": 2}


def test_workers_change_nothing(aigaq: Run, tmp_path: Path) -> None:
    path = str(written(tmp_path, *(statement(f"n{number}") for number in range(20))))
    pages = []
    for workers in ("1", "2"):
        page = tmp_path / f"{workers}.html"
        assert aigaq("evaluate", path, "--workers", workers, "--html", str(page))[0] == 0
        pages.append(page.read_text("utf-8"))
    assert pages[0] == pages[1]
    order = re.findall(r"<h3 class=\"statement\"><code>(n\d+)</code>", pages[0])
    assert order[:20] == [f"n{number}" for number in range(20)]


def test_the_page_shows_the_missed_name_and_the_terminal_warns(
    aigaq: Run, gold: Path, tmp_path: Path
) -> None:
    page = tmp_path / "missed.html"
    status, out, err = aigaq("evaluate", str(gold), "--html", str(page))
    assert status == 0 and quoted(out, err) == []
    assert "unmasked names" in err
    assert "Мадина</mark>" in page.read_text("utf-8")
    assert page.stat().st_mode & 0o777 == 0o600


def test_the_annotated_statements_are_not_overwritten(aigaq: Run, gold: Path) -> None:
    before = gold.read_bytes()
    status, out, err = aigaq("evaluate", str(gold), "--html", str(gold))
    assert (status, out) == (1, "") and err.startswith("place_taken: ")
    assert gold.read_bytes() == before


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{Мадина", "gold_not_read"),
        ({**statement("c"), "text": "Мадина"}, "gold_offsets"),
        ({**statement("c"), "abuse": ["Мадина"]}, "gold_unknown"),
        (statement("a"), "gold_twice"),
    ],
)
def test_a_bad_line_is_said_before_anything_is_scanned(
    aigaq: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: object, code: str
) -> None:
    monkeypatch.setattr(redact.scanner, "load_scanner", None)
    status, out, err = aigaq("evaluate", str(written(tmp_path, statement("a"), line)))
    assert (status, out) == (1, "")
    assert err.startswith(f"{code}: ") and err.endswith(" Line 2.\n") and quoted(err) == []


def test_a_file_without_statements_or_none_at_all(aigaq: Run, tmp_path: Path) -> None:
    assert aigaq("evaluate", str(written(tmp_path)))[2].startswith("empty: ")
    status, _, err = aigaq("evaluate", str(tmp_path / "Мадина.jsonl"))
    assert status == 1 and err.startswith("no_such_file: ") and quoted(err) == []


@pytest.mark.parametrize("word", ["отказ", "сбой"])
def test_a_statement_that_fails_counts_as_missed(aigaq: Run, tmp_path: Path, word: str) -> None:
    path = written(tmp_path, statement("a"), statement("b", text=f"{TEXT} {word}"))
    status, out, err = aigaq("evaluate", str(path), "--json")
    figures = json.loads(out)
    assert status == 1 and "could not be scanned" in err
    assert (figures["not_scanned"], figures["direct_missed"]) == (1, 3)


def test_ctrl_c_ends_it(aigaq: Run, gold: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cli.progress.Watch, "stopping", lambda self: True)
    page = tmp_path / "missed.html"
    status, out, err = aigaq("evaluate", str(gold), "--html", str(page))
    assert (status, out) == (130, "") and err.startswith("interrupted: ")
    assert not page.exists()


def test_help_shows_examples(aigaq: Run) -> None:
    status, out, _ = aigaq("evaluate", "--help")
    assert status == 0 and "aigaq evaluate annotated.jsonl --html" in out
    assert command.epilog is not None and "docs/evaluate.md" in out
