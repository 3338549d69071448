"""Match keys of a word's possible base forms: folded, with case endings of three languages stripped.

Stripping only adds candidates (a name in four ends like a case suffix), it never replaces the word itself.
"""

import re
from functools import lru_cache

from redact.letters import fold

# Endings are written as fold() renders them: ы, і, й are и; ю is иу; я is иа; ә ө ұ ү are а о у у.
_RUSSIAN = "а у и е ом ем им ои еи иу иа оиу еиу ого ому ои ие их ами".split()
KAZAKH_CASE = (
    "нин дин тин га ге ка ке на не ни ди ти н да де та те нда нде дан ден тан тен нан нен мен бен пен "
    "ники дики тики даи деи таи теи ша ше мин пин син миз миз сиз"
).split()
_KAZAKH_PLURAL = "лар лер дар дер тар тер".split()
_ADJECTIVE = frozenset("ого ому им ом ои".split())
_ENDINGS = frozenset((*_RUSSIAN, *KAZAKH_CASE, *_KAZAKH_PLURAL))
_CASES = frozenset(KAZAKH_CASE)
_LENGTHS = sorted({len(ending) for ending in _ENDINGS})
_DOUBLED = re.compile(r"([тндtnd])\1[аеыіиуaeyıiu][нңмnńñm]?[аыіaeyıi]?$")
_SHORTEST = 3


@lru_cache(maxsize=100_000)
def stems(word: str) -> frozenset[str]:
    """Folded keys that the word may be a form of, itself first; each at least 3 letters or the whole word."""
    key = fold(word)
    found = {key}
    if re.search(r"[A-Za-z]", word) and key.endswith("с"):
        found.add(key[:-1])
    if doubled := _DOUBLED.search(word.lower()):
        # fold() makes one letter of two: Жанболаттың lost the т that the ending began with
        found.add(fold(doubled.string[: doubled.start() + 1]))
    for length in _LENGTHS:
        base, ending = key[:-length], key[-length:]
        if ending not in _ENDINGS:
            continue
        found.add(base)
        if ending in _CASES:
            if base.endswith("а") and len(base) > 3:
                found.add(base[:-1])
            found.update(base[:-3] for plural in _KAZAKH_PLURAL if base.endswith(plural))
        if ending in _ADJECTIVE:
            # a nickname like an adjective: Малой, Малому
            found.update(base + own for own in ("ои", "ии"))
    return frozenset(k for k in found if len(k) >= _SHORTEST or k == key)


def same_word(one: str, other: str) -> bool:
    """True when two words can be forms of one name."""
    return not stems(one).isdisjoint(stems(other))
