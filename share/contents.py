"""What a bundle holds before it is written: statements as an audience may read them, tags, aliases.

Everything here may leave the office, if the gate lets it. Offsets are half-open code points of `text`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.findings import TagKind
from models.labels import Audience, Label, Language, Role


@dataclass(frozen=True, slots=True)
class ReleasedTag:
    """A tag as the audience may have it, anchored to the words of the released text that say so.

    `code`: an abuse code; a region (KZ-75), a settlement's canonical name (Almaty), KZ for the whole country;
    a day, month or year. `region`: of a place, its ISO 3166-2 code, KZ where it was made coarser, "" abroad.
    """

    kind: TagKind
    code: str
    start: int
    end: int
    region: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """Who or what stands in a text under a number: [Лицо 3]. `number` is of this release alone."""

    label: Label
    number: int
    role: Role | None
    shown: str


@dataclass(frozen=True, slots=True)
class Item:
    """A statement in a bundle; `number` was drawn by lot for this release."""

    number: int
    language: Language
    text: str
    tags: tuple[ReleasedTag, ...]
    aliases: tuple[Alias, ...]

    @property
    def name(self) -> str:
        """What it is called in the bundle and in its files' names: S0042."""
        return f"S{self.number:04d}"

    @property
    def words(self) -> int:
        """How many words the released text has."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Contents:
    """All of a bundle; items in the order of their numbers. `recipient` is None where it is for anyone."""

    release_id: str
    audience: Audience
    recipient: str | None
    made_on: date
    items: tuple[Item, ...]
    k: int

    def counts(self) -> Mapping[str, int]:
        """How much there is of it."""
        return {
            "statements": len(self.items),
            "words": sum(item.words for item in self.items),
            "tags": sum(len(item.tags) for item in self.items),
        }
