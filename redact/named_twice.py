"""Two names of one person side by side, told by the words between them: "Артур, для своих Арт", "X (Y)"."""

import re
from typing import Final

from redact.letters import fold

_LONGEST: Final = 70


def _any(*phrases: str) -> str:
    return "|".join(phrases)


# Inside the bracket of "X (по паспорту Y)"; nothing has to stand there.
_IN_BRACKETS: Final = _any(
    "[вп]о? паспорт[еу]",
    "по документам",
    "в миру",
    "он же",
    "она же",
    "полностью",
    r"полное имя",
    r"бывш\w*",
    r"урожд\w*",
    "настоящее имя",
    r"(?:төл)?құжат\w*",
    "шын аты",
    "толық аты",
    "әкесінің аты",
    "яғни",
    "in full",
    "in the passport",
    "(?:full|real) name",
    "aka",
    r"a\.k\.a\.",
    "also",
    "born",
    "née",
    "for short",
)
_BETWEEN: Final = _any(
    "он же",
    "она же",
    "(?:он |она )?по паспорту",
    "в паспорте",
    "по документам",
    "полностью",
    "полное имя",
    "настоящее имя",
    r"для (?:своих|друзей|внуков|детей|всех|соседей|них|русских)",
    "по[ -](?:русски|казахски|домашнему)",
    "дома(?: просто)?",
    "в народе",
    "между собой",
    "попросту",
    "просто",
    "сокращ[её]нно",
    "(?:по )?фамили(?:я|ю|ям|ясы|и|ей|ясын)",
    r"фамили(?:ю|ясын|ясы) (?:\w+ ){1,3}",
    r"(?:т[еи]гі|тегін|surname|last name) (?:\w+ ){0,2}",
    "по (?:отцу|мужу)",
    "отчество",
    "в девичестве",
    "урожд[её]нная",
    "в миру",
    "(?:по )?кличк[ае]",
    "прозвище",
    "погоняло",
    "позывной",
    "известный как",
    "лақап аты",
    "тегім?",
    "толық аты[-а-я]*",
    r"толық жазсаңыз\w*",
    "шын аты",
    r"(?:төлқұжат|паспорт|құжат)т?[аы]\w*",
    "(?:орыс|қазақ)ша(?:сы)?",
    "яғни",
    "әкесінің аты",
    r"tolyq aty[- ]?\w*",
    "aka",
    r"a\.k\.a\.",
    "(?:also )?known as",
    "nicknamed",
    "in full(?: it is| i am)?",
    "full name(?: is)?",
    "short for",
    "for short",
    "surname",
    "the full one is",
    "in the passport",
    "really",
    "real name(?: is)?",
    "née",
    "(?:friends|mother|they) calls? (?:him|her|me)",
)
_FIELDS: Final = "имя|отчество|patronymic|first name|given name|name|аты|әкесінің аты|aty"
_BRACKET: Final = re.compile(r"[»\"”]? \([«\"“]?")
_LINKS: Final = re.compile(
    rf"(?i)\W{{0,3}} \((?:{_IN_BRACKETS})[ ,:]{{0,3}}[«\"“]?"
    r"| ?/ ?| ?= ?"
    rf"|\s*\n[ \t]*(?:\d{{1,2}}[.)] )?(?:{_FIELDS})[ \t]*[:.…_ \t]{{1,30}}"
    rf"|[\s,;.:–—-]{{0,4}}(?:[а-яёәғқңөұүіһ-]+ |[a-z']+ ){{0,4}}?(?:{_BETWEEN})"
    r"(?: (?:он|она|я|просто|is|was|just|по мужу|по отцу|менің))?[\s,:–—-]{1,3}[«\"“]?"
)


_ANOTHER: Final = re.compile(
    r"(?<!\w)(?:второ|друг|трет|ещ[её] один|екінші|үшінші|тағы б|second|third|other|another)", re.IGNORECASE
)
# Between two tries at one name: "Medet or Medeu", "Рымбаев па, Рымбеков пе", "Rains, that is Rainis".
_OR: Final = re.compile(
    r"[\s,»\"”]*(?:or|или|либо|не то|то ли|әлде|ма|ме|па|пе|ба|бе|то есть|that is|i mean|точнее|вернее"
    r"|no|no sorry|нет|жоқ|okay|ой)?[\s,«\"“]*(?:әлде )?",
    re.IGNORECASE,
)
_ALIKE: Final = 3


def are_alternatives(one: str, between: str, two: str) -> bool:
    """True for two spellings of one name that the witness is not sure of; they begin alike."""
    if not _OR.fullmatch(between) or not between.strip(' ,«»"“”\n'):
        return False
    first, second = fold(one.rsplit(maxsplit=1)[-1]), fold(two.split(maxsplit=1)[0])
    return first[:_ALIKE] == second[:_ALIKE] and first != second


def are_one(text: str, end: int, start: int, stop: int) -> bool:
    """True where the words between a name that ends at `end` and the next say that both are one person's."""
    if not 0 < start - end <= _LONGEST:
        return False
    between = text[end:start]
    if _ANOTHER.search(between):
        # "Данабек, второй просто «Шеф»" are two
        return False
    if between.startswith(":"):
        # "А.Б.: Фамилия Ерлана?": who asks is not who is asked about
        return False
    if _BRACKET.fullmatch(between):
        # "Артур (Арт)", but not "Марат (Серик сказал)"
        return text[stop : stop + 1] in (")", "»")
    return between.count("\n") < 2 and _LINKS.fullmatch(between) is not None
