"""Links: with and without scheme, messengers' posts and invitations; a plain t.me/name is a handle."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit

NAME = "urls"

_SCHEME = re.compile(
    r"\b(?:https?|ftp|tg|hxxps?|viber|whatsapp)(?:://|:/|\s?:\s?//)[^\s<>\"«»“”]{2,300}", re.I
)
_WWW = re.compile(r"(?<![\w@.])www\.[^\s<>\"«»“”]{3,300}", re.I)
_TLD = (
    "kz|ru|com|org|net|info|me|io|kg|uz|su|biz|online|site|link|gov|edu|by|ua|tr|cn|de|uk|eu|tv|cc"
    "|app|page|blog|news|media|"
    "example|local|test|рф|қаз|gl|ly|be|gd|co|xyz|top|pro|club|live|space|store|asia"
)
_BARE = re.compile(
    rf"(?<![\w@./-])(?:[^\W_](?:[\w-]{{0,60}}[^\W_])?\.){{1,4}}(?:{_TLD})"
    rf"(?![\w-])(?!\.[^\W\d_])(?:[/?#][^\s<>\"«»“”]{{0,300}})?",
    re.I,
)
# t.me/name and telegram.me/name, with or without scheme, are a person or channel
HANDLE_LINK = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?!joinchat\b|addlist\b|c/"
    r"|\+)([A-Za-z]\w{2,31})(?![\w/]|[.]\w)/?",
    re.I,
)
_TAIL = ".,;:!?)]}'’…*_"


def find(text: str) -> Iterator[Hit]:
    """Every link that is not a plain channel or person link."""
    if "." not in text and ":" not in text:
        return
    for shape, score in ((_SCHEME, 0.9), (_WWW, 0.9), (_BARE, 0.8)):
        for match in matches(shape, text):
            if (
                shape is _BARE
                and match[0].count(".") == 1
                and len(match[0].split(".")[0]) == 1
                and "/" not in match[0]
            ):
                continue  # an abbreviation: г.кз
            end = _end(match)
            link = HANDLE_LINK.match(text, match.start())
            if link and link.end() >= end:
                continue
            yield Hit(match.start(), end, Label.URL, score)


def _end(match: re.Match[str]) -> int:
    """The link's end without the sentence's punctuation; a bracket stays if it was opened inside."""
    link = match[0]
    while link and link[-1] in _TAIL:
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break
        if link[-1] == "_" and "/" in link:
            break
        link = link[:-1]
    return match.start() + len(link)
