"""Names on messengers: @name, t.me/name, nicknames after the network's name, spelled-out ones."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.numerals import number_word
from redact.recognisers.urls import HANDLE_LINK

NAME = "handles"

_AT = re.compile(r"(?<![\w.@/+%-])@(?: (?=[A-Za-z_]))?[A-Za-z0-9_Ѐ-ӿ][\w.]{1,40}(?<![.])")
_NETWORK = re.compile(
    r"(?<![^\W_])(?:insta(?:gram)?|инст[аеуы]|инста(?:сы|м|ң|да|дан|мда|сында)|инстаграм\w*|telegram|телеграм\w*|телег[аеуи]|тг|tiktok"
    r"|tik tok|тик ?ток\w*|facebook"
    r"|фейсбук\w*|vk|вк(?:онтакте)?|threads|тредс\w*|одноклассник\w*|skype|скайп\w*|twitter"
    r"|твиттер\w*|youtube|ютуб\w*|snapchat"
    r"|ник(?:нейм)?\w{0,3}|логин\w{0,2}|аккаунт\w*|акк|account|username|nick(?:name)?|handle|login"
    r"|user|юзер\w*|канал\w{0,3}|channel|парақша\w*)"
    r"(?![^\W_])",
    re.I,
)
_LINK_WORDS = re.compile(
    r"\s?(?:[:=–—-]\s?|(?:мой|моя|это|будет|он|её|ее|его|мен[іе]ң|is|my|name|here|as|was|called|ник"
    r"|nick|аты|канал[еау]?|channel|page|страниц\w*|account"
    r"|аккаунт\w*|под именем|под ником)\s){0,2}\s?",
    re.I,
)
_LATIN = re.compile(r"(?:live:)?[A-Za-z][A-Za-z0-9_.]{1,40}(?<![.])")
_JOINER = frozenset(
    (
        "underscore подчеркивание подчёркивание нижнее нижний точка dot нүкте nukte tochka nol zero "
        "underline тире дефис dash сызықша астыңғы podcherkivanie"
    ).split()
)
_UNDERSCORE = (
    r"(?:(?:нижн\w+\s)?(?:underscore|андерскор|подч[её]ркивани[ея]|прочерк)|нижн(?:ее|яя)(?:\sч[её]рт\w+)?"
    r"|(?:төменгі|астыңғы|асты(?:н|нан)?|t[oóö]men[gğ]?[iıі]|asty(?:n|ñğy|ńǵy)?)"
    r"\s(?:сызы?[қғ]?\w{0,3}|сызу\w{0,2}|syz\w{1,4}))"
)
_UNDERSCORE_WORD = re.compile(rf"(?<![^\W_]){_UNDERSCORE}(?![^\W_])", re.I)
# инстаграм у меня айбота точка крем, телеграм ет айна төменгі сызық тоты: nicknames said in words
_SAID_JOINER = (
    rf"(?:{_UNDERSCORE}|точка|нүкте|n[uü]kte|tochka|dot|дот|тире|дефис|сызықша|syzyqşa|dash|hyphen|слитно)"
)
_SAID = re.compile(
    rf"(?:собака|собачка|ет|эт|at|et|айқұлақ)?\s?(?:[^\W_]{{2,20}}\s{_SAID_JOINER}\s){{1,4}}"
    r"[^\W_]{1,20}(?![^\W_])",
    re.I,
)
_SAID_LINK = re.compile(
    r"(?:\s(?:я|у\s(?:меня|него|не[её]|нас|них)|мой|моя|мо[её]|это|там|будет|он|она|её|его|называется|есть"
    r"|мен[іе]ң|менде|менікі|оның|осы|мынау|is|my|his|her|it's|was|here|name|ник|аты|атым|менің|деген)(?!\w)"
    r"|\s?[:,—–-]){0,3}\s",
    re.I,
)
_SNAKE = re.compile(
    r"(?<![\w.@/#-])[A-Za-z][A-Za-z0-9]{1,30}(?:[_.][A-Za-z0-9]{1,30})*_[A-Za-z0-9]{1,30}(?![\w@/-])"
)
_WORD = re.compile(r"[^\W_]+(?:[_.][^\W_]+)*")
_DOG = re.compile(r"(?<![^\W_])(?:собака|собачка|at sign|ит белгісі|айқұлақ)(?![^\W_])", re.I)
# vk com slash dalakyzy, t . me / dalakyzy
_PARTED_LINK = re.compile(
    r"(?<![^\W_])(?:t|telegram|vk|fb|facebook|instagram|tiktok|ok|youtube|wa)\s?(?:\.|dot|точка"
    r"|нүкте)?\s(?:me|com|ru)"
    r"\s?(?:/|slash|слэш|слеш|дробь)\s?@?[A-Za-z][\w.]{1,40}(?<!\.)",
    re.I,
)
_SPOKEN_LINK = re.compile(
    r"(?<![^\W_])(?:t|т|ти|тэ|те)\s(?:точка|dot|нүкте)\s(?:me|ми|мэ|ме|эм е)\s(?:слэш|слеш|slash"
    r"|дробь)\s(\w+(?:\s(?:underscore|подч[её]ркивание)\s\w+){0,3})",
    re.I,
)


def find(text: str) -> Iterator[Hit]:
    """Handles of every kind."""
    if "@" in text:
        for match in matches(_AT, text):
            yield Hit(match.start(), match.end(), Label.HANDLE, 0.9)
    if ".me/" in text.lower():
        for match in matches(HANDLE_LINK, text):
            yield Hit(match.start(), match.end(1), Label.HANDLE, 0.9)
    for match in matches(_SNAKE, text):
        yield Hit(match.start(), match.end(), Label.HANDLE, 0.6)
    for match in matches(_PARTED_LINK, text):
        yield Hit(match.start(), match.end(), Label.HANDLE, 0.8)
    for match in matches(_SPOKEN_LINK, text):
        yield Hit(match.start(), match.end(), Label.HANDLE, 0.8)
    yield from _after_network(text)
    yield from _said(text)
    yield from _spelled(text)


def _after_network(text: str) -> Iterator[Hit]:
    """A Latin nickname after the network's name; in English text it must look like one."""
    for key in matches(_NETWORK, text):
        link = _LINK_WORDS.match(text, key.end())
        at = link.end() if link else key.end()
        first = _LATIN.match(text, at)
        if not first:
            continue
        end = _nickname_end(text, first)
        surface = text[first.start() : end]
        joined = any(word in _JOINER for word in surface.lower().split())
        marked = joined or any(c in "_." or c.isdigit() for c in surface.strip("."))
        foreign = _cyrillic_around(text, key)
        introduced = ":" in text[key.end() : at] or "=" in text[key.end() : at]
        if marked or introduced or (foreign and first[0].lower() not in _PLATFORMS):
            yield Hit(first.start(), end, Label.HANDLE, 0.8 if marked or foreign else 0.6)


