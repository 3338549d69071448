"""What stands in statements and is not the model's to find: numbers, accounts, handles, times, sums."""

import random
import string
from collections.abc import Callable
from typing import Final

from training.lists import numbers


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices(string.digits, k=count))


def phone(rng: random.Random, *, lang: str, spoken: bool) -> str:
    """A mobile or town number in one of its written forms, or in words."""
    code = str(rng.choice([700, 701, 702, 705, 707, 747, 771, 775, 776, 777, 778, 727, 7172, 7122]))
    rest = _digits(rng, 10 - len(code))
    if spoken:
        words = numbers(lang if lang in ("ru", "en") else "kk")
        return " ".join(words[int(d)] for d in "8" + code + rest)
    a, b, c = rest[:-4], rest[-4:-2], rest[-2:]
    shapes = [f"+7 {code} {a} {b} {c}", f"8 ({code}) {a}-{b}-{c}", f"8{code}{rest}", f"+7{code}{rest}"]
    return rng.choice([*shapes, f"{code} {a} {b}{c}", f"8-{code}-{a}-{b}-{c}", f"+7({code}){a}{b}{c}"])


def iin(rng: random.Random) -> str:
    """Twelve digits that begin like a date of birth."""
    born = f"{rng.randint(50, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    return born + rng.choice("34") + _digits(rng, 5)


def _card(rng: random.Random) -> str:
    gap = rng.choice([" ", " ", "", "-"])
    return gap.join(["4400", *(_digits(rng, 4) for _ in range(3))])


def _iban(rng: random.Random) -> str:
    text = "KZ" + _digits(rng, 5) + "".join(rng.choices(string.ascii_uppercase + string.digits, k=13))
    return text if rng.random() < 0.5 else " ".join(text[i : i + 4] for i in range(0, 20, 4))


def _login(rng: random.Random) -> str:
    syllables = [
        "er",
        "lan",
        "ai",
        "gul",
        "nur",
        "da",
        "na",
        "bek",
        "sa",
        "ma",
        "ra",
        "zhan",
        "ali",
        "mat",
        "kz",
        "sky",
    ]
    word = "".join(rng.choices(syllables, k=rng.randint(2, 3)))
    return word + rng.choice(["", "", "_kz", "77", "_" + _digits(rng, 2), ".98"])


def _email(rng: random.Random) -> str:
    return f"{_login(rng)}@{rng.choice(['mail', 'post', 'box'])}.example"


def _handle(rng: random.Random) -> str:
    return rng.choice(["@", "@", "t.me/"]) + _login(rng)


def _plate(rng: random.Random) -> str:
    letters = "".join(rng.choices("ABCDEHKMOPTXZ", k=3))
    if rng.random() < 0.2:
        return f"{rng.choice('ABMPXZ')} {_digits(rng, 3)} {letters}"
    return f"{_digits(rng, 3)} {letters} {rng.randint(1, 20):02}"


def _case_number(rng: random.Random) -> str:
    return rng.choice(
        [_digits(rng, 15), f"{_digits(rng, 4)}-22-00-1/{_digits(rng, 3)}", f"1-{_digits(rng, 3)}/2022"]
    )


def _time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23)}{rng.choice('::.-')}{rng.choice(['00', '30', '15', '20', '45', '10'])}"


def _sum(rng: random.Random) -> str:
    return rng.choice(
        [f"{rng.randint(2, 900)} 000", f"{rng.randint(1, 5)} {rng.randint(100, 999)} 000", _digits(rng, 5)]
    )


def _coordinates(rng: random.Random) -> str:
    north, east = rng.uniform(41, 54), rng.uniform(48, 85)
    return rng.choice(
        [f"{north:.4f}, {east:.4f}", f"{north:.4f}° N, {east:.4f}° E", f"{north:.5f} {east:.5f}"]
    )


def _number(rng: random.Random) -> str:
    return str(rng.choice([rng.randint(2, 40), rng.randint(100, 9999), rng.randint(10000, 999999)]))


FILLERS: Final[dict[str, Callable[[random.Random], str]]] = {
    "IIN": iin,
    "CARD": _card,
    "IBAN": _iban,
    "EMAIL": _email,
    "HANDLE": _handle,
    "PLATE": _plate,
    "CASENO": _case_number,
    "TIME": _time,
    "SUM": _sum,
    "NUM": _number,
    "COORD": _coordinates,
}
