"""What the pass is measured against: a pipeline that never changes, and Presidio as its users run it.

The pipeline has the shape of the first model that was shipped (width 96, depth 4) and random weights from a
fixed seed: it finds nothing of use and costs what such a model costs, so that a slower model of ours does not
make us look faster.
"""

from collections.abc import Sequence
from typing import Any, Final

import spacy
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from spacy.language import Language
from spacy.util import fix_random_seed

BATCH: Final = 64
_LABELS: Final = ("PERSON", "PLACE", "ORG", "DATE", "AGE", "JOB")
_MODEL: Final[dict[str, Any]] = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "nO": None,
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
    },
}


def reference_pipeline() -> Language:
    """The frozen pipeline."""
    fix_random_seed(0)
    nlp = spacy.blank("xx")
    ner: Any = nlp.add_pipe("ner", config={"model": _MODEL})
    for label in _LABELS:
        ner.add_label(label)
    nlp.initialize()
    return nlp


def run_bare(nlp: Language, texts: Sequence[str]) -> None:
    """The pipeline over texts and nothing else."""
    for _ in nlp.pipe(texts, batch_size=BATCH):
        pass


class _Loaded(SpacyNlpEngine):
    """Presidio's engine over a pipeline that is loaded already."""

    def __init__(self, nlp: Language) -> None:
        super().__init__(models=[{"lang_code": "en", "model_name": "reference"}])
        self.nlp = {"en": nlp}

    def load(self) -> None:
        """It is loaded."""


def presidio(nlp: Language) -> BatchAnalyzerEngine:
    """Presidio with its own recognisers, in English, as its guides show it."""
    return BatchAnalyzerEngine(AnalyzerEngine(nlp_engine=_Loaded(nlp), supported_languages=["en"]))


def run_presidio(engine: BatchAnalyzerEngine, texts: Sequence[str]) -> None:
    """Presidio's batch over texts."""
    for _ in engine.analyze_iterator(texts, language="en", batch_size=BATCH):
        pass
