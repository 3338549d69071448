"""A grid of counts, such as places by months: the number in each cell, and a shade in five steps.

Columns are as wide as the grid's letter size (`em`), which charts.css sets by the room there is: that is how
one drawing has labels above its cells on a telephone and beside them on a desk. Numbers have a letter
size of their own, on a tspan, because `em` counts in the size of the element it stands on.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from review.charts.elements import cut_lines, element, full_title, joined
from review.charts.figure import Table, Wording, chart_id, drawing, empty_figure, figure, legend, scrolling

STEPS = 5

# In pixels; charts.css knows the height of a cell and moves labels and numbers by it.
_ROW, _LABEL, _CELL = 42, 16, 22
_HEAD_LINE, _HEAD_LETTER = 14, 8
_LETTERS = 30  # of a row's label: what fits beside the cells
_UPRIGHT = 5  # letters of a column's head that fit above a column; longer ones are turned
_TURNED = 16  # letters of a turned head
_NARROW = 3  # letters of a number that fit a cell on a telephone


def heat_grid(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    words: Wording,
) -> Markup:
    """Counts by row and column; the second line of a column's label (a year) is written where it changes."""
    lines = [[counts.get((row, column), 0) for column in columns] for row in rows]
    most = max((count for line in lines for count in line), default=0)
    if most <= 0:
        return empty_figure(title, words)
    upper = _upper_bounds(most)
    height, heads = _heads(columns)
    drawn = [
        _row(label, line, upper, height + number * _ROW, words)
        for number, (label, line) in enumerate(zip(rows, lines, strict=True))
    ]
    key = chart_id(title, rows, columns, lines)
    broad = len(words.number(most)) > _NARROW
    size = {
        "class_": "chart-grid chart-grid-broad" if broad else "chart-grid",
        "width": f"{len(columns)}em",
        "height": str(height + len(rows) * _ROW),
    }
    picture = scrolling(title, drawing(key, title, words, heads, *drawn, **size))
    return figure(title, words, _table(rows, columns, lines, words), picture, _legend(upper, words))


def _upper_bounds(most: int) -> list[int]:
    """The highest count of each step; steps are equal, and of few counts some stay without any."""
    return [-(-most * step // STEPS) for step in range(1, STEPS + 1)]


def _step(count: int, upper: list[int]) -> int:
    return next(step for step, bound in enumerate(upper, start=1) if count <= bound) if count > 0 else 0


def _heads(columns: Sequence[str]) -> tuple[int, Markup]:
    """The columns' labels and how high they stand."""
    pairs = [(column.partition("\n")[0], column.partition("\n")[2]) for column in columns]
    longest = max(len(first) for first, _ in pairs)
    turned = longest > _UPRIGHT
    first_height = min(longest, _TURNED) * _HEAD_LETTER if turned else _HEAD_LINE
    second_height = _HEAD_LINE if any(second for _, second in pairs) else 0
    bottom = second_height + first_height
    written, before = [], ""
    for number, (first, second) in enumerate(pairs):
        if second and second != before:
            place = {"x": f"{number + 0.06:g}em", "y": str(_HEAD_LINE - 3)}
            written.append(element("text", element("tspan", second, class_="chart-head-group"), **place))
        before = second
        lines = cut_lines(first, _TURNED)
        said = element("tspan", *lines, class_="chart-head-turned" if turned else "chart-head")
        place = {"x": f"{number + 0.5:g}em", "y": str(bottom - 3)}
        kind = "chart-turned" if turned else "chart-upright"
        written.append(element("text", full_title(first, lines), said, class_=kind, **place))
    return bottom + 4, joined(*written)


def _row(label: str, line: Sequence[int], upper: list[int], top: int, words: Wording) -> Markup:
    shown = cut_lines(label, _LETTERS)
    name = element("text", full_title(label, shown), *shown, class_="chart-row-label", x="0", y="12")
    cells = (_cell(number, count, _step(count, upper), words) for number, count in enumerate(line))
    return element("g", name, *cells, transform=f"translate(0 {top})")


def _cell(column: int, count: int, step: int, words: Wording) -> Markup:
    place = {"x": f"{column + 0.04:g}em", "y": str(_LABEL), "width": "0.92em", "height": str(_CELL)}
    number = element("tspan", words.number(count), class_=f"chart-on-step-{step}")
    return joined(
        element("rect", class_=f"chart-cell chart-step-{step}", **place),
        element("text", number, class_="chart-in-cell", x=f"{column + 0.5:g}em", y=str(_LABEL + 15)),
    )


def _legend(upper: list[int], words: Wording) -> Markup:
    entries = []
    for step, (below, bound) in enumerate(zip([0, *upper], upper, strict=False), start=1):
        if bound > below:
            first, last = words.number(below + 1), words.number(bound)
            swatch = element("rect", class_=f"chart-step-{step}", x="1", y="1", width="12", height="12")
            entries.append((swatch, first if first == last else f"{first}–{last}"))
    return legend(entries, words.count)


def _table(
    rows: Sequence[str], columns: Sequence[str], lines: Sequence[Sequence[int]], words: Wording
) -> Table:
    def written(line: Sequence[int]) -> list[str]:
        return [words.number(count) for count in (*line, sum(line))]

    sums = [sum(column) for column in zip(*lines, strict=True)]
    return Table(
        (words.row, *columns, words.total),
        [(label, written(line)) for label, line in zip(rows, lines, strict=True)],
        (words.total, written(sums)),
    )