def _said(text: str) -> Iterator[Hit]:
    """Words of any alphabet joined by the words for a dot, a dash or _ after the network's name."""
    for key in matches(_NETWORK, text):
        link = _SAID_LINK.match(text, key.end())
        said = _SAID.match(text, link.end()) if link else None
        if not said:
            continue
        end = said.end()
        while (number := _WORD.match(text, end + 1)) and text[end] == " " and _counts(number[0].lower()):
            end = number.end()
        yield Hit(said.start(), end, Label.HANDLE, 0.8)


_PLATFORMS = frozenset(("instagram telegram tiktok facebook whatsapp youtube signal stories live id").split())


def _cyrillic_around(text: str, key: re.Match[str]) -> bool:
    around = text[max(0, key.start() - 20) : key.end()]
    return sum("Ѐ" <= c <= "ӿ" for c in around) > 6


def _nickname_end(text: str, first: re.Match[str]) -> int:
    """A nickname said in words goes on over Latin words, numbers and the words for _ and dot."""
    end = first.end()
    alone = _WHOLE.match(text, first.start())
    if alone and _COLON.search(text, max(0, first.start() - 3), first.start()):
        return alone.end()
    for _ in range(5):
        match = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if not match:
            break
        word = match[0].lower()
        latin = word.isascii() and _cyrillic_after(text, match.end())
        after_joiner = text[:end].rpartition(" ")[2].lower() in _JOINER
        if word not in _JOINER and not latin and not (after_joiner and match[0].isascii()):
            break
        end = match.end()
    return end


