"""Same-length views of a text in which look-alike characters are read as what they stand for.

Invariant: a view has exactly the length of its text, so that offsets into one are offsets into the other.
A view is remembered for the text at hand only, since most finders ask for the same one.
"""

import re
import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_QUOTES = {ord("’"): "'", ord("ʼ"): "'", ord("`"): "'"}
_PLAIN = str.maketrans({**_DASHES, **_QUOTES})
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")

# What text recognition makes of digits: O 0, l/I 1, З 3.
_DIGIT_FOR = str.maketrans({"O": "0", "О": "0", "o": "0", "о": "0", "l": "1", "I": "1", "І": "1", "|": "1",
                            "З": "3", "з": "3", "б": "6"})  # fmt: skip
_RUN = re.compile(r"[0-9OОoоlIІ|Зз]{2,}")
_NEIGHBOUR = re.compile(r"(?<=[0-9OО][ \-./])[OОЗIl]{1,4}(?![^\W_])|(?<=\d[ \-])[OОЗIlб]{2,4}(?=[ \-]\d)")
_LIKE = "OОoоlIІ|Зз"
# Groups of digits held together by points or hyphens, some of them misread whole: ЗО.11.1994, 8-7О1-lЗ-О4
_GROUPS = re.compile(rf"(?<![^\W_])[0-9{_LIKE}б]{{1,4}}(?:[./\-][0-9{_LIKE}б]{{1,4}}){{2,4}}(?![^\W_])")

# Cyrillic capitals that look like Latin ones: plates and account numbers are Latin however they are typed.
_LATIN_FOR = str.maketrans("АВЕКМНОРСТУХІЅавекмнорстухіѕ", "ABEKMHOPCTYXISabekmhopctyxis")


@lru_cache(maxsize=8)
def plain(text: str) -> str:
    """The text with one kind of dash, one kind of apostrophe and ASCII digits."""
    view = text.translate(_PLAIN)
    if view.isascii():
        return view
    return _OTHER_DIGIT.sub(lambda m: str(unicodedata.digit(m[0], 0)), view)


def _as_digits(match: re.Match[str]) -> str:
    run = match[0]
    if not any(c in "0123456789" for c in run):
        return run
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    # a look-alike that touches a letter belongs to a word: 5окт, РАЗ5
    head = len(run) - len(run.lstrip(_LIKE)) if before.isalpha() else 0
    tail = len(run.rstrip(_LIKE)) if after.isalpha() else len(run)
    return run[:head] + run[head:tail].translate(_DIGIT_FOR) + run[tail:]


def _as_groups(match: re.Match[str]) -> str:
    # initials with a number behind them (О. З. 5) hold fewer digits
    return match[0].translate(_DIGIT_FOR) if digits_in(match[0]) >= 3 else match[0]


@lru_cache(maxsize=8)
def digit_view(text: str) -> str:
    """The plain text with look-alike letters inside numbers read as digits."""
    view = _RUN.sub(_as_digits, _GROUPS.sub(_as_groups, plain(text)))
    return _NEIGHBOUR.sub(lambda m: m[0].translate(_DIGIT_FOR), view)


@lru_cache(maxsize=8)
def latin_view(text: str) -> str:
    """The plain text in capitals, Cyrillic look-alikes read as Latin letters."""
    view = plain(text).translate(_LATIN_FOR)
    upper = view.upper()
    # a few letters grow when raised (ß, ŉ): those are raised one by one, where the length stays
    return (
        upper if len(upper) == len(view) else "".join(c.upper() if len(c.upper()) == 1 else c for c in view)
    )


def digits_in(text: str) -> int:
    """How many ASCII digits the text holds."""
    return sum(c in "0123456789" for c in text)


_CYRILLIC_FOR = str.maketrans("aeopcxykAEOPCXHKMBT", "аеорсхукАЕОРСХНКМВТ")
_STRAY = re.compile(
    r"(?<=[Ѐ-ӿ])[aeopcxykAEOPCXHKMBT]{1,2}(?=[Ѐ-ӿ]|\b)|(?<![^\W_])[aeopcxykAEOPCXHKMBT]{1,2}(?=[Ѐ-ӿ]{2})"
)


@lru_cache(maxsize=8)
def cyrillic_view(text: str) -> str:
    """The text with stray Latin letters inside Cyrillic words read as Cyrillic."""
    return _STRAY.sub(lambda m: m[0].translate(_CYRILLIC_FOR), text)


_RUSSIAN_KEYS = dict(zip("әіңғүұқөһ", "аингуукох", strict=True))


def on_russian_keys(pattern: str) -> str:
    """A pattern of Kazakh words that also finds them typed without Kazakh letters: көшесі, кошеси."""
    out: list[str] = []
    inside = escaped = False
    for char in pattern:
        like = _RUSSIAN_KEYS.get(char)
        out.append(char if like is None else char + like if inside else f"[{char}{like}]")
        if not escaped and char in "[]":
            inside = char == "["
        escaped = char == "\\" and not escaped
    return "".join(out)
