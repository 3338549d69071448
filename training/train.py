"""Training the pipeline: one process, one core, within a time that is given; the best weights are kept."""

import json
import random
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without a stub
from spacy.tokens import Doc
from spacy.training import Example as Pair
from spacy.util import filter_spans, load_config, load_model_from_config, registry
from thinc.api import fix_random_seed

from training.examples import LABELS, Example

CONFIG: Final = Path(__file__).parent / "configs" / "ner.cfg"


# Kazakh case endings become tokens of their own, so that the name before them is one word in all its cases.
# Which ending may follow which sound is kazakh.py's table; endings that Russian words share are left on them.
_ENDINGS: Final = (
    r"(?<=[^\W\d_]{3})(?:"
    r"(?<=[пфкқтсшщхчцбвгд])(?:т[ыі]ң|т[ыіае]|т[ае]н|пен|қа|ке)"
    r"|(?<=[мнң])(?:н[ыі]ң|н[ае]н|д[ыіае])"
    r"|(?<=[рлйуижз])(?:д[ыі]ң|д[ыі])"
    r"|(?<=[аәеоөұүыіия])(?:н[ыі]ң|ні)|(?<=[яәі])ны"
    r"|(?<=[рлйужзаәеоөұүыіия])(?:д[ае]н|д[ае])"
    r"|(?<![пфкқтсшщхч])(?:ға|ге|мен|бен)"
    r"|[ndt][yı]ñ|ğa"
    r")(?!\w)"
)


def tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer that is linear in the text: spaces, every sign, and Kazakh case endings part the tokens."""
    # spaCy's own rules try every prefix and suffix again and again: quadratic on "=====..." and emoji
    return Tokenizer(
        nlp.vocab,
        rules={},
        # spaCy never takes an infix at the start of a word: one sign before a letter is a prefix instead
        prefix_search=re.compile(r"^(?:[^\w\s]|_)(?=[^\W_])").search,
        suffix_search=None,
        infix_finditer=re.compile(rf"[^\w\s]|_|{_ENDINGS}").finditer,
        token_match=None,
        url_match=None,
    )


@Language.component("ents_from_spans")
def ents_from_spans(doc: Doc) -> Doc:
    """The spans of a span categoriser as entities, so that all pipelines are measured alike."""
    scores = doc.spans["sc"].attrs.get("scores", ())
    best = sorted(zip(scores, doc.spans["sc"], strict=True), key=lambda pair: -float(pair[0]))
    doc.set_ents(filter_spans([span for _, span in best]))
    return doc


def blank(
    config: Path = CONFIG, overrides: Mapping[str, Any] | None = None, vectors: Path | None = None
) -> tuple[Language, dict[str, Any]]:
    """The untrained pipeline with our tokenizer, and the resolved [training] numbers.

    `overrides` are entries of the config by dotted name; `vectors` a folder of word vectors to look up.
    """
    raw = load_config(config, overrides=dict(overrides or {}))
    if vectors is not None:
        learner = raw["nlp"]["pipeline"][0]
        raw["components"][learner]["model"]["tok2vec"]["embed"]["include_static_vectors"] = True
    settings: dict[str, Any] = registry.resolve({"training": raw.pop("training")})["training"]
    fix_random_seed(settings["seed"])
    nlp = load_model_from_config(raw, auto_fill=True)
    nlp.tokenizer = tokenizer(nlp)
    if vectors is not None:
        nlp.vocab.vectors.from_disk(vectors)
    return nlp, settings


def reference(nlp: Language, example: Example) -> Doc:
    """The annotated Doc of an example; tokens under a span without a label are missing, not outside."""
    doc = nlp.make_doc(example.text)
    entities: list[Any] = []
    missing: list[Any] = []
    for start, end, label in example.spans:
        span = doc.char_span(start, end, label=label or "PERSON", alignment_mode="expand")
        if span is not None and len(span):
            (entities if label else missing).append(span)
    taken = {i for span in entities for i in range(span.start, span.end)}
    untaught = {i for span in missing for i in range(span.start, span.end)} - taken
    unknown = [doc[i : i + 1] for i in sorted(untaught)]
    clean, last = [], -1
    for span in sorted(entities, key=lambda s: s.start):
        if span.start > last:  # two spans may share a token once they grow to token borders
            clean.append(span)
            last = span.end - 1
    doc.set_ents(clean, missing=unknown, default="outside")
    doc.spans["sc"] = clean
    return doc


def _endless(docs: list[Doc], rng: random.Random, words: int) -> Iterator[list[Doc]]:
    """Batches of about `words` tokens, in a new order each time round."""
    batch: list[Doc] = []
    size = 0
    order = list(docs)
    while True:
        rng.shuffle(order)
        for doc in order:
            batch.append(doc)
            size += len(doc)
            if size >= words:
                yield batch
                batch, size = [], 0


def score(nlp: Language, docs: list[Doc]) -> float:
    """What is maximised: F1 over all labels, weighed with the recall of persons."""
    pairs = [Pair(nlp.make_doc(doc.text), doc) for doc in docs]
    for pair, doc in zip(pairs, nlp.pipe([p.predicted for p in pairs]), strict=True):
        pair.predicted = doc
    scores = Scorer.score_spans(pairs, "ents", has_annotation=lambda d: True, getter=lambda d, _: d.ents)
    persons = (scores["ents_per_type"] or {}).get("PERSON", {"r": 0.0})
    return float(scores["ents_f"] or 0.0) * 0.5 + float(persons["r"]) * 0.5


def train(  # noqa: PLR0913 - the recipe and a variant of it
    examples: list[Example],
    held_out: list[Example],
    output: Path,
    *,
    words: int,
    minutes: float = 60,
    base: tuple[Language, dict[str, Any]] | None = None,
) -> float:
    """Train on `words` tokens or for `minutes`, whichever ends first; the best weights go to `output`.

    Returns the best score. The pace follows the tokens, so a slow machine makes the same pipeline. `base` is
    an untrained pipeline as blank() makes it, another one than the shipped one's.
    """
    nlp, settings = base or blank()
    learner = nlp.pipe_names[0]
    for label in LABELS:
        nlp.get_pipe(learner).add_label(label)  # type: ignore[attr-defined]
    docs = [doc for item in examples if len(doc := reference(nlp, item)) > 0]
    dev = [doc for item in held_out if len(doc := reference(nlp, item)) > 0]
    rng = random.Random(settings["seed"])
    nlp.initialize(lambda: [Pair(nlp.make_doc(d.text), d) for d in docs[:300]])
    optimizer = settings["optimizer"]
    highest, started = optimizer.learn_rate, time.monotonic()
    best, step, seen, next_look, loss = -1.0, 0, 0, 0.25, 0.0
    for batch in _endless(docs, rng, settings["batch_words"]):
        done = max(seen / words, (time.monotonic() - started) / 60 / minutes)
        if done >= 1:
            break
        # warm up for 100 steps, then fall in a straight line to a twentieth
        optimizer.learn_rate = highest * min(1.0, (step + 1) / 100) * max(0.05, 1 - done)
        pairs = [Pair(nlp.make_doc(doc.text), doc) for doc in batch]
        loss += nlp.update(pairs, sgd=optimizer, drop=settings["dropout"])[learner]
        seen += sum(len(doc) for doc in batch)
        step += 1
        if done >= next_look:
            next_look = done + 0.1
            best = _look(nlp, optimizer, dev, output, best)
            print(f"{done:.0%}: step {step}, {seen} words, loss {loss:.0f}, best {best:.4f}", flush=True)
            loss = 0.0
    best = _look(nlp, optimizer, dev, output, best)
    print(f"done: {step} steps, {seen} words, best {best:.4f}", flush=True)
    return best


def _look(nlp: Language, optimizer: Any, dev: list[Doc], output: Path, best: float) -> float:
    with nlp.use_params(optimizer.averages):
        now = score(nlp, dev)
        if now > best:
            nlp.to_disk(output)
            # the words seen in training are no part of the weights, and some are names of real people
            (output / "vocab" / "strings.json").write_text(json.dumps(sorted(LABELS)), encoding="utf-8")
    return max(best, now)


def load(path: Path) -> Language:
    """A trained pipeline from its folder."""
    return spacy.load(path)
