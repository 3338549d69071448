"""E-mail addresses: as typed, with any or no top-level domain, with at/dot in brackets, and said in words."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.numerals import number_word

NAME = "emails"

_TYPED = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[\w-]{2,24}(?<![-_])")
_BARE = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{2,40}(?![\w.@-]*@)")
_SPACED = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9][\w.+%-]{0,63}(?:\s?[\[({<]\s?(?:at|a|собака|@)\s?[\])}>]\s?|\s@\s"
    r"|(?<=[\w])@\s)"
    r"[A-Za-z0-9-]{2,40}(?:(?:\s?[\[({]\s?(?:dot|точка|нүкте)\s?[\])}]\s?|\s?\.(?:\s(?=(?:com|kz|ru|org"
    r"|net|info)(?![\w-])))?|\s(?:dot|точка"
    r"|нүкте)\s)[A-Za-z]{2,10}){1,3}(?![\w-])",
    re.I,
)
_AT = re.compile(
    r"(?<![^\W_])(?:собака|собачка|собачк[аеу]|эт|ат белгісі|айқұлақ|ит белгісі|at(?: sign)?|dog"
    r"|@)(?![^\W_])",
    re.I,
)
_WORD = re.compile(r"[\w.+-]+")
_DOTS = {"точка", "нүкте", "нукте", "dot", "nükte", "тчк"}
_JOINERS = _DOTS | frozenset(
    (
        "underscore подчёркивание подчеркивание нижнее тире дефис минус сызықша dash hyphen астыңғы "
        "underline слитно"
    ).split()
)
_NOT_LOCAL = frozenset(
    ("почта почтам поштам поштасы почту мейл mail email is адрес имейл мэйл это бар").split()
)
# the name of a network before the word for @ is no part of an address
_NETWORKS = (
    "insta", "инст", "telegram", "телегр", "телега", "tiktok", "тикток", "facebook", "фейсбук", "вконтакте"
)  # fmt: skip
_HOSTS = frozenset(
    (
        "mail мейл мэйл майл gmail джимейл гмейл гмэйл жимейл yandex яндекс почта inbox инбокс bk list лист "
        "rambler рамблер proton протон outlook icloud айклауд hotmail yahoo яху post пошта"
    ).split()
)


def find(text: str) -> Iterator[Hit]:
    """E-mail addresses of every kind."""
    if "@" in text:
        for match in matches(_TYPED, text):
            yield Hit(match.start(), match.end(), Label.EMAIL, 0.9)
        for match in matches(_BARE, text):
            yield Hit(match.start(), match.end(), Label.EMAIL, 0.7)
    for match in matches(_SPACED, text):
        yield Hit(match.start(), match.end(), Label.EMAIL, 0.9)
    yield from _spoken(text)


def _spoken(text: str) -> Iterator[Hit]:
    """local part, the word for @, host, the word for a dot, top-level domain."""
    for at in matches(_AT, text):
        end = _host_end(text, at.end())
        if end is None:
            continue
        start = _local_start(text, at.start())
        if start is not None:
            yield Hit(start, end, Label.EMAIL, 0.9)


def _host_end(text: str, at: int) -> int | None:
    words = [m for _, m in zip(range(7), _WORD.finditer(text, at, at + 80), strict=False)]
    for i in range(1, min(4, len(words) - 1) + 1):
        if i < len(words) and words[i][0].lower() in _DOTS and i + 1 < len(words):
            end = words[i + 1].end()
            # a second level: mail dot com dot kz
            if i + 3 < len(words) and words[i + 2][0].lower() in _DOTS:
                end = words[i + 3].end()
            return end - (text[end - 1] in ".-")
    if words and words[0][0].lower().rstrip(".") in _HOSTS:
        # "собака мэйл ру": host and domain without the word for the dot
        if len(words) > 1 and words[1][0].lower().strip(".") in {"ру", "ru", "ком", "com", "кз", "kz"}:
            return words[1].end()
        return words[0].end()
    if words and re.fullmatch(r"[\w-]+\.[a-z]{2,8}", words[0][0].rstrip("."), re.I):
        return words[0].start() + len(words[0][0].rstrip("."))
    return None


def _local_start(text: str, at: int) -> int | None:
    words = list(_WORD.finditer(text, max(0, at - 90), at))
    if not words:
        return None
    if words[-1][0].lower().startswith(_NETWORKS):
        return at
    i = len(words) - 1
    start: int | None = None
    while i >= 0:
        word = words[i][0].lower()
        if word.endswith((".", ":")) and start is not None:
            break
        if word in _JOINERS or number_word(word) or word.isdigit() or len(word) == 1:
            start = words[i].start()
            i -= 1
            continue
        if word in _NOT_LOCAL and start is not None:
            break
        start = words[i].start()
        # one more word only where a joiner stands between
        if i > 0 and words[i - 1][0].lower() in _JOINERS:
            i -= 1
            continue
        break
    return start
