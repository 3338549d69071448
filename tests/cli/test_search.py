import json
from collections.abc import Callable
from pathlib import Path

import pytest

import cli.search
from models.labels import Audience, Language
from store.search import Found, Hit, put_search_rows
from store.store import open_store
from store.tables import ApprovedTextRow

Run = Callable[..., tuple[int, str, str]]
TEXT = "Ол [red]түрмеде[/red]\r\nболған\x1b[2J, қатты қиналды"
NOTHING = "Nothing found. Only approved texts are searched.\n"


@pytest.fixture
def approved(stored: str, passphrases: Path) -> str:
    """The id of the one statement, whose text is approved for the office itself."""
    with (
        open_store(str(passphrases), passphrase="the store's own words") as store,
        store.writing() as session,
    ):
        session.add(ApprovedTextRow(statement_id=stored, audience=Audience.INTERNAL, text=TEXT))
        put_search_rows(session, stored, {Audience.INTERNAL: TEXT})
    return stored


@pytest.fixture(autouse=True)
def _without_a_reviewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIGAQ_REVIEWER", raising=False)
    monkeypatch.delenv("AIGAQ_REVIEWER_PASSPHRASE_FILE", raising=False)


def test_a_line_for_programs(aigaq: Run, approved: str) -> None:
    status, out, err = aigaq("search", "турмеден", "қинады")
    assert (status, err) == (0, "")
    assert out == f"{approved}\tОрал [red]\tОл [red]түрмеде[/red] болған�[2J, қатты қиналды\n"


def test_matches_are_bold_for_people(aigaq: Run, approved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.search, "is_terminal", lambda: True)
    monkeypatch.setattr("click.utils.should_strip_ansi", lambda *_: False)
    _, out, _ = aigaq("search", '"қатты қиналды"')
    head, excerpt = out.splitlines()
    assert head == f"{approved}  Орал [red]"
    assert excerpt.endswith("болған�[2J, \x1b[1mқатты қиналды\x1b[0m")


def test_json(aigaq: Run, approved: str) -> None:
    found = json.loads(aigaq("search", "түрме", "--json")[1])
    assert found["total"] == 1
    (hit,) = found["hits"]
    assert (hit["id"], hit["case"], hit["language"]) == (approved, "Орал [red]", "kk")
    assert "".join(piece["text"] for piece in hit["excerpt"]) == TEXT
    assert [piece["text"] for piece in hit["excerpt"] if piece["match"]] == ["түрмеде"]
    assert json.loads(aigaq("search", "жоқ", "--json")[1]) == {"total": 0, "hits": []}


@pytest.mark.parametrize(
    "arguments",
    [
        ("айтты",),  # stands in the text that is not approved
        ("түрме", "--audience", "public"),
        ("түрме", "--case", "main"),
        ("түрме NEAR(",),
        ("",),
    ],
)
def test_nothing_found_is_no_error(aigaq: Run, approved: str, arguments: tuple[str, ...]) -> None:
    assert aigaq("search", *arguments) == (0, "", NOTHING)


def test_signs_are_no_words(aigaq: Run, approved: str) -> None:
    status, out, _ = aigaq("search", "--", "-түрме", "*", "AND(")
    assert status == 0 and out == ""
    assert aigaq("search", "--", "-түрме", "*", ":")[1].startswith(approved)


def test_words_are_needed_and_not_repeated(aigaq: Run, approved: str) -> None:
    assert aigaq("search")[0] == 2
    status, out, err = aigaq("search", "-қанарейкин")
    assert status == 2 and "қанарейкин" not in out + err
    status, _, err = aigaq("search", "түрме", "--limit", "0")
    assert status == 2 and err.startswith("usage: ")


def test_more_than_are_shown(aigaq: Run, approved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def twelve(*_: object, **options: object) -> Found:
        assert options["limit"] == 1
        return Found(12, (Hit(approved, "main", Language.KK, (("түрме", True),)),))

    monkeypatch.setattr("store.search.search", twelve)
    status, out, err = aigaq("search", "түрме", "--limit", "1")
    assert (status, out, err) == (0, f"{approved}\tmain\tтүрме\n", "1 of 12, the best first.\n")
