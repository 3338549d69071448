"""Occupations by what stands around them: fields of forms, work verbs, appositions; for jobs.py."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers import job_shapes as shapes
from redact.recognisers.hit import Hit
from redact.recognisers.job_list import is_job, looks_like_job


def find(source: str, view: str) -> Iterator[Hit]:
    """Occupations in frames that say so; `view` is the source in lower case at equal length."""
    yield from _fields(view)
    for shape in (shapes.RU_WORK, shapes.BY_TRADE, shapes.TRADE_AFTER, shapes.WHO_WORKS):
        for match in shape.finditer(view):
            word = match[1].split()[-1]
            if shape is shapes.RU_WORK and shapes.NOT_WORK.match(word):
                continue
            if shape is not shapes.RU_WORK or not match[1].startswith(("вместе", "вдво")):
                yield Hit(match.start(1), _ru_tail(source, view, match.end(1)), Label.JOB, 0.8)
    for shape in (shapes.KK_BE, shapes.KK_WAS):
        for match in shape.finditer(view):
            if looks_like_job(match[2]):
                yield Hit(_kk_start(view, match.start(2)), match.end(2), Label.JOB, 0.8)
    yield from _english(source, view)
    yield from _alone(source, view)


def _fields(view: str) -> Iterator[Hit]:
    for match in shapes.FIELD.finditer(view):
        value = match[1]
        lead = len(value) - len(value.lstrip(" ."))
        value = value.strip(" .")
        words = value.split()
        if not words or len(words) > 6 or shapes.NOTHING.match(value) or any(c.isdigit() for c in value):
            continue
        # "Жұмыс: …" may open a sentence; a value that ends its line or clause is a field
        for n, word in enumerate(words):
            if n and word in {"в", "во", "на", "у", "из", "при", "at", "in"}:
                value = " ".join(words[:n])
                break
        yield Hit(match.start(1) + lead, match.start(1) + lead + len(value), Label.JOB, 0.7)


def _english(source: str, view: str) -> Iterator[Hit]:
    for match in shapes.EN_IS.finditer(view):
        yield from _english_noun(source, view, match, after_is=True)
    for match in shapes.EN_OWN.finditer(view):
        yield from _english_noun(source, view, match, after_is=False)


def _english_noun(source: str, view: str, match: re.Match[str], *, after_is: bool) -> Iterator[Hit]:
    """The noun of a frame, which may be followed by the one that counts: a court stenographer."""
    start = match.start(1)
    words = list(shapes.WORD.finditer(view, start, min(len(view), start + 60)))[:4]
    for n, word in enumerate(words):
        if n and view[words[n - 1].end() : word.start()] != " ":
            return
        known = is_job(word[0])
        job = (
            known
            or looks_like_job(word[0])
            or (n > 0 and shapes.EN_GUY.fullmatch(word[0]) and words[n - 1][0] in shapes.GUYS)
        )
        if job and word[0].isascii() and (after_is or n > 0 or not shapes.ROLES.match(word[0])):
            following = words[n + 1] if n + 1 < len(words) else None
            if following and view[word.end() : following.start()] == " " and is_job(following[0]):
                continue
            first = words[0]
            begin = words[1].start() if n and first[0] in shapes.EN_STOP else first.start()
            tail = shapes.EN_TAIL.match(view, word.end()) if after_is else None
            end = tail.end() if tail and source[word.end() : tail.end()].islower() else word.end()
            yield Hit(begin, end, Label.JOB, 0.7)
            return


def _alone(source: str, view: str) -> Iterator[Hit]:
    """Known occupations in appositions, beside a name, or as a clause of their own."""
    for word in shapes.WORD.finditer(view):
        if not is_job(word[0]):
            if not (len(word[0]) > 6 and looks_like_job(word[0])):
                continue
            if not shapes.OPEN.search(view[max(0, word.start() - 3) : word.start()]):
                continue
            if not shapes.CLOSED.match(view, word.end()):
                continue
        start = _start(view, word.start())
        if word[0].isascii():
            yield from _english_apposed(source, view, word)
            continue
        possessed = start < word.start() and re.search(
            r"[нтд][ыі]ң\s(?:[^\W\d_]+\s)?$", view[start : word.start()]
        )
        if (
            possessed
            and re.search(r"[ыі]$", word[0])
            and re.match(r"\s?(?:[,.;:)\n?!]|$)", view[word.end() : word.end() + 2])
        ):
            yield Hit(word.start(), word.end(), Label.JOB, 0.6)
        role = start == word.start() and shapes.ROLES.match(word[0]) is not None
        end = _ru_tail(source, view, word.end())
        apposed = shapes.OPEN.search(view[max(0, start - 3) : start]) and shapes.CLOSED.match(view, end)
        after_tail = end > word.end() and _named(source, word, end)
        named = after_tail or (not role and _named(source, word, word.end()))
        several = re.search(r"[ыи]$", word[0]) is not None
        personal = re.search(r"(?:м[ыі]н|[пб][ыі]н)$", word[0]) and len(word[0]) > 6
        if personal or (apposed and not several and (not role or end > word.end())):
            yield Hit(start, end, Label.JOB, 0.65)
        elif named:
            yield Hit(start, end if after_tail else word.end(), Label.JOB, 0.6)
        elif not role and _told(view, start):
            yield Hit(start, end, Label.JOB, 0.65)


def _told(view: str, start: int) -> bool:
    return shapes.TOLD.search(view, max(0, start - 30), start) is not None


def _english_apposed(source: str, view: str, word: re.Match[str]) -> Iterator[Hit]:
    """A clause of its own: "; ditch digger and cotton picker." or ", editor and the only reporter of"."""
    if not is_job(word[0]) or word[0].endswith("s"):
        return
    start = word.start()
    for _ in range(3):
        if shapes.EN_OPEN.search(view[max(0, start - 4) : start]):
            break
        before = shapes.KK_BEFORE.search(view, max(0, start - 20), start)
        if not before or not before[1].isascii() or before[1] in shapes.EN_NOT_BEFORE:
            return
        start = before.start(1)
    else:
        return
    joined = shapes.EN_AND.match(view, word.end())
    end = joined.end() if joined and is_job(joined[1]) else word.end()
    article = re.match(r"(?:an?|the)\s", view[start : start + 4])
    if article and article[0] == "the ":
        return  # the foreman: a role of the story
    start += article.end() if article else 0
    precise = end > word.end() or start < word.start() or not shapes.ROLES.match(word[0])
    if (
        precise
        and source[start : start + 1].islower()
        and re.match(r"\s?(?:[,.;)\n]|$)|\s(?:of|at|in|from|by|for)\s", view[end : end + 6])
    ):
        yield Hit(start, end, Label.JOB, 0.6)


def _named(source: str, word: re.Match[str], at: int) -> bool:
    """Whether a name stands right before or after: the word itself then says who it is."""
    match = re.match(r"\s([A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][^\W\d_]+)", source[at : at + 24])
    if not match:
        return False
    raised = source[word.start()].isupper() and not re.search(
        r"(?:^|[.!?:\n—]\s?)$", source[max(0, word.start() - 3) : word.start()]
    )
    return not raised


def _ru_tail(source: str, view: str, end: int) -> int:
    """The end of "at the depot" after an occupation; a capital begins a name, which others find."""
    tail = shapes.RU_TAIL.match(source, end)
    if not tail or any(c.isupper() for c in source[end : tail.end()]):
        return end
    return tail.end()


def _start(view: str, start: int) -> int:
    """Back over the adjectives, hyphened or Kazakh modifiers before the noun."""
    for _ in range(2):
        before = shapes.ADJECTIVE.search(view, max(0, start - 20), start)
        if not before:
            break
        start = before.start(1)
    return _kk_start(view, start)


def _kk_start(view: str, start: int) -> int:
    for _ in range(3):
        before = shapes.KK_BEFORE.search(view, max(0, start - 22), start)
        if not before:
            break
        word = before[1]
        if not (
            word in shapes.KK_PARTS
            or re.search(r"(?:[нтд][ыі]ң|атын|етін|йтын|йтін|atyn|etin|etın|лық|лік|шы|ші)$", word)
        ):
            break
        start = before.start(1)
    return start
