"""Finds what abuse a statement tells of; every tag points at the words that say so."""

from collections import defaultdict

from models.abuse import AbuseCode
from models.findings import Tag, TagKind
from redact.tags.clauses import Reading, read
from redact.tags.conclusion import answers_a_rumour, nothing_found
from redact.tags.negation import happened
from redact.tags.triggers import Found, Match

SOURCE = "abuse-rules"
_LONGEST = 160  # characters: a longer anchor says nothing; it is cut back to its first words
# The triggers of these leave no other reading.
_TORTURE_ALWAYS = frozenset({AbuseCode.ELECTRIC_SHOCK, AbuseCode.SUFFOCATION, AbuseCode.BURNING})
_TORTURE_NOUNS = frozenset("пытки пыток пытка пытками torture азаптау".split())
# Done because somebody complained or spoke out, these are reprisal as well.
_ANSWERS = frozenset({AbuseCode.THREATS, AbuseCode.SURVEILLANCE_HARASSMENT})
# Done at a police station to somebody who is not serving a sentence, these tell of an arrest.
_DONE_TO_THE_HELD = frozenset(
    {
        AbuseCode.TORTURE,
        AbuseCode.STRESS_POSITION,
        AbuseCode.INHUMAN_DETENTION_CONDITIONS,
        AbuseCode.INCOMMUNICADO_DETENTION,
        AbuseCode.SLEEP_FOOD_DEPRIVATION,
    }
)
_COMPLAINT_NEAR = 2  # sentences
_CUSTODY_BEFORE = 5  # sentences


def find_abuse(text: str) -> list[Tag]:
    """Abuse tags of a text, by place; a code may stand several times, each time at other words."""
    return abuse_in(read(text))


def abuse_in(reading: Reading) -> list[Tag]:
    """Abuse tags of a text that has been read."""
    if not reading.words or nothing_found(reading):
        return []
    found = Found(reading)
    every = found.matches()
    matches = [match for match in every if happened(found, match)]
    if answers_a_rumour(reading, *_told_and_denied(found, every, matches)):
        return []
    rules = _Rules(found, every, matches)
    spans = {(code, *_span(found, match)) for code, match in _borne_out(found, rules, matches)}
    return [
        Tag(TagKind.ABUSE, code, start, end, SOURCE)
        for code, start, end in sorted(spans, key=lambda span: (span[1], span[2], span[0]))
    ]


def _told_and_denied(found: Found, every: list[Match], told: list[Match]) -> tuple[int, int]:
    """In how many clauses abuse is plainly told, outside quotation marks, and in how many it is denied."""
    words, said = found.reading.words, {id(match) for match in told}
    open_ones = [match for match in every if match.trigger.negation == "cancels"]
    plain = {
        words[match.words[0]].clause
        for match in open_ones
        if id(match) in said and not match.weak and not words[match.words[0]].quoted
    }
    denied = {words[match.words[0]].clause for match in open_ones if id(match) not in said}
    return len(plain), len(denied)


def _borne_out(found: Found, rules: "_Rules", matches: list[Match]) -> list[tuple[AbuseCode, Match]]:
    """Codes with their matches; weak ones only where two of them, of other words, say the same."""
    by_code: dict[AbuseCode, list[Match]] = defaultdict(list)
    for match in matches:
        for code in rules.codes(match):
            by_code[code].append(match)
    return [
        (code, match)
        for code, same in by_code.items()
        if any(not match.weak for match in same) or _two_apart(found, same)
        for match in same
    ]


def _two_apart(found: Found, same: list[Match]) -> bool:
    """Whether two matches share no word and do not begin with the same one."""
    words = found.reading.words
    first = same[0]
    return any(
        not set(first.words).intersection(match.words)
        and words[first.words[0]].key[:4] != words[match.words[0]].key[:4]
        for match in same[1:]
    )


def _span(found: Found, match: Match) -> tuple[int, int]:
    """First to last matched word, or only the words that fit."""
    words = found.reading.words
    start = words[match.words[0]].start
    end = max(words[n].end for n in match.words if words[n].end - start <= _LONGEST or n == match.words[0])
    return start, min(end, start + _LONGEST)


