"""Where a store lies: a path or a SQLAlchemy URL, and the files that stand beside it."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from models.errors import AigaqError


@dataclass(frozen=True, slots=True)
class StorePlace:
    """A database and its keys file; `database` is None where the database is a server."""

    database: Path | None
    keys: Path
    recovery: Path
    server: URL | None = None


def find_place(url: str) -> StorePlace:
    """Read a path, a sqlite:// URL or a server's URL with `?aigaq_keys=PATH`."""
    if "://" not in url:
        return _beside(Path(url).expanduser().absolute())
    try:
        parsed = make_url(url)
    except ArgumentError:
        # The cause quotes the URL, which may hold a password.
        raise AigaqError("store_missing") from None
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise AigaqError("store_missing")
        return _beside(Path(parsed.database).expanduser().absolute())
    keys = parsed.query.get("aigaq_keys")
    if not isinstance(keys, str):
        raise AigaqError("keys_missing")
    beside = Path(keys).expanduser().absolute()
    server = parsed.difference_update_query(["aigaq_keys"])
    return StorePlace(database=None, keys=beside, recovery=beside.with_suffix(".recovery"), server=server)


def _beside(database: Path) -> StorePlace:
    return StorePlace(
        database=database,
        keys=database.with_name(database.name + ".keys"),
        recovery=database.with_name(database.name + ".recovery"),
    )
