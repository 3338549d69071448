"""The schema's revisions: a store is brought to the newest one when it is created or opened."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from models.errors import AigaqError
from store.engine import for_migrating

if TYPE_CHECKING:
    from alembic.config import Config

# The newest revision, known here so that opening a store need not load Alembic; a test compares the two.
HEAD: Final = "0011"


def migration_settings(connection: Connection) -> "Config":
    """Alembic's settings for a connection, from the installed package and without an alembic.ini."""
    from alembic.config import Config  # noqa: PLC0415 - loaded only where a store changes

    settings = Config(stdout=sys.stdout)  # the default is what it was when Alembic was loaded
    folder = Path(__file__).parent / "migrations"
    # Alembic's settings read % as the start of a name.
    settings.set_main_option("script_location", str(folder).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def bring_to_head(engine: Engine) -> None:
    """Apply the revisions that are missing; store_newer for a revision that this program does not know."""
    with engine.connect() as connection:
        revision = current_revision(connection)
    if revision != HEAD:
        migrate(engine, "head")


def current_revision(connection: Connection) -> str | None:
    """The revision of a store, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def migrate(engine: Engine, target: str, *, down: bool = False) -> None:
    """Move a store to a revision in one transaction, or leave it as it was."""
    from alembic import command  # noqa: PLC0415 - loaded only where a store changes
    from alembic.util import CommandError  # noqa: PLC0415

    with for_migrating(engine).connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        # Where a table is copied and the old one dropped, foreign_keys=on would delete the children.
        if sqlite:
            _outside_transaction(connection, "pragma foreign_keys=off")
        try:
            with connection.begin():
                settings = migration_settings(connection)
                (command.downgrade if down else command.upgrade)(settings, target)
                if sqlite and connection.execute(text("pragma foreign_key_check")).first() is not None:
                    raise AigaqError("store_damaged")
        except CommandError:
            raise AigaqError("store_newer") from None
        finally:
            if sqlite:
                _outside_transaction(connection, "pragma foreign_keys=on")


@contextmanager
def tables_made(engine: Engine) -> Iterator[None]:
    """Make all tables in an empty database; they go again where what fills them fails.

    Raises store_exists for a database that somebody uses already.
    """
    with engine.connect() as connection:
        if set(inspect(connection).get_table_names()) - {"alembic_version"}:
            raise AigaqError("store_exists")
    migrate(engine, "head")
    try:
        yield
    except BaseException:
        # Refused where there are keys in them: somebody else was quicker, and the store is theirs.
        with suppress(AigaqError, DBAPIError):
            migrate(engine, "base", down=True)
        raise


def _outside_transaction(connection: Connection, pragma: str) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(pragma)
