"""Numbers said in words, Russian, Kazakh and English, and the digits they stand for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# kind of a number word: what may follow it inside one number
_UNIT, _TEEN, _TEN, _HUNDRED, _TIMES_HUNDRED, _THOUSAND, _TWICE, _THRICE, _NOUN = range(9)


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
        "ноль/нуль/ноли один/одна/одно/адин два/две/двое три/трое четыре/четыри пять/пят шесть/шесь семь "
        "восемь/восем девять/девят",
    )
    put(
        "ru",
        _TEEN,
        10,
        1,
        "десять/десят одиннадцать/одинадцать/одинацать двенадцать/двенацать тринадцать/тринацать "
        "четырнадцать/четырнацать пятнадцать/пятнацать шестнадцать/шестнацать семнадцать/семнацать "
        "восемнадцать/восемнацать девятнадцать/девятнацать",
    )
    put(
        "ru",
        _TEN,
        20,
        10,
        "двадцать/двацать тридцать/трицать сорок пятьдесят/пятдесят/писят/пийсят "
        "шестьдесят/шесдесят/шисят/шейсят "
        "семьдесят/семдесят/сисят восемьдесят/восемдесят девяносто/девеносто",
    )
    put(
        "ru",
        _HUNDRED,
        100,
        100,
        "сто двести/двесте триста/тристо четыреста/четыресто пятьсот/пятсот/пицот шестьсот/шестсот/шесот "
        "семьсот/семсот восемьсот/восемсот девятьсот/девятсот",
    )
    # a figure as a thing, which can be told how often it stands: три пятёрки, два нуля
    put(
        "ru",
        _NOUN,
        0,
        1,
        "ноля/нуля/нули/нолей/нулей/нолика единица/единицы/единиц/единички двойка/двойки/двоек "
        "тройка/тройки/троек четвёрка/четвёрки/четвёрок/четверка/четверки/четверок "
        "пятёрка/пятёрки/пятёрок/пятерка/пятерки/пятерок "
        "шестёрка/шестёрки/шестёрок/шестерка/шестерки/шестерок "
        "семёрка/семёрки/семёрок/семерка/семерки/семерок "
        "восьмёрка/восьмёрки/восьмёрок/восьмерка/восьмерки/восьмерок девятка/девятки/девяток",
    )
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
        "он/on жиырма/жирма/jiyrma/jiırma/jıyrma/jıırma/zhiyrma отыз/otyz қырық/кырык/qyryq елу/elu/elý "
        "алпыс/alpys "
        "жетпіс/жетпис/jetpıs/jetpis сексен/seksen тоқсан/токсан/toqsan",
    )
    put(
        "kk",
        _NOUN,
        1,
        1,
        "бірлік екілік үштік төрттік бестік/bestik/bestık алтылық/altylyq жетілік/jetilik "
        "сегіздік/segizdik тоғыздық/togyzdyq",
    )
    put("kk", _TIMES_HUNDRED, 100, 0, "жүз/жуз/jüz/juz/júz")
    put("kk", _THOUSAND, 1000, 0, "мың/мын/myñ/myn/myń/миллионнан")
    put("en", _UNIT, 0, 1, "zero/oh/nought/null one two three four five six seven eight nine")
    put("en", _TEEN, 10, 1, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
    put("en", _TEN, 20, 10, "twenty thirty forty fifty sixty seventy eighty ninety")
    put("en", _TIMES_HUNDRED, 100, 0, "hundred")
    put("en", _THOUSAND, 1000, 0, "thousand/million")
    put("en", _NOUN, 0, 1, "zeros/zeroes ones twos threes fours fives sixes sevens eights nines")
    put("en", _TWICE, 2, 0, "double")
    put("en", _THRICE, 3, 0, "triple/treble")
    return words


_WORDS: Final = _table()
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[ \-,.\n]{1,3}")
# Not a number by itself: Russian "he", English "on".
_AMBIGUOUS = {"он", "on"}
# What a speaker says between two groups of one number.
_PAUSES: Final = frozenset(
    "ну э ээ эм мм так потом дальше значит тире дефис чёрточка черточка дробь слэш слеш пробел "
    "сосын содан кейін сызықша бөлшек bölşek syzyqşa um uh er then dash hyphen slash stroke".split()
)


# one hundred and six
_BEFORE_AND: Final = frozenset(("hundred", "thousand"))
# digits from which a number beside an amount is a number of its own, words from which a run is long
_LONG_NUMBER: Final = 10
_LONG_RUN: Final = 4
_USUAL_LENGTHS: Final = (11, 12, 16)
_KK_NUMBERS = "|".join(w for w, row in _WORDS.items() if row[2] == "kk" and w not in _AMBIGUOUS)
_ENDED = re.compile(
    rf"({_KK_NUMBERS})(?:[ғгқкğǵgqk][аеae]|[нтдntd](?:[аеae][нn]?|[ыіyıi](?:ң|ñ|ń)?)|[мбпmbp][еe][нn])"
)


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


def read_digits(words: list[str]) -> str:
    """The digits that number words in lower case say one after another."""
    return _assemble([word for word in words if word.isdecimal() or _WORDS[word][1] != _THOUSAND])


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
        if kind == _NOUN:
            out.append(_repeated(current, room, value, repeat))
            current, room, repeat = None, 0, 1
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


def _repeated(current: int | None, room: int, value: int, repeat: int) -> str:
    """The figure as often as the number before it tells: двадцать три пятёрки is twenty, then three fives."""
    times = current % 10 if current is not None and room == 0 else 0
    if current is not None and 2 <= times <= 5 and not 10 <= current <= 20:
        return (str(current - times) if current > 20 else "") + str(value) * times
    return ("" if current is None else str(current)) + str(value) * repeat


@lru_cache(maxsize=8)
def spoken_runs(text: str) -> tuple[Spoken, ...]:
    """Every longest run of number words, with short groups of digits between them.

    Remembered for the text at hand only: half of the finders ask for it.
    """
    return tuple(_longest_runs(text))


def _longest_runs(text: str) -> Iterator[Spoken]:
    run: list[re.Match[str]] = []
    end = pauses = 0
    for match in _TOKEN.finditer(text):
        word = match[0].lower()
        # a figure as a thing begins no number: a девятка is a car
        known = (word in _WORDS and (run or _WORDS[word][1] != _NOUN)) or (
            len(word) <= 4 and word.isdecimal() and word.isascii()
        )
        if not (run or known):
            continue
        joined = bool(run) and _GAP.fullmatch(text, end, match.start()) is not None
        if joined and word == "and" and run[-1][0].lower() in _BEFORE_AND:
            end = match.end()
            continue
        if joined and not known and len(run) >= _LONG_RUN and _ENDED.fullmatch(word):
            # алпыс алтыға: the ending of its case stands on the last word of a long number
            run.append(match)
            yield from _runs(text, run)
            run = []
            continue
        if joined and word in _PAUSES and pauses < 2 and not _in_thousands(run):
            end, pauses = match.end(), pauses + 1
            continue
        if run and (not known or not joined):
            yield from _runs(text, run)
            run = []
            known = known and _WORDS.get(word, (0, 0, ""))[1] != _NOUN
        if known:
            run.append(match)
            end, pauses = match.end(), 0
    if run:
        yield from _runs(text, run)


def _in_thousands(run: list[re.Match[str]]) -> bool:
    return any(_WORDS.get(m[0].lower(), (0, 0, ""))[1] == _THOUSAND for m in run)


def _runs(text: str, run: list[re.Match[str]]) -> Iterator[Spoken]:
    words = _in_table(run)
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
    tokens = _in_table(run)
    spoken = [t for t in tokens if not t.isdigit()]
    if not spoken:
        return
    thousands = [i for i, t in enumerate(tokens) if t in _WORDS and _WORDS[t][1] == _THOUSAND]
    digits = "" if thousands else _assemble(tokens)
    yield Spoken(run[0].start(), run[-1].end(), digits, len(spoken), bool(thousands))
    if thousands:
        # a card or a telephone and an amount said in one breath: the longer of them is no amount
        for first, last in ((0, _boundary(tokens, thousands[0])), (thousands[-1] + 1, len(tokens))):
            number = _assemble(tokens[first:last])
            if len(number) >= _LONG_NUMBER:
                yield Spoken(run[first].start(), run[last - 1].end(), number, last - first, False)


def _in_table(run: list[re.Match[str]]) -> list[str]:
    """The words of a run as the table has them: without the ending of a case on the last one."""
    words = [match[0].lower() for match in run]
    if words and words[-1] not in _WORDS and (ended := _ENDED.fullmatch(words[-1])):
        words[-1] = ended[1]
    return words


def _boundary(tokens: list[str], thousand: int) -> int:
    """Where a number ends and the amount behind it begins: where it has the length of a card or a phone."""
    first = _amount_start(tokens, thousand)
    fitting = (at for at in range(first, thousand) if len(_assemble(tokens[:at])) in _USUAL_LENGTHS)
    return next(fitting, first)


def _amount_start(tokens: list[str], at: int) -> int:
    """Where the number begins that is told in the thousands at `at`: hundreds, tens and units fall."""
    room = 1_000
    while at > 0 and tokens[at - 1] in _WORDS:
        value, kind, _ = _WORDS[tokens[at - 1]]
        size = {_UNIT: 1, _TEEN: 2, _TEN: 2, _HUNDRED: 3, _TIMES_HUNDRED: 3}.get(kind, 0)
        if not size or not value or (room < 1_000 and size <= room):
            break
        at, room = at - 1, size
        if kind == _TIMES_HUNDRED:
            unit = at > 0 and _WORDS.get(tokens[at - 1], (0, 0, ""))[1] == _UNIT
            return at - 1 if unit else at
    return at
