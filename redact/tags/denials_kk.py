"""How Kazakh denies: inside the verb, by жоқ and емес after it, by ешкім before."""

import re

from redact.tags.denials import KK_AFTER, LIES, clause_before
from redact.tags.triggers import Found, Match, negative_inside

_BEFORE = frozenset("ешким ешкимди ешкашан".split())
_PARTICIPLE = ("ган", "ген", "кан", "кен", "да", "де", "та", "те")
_VERB_NOT = re.compile(r"[мбп][ае](?:ды|ди|дым|дим|дык|дик|ган|ген|пты|пти|йды|йди)$")


def _said_but_not_so(found: Found, last: int) -> bool:
    """ "Үтік басты деген сөз бізге қатысты емес": what is said, called not so in the same sentence."""
    words = found.reading.words
    _, high = found.around(last)
    if not any(words[n].key == "деген" for n in range(last + 1, min(last + 3, high))):
        return False
    return any(words[n].key in KK_AFTER or words[n].key in LIES for n in range(last + 2, min(last + 8, high)))


def denied_kk(found: Found, match: Match) -> bool:  # noqa: PLR0911  # one return a way to deny
    """Whether the matched words carry or are followed by a denial."""
    words = found.reading.words
    first, last = match.words[0], match.words[-1]
    atoms = {atom for phrase in match.trigger.say for atom in phrase.atoms}
    if any(negative_inside(found, number, atoms) for number in match.words):
        return True
    _, high = found.around(first)
    participle = words[last].key.endswith(_PARTICIPLE)
    for number in range(last + 1, min(last + 7, high)):
        key = words[number].key
        if key in KK_AFTER:
            near = number - last <= 2
            same = words[number].clause == words[last].clause
            return near or participle or match.trigger.noun or same
        if not match.trigger.noun and not participle and number - last > 2:
            break
    if _said_but_not_so(found, last):
        return True
    if any(words[n].key in _BEFORE for n in clause_before(found, first, 5)):
        following = [words[n] for n in range(last + 1, min(last + 5, high))]
        return any(word.key in KK_AFTER for word in following)
    # "қорлап шешіндірмеген": the verb that a converb leans on says no for both
    if words[last].key.endswith("п") and last + 1 < high and words[last + 1].clause == words[last].clause:
        key = words[last + 1].key
        if _VERB_NOT.search(key) and not key.startswith(("коим", "токтам", "бол")):
            return True
    # "тоқпен де қинамады": the verb that follows the noun says no
    if match.trigger.noun and any(
        _VERB_NOT.search(words[n].key) for n in range(last + 1, min(last + 4, high))
    ):
        return True
    return match.trigger.noun and any(words[n].key in {"жок"} for n in range(last + 1, min(last + 3, high)))
