"""From what a reviewer pressed to the choice that is stored: which spans it covers, and whether it fits.

Accepting covers all mentions of one identity and no more; refusing covers one mention unless it is said
that all are meant, for to refuse is to make readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.abuse import AbuseCode
from models.decisions import LONGEST_COMMENT, Choice, DecisionKind, Span
from models.errors import AigaqError
from models.findings import Identity, TagKind
from models.labels import Label, Role
from redact.find_words import find_words
from redact.marks import Decided, Doubt, Mark
from redact.open_items import WHO
from redact.spans import united_spans
from redact.sweep import mentions_of
from redact.tags.gazetteer import by_name, lookup
from review.opened import Now

_LONGEST_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer asked for; `all` means every mention, `everywhere` every place with these words."""

    action: str
    span: Span | None = None
    label: Label | None = None
    identity: str | None = None
    role: Role | None = None
    words: str = ""
    tag: TagKind | None = None
    code: str | None = None
    all: bool | None = None
    everywhere: bool = False


def choose(now: Now, wanted: Wanted) -> Choice:
    """The choice for a wish; bad_decision where it does not fit the statement as it is now."""
    maker = _MAKERS.get(wanted.action)
    if maker is None:
        raise AigaqError("bad_decision")
    return maker(now, wanted)


def changes_release(now: Now, choice: Choice, after: Decided) -> bool:
    """Whether what is released becomes another by a choice; a blind one never does."""
    return not choice.blind and after.release_key() != now.main.release_key()


def _accept(now: Now, wanted: Wanted) -> Choice:
    found = _at(now, wanted)
    if isinstance(found, Doubt):
        return Choice(DecisionKind.ADD, (found.span,), label=wanted.label or _label_of(found), identity="")
    return Choice(DecisionKind.ACCEPT, _mentions(now, found, all_=wanted.all is not False))


def _reject(now: Now, wanted: Wanted) -> Choice:
    found = _at(now, wanted)
    if isinstance(found, Doubt):
        spans = _same_words(now, found) if wanted.all else (found.span,)
        return Choice(DecisionKind.DISMISS, spans)
    return Choice(DecisionKind.REJECT, _mentions(now, found, all_=bool(wanted.all)))


def _relabel(now: Now, wanted: Wanted) -> Choice:
    found = _at(now, wanted)
    if wanted.label is None:
        raise AigaqError("bad_decision")
    if isinstance(found, Doubt):
        return Choice(DecisionKind.ADD, (found.span,), label=wanted.label, identity="")
    spans = _mentions(now, found, all_=wanted.all is not False)
    return Choice(DecisionKind.RELABEL, spans, label=wanted.label)


def _assign(now: Now, wanted: Wanted) -> Choice:
    """Another identity: all mentions become it (merge), or this mention alone a new one (split)."""
    found = _at(now, wanted)
    if isinstance(found, Doubt):
        raise AigaqError("bad_decision")
    # another kind is another decision: who was masked as a person would be read as a firm
    if wanted.identity and _known(now, wanted.identity).label is not found.finding.label:
        raise AigaqError("bad_decision")
    everyone = bool(wanted.identity) if wanted.all is None else wanted.all
    return Choice(DecisionKind.ASSIGN, _mentions(now, found, all_=everyone), identity=wanted.identity or "")


def _role(now: Now, wanted: Wanted) -> Choice:
    found = _at(now, wanted)
    if isinstance(found, Doubt) or wanted.role is None or found.finding.label is not Label.PERSON:
        raise AigaqError("bad_decision")
    if not found.finding.identity:
        raise AigaqError("bad_decision")
    spans = _mentions(now, found, all_=True)
    return Choice(DecisionKind.ROLE, spans, identity=found.finding.identity, role=wanted.role)


def _add(now: Now, wanted: Wanted) -> Choice:
    """Selected or typed words, there or everywhere in the statement; one person or thing."""
    text = now.opened.record.raw_text
    known = _known(now, wanted.identity) if wanted.identity else None
    label = wanted.label or (known.label if known else Label.PERSON)
    if known is not None and known.label is not label:
        raise AigaqError("bad_decision")
    spans: list[Span] = []
    words = wanted.words[:_LONGEST_WORDS]
    if wanted.span is not None:
        span = trimmed(text, wanted.span)
        spans.append(span)
        words = text[span[0] : span[1]] if wanted.everywhere else ""
    if words:
        spans += places_of(now.decided, text, words, label)
    if not spans:
        raise AigaqError("bad_decision")
    identity = known.id if known is not None else _whose(now, spans, label)
    return Choice(DecisionKind.ADD, tuple(united_spans(spans)), label=label, identity=identity)


