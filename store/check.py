"""`python -m store.check`: what `alembic check` does, on a throw-away encrypted store."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.util import CommandError
from sqlalchemy import Engine

from store.engine import for_writing, open_engine
from store.place import find_place
from store.private_files import create_private
from store.upgrade import migrate, migration_settings
from store.wrapping import new_key


def compare(engine: Engine) -> None:
    """Bring an empty database to the newest revision; CommandError where the tables in code differ."""
    migrate(engine, "head")
    with for_writing(engine).begin() as connection:
        command.check(migration_settings(connection))


def main() -> int:
    """Make an encrypted database at the newest revision; 0 if the tables in code need nothing more."""
    with tempfile.TemporaryDirectory() as folder:
        place = find_place(str(Path(folder) / "check.db"))
        if place.database is not None:
            create_private(place.database)
        engine = open_engine(place, new_key())
        try:
            compare(engine)
        except CommandError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        finally:
            engine.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
