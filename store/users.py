"""Users of a store: adding and disabling them, changing a passphrase, opening the vault as one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.users import Duty, User, UserState
from store.ids import new_id
from store.journal import Done, now, record
from store.store import Store
from store.tables import UserRow, VaultRow
from store.vault import (
    Secret,
    Vault,
    new_identity,
    read_identity,
    same_name,
    seal_to,
    unseal_with,
    unwrap_secret,
    wrap_secret,
)
from store.wrapping import STANDARD_COST, Cost

SHORTEST_PASSPHRASE: Final = 12


@dataclass(frozen=True, slots=True, repr=False)
class OpenedUser:
    """A user whose passphrase was right."""

    id: str
    duty: Duty
    secret: Secret


def make_user(name: str, duty: Duty, *, passphrase: str, vault: Vault | None, cost: Cost) -> UserRow:
    """A new user's row, for put_user; a reviewer gets a share of the vault, which must be open.

    Made outside any transaction: a passphrase is slow on purpose, and others wait for the write lock.
    """
    known_as = same_name(name)
    if not known_as:
        raise AigaqError("name_missing")
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise AigaqError("passphrase_short")
    if duty is Duty.REVIEWER and vault is None:
        raise AigaqError("reviewer_needed")
    user_id = new_id()
    identity, recipient = new_identity()
    signing = Ed25519PrivateKey.generate() if duty is Duty.AUDITOR else None
    secret = Secret(identity, signing.private_bytes_raw() if signing else None)
    return UserRow(
        id=user_id,
        name=known_as,
        duty=duty,
        state=UserState.ACTIVE,
        secret=wrap_secret(secret, user_id=user_id, passphrase=passphrase, cost=cost),
        recipient=recipient,
        share=vault.share_with(recipient) if vault is not None and duty is Duty.REVIEWER else None,
        signing_key=signing.public_key().public_bytes_raw() if signing else None,
        failures=0,
        created_at=now(),
        disabled_at=None,
    )


def put_user(session: Session, row: UserRow, *, actor: str | None) -> None:
    """Put a new user into an open transaction that holds the write lock; user_exists for a name in use."""
    if session.scalars(select(UserRow.id).where(UserRow.name == row.name)).first() is not None:
        raise AigaqError("user_exists")
    session.add(row)
    record(session, Done.USER_ADDED, subject=row.id, actor=actor)


def add_user(  # noqa: PLR0913 - all of it makes one user
    store: Store,
    name: str,
    duty: Duty,
    *,
    passphrase: str,
    vault: Vault | None = None,
    cost: Cost = STANDARD_COST,
) -> str:
    """Add a user and return the id.

    Errors: user_exists, passphrase_short, name_missing, reviewer_needed (a reviewer needs the open vault).
    """
    row = make_user(name, duty, passphrase=passphrase, vault=vault, cost=cost)
    with store.writing() as session:
        if vault is not None:
            check_vault(session, vault)
        put_user(session, row, actor=vault.reviewer_id if vault else None)
        return row.id


def check_vault(session: Session, vault: Vault) -> VaultRow:
    """The vault's row; reviewer_locked where the vault was changed since this one was opened."""
    row = session.get_one(VaultRow, 1)
    if row.recipient != vault.recipient:
        raise AigaqError("reviewer_locked")
    return row


def find_duty(store: Store, name: str) -> Duty:
    """What an active user does; no_such_user if there is none of this name."""
    with store.reading() as session:
        return _active(session, name).duty


def disable_user(store: Store, name: str, *, vault: Vault | None = None) -> str:
    """Take away what a user's passphrase opens, and return the id.

    Errors: no_such_user, last_reviewer, reviewer_needed (disabling a reviewer needs the open vault).
    """
    with store.writing() as session:
        row = _active(session, name)
        if row.duty is Duty.REVIEWER:
            if vault is None:
                raise AigaqError("reviewer_needed")
            check_vault(session, vault)
            if len(_reviewers(session)) == 1:
                raise AigaqError("last_reviewer")
        row.state, row.disabled_at = UserState.DISABLED, now()
        row.secret, row.share = None, None
        actor = vault.reviewer_id if vault else None
        record(session, Done.USER_DISABLED, subject=row.id, actor=actor)
        return row.id


def change_passphrase(store: Store, name: str, *, old: str, new: str, cost: Cost = STANDARD_COST) -> None:
    """Give a user another passphrase and another identity; reviewer_locked for a wrong old one.

    The identity too: whoever has the old passphrase and an old copy of the store has the old identity, and
    must not open with it what is shared with this user from now on. An auditor's signing key stays.
    """
    if len(new) < SHORTEST_PASSPHRASE:
        raise AigaqError("passphrase_short")
    opened = open_user(store, name, old)
    former = read_identity(opened.secret.identity)
    identity, recipient = new_identity()
    fresh = Secret(identity, opened.secret.signing_seed)
    wrapped = wrap_secret(fresh, user_id=opened.id, passphrase=new, cost=cost)
    with store.writing() as session:
        row = _active(session, name)
        if row.id != opened.id or row.recipient != str(former.to_public()):
            raise AigaqError("reviewer_locked")  # it was changed since it was opened
        if row.share is not None:
            row.share = seal_to([recipient], unseal_with(former, row.share))
        row.secret, row.recipient = wrapped, recipient
        record(session, Done.PASSPHRASE_CHANGED, subject=row.id, actor=row.id)


