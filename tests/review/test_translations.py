"""The catalogues: they hold the sentences of the code as it is now, and the pages are in their languages."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from lxml import html

from models.abuse import AbuseCode
from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Action, Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, Draft, SourceKind, StatementState
from models.users import Duty
from redact.risk import risk_of
from review import languages
from review.journal_words import DONE
from store.journal import Done
from store.queue import case_names

CATALOGUES = languages.HERE / "translations"
TRANSLATED = ("ru", "kk")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# A letter of one alphabet beside one of the other is a slip of the keyboard that nobody sees.
BOTH_ALPHABETS = re.compile(r"[a-z][а-яёәіңғүұқөһ]|[а-яёәіңғүұқөһ][a-z]", re.IGNORECASE)
TABLES = (
    (languages.LABELS, Label),
    (languages.ROLES, Role),
    (languages.ACTIONS, Action),
    (languages.AUDIENCES, Audience),
    (languages.SCOPES, ConsentScope),
    (languages.STATES, StatementState),
    (languages.DUTIES, Duty),
    (languages.TONGUES, Language),
    (languages.ABUSES, AbuseCode),
    (DONE, Done),
)
TEXT = "Серік Каскадта болды, мені ұрды. Серік 30 жаста."
SEEN_BY = {
    Duty.REVIEWER: (
        "/queue", "/queue?state=approved", "/cases", "/cases/{case}", "/search", "/overview", "/releases",
        "/statement/{id}", "/statement/{id}/approval", "/statement/{done}",
    ),
    Duty.OPERATOR: ("/queue", "/overview", "/releases"),
    Duty.AUDITOR: ("/journal",),
    Duty.FIELD: ("/receipts",),
}  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What Babel finds in the code and the templates now, as `make messages` asks it to."""
    out = tmp_path_factory.mktemp("messages") / "messages.pot"
    extract = ["extract", "-F", str(CATALOGUES / "babel.cfg"), "-k", "_l", "-o", str(out)]
    CommandLineInterface().run(["pybabel", "-q", *extract, str(languages.HERE)])
    return read_po(out.open("rb"))


def file_of(language: str, kind: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / f"messages.{kind}"


def catalogue(language: str) -> Catalog:
    return read_po(file_of(language, "po").open("rb"), locale=language)


def sentences(of: Catalog) -> dict[str, str]:
    return {message.id: message.string for message in of if message.id}


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_has_the_sentences_of_the_code_and_no_others(language: str, template: Catalog) -> None:
    found = catalogue(language)
    assert set(sentences(found)) == set(sentences(template)), "run: make messages"
    assert not found.obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    found = catalogue(language)
    assert [message.id for message in found if message.id and (not message.string or message.fuzzy)] == []
    for sentence, said in sentences(found).items():
        assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(sentence)), said
        assert not re.search(r"[<>&]", sentence + said), said
        assert said == " ".join(said.split()), said
        assert not BOTH_ALPHABETS.search(PLACEHOLDER.sub("", said)), said


def test_babel_finds_each_sentence_that_the_code_says(template: Catalog) -> None:
    # it does not look into f-strings, and cannot know what stands in a name
    known = sentences(template)
    for path in languages.HERE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "_l"}:
                said = call.args[0]
                assert isinstance(said, ast.Constant) and said.value in known, f"{path.name}:{call.lineno}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_app_reads_what_the_catalogue_says(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    with file_of(language, "mo").open("rb") as shipped:
        assert sentences(read_mo(shipped)) == sentences(read_mo(compiled)), "run: make messages"


def test_each_table_has_words_for_all_it_speaks_of() -> None:
    for table, members in TABLES:
        assert set(table) == set(members), members


@pytest.fixture
def open_statement(store) -> str:
    """A statement with something to decide of each kind; its only readable words are Kazakh."""
    first, second = TEXT.index("Серік"), TEXT.rindex("Серік")
    doubt, age, beaten = TEXT.index("Каскад"), TEXT.index("30"), TEXT.index("ұрды")
    analysis = Analysis(
        Language.KK,
        (
            Finding(first, first + 5, Label.PERSON, 0.9, "test", "person-1"),
            Finding(second, second + 5, Label.PERSON, 0.3, "test", "person-1"),
            Finding(age, age + 7, Label.AGE, 0.3, "test", "age-1"),
        ),
        (
            Identity("person-1", Label.PERSON, Role.PROTECTED, 1),
            Identity("age-1", Label.AGE, Role.PROTECTED, 1),
        ),
        (Suspect(doubt, doubt + 6, "capital", 0.4),),
        (Tag(TagKind.ABUSE, "beating", beaten, beaten + 4, "test"),),
    )
    return store.add_statement(
        Draft(raw_text=TEXT, source=SourceKind.TEXT, consent=Consent(ConsentScope.LEGAL, hide=("жұмысы",))),
        analysis,
        case="қыс",
        redacted={},
        regions=frozenset({"KZ-75"}),
        words=8,
        risk=risk_of(TEXT, analysis),
    )


