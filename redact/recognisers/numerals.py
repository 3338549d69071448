"""Numbers said in words, Russian, Kazakh and English, and the digits they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# kind of a number word: what may follow it inside one number
_UNIT, _TEEN, _TEN, _HUNDRED, _TIMES_HUNDRED, _THOUSAND, _TWICE, _THRICE = range(8)


def _table() -> dict[str, tuple[int, int, str]]:
    words: dict[str, tuple[int, int, str]] = {}

    def put(language: str, kind: int, first: int, step: int, groups: str) -> None:
        for number, group in enumerate(groups.split()):
            for word in group.split("/"):
                words.setdefault(word, (first + number * step, kind, language))

    put(
        "ru",
        _UNIT,
        0,
        1,
        "ноль/нуль/ноля/нули один/одна/одно/адин два/две/двое три/трое четыре пять шесть семь восемь девять",
    )
    put(
        "ru",
        _TEEN,
        10,
        1,
        "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать "
        "семнадцать восемнадцать девятнадцать",
    )
    put("ru", _TEN, 20, 10, "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто")
    put("ru", _HUNDRED, 100, 100, "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот")
    put("ru", _THOUSAND, 1000, 0, "тысяча/тысячи/тысяч/тысячу/миллион/миллиона/миллионов")
    put(
        "kk",
        _UNIT,
        0,
        1,
        "нөл/нол/nöl/nol бір/бир/bır/bir екі/еки/ekı/eki үш/уш/üş/ush/úsh төрт/торт/tört/tort/tórt "
        "бес/bes алты/alty жеті/жети/jetı/jeti/zheti сегіз/сегиз/segız/segiz тоғыз/тогыз/toğyz/togyz/toǵyz",
    )
    put(
        "kk",
        _TEN,
        10,
        10,
        "он/on жиырма/jiyrma/jiırma/jıyrma/jıırma/zhiyrma отыз/otyz қырық/кырык/qyryq елу/elu/elý "
        "алпыс/alpys "
        "жетпіс/жетпис/jetpıs/jetpis сексен/seksen тоқсан/токсан/toqsan",
    )
    put("kk", _TIMES_HUNDRED, 100, 0, "жүз/жуз/jüz/juz/júz")
    put("kk", _THOUSAND, 1000, 0, "мың/мын/myñ/myn/myń/миллионнан")
    put("en", _UNIT, 0, 1, "zero/oh/nought/null one two three four five six seven eight nine")
    put("en", _TEEN, 10, 1, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
    put("en", _TEN, 20, 10, "twenty thirty forty fifty sixty seventy eighty ninety")
    put("en", _TIMES_HUNDRED, 100, 0, "hundred")
    put("en", _THOUSAND, 1000, 0, "thousand/million")
    put("en", _TWICE, 2, 0, "double")
    put("en", _THRICE, 3, 0, "triple/treble")
    return words


_WORDS: Final = _table()
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \-,.\n]{1,3}")
# Not a number by itself: Russian "he", English "on".
_AMBIGUOUS = {"он", "on"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A run of number words; `digits` is what they say one after another, `amount` that thousands occur."""

    start: int
    end: int
    digits: str
    words: int
    amount: bool


def number_word(word: str) -> bool:
    """Whether the word, in lower case, is a number word."""
    return word in _WORDS


def _assemble(tokens: list[str]) -> str:
    """Digits of number words read one after another: eight seven hundred one -> 8701."""
    out: list[str] = []
    current: int | None = None
    room = 0  # what may still be added to the current number must be smaller than this
    repeat = 1
    for token in tokens:
        if token.isdigit():
            value, kind = int(token), -1
        else:
            value, kind, _ = _WORDS[token]
        if kind in (_TWICE, _THRICE):
            repeat = value
            continue
        if kind == _TIMES_HUNDRED and current is not None and room == 0 and 0 < current < 10:
            current, room = current * 100, 100
            continue
        if kind in (_UNIT, _TEEN, _TEN) and current is not None and 0 < value < room and repeat == 1:
            current += value
            room = 10 if kind == _TEN else 0
            continue
        if current is not None:
            out.append(str(current))
        if kind == -1:
            out.append(token)
            current, room = None, 0
            continue
        if repeat > 1:
            out.append(str(value) * repeat)
            current, room, repeat = None, 0, 1
            continue
        current = value
        room = {_TEN: 10, _HUNDRED: 100, _TIMES_HUNDRED: 100}.get(kind, 0)
    if current is not None:
        out.append(str(current))
    return "".join(out)


@lru_cache(maxsize=2)
def spoken_runs(text: str) -> tuple[Spoken, ...]:
    """Every longest run of number words, with short groups of digits between them.

    Remembered for the text at hand only: half of the finders ask for it.
    """
    return tuple(_longest_runs(text))


def _longest_runs(text: str) -> Iterator[Spoken]:
    run: list[re.Match[str]] = []
    for match in _TOKEN.finditer(text):
        word = match[0].lower()
        known = word in _WORDS or (len(word) <= 4 and word.isdecimal() and word.isascii())
        if run and (not known or not _GAP.fullmatch(text, run[-1].end(), match.start())):
            yield from _runs(text, run)
            run = []
        if known:
            run.append(match)
    if run:
        yield from _runs(text, run)


def _runs(text: str, run: list[re.Match[str]]) -> Iterator[Spoken]:
    words = [m[0].lower() for m in run]
    # "он" and "on" count only beside a Kazakh number word
    first = 0
    for i, word in enumerate(words):
        if word in _AMBIGUOUS:
            beside = [words[j] for j in (i - 1, i + 1) if first <= j < len(words)]
            if not any(_WORDS.get(w, (0, 0, ""))[2] == "kk" and w not in _AMBIGUOUS for w in beside):
                yield from _one(run[first:i])
                first = i + 1
    yield from _one(run[first:])


def _one(run: list[re.Match[str]]) -> Iterator[Spoken]:
    tokens = [m[0].lower() for m in run]
    spoken = [t for t in tokens if not t.isdigit()]
    if not spoken:
        return
    amount = any(_WORDS[t][1] == _THOUSAND for t in spoken)
    digits = "" if amount else _assemble(tokens)
    yield Spoken(run[0].start(), run[-1].end(), digits, len(spoken), amount)
