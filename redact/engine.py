"""Presidio's AnalyzerEngine, built in one place with an explicit registry and nothing that needs a network.

Invariant: a recogniser that fails is noted in `failures` and never silently skipped; the statement is then
blocked (reference: Presidio's own recognisers log and go on, which fails open).
"""

import logging
from collections.abc import Callable, Iterable

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from models.labels import Label
from redact.pipeline import LANGUAGE, PipelineEngine
from redact.plain import is_cased
from redact.recognisers.hit import Hit
from redact.recognisers.registry import RECOGNISERS
from redact.trust import believed

# Presidio logs raw text at some levels; nothing of the data may reach a log
logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
logging.getLogger("presidio-anonymizer").setLevel(logging.CRITICAL)

_LABELS = [str(label) for label in Label]


class FunctionRecogniser(EntityRecognizer):
    """One of our finders (text to hits) as Presidio knows recognisers."""

    def __init__(self, name: str, find: Callable[[str], Iterable[Hit]], failures: set[str]) -> None:
        self.source = name
        self.find = find
        self.failures = failures
        super().__init__(supported_entities=_LABELS, name=name, supported_language=LANGUAGE)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """The finder's hits; a failure is noted under the recogniser's name."""
        try:
            return [self._result(hit.label, hit.start, hit.end, hit.score) for hit in self.find(text)]
        except Exception:  # a door: whatever goes wrong blocks the statement instead of hiding a name
            self.failures.add(self.source)
            return []

    def _result(self, label: str, start: int, end: int, score: float) -> RecognizerResult:
        metadata = {RecognizerResult.RECOGNIZER_NAME_KEY: self.source}
        return RecognizerResult(str(label), start, end, score, recognition_metadata=metadata)


class ModelRecogniser(FunctionRecogniser):
    """The language model's entities, taken from the artifacts of the pass."""

    def __init__(self, failures: set[str]) -> None:
        super().__init__("model", lambda _: (), failures)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """One result an entity whose label is ours."""
        if nlp_artifacts is None:
            self.failures.add(self.source)
            return []
        cased = is_cased(text)
        spans = [(Label(ent.label_), ent.start_char, ent.end_char) for ent in nlp_artifacts.entities]
        return [
            self._result(label, *stretch)
            for label, start, end in spans
            if any(c.isalnum() for c in text[start:end])
            for stretch in believed(label, text, start, end, cased=cased)
        ]


class _WithoutContext(AnalyzerEngine):
    """Leaves scores alone: Presidio's own words of context are English, and looking for them is quadratic."""

    def _enhance_using_context(
        self, text: str, raw_results: list[RecognizerResult], *_: object
    ) -> list[RecognizerResult]:
        return raw_results


def build_engine(nlp: PipelineEngine, failures: set[str]) -> AnalyzerEngine:
    """The analyzer with our recognisers and the model, for one made-up language; failures are added to."""
    recognisers: list[EntityRecognizer] = [ModelRecogniser(failures)]
    recognisers += [FunctionRecogniser(r.name, r.find, failures) for r in RECOGNISERS]
    registry = RecognizerRegistry(recognizers=recognisers, supported_languages=[LANGUAGE])
    return _WithoutContext(
        registry=registry,
        nlp_engine=nlp,
        supported_languages=[LANGUAGE],
        default_score_threshold=0.0,
    )