def list_users(store: Store) -> list[User]:
    """All users, in the order they came."""
    with store.reading() as session:
        rows = session.scalars(select(UserRow).order_by(UserRow.created_at, UserRow.id))
        return [User(r.id, r.name, r.duty, r.state, r.created_at, r.failures) for r in rows]


def open_user(store: Store, name: str, passphrase: str) -> OpenedUser:
    """A user whose passphrase is right; reviewer_locked for a wrong name or passphrase alike, and counted."""
    known_as = same_name(name)
    with store.reading() as session:
        row = session.scalars(select(UserRow).where(UserRow.name == known_as)).first()
        if row is not None and row.state is UserState.ACTIVE and row.secret is not None:
            user_id, duty, wrapped, failures = row.id, row.duty, row.secret, row.failures
        else:
            # as slow as for a name that is there, so that nobody learns who is
            others = select(UserRow.secret).where(UserRow.secret.is_not(None)).limit(1)
            unwrap_secret(session.scalars(others).first() or "{}", user_id="", passphrase=passphrase)
            raise AigaqError("reviewer_locked")
    secret = unwrap_secret(wrapped, user_id=user_id, passphrase=passphrase)
    if secret is None:
        _count_failure(store, user_id)
        raise AigaqError("reviewer_locked")
    if failures:
        with store.writing() as session:
            session.get_one(UserRow, user_id).failures = 0
            record(session, Done.UNLOCKED_AFTER_FAILURES, subject=user_id, counts={"failures": failures})
    return OpenedUser(user_id, duty, secret)


@dataclass(frozen=True, slots=True, repr=False)
class Entered:
    """A user of any duty who signed in; the vault is open for a reviewer."""

    id: str
    duty: Duty
    vault: Vault | None


def open_any(store: Store, name: str, passphrase: str) -> Entered:
    """A user of any duty, a reviewer with the vault open; reviewer_locked for anything wrong alike."""
    user = open_user(store, name, passphrase)
    return Entered(user.id, user.duty, _vault_of(store, user) if user.duty is Duty.REVIEWER else None)


def open_vault(store: Store, name: str, passphrase: str) -> Vault:
    """Open the vault as a reviewer; reviewer_locked for a wrong name, passphrase or duty alike."""
    return _vault_of(store, open_user(store, name, passphrase))


def _vault_of(store: Store, user: OpenedUser) -> Vault:
    identity = read_identity(user.secret.identity)
    with store.reading() as session:
        row = session.get_one(UserRow, user.id)
        # Another identity: the passphrase was changed at this very moment.
        share = row.share if row.recipient == str(identity.to_public()) else None
    if user.duty is not Duty.REVIEWER or share is None:
        raise AigaqError("reviewer_locked")
    return Vault(read_identity(unseal_with(identity, share).decode("ascii")), reviewer_id=user.id)


def is_active(store: Store, user_id: str) -> bool:
    """Whether a user who signed in before may still do anything."""
    with store.reading() as session:
        row = session.get(UserRow, user_id)
        return row is not None and row.state is UserState.ACTIVE


def open_vault_with_recovery(store: Store, identity_text: str) -> Vault:
    """Open the vault with the offline recovery identity; bad_identity if it is another one."""
    identity = read_identity(identity_text)
    with store.reading() as session:
        row = session.get_one(VaultRow, 1)
        if str(identity.to_public()) != row.recovery_recipient:
            raise AigaqError("bad_identity")
        share = row.recovery_share
    return Vault(read_identity(unseal_with(identity, share).decode("ascii")), reviewer_id=None)


def _reviewers(session: Session) -> Sequence[UserRow]:
    chosen = (UserRow.duty == Duty.REVIEWER) & (UserRow.state == UserState.ACTIVE)
    return session.scalars(select(UserRow).where(chosen)).all()


def _active(session: Session, name: str) -> UserRow:
    row = session.scalars(select(UserRow).where(UserRow.name == same_name(name))).first()
    if row is None or row.state is not UserState.ACTIVE:
        raise AigaqError("no_such_user")
    return row


def _count_failure(store: Store, user_id: str) -> None:
    with store.writing() as session:
        session.get_one(UserRow, user_id).failures += 1
        record(session, Done.UNLOCK_FAILED, subject=user_id)
