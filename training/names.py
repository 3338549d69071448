"""Made-up people of Kazakhstan: origin, gender, given name, surname, patronymic, diminutive.

The lists stand in redact/names/ (Kazakh names in Kazakh Cyrillic, the rest in Russian Cyrillic, English ones
in Latin); natasha's lists in the corpora add variety. One part in ten of the names, chosen by a stable hash,
serves held-out texts only.
"""

import hashlib
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from training.lists import read, rows

LISTS: Final = Path(__file__).parents[1] / "redact" / "names"
ORIGINS: Final = {"kk": 0.64, "ru": 0.18, "other": 0.18}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who does not exist; parts in the spelling of their origin."""

    gender: str
    origin: str
    given: str
    surname: str
    father: str
    diminutive: str
    seed: int


@cache
def held_out(word: str) -> bool:
    """Whether a name or template serves held-out texts only: one in ten, by a stable hash."""
    return hashlib.sha256(word.lower().encode()).digest()[0] % 10 == 0


@dataclass(frozen=True)
class NameLists:
    """The names to draw from: given by (origin, gender), surnames by origin, diminutives by base name."""

    given: dict[tuple[str, str], tuple[str, ...]]
    surnames: dict[str, tuple[str, ...]]
    diminutives: dict[str, tuple[str, ...]]

    def half(self, *, validation: bool) -> "NameLists":
        """The part for training or the part for held-out texts; they share no name."""

        def keep(words: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(w for w in words if held_out(w) == validation)

        short = {base: kept for base, dims in self.diminutives.items() if (kept := keep(dims))}
        return NameLists(
            {key: keep(words) for key, words in self.given.items()},
            {key: keep(words) for key, words in self.surnames.items()},
            short,
        )


def load(lists: Path = LISTS, corpora: Path | None = None) -> NameLists:
    """Read the lists; with `corpora`, natasha's surnames join the Russian and the others' ones."""
    given = {
        (origin, gender): tuple(read(lists / f"given_{origin}_{gender}.txt"))
        for origin in ("kk", "ru", "other", "en")
        for gender in "mf"
    }
    surnames = {o: read(lists / f"surnames_{o}.txt") for o in ("kk", "ru", "other", "en")}
    if corpora is not None:
        more = [w.capitalize() for w in read(corpora / "names" / "last.txt") if _plain_surname(w)]
        random.Random(7).shuffle(more)
        # as many again as our own, so that the commonest names stay common
        surnames["ru"] += more[: 2 * len(surnames["ru"])]
    diminutives: dict[str, list[str]] = {}
    short_forms = lists / "diminutives.txt"
    for line in read(short_forms) if short_forms.is_file() else []:
        short, _, base = line.partition("\t")
        if base:
            diminutives.setdefault(base.strip(), []).append(short.strip())
    return NameLists(
        given,
        {origin: tuple(dict.fromkeys(words)) for origin, words in surnames.items()},
        {base: tuple(dims) for base, dims in diminutives.items()},
    )


def _plain_surname(word: str) -> bool:
    return (
        4 <= len(word) <= 13
        and word.isalpha()
        and word.endswith(("ов", "ев", "ин", "ский", "ко", "ук", "ян"))
    )


def invented(rng: random.Random, gender: str) -> str:
    """A given name that nobody has: syllables of Kazakh names, so that context must do the work."""
    onsets, rhymes, men, women = (part.split() for part in rows("syllables")[0])
    return (
        rng.choice(onsets) + rng.choice(rhymes) + rng.choice(men if gender == "m" else women)
    ).capitalize()


def blended(rng: random.Random, words: tuple[str, ...]) -> str:
    """The head of one name and the tail of another: the ways of names, and no name learnt by heart."""
    head, tail = rng.choice(words), rng.choice(words)
    cut = max(2, len(head) // 2)
    made = head[:cut] + tail[len(tail) // 2 :]
    return head if "-" in made or " " in made or len(made) < 4 else made.capitalize()


def sample(rng: random.Random, names: NameLists, *, gender: str = "", foreign: float = 0.02) -> Person:
    """A person of the country's mix of peoples; `foreign` is the share with English names."""
    gender = gender or rng.choice("mf")
    origin = "en" if rng.random() < foreign else rng.choices(list(ORIGINS), list(ORIGINS.values()))[0]
    given = rng.choice(names.given[origin, gender])
    father = rng.choice(names.given[origin, "m"])
    surname = rng.choice(names.surnames[origin])
    if rng.random() < 0.25:
        given = blended(rng, names.given[origin, gender])
    if rng.random() < 0.3:
        surname = blended(rng, names.surnames[origin])
    if rng.random() < 0.15:
        father = blended(rng, names.given[origin, "m"])
    if origin == "kk":
        if rng.random() < 0.08:
            given = invented(rng, gender)
        if rng.random() < 0.15:  # a surname from the (grand)father's name, with or without the Russian ending
            base = rng.choice(names.given["kk", "m"])
            surname = base if rng.random() < 0.4 else with_russian_ending(base)
    dims = names.diminutives.get(given, ())
    short = rng.choice(dims) if dims else made_diminutive(rng, given, origin)
    return Person(gender, origin, given, surname, father, short, rng.getrandbits(32))