class _Rules:
    """What follows from what: codes that a match carries because of the rest of the statement."""

    def __init__(self, found: Found, every: list[Match], told: list[Match]) -> None:
        self.found = found
        self.light = {self._clause(match) for match in told if match.trigger.light}
        self.shot = {
            word
            for match in told
            if AbuseCode.INJURY_BY_FIREARM in match.trigger.codes
            for word in match.words
        }
        said = {id(match) for match in told}
        self.current = {
            word for match in every if AbuseCode.ELECTRIC_SHOCK in match.trigger.codes for word in match.words
        }
        methods = {
            self._clause(match) for match in every if _TORTURE_ALWAYS.intersection(match.trigger.codes)
        }
        self.torture_denied = any(
            self._denies_torture(match, methods) for match in every if id(match) not in said
        )
        self.stress = any(AbuseCode.STRESS_POSITION in match.trigger.codes for match in told)
        self.prison = found.anywhere("prison")
        self.army = found.anywhere("army")
        self.crowd = {
            found.reading.words[match.words[0]].sentence
            for match in told
            if AbuseCode.EXCESSIVE_FORCE in match.trigger.codes
        }
        self.serving = found.anywhere("serving") and not found.anywhere("arrest")

    def _clause(self, match: Match) -> int:
        return self.found.reading.words[match.words[0]].clause

    def _denies_torture(self, match: Match, methods: set[int]) -> bool:
        """ "There was no torture" as against "they did not torture me with current"."""
        if AbuseCode.TORTURE not in match.trigger.codes or not match.trigger.noun:
            return False
        noun = self.found.reading.words[match.words[0]].key in _TORTURE_NOUNS
        return noun or self._clause(match) not in methods

    def codes(self, match: Match) -> set[AbuseCode]:
        """The codes of a match and those that follow from where it happened."""
        codes = set(match.trigger.codes)
        if codes & _TORTURE_ALWAYS:
            codes.add(AbuseCode.TORTURE)
        if AbuseCode.BEATING in codes and self._punishing(match):
            codes.add(AbuseCode.TORTURE)
        if codes & _DONE_TO_THE_HELD and self._held(match):
            codes.add(AbuseCode.ARBITRARY_DETENTION)
        if codes & _ANSWERS and self.found.near("complained", match.words[0], sentences=_COMPLAINT_NEAR):
            codes.add(AbuseCode.REPRISAL)
        return codes - self._excluded(match)

    def _excluded(self, match: Match) -> set[AbuseCode]:
        """Codes that another reading of the same words rules out."""
        out = set()
        if self.serving:
            out.add(AbuseCode.ARBITRARY_DETENTION)
        if self.shot.intersection(match.words) and AbuseCode.INJURY_BY_FIREARM not in match.trigger.codes:
            out |= {AbuseCode.BEATING, AbuseCode.TORTURE}
        if self.current.intersection(match.words) and AbuseCode.ELECTRIC_SHOCK not in match.trigger.codes:
            out.add(AbuseCode.BEATING)
        if AbuseCode.KILLING not in match.trigger.codes and self.found.near(
            "shooting", match.words[0], sentences=2
        ):
            out.add(AbuseCode.DEATH_IN_CUSTODY)
        return out

    def _inside(self, low: int, high: int) -> bool:
        """Whether a place where people are held stands among some words."""
        return self.found.stands(self.found.lexicon.groups["inside"], low, high)

    def _in_custody(self, match: Match) -> bool:
        """Whether custody was spoken of in the sentence of the match or shortly before."""
        low, high = self.found.around(match.words[0])
        before, _ = self.found.around(match.words[0], sentences=_CUSTODY_BEFORE)
        return self.prison or self._inside(min(before, low), high)

    def _held(self, match: Match) -> bool:
        """Whether a police station was spoken of in the sentence of the match or shortly before."""
        if self.prison or self.army or match.weak:
            return False
        low, high = self.found.around(match.words[0])
        before, _ = self.found.around(match.words[0], sentences=_CUSTODY_BEFORE)
        return self.found.stands(self.found.lexicon.groups["station"], min(before, low), high)

    def _punishing(self, match: Match) -> bool:
        """A beating in custody, heavier than a slap, unless the witness says there was no torture."""
        if self.torture_denied or match.trigger.light:
            return False
        sentence = self.found.around(match.words[0])
        if self.found.reading.words[match.words[0]].sentence in self.crowd and not self._inside(*sentence):
            return False  # what is done to a crowd on a square
        if self.found.reading.words[match.words[0]].clause in self.light:
            return False
        return self.stress or self._in_custody(match)
