"""Recalling a statement: who holds it, the letters to them, and bundles to take the old ones' place.

Nothing fetches a file back. A letter names the release and the number under which the statement stands in it,
for whoever got the bundle knows no other name of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.errors import AigaqError
from share.bundle import FORMATS
from share.releasing import Wanted
from share.words import LANGUAGES, words
from store.private_files import create_private
from store.releases import Release, held_by, holders
from store.store import Store


@dataclass(frozen=True, slots=True)
class Holding:
    """A bundle that holds the statement, and the number that it has there."""

    release: Release
    number: int

    @property
    def name(self) -> str:
        """What the statement is called in the bundle."""
        return f"S{self.number:04d}"


def holdings(store: Store, statement_id: str) -> list[Holding]:
    """Every bundle that holds a statement, the oldest first; no_such_statement for an id that is none."""
    store.statement(statement_id)
    return [Holding(release, number) for release, number in holders(store, statement_id)]


def letter(holding: Holding) -> str:
    """The letter to whoever got a bundle, in three languages."""
    release = holding.release
    table = words("letter")
    values = {
        "release": release.id,
        "statement": holding.name,
        "made_on": release.made_at.date().isoformat(),
        "today": datetime.now(UTC).date().isoformat(),
    }
    parts = []
    for language in LANGUAGES:
        recipient = release.recipient or table["anyone"][language]
        parts.append(table["text"][language].format(recipient=recipient, **values).strip())
    return "\n\n----\n\n".join(parts) + "\n"


def write_letters(found: Sequence[Holding], folder: Path) -> list[Path]:
    """Write a letter for each bundle, for the owner alone. Errors: place_taken, unwritable."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for holding in found:
            path = folder / f"recall-{holding.release.id}.txt"
            create_private(path, letter(holding).encode("utf-8"))
            written.append(path)
    except AigaqError as error:
        raise AigaqError("place_taken" if error.code == "store_exists" else "unwritable") from None
    except OSError:
        raise AigaqError("unwritable") from None
    return written


def replacement(store: Store, holding: Holding, case: str, statement_id: str) -> Wanted:
    """What a bundle that takes the old one's place is made of: the same statements without this one.

    Of a hand-over these are the working copies; originals and seal are asked for where it is made.
    """
    release = holding.release
    rest = (held.statement_id for held in held_by(store, release.id))
    return Wanted(
        case=case,
        audience=release.audience,
        recipient=release.recipient,
        formats=tuple(name for name in release.formats if name in FORMATS),
        k=release.k,
        only=tuple(one for one in rest if one != statement_id),
    )
