"""Cuts a text into words, clauses and sentences, and gives each word a key that triggers are matched on.

Everything is one pass over the text. A key is lower case; Kazakh letters become the Russian ones that people
type in their place, Kazakh Latin becomes Cyrillic, and a Latin look-alike inside a Cyrillic word is undone.
Keys are for matching only; offsets always come from the word itself.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_PAUSE = re.compile(r"[,;:()\[\]«»\"“”„—–]| - |\.\.\.|…")
_STOP = re.compile(
    r"[.!?…]+[»”\"')\]]*(?=\s|$)|[;•]|\n(?=\s*(?:\n|[-—–•*\[(«\"]|\d+[.)/]|[A-ZА-ЯЁӘҒҚҢӨҰҮІҺ]))"
)
_CYRILLIC = re.compile(r"[а-яёәғқңөұүіһ]")
_LATIN = re.compile(r"[a-zäöüñğışūīáóǵńúý]")
_TO_PLAIN = str.maketrans("ёәғқңөұүіһ", "еагкноууих")
_LOOK_ALIKE = str.maketrans("aeopcxykmthbi310", "аеорсхукмтнвизло")
# Kazakh in Latin letters gives itself away by these letters or by its commonest words.
_KK_LATIN_LETTERS = re.compile(r"[şğñäūıöüáóǵńúý]")
_KK_LATIN_WORDS = frozenset(
    "dep joq jane jäne bız biz bıraq biraq jyly jylğy jylgy kelıp keldi keldı emes degen soñ meni menı "
    "ony olar boldy bolğan bolgan edi edı alyp kün būl qalasy zhok zhoq bul degen deidi deydi eken ekenin "
    "goi ghoi bir men ozim kelip berdi aldy kun tunde erten sosyn birak ustady dedi deyin salem".split()
)
# So do the endings of plain letters; English has few words of five letters and more with them.
_KK_LATIN_ENDS = re.compile(
    r"^[a-z]{3,}(?:[dt][ae]n|[ndt]yn|[gk][ae]n|[ae]dy|[ae]di|[dt]y|[ld][ae]r|mdy|mnyn|ymyz|imiz|syn)$"
)
_KK_PAIRS = [
    ("shch", "щ"), ("zh", "ж"), ("sh", "ш"), ("gh", "г"), ("kh", "х"), ("ch", "ч"), ("ya", "я"), ("ia", "я"),
    ("yu", "ю"), ("iu", "ю"), ("ts", "ц"),
]  # fmt: skip
_KK_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzäöüñğışūīáóǵńúýəçé", "абсдефгхижклмнопкрстувухызаоунгишуиаогнууаче"
)
_KK_SURE = 0.12  # the share of such words
_KK_LONG = 4  # letters
# Words at which a talker without punctuation begins anew.
_CONJUNCTIONS = frozenset(
    "и а но ну потом затем короче значит вот тогда когда поэтому and but so then because um okay well when "
    "содан сосын бирак ал одан кейин сонда озинен".split()
)
_LONG = 28  # words without a stop: this is a transcript, cut it into windows
_LONGEST = 90  # words: no sentence is longer, so that work on one is bounded
_ABBREVIATIONS = frozenset(
    "г ул кв д стр мкр обл р н им см ст гр тел тыс млн т с п к қ ж mr mrs ms dr no st ave apt bldg art sgt "
    "lt cpt jan feb aug sept oct nov dec".split()
)


class Word(NamedTuple):
    """A word, where it stands, and its match key; `clause` and `sentence` number what it belongs to."""

    start: int
    end: int
    key: str
    clause: int
    sentence: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A text cut into words; `questions` holds the numbers of sentences that ask."""

    text: str
    words: tuple[Word, ...]
    questions: frozenset[int]
    bounds: tuple[tuple[int, int], ...] = field(default=())
    """First and last word (exclusive) of each sentence."""

    def sentence_of(self, offset: int) -> int:
        """The sentence that an offset of the text falls into."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        return self.words[min(low, len(self.words) - 1)].sentence if self.words else 0


def kazakh_latin_text(text: str) -> bool:
    """Whether the Latin words of a text are Kazakh."""
    latin = [word.lower() for word in re.findall(r"[A-Za-zÀ-žƏəŪūĞğŞşİıÑñ]{2,}", text[:6000])]
    if not latin:
        return False
    hits = sum(1 for word in latin if word in _KK_LATIN_WORDS or _KK_LATIN_LETTERS.search(word))
    if hits < _KK_SURE * len(latin):
        hits += sum(1 for word in latin if len(word) > _KK_LONG and _KK_LATIN_ENDS.match(word))
        return hits >= 4 and hits >= 2 * _KK_SURE * len(latin)
    return hits >= 4


@lru_cache(maxsize=50_000)
def word_key(word: str, *, kazakh_latin: bool = False) -> str:
    """The match key of one word."""
    low = word.lower().replace("ʼ", "'").replace("’", "'")
    if _CYRILLIC.search(low):
        return low.translate(
            _LOOK_ALIKE if _LATIN.search(low) or any(c.isdigit() for c in low) else {}
        ).translate(_TO_PLAIN)
    if kazakh_latin and not low.isdigit():
        for pair, letter in _KK_PAIRS:
            low = low.replace(pair, letter)
        key = re.sub(r"(?<=[aeouyäöüūя])i", "й", low).translate(_KK_LETTERS)
        return re.sub("^електр", "электр", key)
    return low


def read(text: str) -> Reading:
    """Words, clauses and sentences of a text; linear in its length."""
    latin = kazakh_latin_text(text)
    words: list[Word] = []
    questions: set[int] = set()
    bounds: list[tuple[int, int]] = []
    clause = sentence = first = at = 0
    quoted = False
    for match in _WORD.finditer(text):
        surface, (start, end) = match[0], match.span()
        gap = text[at:start]
        key = word_key(surface, kazakh_latin=latin)
        between = gap != " "  # signs, or more than the space that parts most words
        ends = between and bool(words) and _ends_sentence(gap, words[-1].key, surface)
        size = len(words) - first
        long = size > _LONGEST or (size > _LONG and key in _CONJUNCTIONS)
        if ends and _asks(gap, words, first):
            questions.add(sentence)
        if ends or long:
            bounds.append((first, len(words)))
            first, sentence, clause = len(words), sentence + 1, clause + 1
        elif words and ((between and _PAUSE.search(gap)) or key in _CUTTING):
            clause += 1
        if between:
            quoted = _quoted_after(gap, quoted)
        words.append(Word(start, end, key, clause, sentence, quoted))
        at = end
    if words:
        if _asks(text[at : at + 4], words, first):
            questions.add(sentence)
        bounds.append((first, len(words)))
    return Reading(text, tuple(words), frozenset(questions), tuple(bounds))


def _asks(gap: str, words: list[Word], first: int) -> bool:
    """Whether a sentence that ends here is a question of the speaker, not one that he quotes at its end."""
    return "?" in gap and (words[first].quoted or not words[-1].quoted)


def _quoted_after(gap: str, quoted: bool) -> bool:
    """Whether the word after these signs stands in quotation marks; a new paragraph closes forgotten ones."""
    for mark in gap:
        if mark in "«“„":
            quoted = True
        elif mark in "»”":
            quoted = False
        elif mark == '"':
            quoted = not quoted
    return quoted and gap.count("\n") < 2


# Inside a sentence these begin a clause of their own even without a comma.
_CUTTING = frozenset("но but бирак ал зато однако".split())


def _ends_sentence(gap: str, before: str, after: str) -> bool:
    """Whether the signs between two words end a sentence."""
    stop = _STOP.search(gap)
    if not stop:
        return False
    if stop[0].startswith(".") and stop[0].count(".") == 1 and "\n" not in gap:
        if before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()):
            return False
        if after[0].islower() and "»" not in gap and '"' not in gap:
            return False
        if before.isdigit() and after[0].isdigit():
            return False
    return True
