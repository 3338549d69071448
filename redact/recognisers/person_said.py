"""Words that the text itself calls a name: "Беда — это фамилия", "joy, it's her name", "Арал деген жігіт".

Such a name may be any word, so all its mentions are taken here: with a capital everywhere, in speech without
capitals everywhere but behind a number ("третьего мая").
"""

import re
from collections.abc import Iterator
from typing import Final

from models.labels import Label
from redact.plain import is_cased
from redact.recognisers.hit import Hit
from redact.recognisers.person_endings import bases
from redact.recognisers.person_shapes import word_of
from redact.recognisers.person_words import FUNCTION

_WORD: Final = r"[^\W\d_][\w-]{1,24}"
_CAPITAL: Final = r"(?-i:[A-ZА-ЯЁӘҒҚҢӨҰҮІҺÄÖŞĞÜÇÑŪ])[\w-]{1,24}"
_NAME_NOUN: Final = (
    r"(?:фамилия|имя|кличка|прозвище|позывной|погоняло|отчество|surname|name|nickname|last name|first name"
    r"|тегі|тегім|есімі|есімім|лақабы|фамилиясы|аты-жөні|familiiasy|familiasy)"
)
_WHOSE: Final = (
    r"(?:(?:это |бұл |так и |вот |его |её |ее |моя |моё |мое |у него |у неё ){1,3}"
    r"|(?:it is |it's |its |is |that's |thats |that is )(?:a |the |his |her |my |their |also a )?)"
)
# The word, then what says that it is a name.
_CALLED: Final = (
    # "Беда — это фамилия", "май это имя такое", "Лесной (фамилия такая)", "Lift, that's his nickname"
    rf"({_WORD})[»\"”]?(?: ?[—–,-]| ?[(]| [—–])? {{0,2}}{_WHOSE}{_NAME_NOUN}(?!\w)(?! (?:not|не|of |у меня нет))",
    rf"({_WORD})[»\"”]? ?[(]{_NAME_NOUN}(?: такая| такое| такой)?[),]",
    rf"({_WORD})[»\"”]? [—–-] {_NAME_NOUN}(?!\w)",
    rf"(?<!\w)(?<!не )({_WORD}) (?:фамилия такая|имя у н\w\w такое|это (?:его|её|ее|меня) так зовут)",
    # "имя такое, не месяц май"
    rf"(?<!\w)(?:имя|фамилия|зовут)[^.!?\n]{{0,16}} не (?:месяц|море|река|город|страна|камень|цветок|птица|зверь|металл|день|праздник) ({_WORD})",
    rf"(?<!\w)({_WORD}) (?:ма|ме|па|пе|ба|бе) әлде",
    rf"(?<!\w)({_WORD}) (?:ма|ме|па|пе|ба|бе) {_WORD} (?:ма|ме|па|пе|ба|бе)(?!\w)",
    rf"(?<!\w)({_CAPITAL} the {_CAPITAL})(?!\w)",
    # "joy is not the word here its her name", "Арал теңіз емес, адамның аты"
    rf"(?<!\w)({_WORD}) (?:is not the \w{{2,12}}|not the \w{{2,12}}|это не \w{{2,12}}|не \w{{2,12}}, а|\w{{2,12}} емес,?)"
    rf"[^.!?\n]{{0,24}}(?<!\w)(?:her name|his name|a name|the name|имя|фамилия|кличка|зовут|человек|адамның аты|кісінің аты|кісі аты|адам аты|есім)",
    rf"(?<!\w)({_WORD}) деген (?:\w{{2,14}} ){{0,1}}(?:жігіт|кісі|адам|қыз|әйел|бала|көрші|дос|жігітпен|кісімен)\w{{0,8}} (?:аты|есімі)",
    # "my uncle ertis like the river"
    rf"(?<!\w)(?:uncle|aunt|brother|sister|friend|neighbou?r|cousin|name is|called|named) ({_WORD})(?:,| yes)? like (?:the|a) ",
    rf"(?<!\w)({_WORD}) (?:in|on) (?:the|my|his|her) (?:\w{{3,10}} )?(?:passport|papers|documents|birth certificate)(?!\w)",
    rf"(?<!\w)(?:passport|паспорте|паспорту|құжатта|құжат бойынша|төлқұжатта)[,:]? (?:is |says |has |it is |я |он |она |мен )?({_CAPITAL})",
    # the name on a uniform, on a card, of an account
    rf"(?<!\w)(?:на груди|на бейдже|на бирке|на нашивке|name tag|badge says|on his chest|төсінде|card ?holder|holder|на имя|"
    rf"получатель|получателем|оформлена? на|атына|иесі)[ :]{{1,2}}[«\"“]?({_CAPITAL}(?: {_CAPITAL}){{0,2}}(?: (?-i:[A-ZА-ЯЁ])\.?(?!\w))?)",
    # "просто «Шеф»", "обращались к нему «Даке»"
    r"(?<!\w)(?:просто|зовут|звали|называ\w{2,4}|обращались(?: к нему| к ней)?|откликал\w{2,4}|отзывал\w{2,4}|=?представил\w{2,4}|деп атайтын|дейтіні?)"
    r"(?: \w{1,8}){0,2} ?[:—–-]? ?[«\"“]([^«»\"“”\n]{2,24})[»\"”]",
    rf"(?<!\w)(?:кличк\w{{1,2}}|прозвищ\w{{1,2}}|погоняло|позывной|лақабы|лақап аты|nickname|nicknamed|klichka)[ :—–-]{{1,3}}(?:был\w? |is |was )?[«\"“]?({_CAPITAL})",
    # "Үшінші жігіт, Кеше дейді", "біреуін кузя дейді"
    rf"(?<!\w)(?:біреуін|біреуі|екіншісін|үшіншісін|жігіт,|оны|бәрі|ony|bärı|біздер|өзін) [«\"“]?({_WORD}(?: (?-i:[А-ЯЁӘҒҚҢӨҰҮІ])\w{{2,20}})?)[»\"”]? (?:дейді|дейміз|дейтін|деп атай|деп кет|deidi|deıdi|deidı|deitın)",
)
_PATTERNS: Final = tuple(re.compile(rf"(?i){pattern}") for pattern in _CALLED)
# "i g i l i k", "К-у-а-т": letter by letter
_SPELLED: Final = re.compile(r"(?<![\w.])[^\W\d_](?:[ -][^\W\d_]){3,14}(?![\w.])")
_NUMBER_BEFORE: Final = re.compile(r"(?:\d|\w(?:ого|его|тье|ой|th|rd|nd|st))[ -]?$")
_PLAIN_ENDING: Final = re.compile(r"(?:ов|ев|а|у|ом|ем|е|ой|ы|и|ю|я)?")


