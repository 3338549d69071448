"""aigaq doctor: check the store, the language model and this machine."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import write_json
from cli.passphrases import STORE, STORE_FILE, in_terminal, store_passphrase
from models.errors import AigaqError

if TYPE_CHECKING:
    from store.health import Check


@click.command("doctor")
@click.option(
    "--sources",
    type=click.Path(path_type=Path),
    help="Also look whether source files still lie in this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of lines.")
def command(sources: Path | None, as_json: bool) -> int:
    """Check the store, the language model and this machine, and say what to do.

    Exit status 1 if something fails; warnings alone leave it 0. The database and its users are checked where
    the store's passphrase is at hand.

    \b
    Examples:
      aigaq doctor
      aigaq doctor --sources interviews --json
    """
    from store.health import Health  # noqa: PLC0415 - loads SQLAlchemy

    checks = list(_all_checks(sources))
    if as_json:
        write_json(
            [{"check": c.name, "health": c.health, "found": c.found, "advice": c.advice} for c in checks]
        )
    else:
        for check in checks:
            click.echo(f"{check.health.value:<5}{check.name}: {check.found}")
            if check.advice and check.health is not Health.OK:
                click.echo(f"     → {check.advice}")
    return int(any(check.health is Health.FAIL for check in checks))


def _all_checks(sources: Path | None) -> "Iterator[Check]":
    from cli import machine  # noqa: PLC0415 - loads SQLAlchemy

    yield machine.check_versions()
    yield machine.check_pipeline()
    yield machine.check_swap()
    yield machine.check_core_dumps()
    yield from _store_checks()
    if sources is not None:
        yield machine.check_sources(sources)


def _store_checks() -> "Iterator[Check]":
    from cli.machine import check_passphrase_files  # noqa: PLC0415 - loads SQLAlchemy
    from store.health import (  # noqa: PLC0415
        Check,
        Health,
        check_database,
        check_files,
        check_phones,
        check_users,
    )
    from store.place import find_place  # noqa: PLC0415
    from store.store import open_store  # noqa: PLC0415

    url = os.environ.get(STORE, "").strip()
    if not url:
        yield from check_passphrase_files(None)
        yield Check("store", Health.WARN, "not checked", f"Set {STORE} to its path.")
        return
    try:
        place = find_place(url)
        yield from check_files(place)
        yield from check_passphrase_files(place.database)
        if not os.environ.get(STORE_FILE, "").strip() and not in_terminal():
            yield Check("database", Health.WARN, "not checked", f"Set {STORE_FILE}, or run in a terminal.")
            return
        with open_store(url, passphrase=store_passphrase()) as store:
            yield from check_database(store)
            yield from check_users(store)
            yield from check_phones(store)
    except AigaqError as error:
        yield Check("store", Health.FAIL, error.code, error.message)
