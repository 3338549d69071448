import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import cli.output
from models.findings import Analysis
from models.labels import Audience
from models.statements import RedactedText

Run = Callable[..., tuple[int, str, str]]
ORIGINAL = "Ерлан [bold]айтты[/bold]\r\nсоңы\x1b[2J"
REDACTED = "[Адам 1] [bold]айтты[/bold]\r\nсоңы\x1b[2J"


def test_the_original_is_equal_to_the_letter(aigaq: Run, stored: str) -> None:
    assert aigaq("show", stored, "--original") == (0, ORIGINAL, "")


def test_without_an_option_the_text_is_redacted(aigaq: Run, stored: str) -> None:
    assert aigaq("show", stored.lower()) == (0, REDACTED, "")


def test_an_audience_that_is_not_in_the_record_is_redacted_now(
    aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def redact_text(raw_text: str, analysis: Analysis, audience: Audience) -> RedactedText:
        return RedactedText(f"{audience.value}:{raw_text[analysis.findings[0].end :]}", audience)

    module = ModuleType("redact.apply")
    module.redact_text = redact_text  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "redact.apply", module)
    assert aigaq("show", stored, "--audience", "public")[1] == "public:" + ORIGINAL[5:]


def test_json_has_tags_and_counts(aigaq: Run, stored: str) -> None:
    shown = json.loads(aigaq("show", stored, "--json")[1])
    assert (shown["id"], shown["text"], shown["audience"]) == (stored, REDACTED, "internal")
    assert shown["tags"] == [{"kind": "abuse", "code": "beating"}, {"kind": "place", "code": "Oral"}]
    assert shown["identities"] == {"PERSON": 1}
    assert json.loads(aigaq("show", stored, "--json", "--original")[1])["text"] == ORIGINAL


def test_a_terminal_is_not_made_to_do_things(
    aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli.output, "is_terminal", lambda: True)
    out = aigaq("show", stored, "--original")[1]
    assert "\x1b" not in out and "\r" not in out and out.endswith("соңы�[2J\n")


@pytest.mark.parametrize("arguments", [["--original"], [], ["--audience", "public"]])
def test_without_a_reviewer_nothing_is_shown(
    aigaq: Run, stored: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE")
    status, out, err = aigaq("show", stored, *arguments)
    assert (status, out) == (1, "") and err.startswith("reviewer_needed: ")


def test_a_wrong_passphrase_shows_nothing(aigaq: Run, stored: str, tmp_path: Path) -> None:
    (tmp_path / "p2").write_text("the store's own words")
    status, out, err = aigaq("show", stored, "--original")
    assert (status, out) == (1, "") and err.startswith("reviewer_locked: ")


def test_an_unknown_id_and_two_wishes_at_once_are_refused(aigaq: Run, stored: str) -> None:
    assert aigaq("show", "0000000000")[2].startswith("no_such_statement: ")
    assert aigaq("show", stored, "--original", "--audience", "legal")[0] == 2
