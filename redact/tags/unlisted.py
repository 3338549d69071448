"""Settlements that the gazetteer does not hold, known by the word beside them: село Х, Х ауылы, X village.

The canonical name is the nominative in Latin letters, as English texts write such names: Озёрное is Ozernoye.
"""

import re

from redact.letters import passport_latin
from redact.tags.clauses import Reading, Word
from redact.tags.gazetteer import Place

ANYWHERE = "KZ"
"""Stands in `Place.region` where the text does not say which region: somewhere in Kazakhstan."""
_BEFORE = frozenset(
    "село села селе селу селом поселок поселка поселке поселку поселком пос аул аула ауле станция станции "
    "станцию деревня деревни деревне разъезд разъезда разъезде хутор хуторе пгт village settlement aul selo "
    "poselok posyolok".split()
)
_BEFORE_SHORT = frozenset("с п ст".split())  # with a full stop: с. Озёрное
_AFTER = re.compile(
    r"^(?:ауыл(?!дас)|ауил(?!дас)|аулы|аулын|станция|стансас|кент[ит]|селосы|поселкес|разъез[ид]|бекет[ит]|village$|station$|settlement$)"
)
_KK_VILLAGE = re.compile(r"ауыл(?:ы|ын|ында|ынан|ына)$")
_LOWER_NAME = 5  # letters
_KK_NOT_NAME = re.compile(
    r"(?:нын|нин|дын|дин|тын|тин|дагы|деги|тагы|теги|ган|ген|кан|кен|лык|лик)$|^(?:корши|жакын|басқа|баска|озим)"
)
_NOT_NAMES = re.compile(
    r"^(?:наш|мой|это|этот|тот|бизди|осы|сол|мына|ана|police|полици|полисия|railway|train|bus|gas|power|radio|the|"
    r"a|our|my|this|that|his|her|their|small|каждо|друго|соседн|ближайш|оқу|жд|район|област|№|"
    r"военн|дачн|коттеджн|вахтов|метро|our|next|fire|filling|петрол|petrol|fish|one|central|main|mountain)"
)
# A Russian name in the prepositional or genitive case, and how it stands in a list.
_RUSSIAN_ENDS = (
    ("ского", "ское"), ("ском", "ское"), ("ного", "ное"), ("ном", "ное"), ("вом", "вое"),
    ("овке", "овка"), ("евке", "евка"), ("ёвке", "ёвка"), ("инке", "инка"), ("овки", "овка"),
    ("евки", "евка"), ("инки", "инка"),
    ("ове", "ово"), ("еве", "ево"), ("ине", "ино"),
)  # fmt: skip
_ADJECTIVE = {"ой": "ая", "ом": "ое"}
_VOWELS = frozenset("аеёиоуыэюяәөұүі")


def unlisted_at(reading: Reading, number: int, *, lower: bool = False) -> tuple[Place, int] | None:
    """The settlement whose name begins at a word, and of how many words; None without a place word.

    `lower`: the text has no capitals; then only a Kazakh "x ауылында" is sure enough.
    """
    words, text = reading.words, reading.text
    if lower and text[words[number].start].islower():
        return _lower_case(reading, number)
    if not _name_like(text, words[number]):
        return None
    count = 2 if number + 1 < len(words) and _joined_name(text, words[number], words[number + 1]) else 1
    for size in range(count, 0, -1):
        last = number + size
        gap = text[words[last - 1].end : words[last].start] if last < len(words) else "."
        if gap in {" ", "» ", '" ', "-"} and _AFTER.match(words[last].key):
            return _place(text, words[number : number + size], after=True), size
    if number and _introduced(reading, number):
        english = words[number - 1].key == "of"
        return _place(text, words[number : number + count], after=english), count
    return None


def _introduced(reading: Reading, number: int) -> bool:
    """Whether "село", "с." or "village of" stands before a word."""
    words, text = reading.words, reading.text
    before = words[number - 1]
    if text[before.end : words[number].start] not in {" ", ". ", ".", ' "', " «"}:
        return False
    if text[before.end] == ".":
        if (
            len(before.key) == 1
            and text[before.start].isupper()
            and number > 1
            and not _begins_line(text, before)
        ):
            return False  # an initial: С. Бейсекеев
        return before.key in {"пос", *_BEFORE_SHORT}
    of_village = number > 1 and words[number - 2].key in {"village", "settlement", "town", "aul"}
    return before.key in _BEFORE or (before.key == "of" and of_village)


def _begins_line(text: str, word: Word) -> bool:
    """Whether a word is the first of its line."""
    return word.start == 0 or text[word.start - 1] == "\n"


def _lower_case(reading: Reading, number: int) -> tuple[Place, int] | None:
    """қызылту ауылында, in a transcript: a word that is no pronoun, genitive or adjective of its own."""
    words = reading.words
    word = words[number]
    following = [following.key for following in words[number + 1 : number + 3]]
    called = following[:1] == ["деген"] and len(following) > 1 and following[1].startswith("ауыл")
    if not called and (not following or not _KK_VILLAGE.match(following[0])):
        return None
    if len(word.key) < _LOWER_NAME or _NOT_NAMES.match(word.key) or _KK_NOT_NAME.search(word.key):
        return None
    return _place(reading.text, (word,), after=True), 1


def _name_like(text: str, word: Word) -> bool:
    """Whether a word is written as a name, and is no pronoun or other word that stands before "село"."""
    surface = text[word.start : word.end]
    return len(surface) > 2 and surface[0].isupper() and surface.isalpha() and not _NOT_NAMES.match(word.key)


def _joined_name(text: str, first: Word, second: Word) -> bool:
    """Whether two words are one name: Красная Поляна, Андас батыр, Жібек жолы."""
    if text[first.end : second.start] != " ":
        return False
    if second.key in {"батыр", "би", "баба", "ата", "жолы", "batyr", "bi", "ata"}:
        return True
    return _name_like(text, second) and text[first.start : first.end].endswith(
        ("ая", "ой", "ое", "ый", "ий", "ом")
    )


def _place(text: str, words: tuple[Word, ...], *, after: bool) -> Place:
    parts = [text[word.start : word.end] for word in words]
    parts = [part.capitalize() for part in parts]
    if not after:
        parts = _nominative(parts)
    name = " ".join(_latin(part) for part in parts)
    return Place(name=name, kind="village", region=ANYWHERE, population=0, word=False, part_of=None)


def _nominative(parts: list[str]) -> list[str]:
    """A Russian name without its case ending, as far as the ending tells."""
    if len(parts) == 2 and parts[0][-2:] in _ADJECTIVE and parts[1][-1:] in {"е", "ы", "и"}:
        ending = _ADJECTIVE[parts[0][-2:]]
        noun = parts[1][:-1] + "а" if ending == "ая" else parts[1][:-1]
        return [parts[0][:-2] + ending, noun]
    last = parts[-1]
    for case, base in _RUSSIAN_ENDS:
        if last.endswith(case) and len(last) > len(case) + 1:
            return [*parts[:-1], last[: -len(case)] + base]
    return parts


def _latin(word: str) -> str:
    """A name in Latin letters; a Russian е after a vowel or sign is ye, й after и is left out."""
    out = []
    before = ""
    for letter in word.lower():
        if letter in "её" and (before in _VOWELS or before in "ъь") and before:
            out.append("ye")
        elif letter == "й" and before in {"и", "ы"}:
            out[-1:] = ["y"]
        else:
            out.append(passport_latin(letter))
        before = letter
    return "".join(out).capitalize()