def _comment(now: Now, wanted: Wanted) -> Choice:
    words = wanted.words.strip()[:LONGEST_COMMENT]
    if not words:
        raise AigaqError("bad_decision")
    spans = () if wanted.span is None else (trimmed(now.opened.record.raw_text, wanted.span),)
    return Choice(DecisionKind.COMMENT, spans, words=words)


def _add_tag(now: Now, wanted: Wanted) -> Choice:
    if wanted.span is None or wanted.tag is None or not wanted.code:
        raise AigaqError("bad_decision")
    if any((t.tag.kind, t.tag.code, (t.tag.start, t.tag.end)) == _tag_of(wanted) for t in now.decided.tags):
        return Choice(DecisionKind.ADD_TAG, (wanted.span,), tag=wanted.tag, code=wanted.code)
    place = by_name(wanted.code) or lookup(wanted.code) if wanted.tag is TagKind.PLACE else None
    if wanted.tag is TagKind.ABUSE and wanted.code in set(AbuseCode):
        code = wanted.code
    elif place is not None:
        code = place.name
    else:
        raise AigaqError("bad_decision")
    span = trimmed(now.opened.record.raw_text, wanted.span)
    return Choice(DecisionKind.ADD_TAG, (span,), tag=wanted.tag, code=code)


def _strike_tag(now: Now, wanted: Wanted) -> Choice:
    if not any(
        (t.tag.kind, t.tag.code, (t.tag.start, t.tag.end)) == _tag_of(wanted) for t in now.decided.tags
    ):
        raise AigaqError("bad_decision")
    spans = () if wanted.span is None else (wanted.span,)
    return Choice(DecisionKind.STRIKE_TAG, spans, tag=wanted.tag, code=wanted.code)


def _tag_of(wanted: Wanted) -> tuple[TagKind | None, str | None, Span | None]:
    return wanted.tag, wanted.code, wanted.span


def _settle(now: Now, wanted: Wanted) -> Choice:
    """Where two reviewers differ: the first one's word (`code` is theirs) or one's own (mine).

    Where both masked and one of them more, the longer one stays: what either marked stays masked.
    """
    found = next((d for d in now.differences if d.span == wanted.span), None)
    if found is None or wanted.code not in {"mine", "theirs"}:
        raise AigaqError("bad_decision")
    mine, theirs = _within(now.blind, found.span), _within(now.main, found.span)
    keep = mine if wanted.code == "mine" else theirs
    standing = tuple(m.span for m in theirs)
    if not keep:
        refused = standing or tuple(m.span for m in now.main.marks if _lies_in(m.span, found.span))
        return Choice(DecisionKind.REJECT if refused else DecisionKind.DISMISS, refused or (found.span,))
    if wanted.code == "theirs":
        return Choice(DecisionKind.ACCEPT, standing)
    more = tuple(m.span for m in mine if not any(_lies_in(m.span, span) for span in standing))
    return _put_mine(now, mine[0], more, theirs) if more else _change_theirs(now, mine, theirs)


def _change_theirs(now: Now, mine: Sequence[Mark], theirs: Sequence[Mark]) -> Choice:
    """One's own word on what the shared decisions mask there: its kind, its role, or who it is."""
    standing, label = tuple(m.span for m in theirs), mine[0].finding.label
    if theirs[0].finding.label is not label:
        return Choice(DecisionKind.RELABEL, standing, label=label)
    role = _role_of(now.blind, mine[0])
    if role is not None and role is not _role_of(now.main, theirs[0]):
        return Choice(DecisionKind.ROLE, standing, identity=theirs[0].finding.identity, role=role)
    if tuple(m.span for m in mine) != standing:
        return Choice(DecisionKind.ACCEPT, standing)
    return Choice(DecisionKind.ASSIGN, standing, identity=_same_person(now, mine[0], theirs[0]))


def _put_mine(now: Now, mine: Mark, spans: tuple[Span, ...], theirs: Sequence[Mark]) -> Choice:
    """One's own marks into the shared decisions: where they reach further, or nothing is masked there."""
    label = mine.finding.label
    refused = {m.span: m for m in now.main.marks if not m.applied}
    if not theirs and all(span in refused for span in spans):
        same = all(refused[span].finding.label is label for span in spans)
        kind = DecisionKind.ACCEPT if same else DecisionKind.RELABEL
        return Choice(kind, spans, label=None if same else label)
    longer = any(m.finding.label is label for m in theirs)
    identity = None if longer else _same_person(now, mine, None)
    return Choice(DecisionKind.ADD, spans, label=label, identity=identity)


