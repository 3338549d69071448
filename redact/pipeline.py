"""The language model: loaded as shipped, checked against its lock, behind Presidio's interface."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Span

from models.errors import AigaqError

SHIPPED = Path(__file__).parent / "pipelines" / "testimony_xx"
LOCK = "pipeline.lock"
# Presidio binds recognisers to a language; statements mix three, so all of ours speak one made-up language.
LANGUAGE = "xx"


def changed_files(folder: Path) -> list[str]:
    """Names of shipped files that are missing or not what the lock says; [] when all is well."""
    try:
        files = json.loads((folder / LOCK).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return [LOCK]
    return [name for name, digest in files.items() if _digest(folder / name) != digest]


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


@cache
def pipeline_hash(folder: Path = SHIPPED) -> str:
    """The short name of exactly this model: a digest over its lock."""
    return (_digest(folder / LOCK) or "")[:16]


def load_pipeline(folder: Path = SHIPPED) -> Pipeline:
    """The spaCy pipeline of a folder; pipeline_missing or pipeline_changed where it is not as shipped."""
    if not folder.is_dir():
        raise AigaqError("pipeline_missing")
    if changed_files(folder):
        raise AigaqError("pipeline_changed")
    return spacy.load(folder)


class PipelineEngine(NlpEngine):
    """A loaded spaCy pipeline behind Presidio's interface; never downloads anything.

    `find` finds a text's entities; it is not asked for anything else.
    """

    def __init__(self, nlp: Pipeline, find: Callable[[str], list[Span]]) -> None:
        self.nlp = nlp
        self.find = find

    def load(self) -> None:
        """Nothing to do: the pipeline was loaded and checked before."""

    def is_loaded(self) -> bool:
        """Always true."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """The entities of a text; tokens are left out, no recogniser of ours needs them."""
        return NlpArtifacts(self.find(text), Doc(self.nlp.vocab), [], [], self, language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **_: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """The same for many texts."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """No word is one: context words are ours to judge."""
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """True for a word without letters and digits."""
        return not any(c.isalnum() for c in word)

    def get_supported_entities(self) -> list[str]:
        """The labels the model was trained on."""
        return list(self.nlp.get_pipe("ner").labels)  # type: ignore[attr-defined]

    def get_supported_languages(self) -> list[str]:
        """The one language all recognisers are registered for."""
        return [LANGUAGE]
