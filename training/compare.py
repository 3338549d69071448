"""Trains variants of the pipeline on the same words and measures each the same way: docs/model-log.md.

    python -m training.compare [--words N] [--again] [VARIANT …]

Each variant of configs/variants.toml is trained for N words and measured on generated statements whose names
and templates are held out, on the annotated statements and on held-out pieces of the corpora. The rows are
kept in work/compare/, so that a run that is broken off goes on where it stopped; the table is printed.
"""

import argparse
import json
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from spacy.language import Language

from training import evaluate, examples, vectors
from training.examples import Example
from training.train import CONFIG, blank, load, train

HERE: Final = Path(__file__).parent
WORK: Final = HERE / "work"
OUT: Final = WORK / "compare"
VARIANTS: Final = HERE / "configs" / "variants.toml"
STATEMENTS: Final = HERE.parent / "tests" / "gold" / "dev.jsonl"
LANGS: Final = ("en", "ru", "kk", "mixed")
COLUMNS: Final = ("generated", "statements")


def training_data(variant: dict[str, Any]) -> list[Example]:
    """The texts that a variant learns from."""
    parts = {"generated": examples.read(WORK / "generated-train.jsonl")}
    parts["generated"] = parts["generated"][: int(len(parts["generated"]) * variant.get("generated", 1.0))]
    if variant.get("corpora", True):
        news = "silver" if variant.get("silver") else "unlabelled"
        parts |= {name: examples.read(WORK / f"{name}-train.jsonl") for name in ("corpora", "contexts", news)}
    if variant.get("statements"):
        parts["statements"] = examples.read(WORK / "statements-train.jsonl") * variant["statements"]
    langs = variant.get("langs")
    return [item for items in parts.values() for item in items if not langs or item.lang in langs]


def rows(items: Iterable[Example]) -> list[dict[str, Any]]:
    """Examples in the form of annotated statements, so that both are measured by one rule."""
    return [
        {
            "id": item.source,
            "lang": item.lang.removesuffix("_latin") if item.source == "generated" else item.source,
            "text": item.text,
            "spans": [{"start": s.start, "end": s.end, "type": s.label} for s in item.spans if s.label],
        }
        for item in items
    ]


def measure(nlp: Language) -> dict[str, Any]:
    """Recall and precision of persons by language on all sets, words a second on one core."""
    held_out = rows(examples.read(WORK / "generated-dev.jsonl"))
    corpora = rows(examples.read(WORK / "corpora-dev.jsonl"))
    statements = [json.loads(line) for line in STATEMENTS.read_text("utf-8").splitlines()]
    started = time.perf_counter()
    figures = {"generated": evaluate.on_rows(nlp, held_out)}
    words = sum(len(row["text"].split()) for row in held_out)
    return figures | {
        "words_per_second": round(words / (time.perf_counter() - started)),
        "statements": evaluate.on_rows(nlp, statements),
        "corpora": evaluate.on_rows(nlp, corpora),
    }


def run(name: str, variant: dict[str, Any], *, words: int) -> dict[str, Any]:
    """Train and measure one variant."""
    data = training_data(variant)
    # the vectors do not depend on the variant: made once
    made = OUT / "vectors" / "spacy"
    wanted = variant.get("vectors")
    found = (made if made.exists() else vectors.make(data, OUT / "vectors")) if wanted else None
    config = CONFIG.parent / variant["base"] if "base" in variant else CONFIG
    folder = OUT / name
    held_out = (
        examples.read(WORK / "generated-dev.jsonl")[:300] + examples.read(WORK / "corpora-dev.jsonl")[:100]
    )
    base = blank(config, variant.get("config"), found)
    train(data, held_out, folder, words=words, base=base)
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
    return {"name": name, "about": variant["about"], "mb": round(size, 1), **measure(load(folder))}


def table(results: list[dict[str, Any]]) -> str:
    """The results as a table in Markdown: recall of persons, held-out generated / annotated, by language."""
    heads = [f"{lang} gen / gold" for lang in LANGS]
    news = ("KazNERD", "factRuEval-2016", "TAB")
    lines = [
        "| variant | " + " | ".join(heads) + " | gold precision | " + " | ".join(news) + " | words/s | MB |",
        "|" + "---|" * (len(heads) + len(news) + 4),
    ]
    for row in results:
        cells = [row["name"]]
        for lang in LANGS:
            pair = [row[part].get(lang, {}).get("PERSON", 0.0) for part in COLUMNS]
            cells.append(" / ".join(f"{value:.2f}" for value in pair))
        precise = [row["statements"][lang].get("person_precision", 0.0) for lang in LANGS]
        cells.append(f"{sum(precise) / len(precise):.2f}")
        cells += [f"{row['corpora'].get(source, {}).get('PERSON', 0.0):.2f}" for source in news]
        cells += [str(row["words_per_second"]), str(row["mb"])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Train what is not there yet, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("variants", nargs="*")
    parser.add_argument("--words", type=int, default=1_500_000)
    parser.add_argument("--again", action="store_true", help="train also what was trained before")
    options = parser.parse_args()
    every = tomllib.loads(VARIANTS.read_text("utf-8"))
    OUT.mkdir(parents=True, exist_ok=True)
    results = []
    for name in options.variants or every:
        kept = OUT / f"{name}.json"
        if options.again or not kept.exists():
            print(f"== {name}: {every[name]['about']}", flush=True)
            kept.write_text(json.dumps(run(name, every[name], words=options.words), indent=1), "utf-8")
        results.append(json.loads(kept.read_text("utf-8")))
    print(table(results))


if __name__ == "__main__":
    main()
