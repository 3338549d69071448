"""`python -m training [corpora|generate|train|evaluate|lock|all]`: makes the shipped pipeline."""

import argparse
import json
import shutil
from pathlib import Path
from typing import Final

from training import card, corpora, evaluate, examples, generate, lock, names, statements, teacher

HERE: Final = Path(__file__).parent
WORK: Final = HERE / "work"
SHIPPED: Final = HERE.parent / "redact" / "pipelines" / "testimony_xx"


def step_corpora(options: argparse.Namespace) -> None:
    """Map the corpora to our labels; with --teacher, label the Russian news too."""
    for part, held_out in (("train", False), ("dev", True)):
        count = examples.write(
            WORK / f"corpora-{part}.jsonl", corpora.texts(options.corpora, validation=held_out)
        )
        print(f"corpora, {part}: {count} pieces")
    count = examples.write(WORK / "unlabelled-train.jsonl", corpora.unlabelled(options.corpora))
    print(f"unlabelled: {count} pieces")
    if options.teacher:
        count = examples.write(WORK / "silver-train.jsonl", teacher.texts(options.corpora, options.teacher))
        print(f"silver: {count} pieces")


def step_generate(options: argparse.Namespace) -> None:
    """Generate testimony for training and held-out testimony; rename the people of the corpora."""
    for part, held_out, count in (
        ("train", False, options.texts),
        ("dev", True, max(300, options.texts // 30)),
    ):
        made = generate.texts(
            count,
            seed=options.seed + held_out,
            validation=held_out,
            lists=options.names,
            corpora=options.corpora,
        )
        print(f"generated, {part}: {examples.write(WORK / f'generated-{part}.jsonl', made)} texts")

    for part, held_out, copies in (("train", False, options.copies), ("dev", True, 2)):
        made = statements.texts(
            copies, seed=options.seed, validation=held_out, lists=names.load(options.names, options.corpora)
        )
        print(f"statements, {part}: {examples.write(WORK / f'statements-{part}.jsonl', made)} texts")

    pieces = examples.read(WORK / "corpora-train.jsonl") + examples.read(WORK / "unlabelled-train.jsonl")
    more = generate.more_contexts(pieces, seed=options.seed, lists=options.names, corpora=options.corpora)
    print(f"corpora with other names: {examples.write(WORK / 'contexts-train.jsonl', more)} pieces")


def step_train(options: argparse.Namespace) -> None:
    """Train on everything in the working folder."""
    from training import vectors  # noqa: PLC0415
    from training.train import blank, train  # noqa: PLC0415 - spaCy loads slowly; the other steps do without it

    # the teacher's labels, where there are some, stand for the same news without labels
    silver = (WORK / "silver-train.jsonl").exists()
    every = sorted(WORK.glob("*-train.jsonl"))
    files = [path for path in every if not (silver and path.name.startswith("unlabelled"))]
    data = [item for path in files for item in examples.read(path)]
    held_out = (
        examples.read(WORK / "generated-dev.jsonl")[:400]
        + examples.read(WORK / "corpora-dev.jsonl")[:200]
        + examples.read(WORK / "statements-dev.jsonl")
    )
    print(f"{len(data)} texts, {sum(len(d.text.split()) for d in data)} words")
    base = blank(vectors=vectors.make(data, WORK / "vectors"))
    train(data, held_out, WORK / "pipeline", words=options.words, minutes=options.minutes, base=base)


def step_evaluate(options: argparse.Namespace) -> None:
    """Measure the trained pipeline; writes work/figures.json."""
    from training.train import load  # noqa: PLC0415 - as above

    nlp = load(options.pipeline or WORK / "pipeline")
    held_out = examples.read(WORK / "generated-dev.jsonl") + examples.read(WORK / "corpora-dev.jsonl")
    groups = evaluate.by_label(nlp, held_out)
    figures: dict[str, object] = {"held_out": groups}
    if options.statements.is_file():
        figures["statements"] = evaluate.on_statements(nlp, options.statements)
        print(json.dumps(figures["statements"], indent=1))
        if options.missed:
            for statement, mention in evaluate.missed_persons(nlp, options.statements):
                print(statement, mention, sep="\t")
    print(json.dumps({group: rows.get("PERSON") for group, rows in groups.items()}, indent=1))
    (WORK / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def step_lock(options: argparse.Namespace) -> None:
    """Put the trained pipeline in its place with card and lock."""
    if SHIPPED.exists():
        shutil.rmtree(SHIPPED)
    shutil.copytree(WORK / "pipeline", SHIPPED)
    figures = json.loads((WORK / "figures.json").read_text(encoding="utf-8"))
    card.write(SHIPPED, figures, teacher=(WORK / "silver-train.jsonl").exists())
    lock.write(SHIPPED)
    size = sum(p.stat().st_size for p in SHIPPED.rglob("*") if p.is_file())
    print(f"shipped: {size / 1e6:.1f} MB")


STEPS: Final = {
    "corpora": step_corpora,
    "generate": step_generate,
    "train": step_train,
    "evaluate": step_evaluate,
    "lock": step_lock,
}


def main() -> None:
    """Run one step or all of them in order."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "all"])
    parser.add_argument(
        "--corpora", type=Path, default=HERE.parents[1] / "shared" / "corpora", help="folder of the corpora"
    )
    parser.add_argument(
        "--statements",
        type=Path,
        help="annotated statements to measure on",
        default=HERE.parents[1] / "shared" / "gold" / "dev.jsonl",
    )
    parser.add_argument("--names", type=Path, default=names.LISTS, help="folder of the name lists")
    parser.add_argument("--teacher", type=Path, help="folder with slovnet's and navec's models (optional)")
    parser.add_argument(
        "--pipeline", type=Path, help="evaluate: another pipeline than the one in the working folder"
    )
    parser.add_argument("--texts", type=int, default=42_000, help="how many texts to generate")
    parser.add_argument("--copies", type=int, default=14, help="how often each annotated statement is used")
    parser.add_argument("--words", type=int, default=6_000_000, help="how many words to train on")
    parser.add_argument("--minutes", type=float, default=90, help="when to stop training at the latest")
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--missed", action="store_true", help="evaluate: print the persons not found")
    options = parser.parse_args()
    for name, step in STEPS.items():
        if options.step in (name, "all"):
            step(options)


if __name__ == "__main__":
    main()
