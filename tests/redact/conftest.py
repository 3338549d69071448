"""Scanners, loaded once: the shipped one for slow tests, one without a trained model for all others."""

import json

import pytest
import spacy

from redact.pipeline import LOCK
from redact.scanner import Scanner, load_scanner


@pytest.fixture(scope="session")
def scanner() -> Scanner:
    """The scanner as it is shipped; tests that use it are slow."""
    return load_scanner()


@pytest.fixture(scope="session")
def blank_scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """A scanner whose language model knows nothing: what it finds, the recognisers and the sweep found."""
    folder = tmp_path_factory.mktemp("pipeline") / "blank_xx"
    spacy.blank("xx").to_disk(folder)
    (folder / LOCK).write_text(json.dumps({"files": {}}), encoding="utf-8")
    return Scanner(folder)
