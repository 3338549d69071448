"""The gazetteer: places of Kazakhstan and abroad by any spelling, old name or case ending.

places.jsonl is made by training/make_places.py. A surface is looked up by its match key
(redact.letters.fold), whole or with a Russian or Kazakh case ending taken off.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from redact.letters import fold

SETTLEMENTS = frozenset({"city", "town", "village"})


@dataclass(frozen=True, slots=True)
class Place:
    """One place; `region` is ISO 3166-2:KZ ("" abroad), `word` marks a name that is also an ordinary word."""

    name: str
    kind: str
    region: str
    population: int
    word: bool
    part_of: str | None


@dataclass(frozen=True, slots=True)
class _Tables:
    whole: dict[str, Place]
    stems: dict[str, Place]
    names: dict[str, Place]
    long_starts: frozenset[str]


_START = 4  # letters of a first word that are compared
# Endings as match keys: every script and spelling of them falls together (ның, нің, nıñ are "нин").
_KAZAKH = tuple(
    "да де та те дан ден тан тен нан нен га ге ка ке нин дин тин ди ти ни даги деги таги теги "
    "данбиз денбиз танбиз тенбиз нанбиз ненбиз "
    "мен пен бен данмин денмин танмин тенмин нанмин ненмин".split()
)
# After қаласы, облысы, ауданы, which carry a possessive ending already.
_POSSESSED = ("нда", "нде", "на", "не", "нан", "нен", "н", "нин", "ндаги", "мен")
_RUSSIAN = ("а", "у", "ом", "е", "и", "ем", "иу", "ам", "ах")
_RUSSIAN_A = ("и", "е", "у", "ои", "еи", "оиу")
_LONGEST = max(map(len, (*_KAZAKH, *_POSSESSED, *_RUSSIAN, *_RUSSIAN_A)))
_ADJECTIVE_F = ("аиа", "ои", "уиу", "оиу")
_ADJECTIVE_M = ("ии", "ого", "ому", "им", "ом", "и")
_ADJECTIVES = {"ая": _ADJECTIVE_F[1:], "ый": _ADJECTIVE_M[1:], "ий": _ADJECTIVE_M[1:], "ое": _ADJECTIVE_M[1:]}
_REGION_NOUN = ("област", "области", "областиу", "обл")
_DISTRICT_NOUN = ("раион", "раиона", "раиону", "раионом", "раионе", "рн")


def _phrase_keys(spelling: str) -> list[str]:
    """Match keys of a Russian region or district in all its cases."""
    words = spelling.split()
    if len(words) == 2 and words[1] == "область":
        stem = fold(words[0][:-2])
        return [stem + end + noun for end in _ADJECTIVE_F for noun in _REGION_NOUN]
    if len(words) == 2 and words[1] == "район":
        stem = fold(words[0][:-2])
        return [stem + end + noun for end in _ADJECTIVE_M for noun in _DISTRICT_NOUN]
    if len(words) == 2 and words[0][-2:] in _ADJECTIVES and words[1][-1] in "аяоекнтрлйдв":
        return _two_word_keys(*words)
    if words[0] == "область":
        return [noun + fold(words[1]) for noun in _REGION_NOUN]
    return [fold(spelling)]


def _two_word_keys(adjective: str, noun: str) -> list[str]:
    """Match keys of "Красная Поляна", "Новый Узень" in all their cases."""
    stem, ends = fold(adjective[:-2]), _ADJECTIVES[adjective[-2:]]
    base = fold(noun[:-1] if noun[-1] in "аяоей" else noun)
    nouns = _RUSSIAN_A if noun[-1] in "ая" else _RUSSIAN
    cases = [stem + end + base + case for end in ends for case in nouns]
    return [fold(adjective + noun), *map(fold, cases)]


@cache
def _tables() -> _Tables:
    """Every key with its place; where two share a key the larger place has it."""
    whole: dict[str, Place] = {}
    stems: dict[str, Place] = {}
    names: dict[str, Place] = {}
    long_starts: set[str] = set()
    rows = []
    for line in files("redact.tags").joinpath("places.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        place = Place(
            name=row["name"], kind=row["kind"], region=row["region"], population=row["population"],
            word=row.get("word", False), part_of=row.get("part_of"),
        )  # fmt: skip
        rows.append((place, row))
    for place, row in sorted(rows, key=lambda pair: (pair[0].word, -pair[0].population)):
        names.setdefault(place.name, place)
        for spelling in (place.name, *row["en"], *row["latin"], *row["ru"], *row["kk"]):
            parts = spelling.replace("-", " ").split()
            if len(parts) > 1:
                long_starts.add(fold(parts[0])[:_START])
        for spelling in {place.name, *row["en"], *row["latin"], *row["kk"]}:
            whole.setdefault(fold(spelling), place)
        for spelling in row["ru"]:
            for key in _phrase_keys(spelling):
                whole.setdefault(key, place)
            if place.kind in SETTLEMENTS | {"country"} and " " not in spelling:
                if spelling[-1] == "й" and not spelling.endswith(("ый", "ой", "ий")):
                    whole.update({fold(fold(spelling[:-1]) + end): place for end in ("иа", "иу", "ем", "е")})
                if spelling[-1] in "аяь":
                    stems.setdefault(fold(spelling[:-1]), place)
                elif spelling.endswith(("ый", "ой", "ое", "ий")):
                    for end in (*_ADJECTIVE_M, "ое"):
                        whole.setdefault(fold(spelling[:-2]) + end, place)
    return _Tables(whole, stems, names, frozenset(long_starts))


@lru_cache(maxsize=20_000)
def _by_key(key: str) -> tuple[Place, bool] | None:
    """The place of a match key, and whether an ending had to be taken off."""
    tables = _tables()
    if place := tables.whole.get(key):
        return place, False
    # most words are no place whatever is taken off, which is seen sooner so than ending by ending
    if not any(key[:-n] in tables.whole or key[:-n] in tables.stems for n in range(1, _LONGEST + 1)):
        return None
    return _without_ending(key, tables)


def _without_ending(key: str, tables: _Tables) -> tuple[Place, bool] | None:
    for end in _RUSSIAN_A:
        if key.endswith(end) and (place := tables.stems.get(key[: -len(end)])):
            return place, True
    for end in _POSSESSED:
        possessed = key.endswith(end) and key[: -len(end)].endswith(("си", "ауили", "аудани"))
        if possessed and (place := tables.whole.get(key[: -len(end)])):
            return place, True
    # a key drops double letters: Жаңаөзеннен is Жаңаөзен and нен
    if key.endswith(("нан", "нен")) and (place := tables.whole.get(key[:-2])):
        return place, True
    for ends in (_KAZAKH, _RUSSIAN):
        for end in ends:
            if (
                len(key) - len(end) >= 3
                and key.endswith(end)
                and (place := tables.whole.get(key[: -len(end)]))
            ):
                # three letters at least: with an ending, Шу or Ош is another word far more often
                return place, True
    return None


@lru_cache(maxsize=20_000)
def begins_long_name(word: str) -> bool:
    """Whether a word could begin a name of several words, so that it is worth looking further."""
    return fold(word)[:_START] in _tables().long_starts


def find_place(surface: str) -> tuple[Place, bool] | None:
    """The place a surface names, and whether it stands in a case form; None where it names none."""
    key = fold(surface)
    return _by_key(key) if len(key) > 1 else None


def lookup(word: str) -> Place | None:
    """The place a surface names in any script, spelling or case form; old names give today's place."""
    found = find_place(word)
    return found[0] if found else None


