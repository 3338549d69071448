"""The model card: what the pipeline is, what it was made of, and what it finds and misses."""

import json
from pathlib import Path
from typing import Any, Final

_HEAD: Final = """# testimony_xx

A spaCy pipeline (one convolutional `ner`, language code `xx`) that marks names, places, bodies, dates,
ages, jobs and origins in statements of witnesses in Russian, Kazakh (Cyrillic and Latin), English and
mixtures of them. It is one finder among several in this project: it misses names, and it must never be
the only thing between a text and its publication.

Labels: PERSON PLACE ORG DATE AGE JOB NRP ADDRESS DOB.

## How it was made

`python -m training all` makes it: sentences of testimony are generated from the project's own templates
(`training/templates/`), filled with made-up people of Kazakhstan in the right case endings and in the
spellings people use; whole statements of the project's own (`training/statements/`) are used again and
again with other people in them. Both are changed as speech recognition, scans and hurried typing change
texts, and joined by the open corpora below, in English and Kazakh also with their people renamed.
{news}

Tokens are split at spaces and at every sign of punctuation; Kazakh case endings are tokens of their own.
The network is a hash embedding (NORM, PREFIX, SUFFIX, SHAPE; width 96) with floret vectors of letter
sequences (30,000 rows, made from the training texts) under four convolutions. What else was tried stands in
docs/model-log.md. The weights are the average over the steps, chosen on a part of the held-out texts below;
held-out generated texts share no listed name and no template with those for training. No real statement was
used. The strings of the training texts are not shipped.

## Licences and credits

The pipeline is under the project's licence (Apache-2.0). It was trained on:

| corpus | by | licence |
|---|---|---|
| Text Anonymization Benchmark | Pilán et al. 2022 | MIT |
| KazNERD, validation part | Yeshpanov, Khassanov, Varol 2022 (ISSAI) | CC BY 4.0 |
| factRuEval-2016, development set | Dialogue Evaluation | MIT |
| WNUT 2017 emerging entities, training part | Derczynski et al. 2017 | CC BY 4.0 |
| Broad Twitter Corpus | Derczynski, Bontcheva, Roberts 2016 | CC BY 4.0 |
| Russian Wikinews, as collected by NEREL; without labels | Wikinews | CC BY 2.5 |
{teacher}| lists of given names and surnames of the natasha project | its authors | MIT |

## Limits

Names that are common words, initials alone, nicknames, scans with many errors, speech in lower case and
Kazakh in Latin letters are missed most. It marks some words that are no names; the reviewer strikes them.

"""
_BY_RULES: Final = (
    "Russian Wikinews has no annotations: its lower-case words teach what is no name, a listed given name\n"
    "before a listed surname is a person, every other word with a capital stays unknown."
)
_BY_TEACHER: Final = "Russian Wikinews has no annotations: slovnet's NER labelled it (silver labels)."
_TEACHER_ROW: Final = "| ... the same texts labelled by slovnet's NER | natasha project | MIT |\n"


def _table(rows: dict[str, dict[str, float]]) -> str:
    lines = ["| label | precision | recall | F1 | spans |", "|---|---|---|---|---|"]
    lines += [f"| {k} | {v['p']:.3f} | {v['r']:.3f} | {v['f']:.3f} | {v['n']:.0f} |" for k, v in rows.items()]
    return "\n".join(lines)


def write(folder: Path, figures: dict[str, Any], *, teacher: bool = False) -> None:
    """Write README.md and figures.json into the pipeline's folder."""
    head = _HEAD.format(teacher=_TEACHER_ROW if teacher else "", news=_BY_TEACHER if teacher else _BY_RULES)
    text = head + "## Figures\n\n"
    if statements := figures.get("statements"):
        keys = sorted({key for row in statements.values() for key in row})
        text += (
            "Statements written and annotated by hand (read for tuning, so these figures flatter it; never "
            "trained on); recall of mentions, "
            "`person_precision` and `over` (letters marked outside every annotation):\n\n"
        )
        text += "| | " + " | ".join(statements) + " |\n" + "|---" * (len(statements) + 1) + "|\n"
        for key in keys:
            text += (
                f"| {key} | " + " | ".join(f"{row.get(key, 0):.3f}" for row in statements.values()) + " |\n"
            )
        text += "\n"
    for group, rows in figures["held_out"].items():
        text += f"Held out, {group}:\n\n{_table(rows)}\n\n"
    (folder / "README.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    (folder / "figures.json").write_text(
        json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8"
    )
