"""Where a store lies: a path or a SQLAlchemy URL, and the files that stand beside it."""

import os
import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from models.errors import AigaqError

_DRIVER: Final = "postgresql+psycopg"
_WITH_PORT: Final = re.compile(r"^([^:]+):[0-9]+$")
# What could name another server than the URL does.
_ELSEWHERE: Final = ("service", "conninfo")


@dataclass(frozen=True, slots=True)
class StorePlace:
    """A database and its keys file; `database` is None where the database is a server."""

    database: Path | None
    keys: Path
    recovery: Path
    server: URL | None = None


def find_place(url: str) -> StorePlace:
    """Read a path, a sqlite:// URL or a PostgreSQL server's URL with `?aigaq_keys=PATH`.

    Errors: store_missing, server_unknown, keys_unnamed, and server_unsafe where somebody on the way to the
    server could read along or pose as it.
    """
    if "://" not in url:
        return _beside(Path(url).expanduser().absolute())
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The cause quotes the URL, which may hold a password.
        raise AigaqError("store_missing") from None
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise AigaqError("store_missing")
        return _beside(Path(parsed.database).expanduser().absolute())
    if parsed.drivername not in {"postgresql", _DRIVER}:
        raise AigaqError("server_unknown")
    keys = parsed.query.get("aigaq_keys")
    if not isinstance(keys, str) or not keys:
        raise AigaqError("keys_unnamed")
    server = parsed.difference_update_query(["aigaq_keys"]).set(drivername=_DRIVER)
    if server.query.get("sslmode") != "verify-full" and not is_local(server):
        raise AigaqError("server_unsafe")
    beside = Path(keys).expanduser().absolute()
    return StorePlace(database=None, keys=beside, recovery=beside.with_suffix(".recovery"), server=server)


def is_local(server: URL) -> bool:
    """Whether a server is reached without a network: by a socket in a folder or by a loopback address.

    The PostgreSQL library also asks the environment where the URL says nothing.
    """
    if any(name in server.query for name in _ELSEWHERE) or "PGSERVICE" in os.environ:
        return False
    hosts = [server.host or "", *_all(server, "host")]
    if not any(hosts):
        hosts.append(os.environ.get("PGHOST", ""))
    hosts += _all(server, "hostaddr") or [os.environ.get("PGHOSTADDR", "")]
    return all(_is_here(one) for host in hosts for one in host.split(",") if one)


def _all(server: URL, name: str) -> list[str]:
    found = server.query.get(name, ())
    return [found] if isinstance(found, str) else list(found)


def _is_here(host: str) -> bool:
    if host.startswith(("/", "@")):
        return True
    name = _WITH_PORT.sub(r"\1", host)
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _beside(database: Path) -> StorePlace:
    return StorePlace(
        database=database,
        keys=database.with_name(database.name + ".keys"),
        recovery=database.with_name(database.name + ".recovery"),
    )
