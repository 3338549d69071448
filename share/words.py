"""The fixed words of a bundle in English, Russian and Kazakh, from words.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from models.findings import TagKind
from models.labels import Language
from redact.tags import gazetteer

LANGUAGES: Final = (Language.EN, Language.RU, Language.KK)
_TABLES: Final = {TagKind.ABUSE: "abuse", TagKind.PLACE: "region"}


@cache
def words(table: str) -> Mapping[str, Mapping[str, str]]:
    """A table of words.toml: what each code is called, by language."""
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(_text())[table]
    return found


def called(kind: TagKind, code: str, language: Language) -> str:
    """What a tag's code is called: an abuse, a region or a place; dates stay as they are."""
    if kind is TagKind.EVENT_DATE:
        return code
    known = words(_TABLES[kind]).get(code) or words("act_group").get(code)
    if known is not None:
        return known[language]
    return (gazetteer.name_in(code, language) or code) if kind is TagKind.PLACE else code


@cache
def _text() -> str:
    return (Path(__file__).parent / "words.toml").read_text("utf-8")
