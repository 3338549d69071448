"""Makes redact/words/{ru,kk,en}.txt: words that the corpora write in lower case, so that they are no names.

A capital at the start of a sentence then says nothing, and a model that marks such a word is not believed
without further evidence. Words that are given names too are left in: whoever asks decides.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# corpus file, language, how many texts must hold the word
_SOURCES = [
    ("ru-wikinews-unlabelled.jsonl", "ru", 2),
    ("factrueval-devset.jsonl", "ru", 2),
    ("kaznerd-valid.jsonl", "kk", 2),
    ("btc.jsonl", "en", 3),
    ("wnut17-train.jsonl", "en", 3),
    ("tab-train.jsonl", "en", 2),
]
TARGET = Path(__file__).parent.parent / "redact" / "words"


def make_words(corpora: Path) -> dict[str, int]:
    """Write the lists and return how many words each language has."""
    counts: dict[str, Counter[str]] = {"ru": Counter(), "kk": Counter(), "en": Counter()}
    least: dict[str, dict[str, int]] = {language: {} for language in counts}
    for name, language, texts in _SOURCES:
        for words in _texts(corpora / name):
            counts[language].update(words)
            least[language].update(dict.fromkeys(words, texts))
    # our own templates speak as witnesses do; their names are slots
    for folder, language in (("ru", "ru"), ("kk", "kk"), ("en", "en"), ("kk_latin", "kk"), ("mixed", "kk")):
        for path in sorted((Path(__file__).parent / "templates" / folder).glob("*.txt")):
            text = re.sub(r"<[^>]*>|\[[A-Z]+\||\]|^#.*$", " ", path.read_text("utf-8"), flags=re.MULTILINE)
            for word in {w for w in _WORD.findall(text) if w.islower()}:
                counts[language][word] += 1
                least[language][word] = 1
    TARGET.mkdir(exist_ok=True)
    sizes = {}
    for language, counter in counts.items():
        words = sorted(w for w, n in counter.items() if n >= least[language][w] and len(w) > 1)
        (TARGET / f"{language}.txt").write_text("\n".join(words) + "\n", "utf-8")
        sizes[language] = len(words)
    return sizes


def _texts(path: Path) -> Iterator[set[str]]:
    """The lower-case words of each text that stand in no annotated person."""
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = row["text"]
            for span in row.get("spans", []):
                if span["label"].lower() in {"person", "per"}:
                    text = text[: span["start"]] + "#" * (span["end"] - span["start"]) + text[span["end"] :]
            words = _WORD.findall(text)
            lower = {w for w in words if w.islower()}
            # tweets and shouts without capitals say nothing about case
            if len(lower) < len(set(words)):
                yield lower


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    print(make_words(parser.parse_args().corpora))


if __name__ == "__main__":
    main()