def by_name(name: str) -> Place | None:
    """The place of a canonical name, as tags carry it."""
    return _tables().names.get(name)


@cache
def _city_districts() -> dict[str, str]:
    """The first word of each city district's name, and its city."""
    lines = files("redact.tags").joinpath("places.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("part_of")]
    return {row["name"].removesuffix(" District"): row["part_of"] for row in rows}


def city_of_district(name: str) -> str | None:
    """The city that has a district of this name (canonical, without "District"); None where none has."""
    return _city_districts().get(name)


@cache
def _centres() -> dict[str, str]:
    lines = files("redact.tags").joinpath("places.jsonl").read_text("utf-8").splitlines()
    return {row["name"]: row["centre"] for row in map(json.loads, lines) if row.get("centre")}


def centre_of_district(name: str) -> str:
    """Where the offices of a district are: its centre, mostly of the same name."""
    return _centres().get(name, name.removesuffix(" District"))


def population_of(name: str) -> int | None:
    """How many people live there; None outside the gazetteer; 0 says small or not known."""
    place = by_name(name) or lookup(name)
    return place.population if place else None


def region_of(name: str) -> str | None:
    """The ISO 3166-2:KZ code of a place's region; None abroad or where it is not in the gazetteer."""
    place = by_name(name) or lookup(name)
    return place.region or None if place else None


@cache
def _region_names() -> dict[tuple[str, str], str]:
    """Names of the first-level units by ISO code and language."""
    lines = files("redact.tags").joinpath("places.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["kind"] == "region"]
    return {
        (row["region"], language): row[language][0]
        for row in rows
        for language in ("en", "ru", "kk")
        if row[language]
    }


def region_name(code: str, language: str) -> str | None:
    """The name of a region in a language (en, ru, kk) by its ISO 3166-2:KZ code."""
    return _region_names().get((code, language))


@cache
def _names_in() -> dict[tuple[str, str], str]:
    lines = files("redact.tags").joinpath("places.jsonl").read_text("utf-8").splitlines()
    rows = map(json.loads, lines)
    return {
        (row["name"], language): row[language][0]
        for row in rows
        for language in ("en", "ru", "kk")
        if row[language]
    }


def name_in(name: str, language: str) -> str | None:
    """What a place of a canonical name is called in a language (en, ru, kk); or None."""
    return _names_in().get((name, language))


@cache
def _adjectives() -> dict[str, str]:
    """The stems of Russian adjectives made of cities' and towns' names; of two, the larger place has one."""
    lines = files("redact.tags").joinpath("places.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["kind"] in SETTLEMENTS and row["region"]]
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: -row["population"]):
        for name in row["ru"]:
            low = name.lower()
            # Уральск, Тараз, Караганда, Мерке
            ends = (low,) if low.endswith("ск") else (f"{low}ск", f"{low[:-1]}инск", f"{low}нск")
            for stem in ends if low[-1] in "аеоыияу" else ends[:1]:
                found.setdefault(stem, row["name"])
    return found


def city_of_adjective(stem: str) -> str | None:
    """The city of a Russian adjective by its stem (карагандинск); None where it is none of a city."""
    return _adjectives().get(stem.lower())