def said_names(text: str) -> Iterator[Hit]:
    """Yield every mention of a word that the text calls a name somewhere."""
    cased = is_cased(text)
    names: set[str] = set()
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            word = match[1].strip()
            if _can_be_called(word, cased=cased) and (
                " the " not in word or word_of(word.split()[0]).given == 2
            ):
                yield Hit(match.start(1), match.start(1) + len(word), Label.PERSON, 0.75)
                if " " not in word and len(word) > 2:
                    names.add(word.lower())
    for match in _SPELLED.finditer(text):
        letters = re.sub(r"[ -]", "", match[0])
        if not letters.isupper() or len(letters) > 4:
            yield Hit(match.start(), match.end(), Label.PERSON, 0.6)
    if names:
        yield from _everywhere(text, names, cased=cased)


def _can_be_called(word: str, *, cased: bool) -> bool:
    """False for small words and for what a text without need of a name says ("это имя", "the name")."""
    low = word.lower()
    known = word_of(low)
    if low in FUNCTION or "i" in known.role or not word[0].isalpha():
        return False
    return word[0].isupper() if cased else not known.role


def _everywhere(text: str, names: set[str], *, cased: bool) -> Iterator[Hit]:
    for match in re.finditer(_WORD, text):
        word = match[0]
        low = word.lower()
        if cased and not word[0].isupper():
            continue
        if low in names or any(base in names for base in bases(low)) or _inflected(low, names):
            if not cased and _NUMBER_BEFORE.search(text, max(0, match.start() - 12), match.start()):
                continue
            yield Hit(match.start(), match.end(), Label.PERSON, 0.7)


def _inflected(low: str, names: set[str]) -> bool:
    """Whether a word is a Russian form of a name in -а (Беду of Беда)."""
    return any(
        name[-1] in "ая"
        and low[: len(name) - 1] == name[:-1]
        and _PLAIN_ENDING.fullmatch(low[len(name) - 1 :])
        for name in names
        if len(low) >= len(name) - 1
    )
