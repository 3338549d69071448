"""The pipeline's figures: held-out generated texts and corpora by label, statements by language."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from spacy.language import Language

from training.examples import Example

_PERSONS: Final = {"PERSON", "OFFICIAL", "PUBLIC"}
# what a quasi-identifier may be called and still count as found
_FAMILY: Final = {
    "PLACE": {"PLACE", "ADDRESS", "ORG"},
    "ORG": {"ORG", "PLACE", "ADDRESS", "JOB"},
    "DATE": {"DATE", "DOB"},
    "DOB": {"DATE", "DOB"},
    "AGE": {"AGE", "DATE", "DOB"},
    "JOB": {"JOB", "ORG"},
    "NRP": {"NRP", "PLACE", "ORG"},
    "ADDRESS": {"ADDRESS"},
    "PERSON": {"PERSON"},
}
Counts = dict[str, list[int]]


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _scores(counts: Counts) -> dict[str, dict[str, float]]:
    """Label to p, r, f from [hits, predicted, gold]."""
    out = {}
    for label, (hits, predicted, gold) in sorted(counts.items()):
        p, r = _ratio(hits, predicted), _ratio(hits, gold)
        out[label] = {"p": p, "r": r, "f": round(2 * p * r / (p + r), 4) if p + r else 0.0, "n": gold}
    return out


def by_label(nlp: Language, examples: Iterable[Example]) -> dict[str, dict[str, dict[str, float]]]:
    """Exact spans: group ("generated ru", "KazNERD") to label to p, r, f; unknown words are left out."""
    items = list(examples)
    groups: dict[str, Counts] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for item, doc in zip(items, nlp.pipe(e.text for e in items), strict=True):
        group = f"generated {item.lang}" if item.source == "generated" else item.source
        gold = {s for s in item.spans if s.label}
        blind = [s for s in item.spans if not s.label]
        found = {
            (e.start_char, e.end_char, e.label_)
            for e in doc.ents
            if not any(s.start < e.end_char and e.start_char < s.end for s in blind)
        }
        for label in {s.label for s in gold} | {f[2] for f in found}:
            counts = groups[group][label]
            counts[0] += sum(1 for f in found if f[2] == label and f in gold)
            counts[1] += sum(1 for f in found if f[2] == label)
            counts[2] += sum(1 for s in gold if s.label == label)
    return {group: _scores(counts) for group, counts in sorted(groups.items())}


def on_statements(nlp: Language, path: Path) -> dict[str, dict[str, Any]]:
    """Annotated statements by language: a mention is found when spans of its family cover all its letters.

    `person_masked` counts a person under any label as found; `person_precision` is the share of predicted
    persons that touch a person; `over` the share of letters outside every annotation that are marked.
    """
    return on_rows(nlp, [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])


def on_rows(nlp: Language, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The same for statements that were read already."""
    out: dict[str, dict[str, Any]] = {}
    tally: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row, doc in zip(rows, nlp.pipe(r["text"] for r in rows), strict=True):
        counts = tally[row["lang"]]
        _count_statement(row, [(e.start_char, e.end_char, e.label_) for e in doc.ents], counts)
    for lang, counts in tally.items():
        out[lang] = {key: _ratio(*pair) for key, pair in sorted(counts.items())}
    return out


def _count_statement(
    row: dict[str, Any], found: list[tuple[int, int, str]], counts: dict[str, list[int]]
) -> None:
    text: str = row["text"]
    annotated: set[int] = set()
    cover: dict[str, set[int]] = defaultdict(set)
    for start, end, label in found:
        cover[label].update(range(start, end))
    everything = set().union(*cover.values()) if cover else set()
    persons: set[int] = set()
    for span in row["spans"]:
        where = range(span["start"], span["end"])
        annotated.update(where)
        label = "PERSON" if span["type"] in _PERSONS else span["type"]
        if label not in _FAMILY:
            continue
        letters = [i for i in where if text[i].isalnum()]
        family = set().union(*(cover[name] for name in _FAMILY[label]))
        counts[label][0] += all(i in family for i in letters)
        counts[label][1] += 1
        if label == "PERSON":
            persons.update(where)
            counts["person_masked"][0] += all(i in everything for i in letters)
            counts["person_masked"][1] += 1
    for start, end, label in found:
        if label == "PERSON":
            counts["person_precision"][0] += any(i in persons for i in range(start, end))
            counts["person_precision"][1] += 1
    outside = [i for i, char in enumerate(text) if char.isalnum() and i not in annotated]
    counts["over"][0] += sum(1 for i in outside if i in everything)
    counts["over"][1] += len(outside)


def missed_persons(nlp: Language, path: Path) -> list[tuple[str, str]]:
    """For tuning at the terminal only: (statement id, mention with its context) of every person not found."""
    missed = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        doc = nlp(row["text"])
        cover = {i for e in doc.ents if e.label_ == "PERSON" for i in range(e.start_char, e.end_char)}
        for span in row["spans"]:
            letters = [i for i in range(span["start"], span["end"]) if row["text"][i].isalnum()]
            if span["type"] in _PERSONS and not all(i in cover for i in letters):
                around = row["text"][max(0, span["start"] - 30) : span["end"] + 20].replace("\n", "/")
                missed.append((row["id"], f"{row['text'][span['start'] : span['end']]} <- {around}"))
    return missed