# "Insta: dala kyzy 87" up to the end of what the form holds
_WHOLE = re.compile(r"[A-Za-z0-9_]{2,20}(?: [A-Za-z0-9_]{1,20}){0,2}(?=\s*(?:[,;\n]|$))")
_COLON = re.compile(r"[:=]\s?$")


def _cyrillic_after(text: str, at: int) -> bool:
    """Latin words are the nickname only inside a Cyrillic sentence."""
    return any("Ѐ" <= c <= "ӿ" for c in text[at : at + 25])


_AT_WORDS = frozenset("at эт собака собачка".split())
# What follows a nickname says how it is written: собака рустам нон латиницей.
_HOW = re.compile(r"(?:латин|latyn|латын|англий|english|слитно|маленьк|строчн|small|lower|кіші)", re.I)


def _spelled(text: str) -> Iterator[Hit]:
    """Words joined by the word for _, and a Latin word after the word for @."""
    for match in matches(_UNDERSCORE_WORD, text):
        before = list(_WORD.finditer(text, max(0, match.start() - 40), match.start()))
        after = _WORD.match(text, match.end() + 1)
        if before and after:
            end = after.end()
            following = _WORD.match(text, end + 1)
            if following and (number_word(following[0].lower()) or following[0].isdigit()):
                end = following.end()
            start = before[-1].start()
            # "telegram is at joy underscore steppe": the word for @ belongs to it
            if (
                len(before) > 1
                and before[-2][0].lower() in _AT_WORDS
                and _NETWORK.search(text, max(0, start - 40), start)
            ):
                start = before[-2].start()
            yield Hit(start, end, Label.HANDLE, 0.8)
    yield from _after_dog(text)
    for match in matches(_DOG, text):
        word = _LATIN.match(text, match.end() + 1)
        if word and word[0].lower() not in {"mail", "gmail", "yandex"}:
            yield Hit(word.start(), _nickname_end(text, word), Label.HANDLE, 0.7)


_CONNECTORS = frozenset(
    "точка нүкте нукте dot тире дефис сызықша dash подчеркивание подчёркивание нижнее астыңғы underscore "
    "underline слитно".split()
)
_STOPS = frozenset(
    "лаяла лает была был и а но өзі деп ол это он она мне мой моя екен and my the or но можно пишите "
    "жазыңыз".split()
)


def _counts(word: str) -> bool:
    # the Kazakh ten is the Russian "he" and the English "on"
    return word.isdigit() or (number_word(word) and word not in {"он", "on"})


def _told_how(text: str, word: re.Match[str]) -> bool:
    """Whether a word is the last of a nickname: what follows says how to write it."""
    return not _HOW.match(word[0]) and _HOW.match(text, word.end() + 1) is not None


def _after_dog(text: str) -> Iterator[Hit]:
    """A whole nickname after the word for @: собака айша точка крем двадцать два.

    Words go on while a connector joins them or a number follows; a host name makes it an e-mail address.
    """
    for match in matches(_DOG, text):
        by_network = _NETWORK.search(text, max(0, match.start() - 22), match.start())
        joined = 0
        end = None
        open_word = True
        for word in _WORD.finditer(text, match.end(), match.end() + 90):
            low = word[0].lower()
            if text[(end or match.end()) : word.start()].strip(" "):
                break
            if low in _CONNECTORS:
                joined, open_word = joined + 1, True
            elif _counts(low) or (open_word and low not in _STOPS) or _told_how(text, word):
                open_word = False
            else:
                break
            end = word.end()
        beside = by_network and not text[by_network.end() : match.start()].strip(" :—-")
        if end is not None and (beside or joined):
            yield Hit(match.start(), end, Label.HANDLE, 0.8 if by_network else 0.6)
