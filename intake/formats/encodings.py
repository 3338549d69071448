"""Which one-byte encoding a text without marks is in.

Each candidate is tried and its outcome scored by how much it looks like Russian, Kazakh or a Latin script.
windows-1251 stands first and wins every tie: it is what old Windows programs in Kazakhstan write, with і
(0xB3), № and dashes. kz1048 and ptcp154 are its Kazakh relatives, which charset guessers do not know.
"""

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from io import BytesIO

from charset_normalizer import from_bytes

from intake.formats.decoded import Again, Encoded
from models.errors import AigaqError

_CANDIDATES = (
    "cp1251",
    "kz1048",
    "ptcp154",
    "cp866",
    "koi8-r",
    "mac-cyrillic",
    "iso8859-5",
    "cp1252",
    "cp1254",
)
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё" + "әғқңөұүһі" + "єїґ"
_CYRILLIC = frozenset(_LETTERS + _LETTERS.upper())
# What a Latin text may hold above ASCII: European names and the letters of Kazakh Latin.
_LATIN = frozenset("äöüïëîôûùìòğışñçéèêàâáíóúãõåæøßžšÄÖÜĞİŞÑÇÉÈÀÁÓÚÅÆØŽŠ")
_SIGNS = frozenset("«»“”„‘’‚—–…№§°•·©®€£¥±×½¼\u00a0\u00ad")
_CASE_JUMP = re.compile(r"[а-яё][А-ЯЁ]")
_MIXED_WORD = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
# A Cyrillic letter that is no word and stands alone is a wrong reading of a sign such as £.
_LONE_LETTER = re.compile(r"(?<![^\W_])[^\W\da-zA-Zа-яА-ЯіІ_](?![^\W\d_])")
# Letters with marks in a row are a wrong reading of a Cyrillic word.
_MARKED_ROW = re.compile(r"[À-ÖØ-öø-ÿ]{3,}")
_SAMPLE = 200_000  # bytes: enough to choose by, and a bound on the time


def decode_eight_bit(raw: bytes) -> str:
    """Decode one-byte text; raises AigaqError not_text where no reading looks like a language."""
    return eight_bit(partial(BytesIO, raw)).whole()


def eight_bit(again: Again) -> Encoded:
    """How one-byte text is to be read; raises as `decode_eight_bit`."""
    with again() as stream:
        sample = stream.read(_SAMPLE)
    best, best_score = None, 0.0
    for encoding in _CANDIDATES:
        text = Encoded(again, encoding)
        try:
            score = _score(sample.decode(encoding))
            if best is None or score > best_score:
                for _ in text.pieces():  # the sample may be cleaner than the rest
                    pass
                best, best_score = text, score
        except UnicodeDecodeError:
            continue
    if best is not None and best_score >= 0.6 and _share(best, _is_control) < 0.001:
        return best
    return _last_resort(again, sample)


def looks_like_text(text: str) -> bool:
    """Whether nearly all of a wide text is in the scripts and signs that statements are written in."""
    sample = text[:_SAMPLE]
    good = sum(
        character.isspace()
        or "\x20" <= character < "\u0250"
        or "\u0370" <= character < "\u0530"
        or "\u1e00" <= character < "\u2c00"
        or character > "\uffff"
        for character in sample
    )
    return good >= 0.98 * len(sample)


def _score(text: str) -> float:
    """At most 1.0: all high bytes are letters and signs of a language; odd mixtures count against it."""
    high = [character for character in text if character > "\x7f"]
    if not high:
        return 1.0
    points = 0.0
    for character in high:
        if character in _CYRILLIC or character in _LATIN:
            points += 1
        elif character in _SIGNS:
            points += 0.9
        else:
            points -= 2
    # A Latin word with one Cyrillic letter in it is a wrong reading of é or ü, and the other way round.
    points -= 1.5 * len(_MIXED_WORD.findall(text)) + len(_CASE_JUMP.findall(text))
    points -= len(_LONE_LETTER.findall(text)) + 2 * sum(map(len, _MARKED_ROW.findall(text)))
    return points / len(high)


def _is_control(character: str) -> bool:
    return (character < " " and character not in "\t\n\r\f\v") or "\x7f" <= character < "\xa0"


def _share(text: Encoded, is_one: Callable[[str], bool]) -> float:
    """How many of a text's characters are of a kind; each one is looked at once."""
    counts: Counter[str] = Counter()
    for piece in text.pieces():
        counts.update(piece)
    return sum(count for character, count in counts.items() if is_one(character)) / counts.total()


def _last_resort(again: Again, sample: bytes) -> Encoded:
    """A general guesser's reading, taken only when it too looks like text."""
    match = from_bytes(sample).best()
    if match is None:
        raise AigaqError("not_text")
    text = Encoded(again, match.encoding)
    try:
        letters = _share(text, lambda character: character.isalpha() or character.isspace())
        is_text = _share(text, _is_control) < 0.001 and looks_like_text(next(text.pieces()))
    except (UnicodeDecodeError, LookupError):
        raise AigaqError("not_text") from None
    if letters < 0.6 or not is_text:
        raise AigaqError("not_text")
    return text
