"""Settings of the office: a closed list, kept in the store, each change in the journal."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.errors import AigaqError
from models.users import Duty, UserState
from store.journal import Done, record
from store.store import Store
from store.tables import SettingRow, UserRow

# Each setting with its values, the default first.
SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    # An office of one reviewer must say so: its statements are approved by one, and its releases say it.
    "reviewers": ("two", "one"),
    # Whether a found name is shown as if it had been missed, to measure how much a reviewer catches.
    "decoys": ("off", "on"),
    # What the page for phones calls itself: a word that says nothing of what it is for.
    "phone_name": ("notes", "lists", "recipes", "lessons"),
}


def read_settings(store: Store) -> dict[str, str]:
    """All settings with their values."""
    with store.reading() as session:
        return {name: setting(session, name) for name in SETTINGS}


def setting(session: Session, name: str) -> str:
    """The value of a setting in an open transaction; the default where nobody chose."""
    row = session.get(SettingRow, name)
    values = SETTINGS[name]
    return row.value if row is not None and row.value in values else values[0]


def one_is_enough(session: Session) -> bool:
    """Whether one approval is enough: the office said that it has one reviewer, and it has no more."""
    reviewers = (UserRow.duty == Duty.REVIEWER) & (UserRow.state == UserState.ACTIVE)
    count = session.scalar(select(func.count()).select_from(UserRow).where(reviewers))
    return setting(session, "reviewers") == "one" and count == 1


def change_setting(store: Store, name: str, value: str, *, actor: str | None) -> None:
    """Choose a value.

    Errors: bad_setting for a name or value that is not in the list, several_reviewers where one reviewer is
    to be enough and there are more.
    """
    if value not in SETTINGS.get(name, ()):
        raise AigaqError("bad_setting")
    with store.writing() as session:
        if setting(session, name) == value:
            return
        session.merge(SettingRow(name=name, value=value))
        session.flush()
        if (name, value) == ("reviewers", "one") and not one_is_enough(session):
            raise AigaqError("several_reviewers")
        counts = {"value": SETTINGS[name].index(value)}
        record(session, Done.SETTING_CHANGED, subject=name, actor=actor, counts=counts)
