"""An office of one whose statements go out, by the command line."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from models.findings import Analysis, Finding, Identity
from models.labels import Audience, Label, Language, Role
from models.reviews import Risk
from models.statements import Consent, ConsentScope, Draft, SourceKind
from redact.apply import redact_text
from store.approvals import Approved, approve
from store.create import create_with
from store.releases import releases
from store.settings import change_setting
from store.store import Store, open_store
from store.users import open_vault
from store.wrapping import Cost

Run = Callable[..., tuple[int, str, str]]
Add = Callable[..., str]
WORDS, OTHERS = "the store's own words", "the reviewer's other words"
CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
CANARY = "Канарейбекова"
TEXT = f"Меня зовут {CANARY}. Ночью нас забрали из дома."
NAMED = "Made-up Tribunal"
FULL = ("--case", "january", "--audience", "legal", "--out", "out")


@pytest.fixture(autouse=True)
def _without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scanner that is there at once and finds nothing."""
    found = Analysis(Language.RU, (), (), (), ())
    monkeypatch.setattr("redact.scanner.load_scanner", lambda: SimpleNamespace(scan=lambda text: found))


@pytest.fixture
def place(passphrases: Path) -> Path:
    """A store that the environment names, of an office of one."""
    create_with(str(passphrases), passphrase=WORDS, reviewer=("Сәуле", OTHERS), recovery=None, cost=CHEAP)
    with opened(passphrases) as store:
        change_setting(store, "reviewers", "one", actor=str(open_vault(store, "Сәуле", OTHERS).reviewer_id))
    return passphrases


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    with open_store(str(path), passphrase=WORDS) as store:
        yield store


@pytest.fixture
def add(place: Path) -> Add:
    """Takes in a text, marks a name in it wherever it stands in full, and approves it."""

    def add_one(
        text: str = TEXT, *, name: str = CANARY, consent: Consent | None = None, approved: bool = True
    ) -> str:
        spans = [match.span() for match in re.finditer(name, text)] if name else []
        marked = Analysis(
            Language.RU,
            tuple(Finding(*span, Label.PERSON, 1.0, "hand", "p") for span in spans),
            (Identity("p", Label.PERSON, Role.PROTECTED, 1),) if spans else (),
            (),
            (),
        )
        with opened(place) as store:
            statement_id = store.add_statement(
                Draft(text, SourceKind.TEXT, consent=consent or Consent(ConsentScope.PUBLIC)),
                marked,
                redacted={},
                regions=frozenset(),
                words=9,
                case="january",
                risk=Risk(0, 0, 0, 0, 9, minor=False, sexual=False),
            )
            if approved:
                texts = {audience: redact_text(text, marked, audience).text for audience in Audience}
                who = str(open_vault(store, "Сәуле", OTHERS).reviewer_id)
                approve(store, statement_id, Approved(0, texts, {}, {}), actor=who)
        return statement_id

    return add_one


@pytest.fixture
def leaky(add: Add) -> str:
    """The id of a statement in which a name stands that another one hides."""
    add()
    return add("Мою соседку Канарейбекову видели в отделе.", name="")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def share_by(aigaq: Run, out: Path, *more: str, audience: str = "public") -> tuple[int, str, str]:
    words = ["--case", "january", "--audience", audience, "--out", str(out), "--format", "tables"]
    if "--k" not in more and audience == "public":
        words += ["--k", "1"]
    return aigaq("share", *words, *more)


def nothing_left(folder: Path, place: Path) -> bool:
    """Whether no file of a bundle, finished or not, is there, and no release in the log."""
    with opened(place) as store:
        return releases(store) == [] and not [p for p in folder.iterdir() if "out" in p.name]


# what is said twice
