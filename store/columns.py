"""What columns hold, and how it is stored: closed lists, moments, and texts to the letter."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)
# What stands on a server for the letter that PostgreSQL does not keep; Unicode will never give it a meaning.
NUL_SIGN = "\U0010fffe"


class EnumText(TypeDecorator[E], Generic[E]):
    """A closed list, stored by value as text."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """The value of a member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """The member of a value."""
        return None if value is None else self.kind(value)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC to the second, as ISO 8601 text that sorts by time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """The text of a moment; it must know its time zone."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The moment of a text."""
        return None if value is None else datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """A text out of a statement, to the letter: store/server.py puts a sign in the place of NUL."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """What was stored."""
        return value if value is None or dialect.name == "sqlite" else value.replace(NUL_SIGN, "\0")


def instant_text(moment: datetime) -> str:
    """A moment as text: 2026-03-01T09:30:00Z."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
