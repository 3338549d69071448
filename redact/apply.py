"""Doing it: a policy over an analysis gives actions, and Presidio's anonymizer replaces the spans.

The spans are disjoint and each gets an entity type of its own (PERSON#1, PERSON#2 …): only then does the
anonymizer keep neighbours apart and leave everything else as it is, to the letter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import OperatorConfig, RecognizerResult

from models.findings import Analysis, Finding, Identity
from models.labels import Action, Audience, Language
from models.statements import RedactedText
from redact.generalise import generalise
from redact.masks import mask_words
from redact.policy import policy_for

# The anonymizer copies the whole string for each span; short stretches keep it linear.
_STRETCH = 30_000
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True)
class Treated:
    """A finding, what the policy does with it, and what stands in its place (None where it is kept)."""

    finding: Finding
    identity: Identity | None
    action: Action
    replacement: str | None


def treat(raw_text: str, analysis: Analysis, audience: Audience) -> list[Treated]:
    """Each finding with its action and replacement for an audience."""
    identities = {identity.id: identity for identity in analysis.identities}
    return [
        treat_one(raw_text, finding, identities.get(finding.identity or ""), audience, analysis.language)
        for finding in analysis.findings
    ]


def treat_one(
    raw_text: str, finding: Finding, identity: Identity | None, audience: Audience, language: Language
) -> Treated:
    """One finding with its action and replacement for an audience."""
    action = policy_for(audience).action(finding, identity)
    surface = raw_text[finding.start : finding.end]
    replacement = None
    if action is Action.GENERALISE:
        coarse = generalise(finding.label, surface, language)
        if coarse is not None and coarse.keep:
            action = Action.KEEP
        elif coarse is None or _repeats(surface, coarse.text):
            action = Action.MASK
        else:
            replacement = f"[{coarse.text}]"
    if action is Action.MASK:
        replacement = _alias(finding, identity, surface, language)
    return Treated(finding, identity, action, replacement)


def redact_text(raw_text: str, analysis: Analysis, audience: Audience) -> RedactedText:
    """The text with exactly the masked and generalised findings replaced and nothing else changed."""
    return RedactedText(replace_spans(raw_text, treat(raw_text, analysis, audience)), audience)


def replace_spans(raw_text: str, treated: Sequence[Treated]) -> str:
    """The text with the treated spans replaced, stretch by stretch."""
    engine = AnonymizerEngine()  # type: ignore[no-untyped-call]  # Presidio leaves its constructor untyped
    hidden = [t for t in treated if t.replacement is not None]
    out = []
    for start, end, within in _stretches(len(raw_text), hidden):
        results = [
            RecognizerResult(f"{t.finding.label}#{n}", t.finding.start - start, t.finding.end - start, 1.0)
            for n, t in enumerate(within)
        ]
        operators = {
            result.entity_type: OperatorConfig("replace", {"new_value": t.replacement})
            for result, t in zip(results, within, strict=True)
        }
        stretch = raw_text[start:end]
        out.append(engine.anonymize(stretch, results, operators).text if results else stretch)
    return "".join(out)


def _stretches(size: int, hidden: Sequence[Treated]) -> Iterator[tuple[int, int, list[Treated]]]:
    """Consecutive stretches of the text with the spans in them; none is cut."""
    start = 0
    within: list[Treated] = []
    for item in hidden:
        if item.finding.start - start > _STRETCH:
            yield start, item.finding.start, within
            start, within = item.finding.start, []
        within.append(item)
    yield start, size, within


def _repeats(surface: str, text: str) -> bool:
    """True when the coarser words would say again what they stand for (Жамбыл in «Жамбылская область»)."""
    low = text.lower()
    return any(word in low for word in _WORD.findall(surface.lower()) if not word.isdigit())


def _alias(finding: Finding, identity: Identity | None, surface: str, language: Language) -> str:
    word = mask_words(language)[str(finding.label)]
    if _repeats(surface, word):
        # "карта *1234" masked as [карта 1] would show a word of what it hides
        word = mask_words(language)["NEUTRAL"]
    return f"[{word} {identity.number}]" if identity else f"[{word}]"
