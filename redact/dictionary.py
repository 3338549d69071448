"""Whether a lower-case word is one of Russian, Kazakh or English: what no dictionary knows may be a name.

Russian by pymorphy3, whose words of names do not count; Kazakh by stems and endings; English by a word list.
"""

import re
from functools import cache, lru_cache
from typing import Any, Final

from redact.data import lines_of
from redact.plain import in_cyrillic, is_plain, is_verb, lower_words

# What pymorphy3 calls names of people, of places and of bodies.
_NAMES: Final = frozenset("Name Surn Patr Geox Orgn Trad Init".split())
_LONGEST: Final = 60
_RUSSIAN: Final = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
# Endings of Kazakh verbs and of what is made of them: the stems' list does not follow them into all forms.
_KAZAKH_FORM: Final = re.compile(
    r".{2,}(?:[ыіауе]п|[ае]й|[ыі]?ң(?:[ае]|[дн][ыі])|[гқғк][ае]н|[мбп][ае]й|[ае]т[ыі]н|йт[ыі]н|с[ае](?:[мңқк])?|[ыі]?ң[ыі]з|с[ыі]з|с[ыі]ң"
    r"|м[ыі]н|[гғқк][ыі]з|[дт][ыі](?:[мңқк])?|[ыі]?[лнс][ыі]п|[ае]р(?:м[ыі]н)?|мас|мес|пас|пес|бас|бес)"
    r"(?:м[ыі]з|м[ыі]н|с[ыі]ң|с[ыі]з|[дт][ае]|[дн][ае]н|[дт][ае]й|ш[ыі]|[лдт][ае]р|ш[ае]|[ыі]?м|[ыі])?"
)


# Endings of nouns, adjectives and verbs that stack up: plural, whose, case, person, tense, new words.
_KAZAKH_ENDINGS: Final = frozenset(
    """
    лар лер дар дер тар тер ы і сы сі м ым ім ң ың ің мыз міз ымыз іміз ңыз ңіз ыңыз іңіз
    ның нің дың дің тың тің ға ге қа ке на не а е ны ні ды ді ты ті н да де та те нда нде
    дан ден тан тен нан нен мен бен пен мын мін пын пін бын бін сың сің сыз сіз быз біз пыз піз
    дай дей тай тей дағы дегі тағы тегі ғы гі қы кі ша ше нікі дікі тікі
    лық лік дық дік тық тік лы лі ды ді ты ті сыз сіз шы ші лау леу дау деу
    ған ген қан кен ып іп п ды ді ты ті са се май мей бай бей пай пей ма ме ба бе па пе
    у уы уі ушы уші ар ер р мас мес бас бес пас пес йын йін айын ейін айық ейік йық йік
    атын етін йтын йтін ғыз гіз қыз кіз дыр дір тыр тір ыл іл л ын ін ыс іс с т ла ле да де та те
    лат лет дат дет тат тет лан лен дан ден тан тен лас лес дас дес тас тес қала келе ғала геле
    """.split()
)
_LONGEST_ENDING: Final = max(map(len, _KAZAKH_ENDINGS))
_MOST_ENDINGS, _SHORTEST_STEM = 4, 3
_SOFTENED: Final = {"ғ": "қ", "г": "к", "б": "п"}


@cache
def morphology() -> Any:
    """pymorphy3's analyser, loaded once."""
    import pymorphy3  # type: ignore[import-untyped]  # noqa: PLC0415 - loads its dictionary

    return pymorphy3.MorphAnalyzer()


@cache
def _kazakh_stems() -> frozenset[str]:
    return frozenset(lines_of("words", "kk_stems"))


@cache
def english_words() -> frozenset[str]:
    """English words, lower case: enough to know a noun by, too many to doubt a name by."""
    return frozenset(lines_of("words", "en_scowl"))


@lru_cache(maxsize=100_000)
def is_word(low: str, *, english: bool = False) -> bool:
    """True for a lower-case word that a dictionary knows in some form, other than as a name.

    `english` says that Latin letters are no Kazakh in this text.
    """
    if len(low) > _LONGEST:
        # no name is so long, and looking at all its parts would take long
        return True
    if "-" in low and not low.endswith("-"):
        parts = low.split("-")
        if all(is_word(part, english=english) for part in parts if len(part) > 1):
            return True
    if low.isascii():
        if is_plain(low) or low in english_words():
            return True
        return not english and any(_is_kazakh(word) for word in in_cyrillic(low))
    if not "\u0400" <= low[0] <= "\u04ff":
        return any(is_plain(word) or _is_kazakh(word) for word in in_cyrillic(low))
    return is_plain(low) or is_verb(low) or _is_russian(low) or _is_kazakh(low)


def has_verb_ending(low: str) -> bool:
    """True for a word that ends as Kazakh verbs and their participles do; some names do too."""
    return _KAZAKH_FORM.fullmatch(low) is not None


def _is_russian(low: str) -> bool:
    if not _RUSSIAN.fullmatch(low) or not morphology().word_is_known(low):
        return False
    return any(_NAMES.isdisjoint(parse.tag.grammemes) for parse in morphology().parse(low))


def _is_kazakh(low: str) -> bool:
    """Whether a stem and up to four endings make the word; қ, к, п become ғ, г, б before a vowel."""
    known, stems = lower_words(), _kazakh_stems()
    forms = {low}
    for _ in range(_MOST_ENDINGS + 1):
        if any(_nominative(form) & stems or form in known for form in forms):
            return True
        forms = {
            form[: -len(ending)]
            for form in forms
            for ending in _endings_of(form)
            if len(form) - len(ending) >= _SHORTEST_STEM
        }
    return False


def _endings_of(form: str) -> tuple[str, ...]:
    return tuple(form[-n:] for n in range(1, _LONGEST_ENDING + 1) if form[-n:] in _KAZAKH_ENDINGS)


def _nominative(form: str) -> frozenset[str]:
    softened = _SOFTENED.get(form[-1:])
    return frozenset({form, form[:-1] + softened} if softened else {form})
