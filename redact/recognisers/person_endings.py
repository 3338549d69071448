"""Case endings that stick to names: they are stripped only to add candidates, never to replace the word."""

from collections.abc import Iterator
from functools import cache, lru_cache

from redact.letters import kazakh_latin, passport_latin

_CASES = (
    "ның нің дың дің тың тің ға ге қа ке на не ны ні ды ді ты ті да де та те нда нде "
    "дан ден тан тен нан нен мен бен пен нікі дікі тікі мын мін пын пін сың сің мыз міз быз біз пыз піз "
    "дай дей тай тей дағы дегі тағы тегі ша ше екең екеңнің"
).split()
_PLURALS = "лар лер дар дер тар тер".split()
_MY = "ым ім м".split()
_TYPED_RUSSIAN = str.maketrans("әғқңөұүіһ", "агкноууих")
_MIN_BASE = 3

# What an inflected Russian form ends in, then what its nominative may end in ("-": nothing more).
_RUSSIAN_TABLE = """
    а -; у - а; ом -; ем - й ь; ём - й ь; е - а я й ь; ы - а; и - а я ь й; ой а -; ою а; ей я а -;
    ею я а; ю я й ь; я й ь; ью ь; ии ия; ию ия ий; ией ия; ия ий; ам - а; ами - а; ах - а; ым -; ых
    -; ыми -; ям я й; ями я й; ко ка; ка ок ек ёк; ька ек ёк; ьку ек ёк; ку ок ек; ком ок ек
"""
_RUSSIAN: dict[str, tuple[str, ...]] = {
    ending: tuple(form.strip("-") for form in forms)
    for ending, *forms in (row.split() for row in _RUSSIAN_TABLE.split(";"))
}


@cache
def _kazakh() -> frozenset[str]:
    """Kazakh endings in Cyrillic, in Cyrillic typed without Kazakh letters, and in two Latin spellings."""
    stacks = set(_CASES) | set(_PLURALS) | {"ым", "ім"} | {"жан"}
    stacks |= {plural + case for plural in _PLURALS for case in _CASES}
    stacks |= {my + case for my in _MY for case in _CASES if case[0] in "нғгдм"}
    stacks |= {typed.translate(_TYPED_RUSSIAN) for typed in stacks}
    stacks |= {"ын", "ин", "нын", "нин", "дын", "дин", "тын", "тин"}
    latin = {kazakh_latin(ending) for ending in stacks} | {passport_latin(ending) for ending in stacks}
    latin |= {
        ending.replace("ı", "i").replace("ñ", "n").replace("ğ", "g").replace("ş", "sh") for ending in latin
    }
    latin |= {ending.replace("y", "ı") for ending in latin}
    return frozenset(
        stacks | {ending for ending in latin if len(ending) > 1 and ending not in ("in", "yn", "ym", "im")}
    )


@cache
def _longest() -> int:
    return max(map(len, _kazakh()))


@lru_cache(maxsize=20_000)
def bases(word: str) -> tuple[str, ...]:
    """Candidates for the nominative of a lower-case word, the word itself left out; shortest strip first."""
    return tuple(dict.fromkeys(_bases(word)))


def _bases(word: str) -> Iterator[str]:
    cyrillic = "\u0400" <= word[-1] <= "\u04ff"
    if cyrillic:
        for n in range(1, 4):
            ending = word[len(word) - n :]
            if len(word) - n < 2:
                break
            for nominative in _RUSSIAN.get(ending, ()):
                base = word[: len(word) - n] + nominative
                if len(base) >= _MIN_BASE:
                    yield base
    kazakh = _kazakh()
    for n in range(1, min(len(word) - 2, _longest() + 1)):
        if word[-n:] in kazakh and len(word) - n >= _MIN_BASE:
            yield word[:-n].rstrip("-")
