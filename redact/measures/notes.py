"""What a reader of the page is shown of one statement: all that went wrong, with the words around it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from models.findings import Tag
from models.labels import Action
from redact.measures.counts import anchored, mentions
from redact.measures.judging import Judged, Verdict, Why, touching
from redact.measures.kinds import DIRECT, OFFICIAL, PEOPLE, PUBLIC
from redact.measures.passages import Piece, passage

_SHOWN: Final = 3  # passages for one false tag
_NOT_FOUND: Final = ""  # the alias of mentions that no finding covers


@dataclass(frozen=True, slots=True)
class Missed:
    """A marked span not protected, not found or hidden without need.

    `found_as`: the labels found there; `suspect`: what kind of suspect touches it.
    """

    kind: str
    why: Why
    found_as: tuple[str, ...]
    suspect: str | None
    passage: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """Letters hidden that nobody marked; `beside` a marked span or all by themselves."""

    label: str
    letters: int
    beside: bool
    passage: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions that belong together: under one name (an alias or an annotator's entity), with their words."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mixed:
    """One alias that stands for several people, or one person under several aliases."""

    name: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class FalseTag:
    """A tag that the annotator does not have, and the words that it was read from."""

    code: str
    passages: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """All that went wrong with one statement; nothing but that where it could not be scanned."""

    id: str
    lang: str
    scanned: bool
    fits: bool = False
    leaks: tuple[Missed, ...] = ()
    shown: tuple[str, ...] = ()
    unfound: tuple[Missed, ...] = ()
    unseen_officials: tuple[tuple[Piece, ...], ...] = ()
    hidden_public: tuple[Missed, ...] = ()
    over: tuple[Over, ...] = ()
    joined: tuple[Mixed, ...] = ()
    split: tuple[Mixed, ...] = ()
    missed_abuse: tuple[str, ...] = ()
    false_abuse: tuple[FalseTag, ...] = ()
    missed_places: tuple[str, ...] = ()
    false_places: tuple[FalseTag, ...] = ()

    @property
    def tags_differ(self) -> bool:
        """Whether any tag is missing or false."""
        return bool(self.missed_abuse or self.false_abuse or self.missed_places or self.false_places)


def notes_of(judged: Judged) -> Notes:
    """What went wrong with a judged statement."""
    gold, said = judged.gold, judged.said
    if said.redacted is None:
        return Notes(gold.id, gold.lang, scanned=False)
    bad = [(v, why) for v in judged.verdicts if (why := v.why) is not None]
    abuse, places = anchored(said.abuse), anchored(said.places)
    return Notes(
        id=gold.id,
        lang=gold.lang,
        scanned=True,
        fits=judged.fits,
        leaks=tuple(_missed(judged, v, why) for v, why in bad if v.span.kind in DIRECT),
        shown=judged.shown,
        unfound=tuple(_missed(judged, v, why) for v, why in bad if v.span.kind not in DIRECT | {PUBLIC}),
        unseen_officials=tuple(
            _around(judged, v.span.start, v.span.end)
            for v in judged.verdicts
            if v.span.kind == OFFICIAL and v.good and not v.role_seen
        ),
        hidden_public=tuple(_missed(judged, v, why) for v, why in bad if v.span.kind == PUBLIC),
        over=tuple(_over(judged)),
        joined=tuple(_joined(judged)),
        split=tuple(_split(judged)),
        missed_abuse=_missing(gold.abuse, abuse),
        false_abuse=_false(judged, gold.abuse, abuse),
        missed_places=_missing(gold.places, places),
        false_places=_false(judged, gold.places, places),
    )


def _around(judged: Judged, start: int, end: int) -> tuple[Piece, ...]:
    return passage(judged.gold.text, start, end, judged.said.spans)


def _missed(judged: Judged, verdict: Verdict, why: Why) -> Missed:
    span = verdict.span
    suspect = verdict.suspect.why if verdict.suspect else None
    labels = dict.fromkeys(s.label for s in touching(judged.said.spans, span.start, span.end))
    return Missed(span.kind, why, tuple(labels), suspect, _around(judged, span.start, span.end))


def _over(judged: Judged) -> Iterator[Over]:
    """The unmarked stretches of each hidden finding, as far as they hold letters or digits."""
    text, marked = judged.gold.text, judged.marked
    for span in judged.said.spans:
        if not span.hidden:
            continue
        beside = any(marked[span.start : span.end])
        for start, end in _unmarked(text, marked, span.start, span.end):
            letters = sum(c.isalnum() for c in text[start:end])
            yield Over(span.label, letters, beside, _around(judged, start, end))


def _unmarked(text: str, marked: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The runs of unmarked characters between two offsets, from their first letter or digit to their last."""
    first = last = -1
    for i in range(start, end):
        if marked[i] and first >= 0:
            yield first, last + 1
            first = -1
        elif not marked[i] and text[i].isalnum():
            first, last = (i if first < 0 else first), i
    if first >= 0:
        yield first, last + 1


def _people(judged: Judged) -> list[tuple[str, frozenset[str], str]]:
    """Each mention of a person: entity, identities, words."""
    spans = [span for span in judged.gold.spans if span.kind in PEOPLE]
    return [
        (entity, identities, span.text)
        for (entity, identities), span in zip(mentions(judged), spans, strict=True)
    ]


def _joined(judged: Judged) -> Iterator[Mixed]:
    """Identities that stand for several people."""
    by_identity: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity, identities, words in _people(judged):
        for identity in identities:
            by_identity[identity].append((entity, words))
    for identity, members in by_identity.items():
        if len({entity for entity, _ in members}) > 1:
            yield Mixed(_alias(judged, identity), _groups(members))


def _split(judged: Judged) -> Iterator[Mixed]:
    """People whose mentions are not all under one identity; a mention without any stands for itself."""
    by_entity: defaultdict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
    for entity, identities, words in _people(judged):
        by_entity[entity].append((identities, words))
    for entity, members in by_entity.items():
        shared = frozenset[str].intersection(*(identities for identities, _ in members))
        if len(members) > 1 and not shared:
            named = [
                (_alias(judged, min(identities)) if identities else _NOT_FOUND, words)
                for identities, words in members
            ]
            yield Mixed(entity, _groups(named))


def _groups(members: Iterable[tuple[str, str]]) -> tuple[Group, ...]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    for name, said in members:
        words[name].append(said)
    return tuple(Group(name, tuple(dict.fromkeys(said))) for name, said in words.items())


def _alias(judged: Judged, identity: str) -> str:
    """What stands in the text for an identity; its own id where nothing does."""
    aliases = (s.alias for s in judged.said.spans if s.identity == identity and s.action == Action.MASK)
    return next((alias for alias in aliases if alias), identity)


def _missing(want: frozenset[str], tags: Iterable[Tag]) -> tuple[str, ...]:
    return tuple(sorted(want - {tag.code.casefold() for tag in tags}))


def _false(judged: Judged, want: frozenset[str], tags: Iterable[Tag]) -> tuple[FalseTag, ...]:
    anchors: defaultdict[str, list[Tag]] = defaultdict(list)
    for tag in tags:
        if tag.code.casefold() not in want:
            anchors[tag.code].append(tag)
    return tuple(
        FalseTag(code, tuple(_around(judged, t.start, t.end) for t in found[:_SHOWN]))
        for code, found in sorted(anchors.items())
    )
