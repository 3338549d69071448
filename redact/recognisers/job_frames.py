"""Occupations that no list needs to know: fields of forms, verbs of working, "by trade"; for jobs.py."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers import job_shapes as shapes
from redact.recognisers.hit import Hit
from redact.recognisers.job_list import job_of, looks_like_job, not_jobs
from redact.recognisers.job_phrases import begins

_SCORE = 0.8
_KK_NO_JOB = frozenset(
    "бірге бірігіп дайын жалғыз ортақ топ жұмыссыз аман бірлесіп себеп кепіл мүше тұрақты".split()
)
_KK_NO_JOB_ENDS = ("дай", "дей", "тай", "тей", "ған", "ген")
_RU_NO_JOB = ("вместе", "вдво", "втро")


def find(source: str, view: str) -> Iterator[Hit]:
    """Occupations in frames that say so; `view` is the source in lower case at equal length."""
    yield from _fields(view)
    for match in _framed(source, view):
        yield Hit(match.start(1), match.end(1), Label.JOB, _SCORE)
    for match in matches(shapes.FIXED, view):
        yield Hit(match.start(), match.end(), Label.JOB, _SCORE)
    for match in matches(shapes.APPOSED, source):
        last = view[match.start(1) : match.end(1)].rsplit(maxsplit=1)[-1]
        if not match[1][0].isupper() and looks_like_job(last) and job_of(last) is None:
            yield Hit(match.start(1), match.end(1), Label.JOB, 0.7)


def _framed(source: str, view: str) -> Iterator[re.Match[str]]:
    """What a verb of working, "by trade" or "my trade is" calls an occupation, as the first group."""
    for shape in (shapes.RU_WORK, shapes.BY_TRADE, shapes.TRADE_AFTER, shapes.WHO_WORKS):
        for match in matches(shape, view):
            last = match[1].rsplit(maxsplit=1)[-1]
            other = shapes.NOT_WORK.match(last) or match[1].startswith(_RU_NO_JOB)
            named = source[match.start(1)].isupper() and not begins(source, match.start(1))
            if not (other and shape is shapes.RU_WORK) and not named and not _upper_inside(source, match):
                yield match
    for match in matches(shapes.KK_BE, view):
        other = match[1] in _KK_NO_JOB or match[1].endswith(_KK_NO_JOB_ENDS)
        if not other and not _upper_inside(source, match):
            yield match
    for match in matches(shapes.KK_CALLED, view):
        parted = ":" in match[0] or "—" in match[0]
        if looks_like_job(match[1].split()[-1]) or (parted and not _upper_inside(source, match)):
            yield match
    for shape in (shapes.EN_WORK, shapes.EN_TRADE):
        yield from (m for m in matches(shape, view) if m[1].split()[-1] not in not_jobs())


def _upper_inside(source: str, match: re.Match[str]) -> bool:
    """Whether a name begins inside the words: the works, not the work."""
    return any(word[0].isupper() for word in source[match.start(1) : match.end(1)].split()[1:])


def _fields(view: str) -> Iterator[Hit]:
    for match in matches(shapes.FIELD, view):
        value = match[1]
        lead = len(value) - len(value.lstrip(" ."))
        value = value.strip(" .")
        words = value.split()
        if not words or len(words) > 6 or shapes.NOTHING.match(value) or any(c.isdigit() for c in value):
            continue
        # "Работа: …" may open a sentence; a place of work behind the occupation is no part of it
        for n, word in enumerate(words):
            if n and word in {"в", "во", "на", "у", "из", "при", "at", "in"} and job_of(words[n - 1]):
                value = " ".join(words[:n])
                break
        yield Hit(match.start(1) + lead, match.start(1) + lead + len(value), Label.JOB, 0.7)
