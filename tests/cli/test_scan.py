"""aigaq scan: the scan contract, field by field."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import redact.apply
import redact.scanner
from models.errors import SENTENCES, AigaqError
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Label, Language, Role

Run = Callable[..., tuple[int, str, str]]
TEXT = "Ерлан, 36 лет: капитан Кенжеханов бил меня 5 января 2022 года в Таразе. Президент Токаев. Асель 47."
SPANS = [
    ("Ерлан", Label.PERSON, "person-1"),
    ("36 лет", Label.AGE, "age-1"),
    ("Кенжеханов", Label.PERSON, "person-2"),
    ("5 января 2022 года", Label.DATE, "date-1"),
    ("Таразе", Label.PLACE, None),
    ("Токаев", Label.PERSON, "person-3"),
]
IDENTITIES = (
    Identity("person-1", Label.PERSON, Role.PROTECTED, 1),
    Identity("person-2", Label.PERSON, Role.OFFICIAL, 2),
    Identity("person-3", Label.PERSON, Role.PUBLIC, 3),
    Identity("age-1", Label.AGE, Role.PROTECTED, 1),
    Identity("date-1", Label.DATE, Role.PROTECTED, 1),
)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


class FixedScanner:
    """Knows one text; raises or reports a failure where a text asks for it."""

    def scan(self, raw_text: str) -> Analysis:
        if "отказ" in raw_text:
            raise AigaqError("scan_failed")
        if raw_text != TEXT:
            failures = ("phones",) if "сбой" in raw_text else ()
            return Analysis(Language.RU, (), (), (), (), failures)
        return Analysis(
            language=Language.RU,
            findings=tuple(Finding(*at(words), label, 0.87654, "test", name) for words, label, name in SPANS),
            identities=IDENTITIES,
            suspects=(Suspect(*at("47"), "number", 0.3),),
            tags=(
                Tag(TagKind.ABUSE, "beating", *at("бил"), "test"),
                Tag(TagKind.PLACE, "Taraz", *at("Таразе"), "test"),
                Tag(TagKind.EVENT_DATE, "2022-01-05", *at("5 января 2022 года"), "test"),
            ),
        )


@pytest.fixture(autouse=True)
def _fixed_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redact.scanner, "load_scanner", FixedScanner)


@pytest.fixture
def scan(aigaq: Run, tmp_path: Path) -> Callable[..., tuple[int, list[dict[str, Any]]]]:
    """Scan lines; returns the exit status and the rows."""

    def run(*lines: object, options: tuple[str, ...] = ()) -> tuple[int, list[dict[str, Any]]]:
        source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        source.write_bytes("".join(f"{text}\n" for text in texts).encode("utf-8", "surrogateescape"))
        status, out, _ = aigaq("scan", "--jsonl", str(source), "--out", str(target), *options)
        assert out == ""
        return status, [json.loads(row) for row in target.read_text("utf-8").splitlines()]

    return run


Scan = Callable[..., tuple[int, list[dict[str, Any]]]]


def test_every_field_of_the_contract(scan: Scan) -> None:
    status, [row] = scan({"id": "ru-01", "text": TEXT})
    assert status == 0
    assert list(row) == ["id", "spans", "redacted", "tags", "suspects"]
    assert row["id"] == "ru-01"
    assert row["spans"][0] == {
        "start": 0,
        "end": 5,
        "label": "PERSON",
        "role": "protected",
        "score": 0.877,
        "identity": "person-1",
        "action": "mask",
    }
    assert [TEXT[s["start"] : s["end"]] for s in row["spans"]] == [words for words, _, _ in SPANS]
    assert [s["role"] for s in row["spans"]] == ["protected", None, "official", None, None, "public"]
    assert [s["identity"] for s in row["spans"]] == [name for _, _, name in SPANS]
    assert [s["action"] for s in row["spans"]] == ["mask", "generalise", "mask", "generalise", "keep", "keep"]
    assert row["tags"] == {
        "abuse": [{"code": "beating", "start": at("бил")[0], "end": at("бил")[1]}],
        "places": [{"name": "Taraz", "start": at("Таразе")[0], "end": at("Таразе")[1]}],
        "event_dates": [
            {"date": "2022-01-05", "start": at("5 января")[0], "end": at("2022 года")[1]},
        ],
    }
    assert row["suspects"] == [{"start": at("47")[0], "end": at("47")[1], "why": "number"}]


def test_redacted_differs_in_exactly_the_masked_and_generalised_spans(scan: Scan) -> None:
    _, [row] = scan({"id": "a", "text": TEXT})
    assert row["redacted"] == (
        "[Лицо 1], [возраст 30–39]: капитан [Лицо 2] бил меня [2022-01] в Таразе. Президент Токаев. Асель 47."
    )


def test_the_audience_decides(scan: Scan) -> None:
    line = {"id": "a", "text": TEXT}
    shown = {
        audience: scan(line, options=("--audience", audience))[1][0]["redacted"]
        for audience in ("internal", "partner", "legal", "public")
    }
    assert "36 лет: капитан Кенжеханов" in shown["internal"]
    assert "капитан Кенжеханов" in shown["legal"]
    assert "капитан [Лицо 2]" in shown["partner"]
    assert "5 января 2022 года" in shown["partner"]
    assert "5 января" not in shown["public"]
    assert not [audience for audience, text in shown.items() if "Ерлан" in text]


def test_rows_come_in_the_order_of_the_lines_and_empty_lines_give_none(scan: Scan) -> None:
    names = [f"id-{number}" for number in (3, 1, 2, 9)]
    lines: list[object] = [{"id": name, "text": "ничего"} for name in names]
    lines.insert(2, "   ")
    status, rows = scan(*lines)
    assert status == 0
    assert [row["id"] for row in rows] == names
    assert rows[0]["redacted"] == "ничего"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("{не JSON", None),
        ("[1, 2]", None),
        ('"text"', None),
        ('{"text": "без имени"}', None),
        ('{"id": 7, "text": "a"}', None),
        ('{"id": "x"}', "x"),
        ('{"id": "x", "text": null}', "x"),
        ("[" * 100_000, None),
    ],
)
def test_a_bad_line_gives_its_error_and_harms_no_other(scan: Scan, line: str, key: str | None) -> None:
    status, rows = scan({"id": "a", "text": TEXT}, line, {"id": "b", "text": "ничего"})
    assert status == 1
    assert [row["id"] for row in rows] == ["a", key, "b"]
    assert rows[1]["error"] == {"code": "bad_line", "message": SENTENCES["bad_line"]}
    assert set(rows[1]) == {"id", "error"}
    assert "error" not in rows[0] and "error" not in rows[2]


@pytest.mark.parametrize("word", ["отказ", "сбой"])
def test_a_text_that_fails_gives_no_findings_at_all(scan: Scan, word: str) -> None:
    status, [row] = scan({"id": "a", "text": f"Ерлан: {word}"})
    assert status == 1
    assert row == {"id": "a", "error": {"code": "scan_failed", "message": SENTENCES["scan_failed"]}}


@pytest.mark.parametrize("error", [AttributeError, KeyError, ValueError, RuntimeError, RecursionError])
def test_whatever_goes_wrong_with_one_text_is_its_own_error(
    scan: Scan, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    treat = redact.apply.treat

    def failing(raw_text: str, *arguments: Any) -> Any:
        if "Ерлан" in raw_text:
            raise error(raw_text)
        return treat(raw_text, *arguments)

    monkeypatch.setattr(redact.apply, "treat", failing)
    status, rows = scan({"id": "a", "text": TEXT}, {"id": "b", "text": "ничего"})
    assert status == 1
    assert rows[0] == {"id": "a", "error": {"code": "scan_failed", "message": SENTENCES["scan_failed"]}}
    assert rows[1]["redacted"] == "ничего"


def test_a_lone_surrogate_and_bytes_that_are_not_utf_8_stop_nothing(scan: Scan) -> None:
    status, rows = scan('{"id": "a", "text": "x \\ud800 y"}', '{"id": "b", "text": "\udcff"}')
    assert status == 0
    assert [row["id"] for row in rows] == ["a", "b"]


def test_two_workers_give_the_same_bytes_as_one(aigaq: Run, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    texts = [TEXT if number % 3 else f"текст {number}" for number in range(25)]
    lines = [json.dumps({"id": f"n{number}", "text": text}) for number, text in enumerate(texts)]
    source.write_text("\n".join([*lines, "{"]), encoding="utf-8")
    for workers in ("1", "2"):
        out = str(tmp_path / f"out{workers}.jsonl")
        assert aigaq("scan", "--jsonl", str(source), "--out", out, "--workers", workers)[0] == 1
    assert (tmp_path / "out1.jsonl").read_bytes() == (tmp_path / "out2.jsonl").read_bytes()
    assert len((tmp_path / "out2.jsonl").read_text("utf-8").splitlines()) == 26


def test_from_a_pipe_to_a_pipe(aigaq: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = json.dumps({"id": "a", "text": TEXT}).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
    status, out, err = aigaq("scan", "--jsonl", "-", "--out", "-")
    assert (status, err) == (0, "")
    assert json.loads(out)["id"] == "a"


def test_only_the_owner_may_read_the_result(scan: Scan, tmp_path: Path) -> None:
    scan({"id": "a", "text": TEXT})
    assert (tmp_path / "out.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_missing_file_is_said_without_its_name(aigaq: Run, tmp_path: Path) -> None:
    status, out, err = aigaq("scan", "--jsonl", str(tmp_path / "Ерлан.jsonl"), "--out", "-")
    assert (status, out) == (1, "")
    assert err.startswith("no_such_file: ")
    assert "Ерлан" not in err