def _within(decided: Decided, stretch: Span) -> list[Mark]:
    return [m for m in decided.marks if m.applied and _lies_in(m.span, stretch)]


def _lies_in(span: Span, stretch: Span) -> bool:
    return stretch[0] <= span[0] and span[1] <= stretch[1]


def _role_of(decided: Decided, mark: Mark) -> Role | None:
    return next((i.role for i in decided.analysis.identities if i.id == mark.finding.identity), None)


def _same_person(now: Now, mine: Mark, standing: Mark | None) -> str:
    """The identity in the shared decisions of whoever this mention is in one's own; "" for somebody new."""
    name = mine.finding.identity
    spans = {m.span for m in now.blind.marks if m.finding.identity == name} if name else set()
    for mark in now.main.marks:
        same = mark.span in spans and mark.applied and mark.finding.label is mine.finding.label
        if same and (standing is None or mark.finding.identity != standing.finding.identity):
            return mark.finding.identity or ""
    return ""


_MAKERS: Final = {
    "accept": _accept,
    "reject": _reject,
    "relabel": _relabel,
    "assign": _assign,
    "role": _role,
    "add": _add,
    "comment": _comment,
    "add_tag": _add_tag,
    "strike_tag": _strike_tag,
    "settle": _settle,
}
ACTIONS: Final = frozenset(_MAKERS)


def places_of(decided: Decided, text: str, words: str, label: Label) -> list[Span]:
    """Where words stand unmasked; what a reviewer made readable there counts as unmasked."""
    return find_words(text, words, label, [m.finding for m in decided.marks if m.applied])


def trimmed(text: str, span: Span) -> Span:
    """A selection without white space around it; bad_decision where it is no stretch or nothing is left."""
    start, end = span
    if not 0 <= start < end <= len(text):
        raise AigaqError("bad_decision")
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise AigaqError("bad_decision")
    return start, end


def _at(now: Now, wanted: Wanted) -> Mark | Doubt:
    """The finding or suspect that begins where the wish says."""
    for mark in now.decided.marks:
        if mark.span == wanted.span:
            return mark
    for doubt in now.decided.doubts:
        if doubt.span == wanted.span:
            return doubt
    raise AigaqError("bad_decision")


def _known(now: Now, name: str) -> Identity:
    """An identity of the statement as it is now; bad_decision for any other."""
    for identity in now.decided.analysis.identities:
        if identity.id == name:
            return identity
    raise AigaqError("bad_decision")


def _mentions(now: Now, mark: Mark, *, all_: bool) -> tuple[Span, ...]:
    """A mention, or all of the same identity; what was refused by itself is not among them."""
    identity = mark.finding.identity
    if not all_ or not identity or mark.finding.label not in WHO:
        return (mark.span,)
    others = (
        m.span
        for m in now.decided.marks
        if m.finding.identity == identity and (m.applied or m.span == mark.span)
    )
    return tuple(others)


def _same_words(now: Now, doubt: Doubt) -> tuple[Span, ...]:
    text = now.opened.record.raw_text
    words = text[doubt.span[0] : doubt.span[1]].casefold()
    return tuple(d.span for d in now.decided.doubts if text[d.span[0] : d.span[1]].casefold() == words)


def _label_of(doubt: Doubt) -> Label:
    """What a suspect most likely is when it is masked."""
    why = doubt.suspect.why
    if why.startswith("weak_") and why[5:].upper() in set(Label):
        return Label(why[5:].upper())
    return {
        "street": Label.ADDRESS,
        "record": Label.ID,
        "number": Label.ID,
        "spoken_number": Label.PHONE,
    }.get(why, Label.PERSON)


def _whose(now: Now, spans: Sequence[Span], label: Label) -> str | None:
    """Who added words are: None for whoever the spans touch, somebody of that name, or "" for a new one."""
    marks = [m for m in now.decided.marks if m.applied and m.finding.label is label]
    if any(m.finding.start < end and start < m.finding.end for m in marks for start, end in spans):
        return None
    if label is not Label.PERSON:
        return ""
    text = now.opened.record.raw_text
    words = text[spans[0][0] : spans[0][1]]
    named = {
        m.finding.identity
        for m in marks
        if mentions_of(words, [text[m.finding.start : m.finding.end]], [], here=True)
    }
    # one person of that name: it is that one; of two the reviewer has to say which
    return named.pop() if len(named) == 1 else ""
