"""The whole pass on texts of other kinds: court judgments, news and tweets, held-out pieces of the corpora.

    python -m training.elsewhere

Prints for each corpus the share of its persons that are masked, and the share of letters outside every
annotation that are masked as persons. Needs work/corpora-dev.jsonl (`python -m training corpora`).
"""

from collections import Counter
from pathlib import Path
from typing import Final

from models.labels import Label
from redact.scanner import Scanner, load_scanner
from training import examples
from training.examples import Example

HELD_OUT: Final = Path(__file__).parent / "work" / "corpora-dev.jsonl"


def count(scanner: Scanner, item: Example, totals: Counter[tuple[str, str]]) -> None:
    """Add one text to the totals by (corpus, figure)."""
    findings = scanner.scan(item.text).findings
    masked = {i for f in findings for i in range(f.start, f.end)}
    persons = {i for f in findings if f.label is Label.PERSON for i in range(f.start, f.end)}
    annotated = {i for span in item.spans for i in range(span.start, span.end)}
    for span in item.spans:
        if span.label == "PERSON":
            letters = [i for i in range(span.start, span.end) if item.text[i].isalnum()]
            totals[item.source, "persons"] += 1
            totals[item.source, "found"] += all(i in masked for i in letters)
    outside = [i for i, char in enumerate(item.text) if char.isalnum() and i not in annotated]
    totals[item.source, "letters"] += len(outside)
    totals[item.source, "over"] += sum(i in persons for i in outside)


def main() -> None:
    """Scan all and print a row for each corpus."""
    scanner = load_scanner()
    totals: Counter[tuple[str, str]] = Counter()
    for item in examples.read(HELD_OUT):
        count(scanner, item, totals)
    print("| corpus | persons masked | letters masked in vain |\n|---|---|---|")
    for corpus in sorted({source for source, _ in totals}):
        found, persons = totals[corpus, "found"], totals[corpus, "persons"]
        over = totals[corpus, "over"] / totals[corpus, "letters"]
        print(f"| {corpus} | {found}/{persons} = {found / max(1, persons):.3f} | {over:.4f} |")


if __name__ == "__main__":
    main()
