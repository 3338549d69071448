"""Tells a note that ends in "nothing was found": what it repeats of the rumour is no abuse told.

Only the writer's own conclusion counts, outside quotation marks: said as one ("Вывод: нарушений не
установлено", "Қорытынды: ...", "No follow-up"), or plainly in a note of a check ("Сигнал не подтвердился").
An official's reply in a witness's story closes nothing. A text that sets out from a rumour and denies as much
as it tells is such a note as well, whatever it calls itself.
"""

from redact.tags.clauses import Reading

_HEADS = frozenset(
    "вывод выводы решение итог заключение корытынды шешим conclusion decision finding result outcome "
    "туйин корытындысы тужырым натиже анықталганы summary".split()
)
_NOT_FOUND = frozenset(
    "установлено выявлено подтвердился подтвердилось подтвердилась подтвердились подтверждается "
    "было обнаружено нашли confirmed found established substantiated supported".split()
)
_KK_NOT_FOUND = ("анык", "растал", "табыл")
_DROP = frozenset("снять снят снят закрыть закрыт закрыта закрыто dropped closed dismissed".split())
_BEGINNING = 150  # words
_DENIALS = 2
_RUMOURS = ("rumour", "rumor", "hotline", "слух", "сигнал", "кауесет", "сплетн")
_POSTS = frozenset(
    "message messages post posts video channel item article хабар желиде голосовое "
    "пост посте поста ролик ролике сообщение сообщения "
    "видео канале канал жазба жазбада хабарлама бейне".split()
)
_QUOTE_NEAR = 25  # words
_TURNED_OUT = frozenset({"оказалось", "выяснилось"})
_SHORT = 6  # words
_REACH = 14  # words after the head
# A note of a check calls itself one at its beginning, and says later what it checked.
_NOTES = frozenset(
    "справка выезд выезде проверено отчет проверка проверяли проверке note visit hotline "
    "жазба жазбасы тексеру сигналу сигнал check".split()
)
_SAID_AT = _HEADS | {"no"}
_NOTE_HEAD = 15  # words
_CHECKED = (
    "наруш", "сигнал", "сообщени", "слух", "факт", "жалоб", "информаци", "report", "rumour", "rumor",
    "задержанн", "пострадавш", "allegation", "violation", "story", "claim", "замечани",
    "хабар", "кауесет", "бузушылык", "дерек", "шагым",
)  # fmt: skip


def nothing_found(reading: Reading) -> bool:
    """Whether the note says in its own conclusion that no abuse was found."""
    heads = (n for n, word in enumerate(reading.words) if word.key in _SAID_AT and not word.quoted)
    return any(
        _concludes(reading, number) or _no_follow_up(reading, number) for number in heads
    ) or _check_found_nothing(reading)


def answers_a_rumour(reading: Reading, told: int, denied: int) -> bool:
    """Whether a text sets out from a rumour and denies as much as it tells; both counted in clauses."""
    if denied < _DENIALS or told > denied or (told == denied and denied == _DENIALS):
        return False
    return any(_rumour(reading, number) for number in range(min(_BEGINNING, len(reading.words))))


def _rumour(reading: Reading, number: int) -> bool:
    """A word for a rumour, or one for a post or a recording with its words quoted near by."""
    words, key = reading.words, reading.words[number].key
    if key.startswith(_RUMOURS):
        return True
    near = range(max(0, number - _QUOTE_NEAR), min(number + _QUOTE_NEAR, len(words)))
    return key in _POSTS and any(words[n].quoted for n in near)


def _concludes(reading: Reading, number: int) -> bool:
    """ "Вывод: ... не установлено" """
    words, text = reading.words, reading.text
    word = words[number]
    if word.key not in _HEADS or text[word.end : word.end + 2].lstrip()[:1] not in {":", "—", "–"}:
        return False
    return _denied([words[n].key for n in range(number + 1, min(number + _REACH, len(words)))])


def _no_follow_up(reading: Reading, number: int) -> bool:
    """ "No follow-up." as a sentence of its own."""
    words, text = reading.words, reading.text
    if words[number].key != "no":
        return False
    follow = [words[n].key for n in range(number, min(number + 3, len(words)))]
    size = 2 if follow[:2] == ["no", "followup"] else 3 if follow == ["no", "follow", "up"] else 0
    return bool(size) and text[words[number + size - 1].end :][:1] in {".", ";", ""}


def _check_found_nothing(reading: Reading) -> bool:
    """Whether a note that calls itself a check says that what it checked was not so."""
    words = reading.words
    if not _NOTES & {word.key for word in words[:_NOTE_HEAD]}:
        return False
    for low, high in reading.bounds:
        keys = [words[n].key for n in range(low, high) if not words[n].quoted]
        if keys and keys[0] in _TURNED_OUT:
            return True  # "Оказалось, травматология"
        if len(keys) <= _REACH and any(key.startswith(_CHECKED) for key in keys) and _denied(keys):
            return True
    return False


def _denied(keys: list[str]) -> bool:
    """Whether "not" and "established", or the Kazakh verb with its own "not", stand among the words."""
    none = {"нет", "жок", "no", "none"} & set(keys)
    if none and any(key.startswith(_CHECKED) for key in keys) and len(keys) <= _SHORT:
        return True  # "Түйін: бұзушылық жоқ", "Вывод: нарушений нет"
    if _DROP & set(keys) and any(key.startswith(_CHECKED) for key in keys):
        return True  # "Решение: сигнал снять"
    if {"не", "no", "not", "none", "nothing"} & set(keys) and _NOT_FOUND & set(keys):
        return True
    return any(
        key.startswith(_KK_NOT_FOUND) and ("ма" in key[4:] or after == "жок")
        for key, after in zip(keys, [*keys[1:], ""], strict=True)
    )