def with_russian_ending(base: str) -> str:
    """A surname in -ов or -ев made from a given name (Серік: Серіков, Абай: Абаев)."""
    if base[-1] in "йь":
        return base[:-1] + "ев"
    if base[-1] in "аяыеиіуө":
        return base[:-1] + "аев" if base[-1] in "ая" else base[:-1] + "иев"
    return base + ("ев" if base[-1] in "жшчщц" else "ов")


def feminine(surname: str) -> str:
    """The woman's form of a surname in Cyrillic."""
    if surname.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return surname + "а"
    if surname.endswith(("ский", "цкий")):
        return surname[:-2] + "ая"
    return surname


def patronymic(father: str, gender: str) -> str:
    """The Russian patronymic from a father's name (Серик: Серикович, Сериковна)."""
    low, male = father.lower(), gender == "m"
    if low in ("илья", "никита", "кузьма", "фома", "лука"):
        return father[:-1] + ("ич" if male else "инична")
    if low.endswith("ий"):
        return father[:-2] + "ь" + ("евич" if male else "евна")
    if low[-1] in "йь":
        return father[:-1] + ("евич" if male else "евна")
    if low[-1] in "аяыиіеэуюжшчщц":
        return father + ("евич" if male else "евна")
    return father + ("ович" if male else "овна")


def made_diminutive(rng: random.Random, given: str, origin: str) -> str:
    """A short form of a name that has none in the list."""
    vowels = "аәоөұүыіеиуюяёэ"
    cut = next((i for i, c in enumerate(given.lower()) if c in vowels and i > 0), 1)
    head = given[: cut + 2] if cut + 1 < len(given) else given
    if origin == "kk":
        return head.rstrip("ьъ") + rng.choice(["ош", "а", "ик", "ка", "жан", "еке"])
    return given[: cut + 2] + rng.choice(["ик", "ька", "а"]) if origin == "ru" else given


def respect(rng: random.Random, given: str) -> str:
    """The respect form in -ке / -еке / -кең (Маке, Ереке, Нуреке), by the name's first syllable."""
    vowels = "аәоөұүыіеиуюяёэ"
    first = next((i for i, c in enumerate(given.lower()) if c in vowels), 0)
    head = given[: first + 1]
    if first == 0:
        head = given[:2]
        return head + rng.choice(["еке", "екең"])
    if rng.random() < 0.4 and len(given) > first + 1:
        return given[: first + 2].rstrip("ьъй") + rng.choice(["еке", "екең"])
    return head + rng.choice(["ке", "кең"])
