"""Occupations that help to single somebody out: stated ones, with what makes them precise.

A bare role of the story (the doctor, the driver) is none; "I work as a driver" is.
"""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.recognisers import job_frames
from redact.recognisers import job_shapes as shapes
from redact.recognisers.context import low
from redact.recognisers.hit import Hit
from redact.recognisers.job_list import Job, is_base_form, job_of, kazakh_job_of
from redact.recognisers.job_phrases import (
    Phrase,
    Text,
    begins,
    determined,
    helps_official,
    partner,
    phrase,
    reaches_to_works,
)
from redact.recognisers.job_words import WORD
from redact.recognisers.lookalikes import cyrillic_view

NAME = "jobs"

# surer than the language model, which takes such a word for a name now and then
_STATED, _BESIDE, _BARE = 0.8, 0.75, 0.75


def find(text: str) -> Iterator[Hit]:
    """Occupations in three languages: known ones in their context, then whatever a frame calls one."""
    source = cyrillic_view(text)
    view = low(source)
    told = Text(source, view, list(WORD.finditer(view)))
    for at, word in enumerate(told.words):
        job = _job(told, at)
        if job is not None and not _names_somebody(source, word) and not _goes_on(told, at, job):
            kazakh = shapes.KAZAKH_NEAR.search(view, max(0, word.start() - 25), word.end() + 15) is not None
            yield from _judged(told, phrase(told, at, job, kazakh=kazakh))
    yield from job_frames.find(source, view)


def _job(told: Text, at: int) -> Job | None:
    """The occupation that a word is a form of, read as Kazakh among Kazakh in Latin letters."""
    word = told.words[at]
    job = job_of(word[0]) or (Job(english=True) if partner(told, at) else None)
    if job is None or not job.english:
        return job
    if shapes.KAZAKH_LATIN.search(told.view, max(0, word.start() - 25), word.end() + 15):
        return kazakh_job_of(word[0]) or job
    return job


def _names_somebody(source: str, word: re.Match[str]) -> bool:
    """A capital inside a sentence: Mason the man, «Технолог» the shop."""
    return source[word.start()].isupper() and not begins(source, word.start()) and not word[0].isupper()


def _goes_on(told: Text, at: int, job: Job) -> bool:
    """Whether the next word is the one that counts: pastry cook, crane driver."""
    if not job.english or at + 1 >= len(told.words):
        return False
    word, follower = told.words[at], told.words[at + 1]
    after = job_of(follower[0]) if told.view[word.end() : follower.start()] == " " else None
    return after is not None and after.english


def _judged(told: Text, found: Phrase) -> Iterator[Hit]:
    """The phrase with how sure it is that somebody has this occupation."""
    view, job = told.view, found.job
    lead = view[max(0, found.start - 45) : found.start]
    if _stated(view, lead, found):
        yield Hit(found.start, found.end, Label.JOB, _STATED)
        return
    # a place of work behind is part of it only where it is said that he works there
    end = found.noun.end() if reaches_to_works(view, found) else found.end
    precise = found.start < found.noun.start() or end > found.noun.end()
    beside = _beside_name(told.source, found.start, end) or shapes.OWNER.search(lead) is not None
    apposed = bool(shapes.OPEN.search(lead) and shapes.CLOSED.match(view, end))
    if job.role or (job.plural and not beside):
        return
    if job.general:
        # балабақшаның музыка жетекшісі. Closed at its end only, since the institution stands before
        closed = job.kazakh and shapes.CLOSED.match(view, end)
        if precise and (beside or apposed or closed) and not helps_official(view, found):
            yield Hit(found.start, end, Label.JOB, _BESIDE)
    elif beside or apposed:
        yield Hit(found.start, end, Label.JOB, _BESIDE)
    elif not shapes.DENIED.match(view, end) and (not job.english or precise or determined(view, found.start)):
        yield Hit(found.start, end, Label.JOB, _BARE)


def _stated(view: str, lead: str, found: Phrase) -> bool:
    """Whether a verb of working or being says it: работаю …, … болып істеймін, I am a …"""
    job = found.job
    if job.personal:
        return True
    if shapes.WORK_BEFORE.search(lead):
        # "стала адвоката ждать": a genitive is somebody else's
        return not (job.role and view[found.noun.end() - 1] in "ау" and not job.kazakh)
    after = view[found.noun.end() : found.noun.end() + 30]
    if (job.kazakh or not job.english) and shapes.KK_AFTER.match(after):
        plain = not (job.role or job.general)
        return plain or shapes.KK_WORKS.match(after) is not None or (found.precise and not job.role)
    person = shapes.PERSON_BEFORE.search(lead) or (job.english and shapes.EN_IS.search(lead))
    if shapes.EN_SELF.search(lead) or (job.plural and job.english and shapes.EN_ARE.search(lead)):
        return True
    if job.role and shapes.RU_SELF.search(lead):
        return is_base_form(found.noun[0])
    return bool(person) and (found.precise or not (job.role or job.general))


def _beside_name(source: str, start: int, end: int) -> bool:
    """Whether a name stands right before or after, which the occupation then tells about."""
    if shapes.NAME_AFTER.match(source, end):
        return True
    before = shapes.NAME_BEFORE.search(source, max(0, start - 25), start)
    called = before is not None and before[0].endswith(("деген ", "degen "))
    return called or bool(before and shapes.CLOSED.match(source, end))
