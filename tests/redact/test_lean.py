"""The lean path of the pass finds what the plain one finds: `re` alone, and the model as spaCy runs it."""

import json
from pathlib import Path

import pytest

from redact import matches, scanner
from redact.ner import Entities
from redact.scanner import Scanner

_GOLD = Path(__file__).parents[1] / "gold"


def _texts() -> list[str]:
    lines = [line for path in sorted(_GOLD.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines]


@pytest.mark.slow
def test_both_paths_find_the_same_in_every_annotated_statement(monkeypatch):
    texts = _texts()
    texts += [text.lower() for text in texts[::4]]  # as machines transcribe
    quick = Scanner()
    assert isinstance(quick._engine.nlp_engine.find.__self__, Entities)
    lean = [quick.scan(text) for text in texts]
    assert sum(known.quick is not None for known in matches._known.values()) > 250

    monkeypatch.setattr(scanner, "finder", lambda nlp: lambda text: list(nlp(text).ents))
    monkeypatch.setattr(matches, "_known", {})
    monkeypatch.setattr(matches, "compile_quick", lambda pattern: None)
    slow = Scanner()
    plain = [slow.scan(text) for text in texts]

    assert not any(known.quick for known in matches._known.values())
    assert sum(len(analysis.findings) for analysis in plain) > 3000
    assert lean == plain
