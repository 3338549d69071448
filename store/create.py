"""Make a new store: keys file, recovery identity, encrypted database; all of them or none."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.users import Duty
from store.engine import for_writing, open_engine, storage_error
from store.journal import Done, record
from store.keyfile import StoreKeys, create_keys
from store.place import StorePlace, find_place
from store.private_files import create_private
from store.tables import UserRow, VaultRow
from store.upgrade import tables_made
from store.users import SHORTEST_PASSPHRASE, make_user, put_user
from store.vault import Vault, checked_recipient, new_identity, read_identity
from store.wrapping import STANDARD_COST, Cost, new_key


@dataclass(frozen=True, slots=True)
class Created:
    """A new store; `recovery_file` is the identity to take away, None where a recipient was given."""

    recovery_file: Path | None
    vault_recipient: str


def create_store(
    url: str, *, passphrase: str, reviewer: tuple[str, str] | None, recovery: str | None
) -> Created:
    """Create a store at a path or URL, with a first reviewer (name, passphrase).

    `recovery` is an age recipient whose identity lies elsewhere; without one, an identity is written beside
    the store. Errors: store_exists, passphrase_short, passphrase_missing, bad_recipient, store_unwritable.
    """
    return create_with(url, passphrase=passphrase, reviewer=reviewer, recovery=recovery, cost=STANDARD_COST)


def create_with(
    url: str, *, passphrase: str, reviewer: tuple[str, str] | None, recovery: str | None, cost: Cost
) -> Created:
    """create_store with another cost of a try; cheaper ones are for tests."""
    place = find_place(url)
    if reviewer is None or not reviewer[0].strip():
        raise AigaqError("passphrase_missing")
    if min(len(passphrase), len(reviewer[1])) < SHORTEST_PASSPHRASE:
        raise AigaqError("passphrase_short")
    recovery_identity = None
    if recovery is None:
        recovery_identity, recovery_recipient = new_identity()
    else:
        recovery_recipient = checked_recipient(recovery)
    ours = [path for path in (place.database, place.keys) if path is not None]
    if recovery_identity:
        ours.append(place.recovery)
    if any(path.exists() or path.is_symlink() for path in ours):
        raise AigaqError("store_exists")

    vault_identity, vault_recipient = new_identity()
    vault = Vault(read_identity(vault_identity), reviewer_id=None)
    try:
        if recovery_identity:
            create_private(place.recovery, _recovery_text(recovery_identity, recovery_recipient))
        keys = create_keys(place.keys, passphrase, cost=cost)
        first = make_user(reviewer[0], Duty.REVIEWER, passphrase=reviewer[1], vault=vault, cost=cost)
        _create_database(place, keys, vault=vault, recovery=recovery_recipient, reviewer=first)
    except BaseException:
        # Half a store would stand in the way of the next try; all of these files were made just now.
        _remove(place, ours)
        raise
    return Created(place.recovery if recovery_identity else None, vault_recipient)


def _create_database(
    place: StorePlace, keys: StoreKeys, *, vault: Vault, recovery: str, reviewer: UserRow
) -> None:
    if place.database is not None:
        # Made by us and not by SQLite: write-ahead log and shared memory take over the mode 0600.
        create_private(place.database)
    engine = open_engine(place, keys.databases[0])
    try:
        with tables_made(engine), Session(for_writing(engine)) as session, session.begin():
            session.add(
                VaultRow(
                    id=1,
                    recipient=vault.recipient,
                    recovery_recipient=recovery,
                    recovery_share=vault.share_with(recovery),
                    digest_key=new_key(),
                    signing_seed=new_key(),
                )
            )
            record(session, Done.STORE_CREATED)
            put_user(session, reviewer, actor=None)
    except DBAPIError as error:
        raise storage_error(error) from None
    finally:
        engine.dispose()


def _remove(place: StorePlace, ours: list[Path]) -> None:
    if place.database is not None:
        ours = [*ours, *(place.database.with_name(place.database.name + end) for end in ("-wal", "-shm"))]
    for path in ours:
        with contextlib.suppress(OSError):
            path.unlink()


def _recovery_text(identity: str, recipient: str) -> bytes:
    return (
        "# aigaq recovery identity: it opens every sealed record of this store.\n"
        "# Take it away from this machine and keep it offline.\n"
        f"# public key: {recipient}\n"
        f"{identity}\n"
    ).encode("ascii")
