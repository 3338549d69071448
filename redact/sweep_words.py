"""Where a name that is a word too is the word: told by what stands beside it in speech without capitals."""

import re
from typing import Final

# Names that are among the commonest words of Kazakh: most of them are the word, whoever bears the name.
_EVERYDAY: Final = frozenset("болат бар жан ай күн ер ал көп кім".split())
_PHRASES: Final = re.compile(
    r"(?:слава|славы|слав) (?:богу|аллаху|тебе|господу)|мира (?:вам|всем)|вера в |любовь к "
)
# "Жеңіс деген сөз": the word is spoken of, not the person; "Веры у меня в Бога немного".
AS_WORD_AFTER: Final = re.compile(
    r"[»\"”]? (?:деген сөз|деген не|дегеннің не|degen söz|degen sóz"
    r"|(?:у \w{2,7} )?в (?:[Бб]ога|людей|себя|закон|справедливость|правду|лучшее|правосудие)(?!\w))"
)

# Before a name in running English speech; after an article, a pronoun or "no" stands the word.
_BEFORE_NAME: Final = frozenset(
    """
    and with yeah um uh so but by from because told asked saw then when me plus named called for to like okay
    ok oh brother sister friend husband wife son daughter cousin neighbour neighbor guy boy girl
    """.split()
)
# Behind "will", "hope", "may" these say that it is the verb, behind "joy" that it is the thing.
_AFTER_WORD: Final = frozenset(
    "be not have never also to you it for of that tell go come do get say take make see know a the".split()
)
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]+(?:'[a-z]+)?)[ ,]{1,2}$")
_WORD_AFTER: Final = re.compile(r"[ ,]{1,2}([^\W\d_]+)")


def everyday(low: str, text: str, start: int, end: int) -> bool:
    """True for a word that is hardly ever the name, or that stands in a set phrase (слава богу)."""
    return low in _EVERYDAY or _PHRASES.match(text, start, end + 12) is not None


def speaks_of_a_person(match: re.Match[str]) -> bool:
    """True where a common English word stands as a name does: "me and will", never "he will"."""
    before = _WORD_BEFORE.search(match.string, max(0, match.start() - 25), match.start())
    after = _WORD_AFTER.match(match.string, match.end())
    own = match[0].lower()
    if after is not None and after[1].lower() in _AFTER_WORD:
        return False
    if before is None:
        return False
    return before[1].lower() in _BEFORE_NAME or before[1].lower() == own
