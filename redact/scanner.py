"""The whole pass over one text: normalise, find, sweep, unite, identify, suspect, tag."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from models.errors import AigaqError
from models.findings import Analysis, Finding, Suspect, Tag
from models.labels import Label
from redact.engine import build_engine
from redact.identities import identify
from redact.language import guess_language
from redact.neighbours import join_names
from redact.ner import finder
from redact.normalise import Normalised, normalise
from redact.pieces import pieces
from redact.pipeline import LANGUAGE, SHIPPED, PipelineEngine, load_pipeline
from redact.relabel import places_to_people
from redact.resolve import drop_weak, resolve, whole_words
from redact.suspects import find_suspects
from redact.sweep import sweep
from redact.tags.tagging import find_tags

_Spanned = TypeVar("_Spanned", Finding, Suspect, Tag)

# Below this a finding is only a suspect.
LEAST_SCORE = 0.5
_MOST_WORDS = 30_000


class Scanner:
    """A loaded pipeline and recognisers; one text at a time, of which at most single words stay in memory."""

    def __init__(self, pipeline: Path = SHIPPED) -> None:
        self._failures: set[str] = set()
        self._nlp = load_pipeline(pipeline)
        self._words = ExitStack()  # a memory zone, and how large the vocabulary may become in it
        self._full = 0
        self._engine = build_engine(PipelineEngine(self._nlp, finder(self._nlp)), self._failures)

    def scan(self, raw_text: str) -> Analysis:
        """Everything the pass finds, in offsets of raw_text; a failed recogniser stands in `failures`."""
        self._failures.clear()
        try:
            return self._scan(raw_text)
        except Exception:  # a door: the cause may quote the text, the code does not
            raise AigaqError("scan_failed") from None
        finally:
            self._failures.clear()

    def _scan(self, raw_text: str) -> Analysis:
        plain = normalise(raw_text)
        text = plain.text
        self._make_room()
        raw = list(self._find(text))
        sure, weak = drop_weak(raw, least=LEAST_SCORE)
        sure += [Finding(a, b, Label.ID, 1.0, "blob") for a, b in plain.blobs]
        found = resolve(sure)
        found = resolve(whole_words(text, f) for f in (*found, *sweep(text, found)))
        found = join_names(text, places_to_people(text, found))
        found, identities = identify(text, found)
        suspects = find_suspects(text, found, weak)
        tags = find_tags(text)
        return Analysis(
            language=guess_language(text),
            findings=tuple(_moved(f, plain) for f in found),
            identities=tuple(identities),
            suspects=tuple(_moved(s, plain) for s in suspects),
            tags=tuple(_moved(t, plain) for t in tags),
            failures=tuple(sorted(self._failures)),
        )

    def _make_room(self) -> None:
        """Forget the words of earlier texts when they have become many; each is made anew only then."""
        if len(self._nlp.vocab) >= self._full:
            self._words.close()
            self._words.enter_context(self._nlp.memory_zone())
            self._full = len(self._nlp.vocab) + _MOST_WORDS

    def _find(self, text: str) -> Iterator[Finding]:
        for offset, piece in pieces(text):
            for result in self._engine.analyze(piece, LANGUAGE, score_threshold=0.0):
                source = (result.recognition_metadata or {}).get(result.RECOGNIZER_NAME_KEY, "")
                start, end = offset + result.start, offset + result.end
                yield Finding(start, end, Label(result.entity_type), result.score, source)


def _moved(item: _Spanned, plain: Normalised) -> _Spanned:
    if plain.starts is None:
        return item
    start, end = plain.original(item.start, item.end)
    return replace(item, start=start, end=end)


def load_scanner(pipeline: Path = SHIPPED) -> Scanner:
    """A scanner with the shipped pipeline, checked against its lock."""
    return Scanner(pipeline)
