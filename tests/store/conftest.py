import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import text as sql

from models.findings import Analysis, Finding, Identity, Suspect, Tag, TagKind
from models.labels import Audience, Label, Language, Role
from models.statements import Consent, ConsentScope, Draft, SourceKind
from models.users import Duty
from store.create import create_with
from store.engine import open_engine
from store.envelopes import put_envelope
from store.place import find_place
from store.private_files import create_private
from store.store import Store, open_store
from store.upgrade import migrate
from store.users import add_user, open_vault
from store.vault import Vault
from store.wrapping import Cost
from tests.conftest import Server
from tests.store.handsets import RISK, Handset, envelope, handset

CHEAP = Cost(memory_kib=32, passes=1, lanes=4)
PASSPHRASE = "the store's own words"
REVIEWER = ("Сәуле", "the reviewer's other words")
Add = Callable[..., str]
_TEMPLATE = "aigaq_store"
OldEngine = Callable[[str, Sequence[str]], Engine]
Content = Callable[[Engine, Sequence[str]], dict[str, list[dict[str, object]]]]


@pytest.fixture
def cost() -> Cost:
    return CHEAP


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def reviewer() -> tuple[str, str]:
    return REVIEWER


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    create_with(str(path), passphrase=PASSPHRASE, reviewer=REVIEWER, recovery=None, cost=CHEAP)
    return path


@pytest.fixture(scope="session")
def server_store(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The keys file of a store on the server of which each test gets a copy."""
    keys = tmp_path_factory.mktemp("server") / "store.keys"
    postgres.run(f"create database {_TEMPLATE} owner aigaq template template0")
    url = postgres.url(_TEMPLATE, keys)
    create_with(url, passphrase=PASSPHRASE, reviewer=REVIEWER, recovery=None, cost=CHEAP)
    return keys


def copied_store(request: pytest.FixtureRequest, folder: Path) -> str:
    """The URL of a new store on the server, its keys file in a folder."""
    postgres: Server = request.getfixturevalue("postgres")
    template: Path = request.getfixturevalue("server_store")
    shutil.copy(template, folder / "store.keys")
    shutil.copy(template.with_suffix(".recovery"), folder / "store.recovery")
    return postgres.url(request.getfixturevalue("new_database")(like=_TEMPLATE), folder / "store.keys")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What a store does, it does on both databases, but for tests that ask for its file by `store_path`."""
    asked = metafunc.fixturenames
    if "engine_kind" in asked and "store_path" not in asked and not _only_sqlite(metafunc):
        kinds = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]
        metafunc.parametrize("engine_kind", kinds, indirect=True)


def _only_sqlite(metafunc: pytest.Metafunc) -> bool:
    return metafunc.definition.get_closest_marker("only_sqlite") is not None


@pytest.fixture
def engine_kind(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def store_url(engine_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The path of a new store, or the URL of one on a server."""
    if engine_kind == "sqlite":
        return str(request.getfixturevalue("store_path"))
    return copied_store(request, tmp_path)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with open_store(store_url, passphrase=PASSPHRASE) as store:
        yield store


@pytest.fixture
def analysis() -> Analysis:
    return Analysis(
        language=Language.RU,
        findings=(
            Finding(0, 7, Label.PERSON, 0.85, "names", "P1"),
            Finding(9, 21, Label.PHONE, 1.0, "phones"),
        ),
        identities=(Identity("P1", Label.PERSON, Role.PROTECTED, 1),),
        suspects=(Suspect(30, 36, "capital", 0.4),),
        tags=(
            Tag(TagKind.ABUSE, "beating", 22, 28, "triggers"),
            Tag(TagKind.ABUSE, "torture", 22, 28, "triggers"),
            Tag(TagKind.PLACE, "Zhanaozen", 40, 48, "gazetteer"),
        ),
    )


@pytest.fixture
def draft() -> Callable[[str], Draft]:
    def make(text: str) -> Draft:
        return Draft(
            raw_text=text,
            source=SourceKind.DOCX,
            consent=Consent(ConsentScope.LEGAL),
            collected_at=date(2022, 1, 9),
            left_out=(("comments", 2),),
        )

    return make


@pytest.fixture
def add(store: Store, draft: Callable[[str], Draft], analysis: Analysis) -> Add:
    def add_text(text: str, *, into: Store | None = None, **options: object) -> str:
        options = {
            "redacted": {Audience.PUBLIC: "[Лицо 1], [телефон 1]"},
            "regions": frozenset({"KZ-47"}),
            "words": 12,
            "analysis": analysis,
            **options,
        }
        found = options.pop("analysis")
        return (into or store).add_statement(draft(text), found, **options)  # type: ignore[arg-type]

    return add_text


@pytest.fixture
def old_engine(tmp_path: Path) -> Iterator[OldEngine]:
    """Makes an encrypted database of an earlier revision and runs the given statements of SQL in it."""
    made: list[Engine] = []

    def make(revision: str, rows: Sequence[str]) -> Engine:
        create_private(tmp_path / "old.db")
        engine = open_engine(find_place(str(tmp_path / "old.db")), b"k" * 32)
        made.append(engine)
        migrate(engine, revision)
        with engine.begin() as connection:
            for row in rows:
                connection.execute(sql(row))
        return engine

    yield make
    for engine in made:
        engine.dispose()


@pytest.fixture
def content() -> Content:
    """Reads every row of the given tables."""

    def read(engine: Engine, tables: Sequence[str]) -> dict[str, list[dict[str, object]]]:
        with engine.connect() as connection:
            return {
                table: [dict(row) for row in connection.execute(sql(f"select * from {table}")).mappings()]  # noqa: S608
                for table in tables
            }

    return read


@pytest.fixture
def vault(store: Store, reviewer: tuple[str, str]) -> Vault:
    return open_vault(store, *reviewer)


@pytest.fixture
def phone(store: Store) -> Handset:
    return handset(store, "blue")


@pytest.fixture
def other(store: Store) -> Handset:
    return handset(store, "red")


@pytest.fixture
def send(store: Store, add: Add) -> Callable[..., str]:
    """Takes in a statement in an envelope of a device; its receipt is its number."""
    numbers: Iterator[int] = iter(range(100))

    def send_one(device_id: str | None, **options: object) -> str:
        new = envelope(next(numbers), device_id)
        beside = lambda session, one: put_envelope(session, new, statement_id=one)  # noqa: E731
        return add(f"Айгерим рассказала {new.receipt}", risk=RISK, beside=beside, **options)

    return send_one


@pytest.fixture
def second(store: Store, vault: Vault, cost: Cost) -> Vault:
    add_user(store, "Аян", Duty.REVIEWER, passphrase="words of a second", vault=vault, cost=cost)
    return open_vault(store, "Аян", "words of a second")
