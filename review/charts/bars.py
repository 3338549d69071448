"""Horizontal bars: label above, bar, number at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from review.charts.elements import cut_lines, element, full_title, joined, percent
from review.charts.figure import Table, Wording, chart_id, drawing, empty_figure, figure

Kind = Literal["plain", "good", "waiting", "bad", "quiet"]  # one colour each, in charts.css

# In pixels; letters are 14 pixels high, and a line of 40 fits a telephone.
_LINE, _BAR, _GAP, _LETTERS = 18, 14, 12, 40
_LONGEST_BAR = 0.82  # of the width: the number stands beside the bar
_SHORTEST_BAR = 0.004  # one of thousands is still to be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what is counted, how many, and the kind that gives its colour."""

    label: str
    count: int
    kind: Kind = "plain"


def bar_rows(title: str, rows: Sequence[Bar], words: Wording) -> Markup:
    """Horizontal bars in the order given, the longest as wide as the page allows."""
    most = max((bar.count for bar in rows), default=0)
    if most <= 0:
        return empty_figure(title, words)
    top, drawn = 0, []
    for bar in rows:
        lines = cut_lines(bar.label, _LETTERS, 2)
        drawn.append(_row(bar, lines, top, bar.count / most, words))
        top += len(lines) * _LINE + _BAR + _GAP
    key = chart_id(title, *rows)
    table = Table(
        (words.row, words.count),
        [(bar.label, (words.number(bar.count),)) for bar in rows],
        (words.total, (words.number(sum(bar.count for bar in rows)),)),
    )
    size = {"width": "100%", "height": str(top - _GAP + 2)}
    return figure(title, words, table, drawing(key, title, words, *drawn, class_="chart-bars", **size))


def _row(bar: Bar, lines: list[str], top: int, share: float, words: Wording) -> Markup:
    label = joined(
        *(
            element("text", line, class_="chart-label", x="0", y=str(top + 13 + number * _LINE))
            for number, line in enumerate(lines)
        )
    )
    top += len(lines) * _LINE
    width = max(share * _LONGEST_BAR, _SHORTEST_BAR) if bar.count else 0.0
    place = {"x": "0", "y": str(top), "width": percent(width), "height": str(_BAR)}
    written = element(
        "text",
        words.number(bar.count),
        class_="chart-number",
        x=percent(width),
        dx="6" if bar.count else "0",
        y=str(top + 12),
    )
    return element(
        "g",
        full_title(bar.label, lines),
        label,
        element("rect", class_=f"chart-kind-{bar.kind}", **place),
        written,
    )