@pytest.fixture
def approved_statement(take_in, approve_by, users, first_reviewer) -> str:
    statement_id = take_in("…", case="қыс", abuse=("torture",))
    for person in (first_reviewer, users[Duty.REVIEWER]):
        approve_by(person, statement_id)
    return statement_id


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_on_a_page(
    language: str, app, store, client_of, post, open_statement: str, approved_statement: str
) -> None:
    said = sentences(catalogue(language))
    foreign = [sentence for sentence in said if said[sentence] != sentence]
    english = re.compile("|".join(f"(?:{pattern(sentence)})" for sentence in foreign))
    spoken = set()
    ids = {"id": open_statement, "done": approved_statement, "case": next(iter(case_names(store)))}
    for name, page in pages(language, app, client_of, post, ids):
        words = set(words_of(page))
        left = {piece for piece in words if english.fullmatch(piece)}
        left |= {s for s in said if s.count(" ") > 2 and any(re.search(pattern(s), piece) for piece in words)}
        assert left == set(), name
        spoken |= words & set(said.values())
    assert len(spoken) > 250  # the pages do say what the catalogue holds


def pages(language: str, app, client_of, post, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every page, with its name, as users of each duty see it in a language."""
    door = app.test_client()
    speak(door, post, language)
    yield "door", door.get("/sign-in").text
    yield "wrong", post(door, "/sign-in", {"name": "x", "passphrase": "y"}).text
    for duty, paths in SEEN_BY.items():
        client = client_of(duty)
        speak(client, post, language)
        for path in paths:
            answer = client.get(path.format(**ids))
            assert answer.status_code == 200, path
            yield f"{duty} {path}", answer.text
        yield f"{duty} nowhere", client.get("/no-such-page").text
        yield f"{duty} not theirs", client.get("/receipts" if duty is not Duty.FIELD else "/journal").text
        if duty is Duty.REVIEWER:
            yield (
                "search",
                post(client, "/search", {"words": "лицо", "audience": "public"}, follow_redirects=True).text,
            )
            yield "places", post(client, f"/statement/{ids['id']}/places", {"words": "мені"}).text
            yield "bad", post(client, f"/statement/{ids['id']}/decide", {"action": "no"}).text
            accept = {"action": "accept", "start": "0", "end": "5"}
            yield "decided", post(client, f"/statement/{ids['id']}/decide", accept).text
            yield "returned", client.get("/queue?done=returned+caught").text
        elif duty is Duty.AUDITOR:
            yield "verified", post(client, "/journal/verify").text
        elif duty is Duty.FIELD:
            yield "no receipt", post(client, "/receipts", {"code": "AAAAAAAAAA"}).text


def speak(client: FlaskClient, post, language: str) -> None:
    answer = post(client, "/language", {"language": language, "next": "/"})
    assert answer.status_code == 302
    assert f'<html lang="{language}">' in client.get("/no-such-page", follow_redirects=True).text


def words_of(page: str) -> Iterator[str]:
    """What a page says: its texts and the attributes that are read out or shown; no names of languages."""
    tree = html.fromstring(page or "<p></p>")
    for hidden in tree.xpath("//code | //kbd | //script | //*[@class='language']"):
        hidden.drop_tree()
    shown = tree.xpath("//text() | //@aria-label | //@title | //@placeholder | //@data-badge | //@data-says")
    for piece in chain(shown, tree.xpath("//@data-offline | //@data-nothing | //@data-all-done")):
        if words := " ".join(piece.split()):
            yield words


def pattern(sentence: str) -> str:
    """A sentence as it looks on a page, with anything in its placeholders."""
    return ".+".join(re.escape(piece) for piece in PLACEHOLDER.split(sentence))
