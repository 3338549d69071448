"""Rows of shares that make a whole, such as what reviewers did with each kind of identifier."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from review.charts.elements import cut_lines, element, full_title, joined, percent
from review.charts.figure import Table, Wording, chart_id, drawing, empty_figure, figure, legend

MOST_SERIES = 4  # each has a colour and a pattern, and room for its numbers on a telephone

# In pixels; letters of a label are 14 pixels high, and a line of 34 leaves room for the sum.
_LINE, _BAR, _NUMBERS, _GAP, _LETTERS = 18, 14, 20, 14, 34
_SWATCH = 4  # letters' widths that a swatch takes, with the room around it
_TILE = "6"  # width and height of a pattern's tile
_PATTERNS = (  # the first series is plain
    None,
    "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",  # slanting lines
    "M1,2 h2 M4,5 h2",  # dots
    "M0,3 h6 M3,0 v6",  # a lattice
)


@dataclass(frozen=True, slots=True)
class Stack:
    """One row: its label and a count for each series, in the series' order."""

    label: str
    counts: tuple[int, ...]


def stacked_rows(title: str, rows: Sequence[Stack], series: Sequence[str], words: Wording) -> Markup:
    """One bar a row, divided by the series' shares; number and share of each are written below it."""
    if len(series) > MOST_SERIES or any(len(row.counts) != len(series) for row in rows):
        raise ValueError("a stack has one count for each series, and there are at most four series")
    if not any(count for row in rows for count in row.counts):
        return empty_figure(title, words)
    key = chart_id(title, series, *rows)
    lefts = _lefts(rows, words)
    top, drawn = 0, [_patterns(key, len(series))]
    for row in rows:
        lines = cut_lines(row.label, _LETTERS, 2)
        drawn.append(_row(row, lines, top, _Frame(key, lefts, words)))
        top += len(lines) * _LINE + _BAR + _NUMBERS + _GAP
    size = {"width": "100%", "height": str(top - _GAP)}
    picture = drawing(key, title, words, *drawn, class_="chart-stacks", **size)
    box = {"x": "1", "y": "1", "width": "12", "height": "12"}
    named = legend([(_filled(key, number, box), label) for number, label in enumerate(series)], words.count)
    return figure(title, words, _table(rows, series, words), named, picture)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all rows share: the patterns' key, where each series' numbers begin, and the words."""

    key: str
    lefts: Sequence[str]
    words: Wording


def _lefts(rows: Sequence[Stack], words: Wording) -> list[str]:
    """Where each series' numbers begin: a series gets room by the longest that is written for it."""

    def longest(number: int) -> int:
        told = ((row.counts[number], sum(row.counts)) for row in rows)
        return max(
            len(words.number(count) + words.percent(count / whole)) if count else 1 for count, whole in told
        )

    room = [longest(number) + _SWATCH for number in range(len(rows[0].counts))]
    # Short numbers spread evenly; only long ones push their neighbours.
    room = [max(letters, sum(room) // len(room)) for letters in room]
    return [percent(before / sum(room)) for before in accumulate(room[:-1], initial=0)]


def _patterns(key: str, series: int) -> Markup:
    tile = {"width": _TILE, "height": _TILE, "patternUnits": "userSpaceOnUse"}
    return element(
        "defs",
        *(
            element("pattern", element("path", class_="chart-pattern", d=path), id=f"{key}-{number}", **tile)
            for number, path in enumerate(_PATTERNS[:series])
            if path
        ),
    )


def _filled(key: str, number: int, place: dict[str, str]) -> Markup:
    """A rectangle in a series' colour, and its pattern over it."""
    colour = element("rect", class_=f"chart-series-{number + 1}", **place)
    if _PATTERNS[number] is None:
        return colour
    return joined(colour, element("rect", fill=f"url(#{key}-{number})", **place))


def _row(row: Stack, lines: list[str], top: int, frame: _Frame) -> Markup:
    whole = sum(row.counts)
    label = [
        element("text", line, class_="chart-label", x="0", y=str(top + 13 + number * _LINE))
        for number, line in enumerate(lines)
    ]
    total = element("text", frame.words.number(whole), class_="chart-total", x="100%", y=str(top + 13))
    top += len(lines) * _LINE
    track = element("rect", class_="chart-track", x="0", y=str(top), width="100%", height=str(_BAR))
    parts = []
    for number, (count, end) in enumerate(zip(row.counts, accumulate(row.counts), strict=True)):
        if count:
            place = {"x": percent((end - count) / whole), "width": percent(count / whole)}
            parts.append(_filled(frame.key, number, {**place, "y": str(top), "height": str(_BAR)}))
        parts.append(_written(number, row, top + _BAR + 6, frame))
    return element("g", full_title(row.label, lines), *label, total, track, *parts)


def _written(number: int, row: Stack, top: int, frame: _Frame) -> Markup:
    """A series' swatch, number and share, at the same place in every row."""
    count, whole, left = row.counts[number], sum(row.counts), frame.lefts[number]
    swatch = _filled(frame.key, number, {"x": left, "y": str(top + 2), "width": "10", "height": "10"})
    if count:
        said = joined(
            element("tspan", frame.words.number(count), class_="chart-part"),
            element("tspan", frame.words.percent(count / whole), class_="chart-share", dx="4"),
        )
    else:
        said = element("tspan", frame.words.number(0), class_="chart-nothing")
    return joined(swatch, element("text", said, x=left, dx="14", y=str(top + 12)))


def _table(rows: Sequence[Stack], series: Sequence[str], words: Wording) -> Table:
    def written(counts: Sequence[int]) -> list[str]:
        whole = sum(counts)
        return [*(_with_share(count, whole, words) for count in counts), words.number(whole)]

    sums = [sum(column) for column in zip(*(row.counts for row in rows), strict=True)]
    return Table(
        (words.row, *series, words.total),
        [(row.label, written(row.counts)) for row in rows],
        (words.total, written(sums)),
    )


def _with_share(count: int, whole: int, words: Wording) -> str:
    if not count:
        return words.number(0)
    return joined(
        words.number(count), " ", element("span", words.percent(count / whole), class_="chart-muted")
    )
