"""What every chart stands in: a figure with its title, the drawing, a legend and the figures as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from markupsafe import Markup

from review.charts.elements import element, joined


def _whole_percent(share: float) -> str:
    """A share in whole per cent; 0 and 100 are said only of nothing and of all."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one chart, translated, and how its language writes numbers."""

    about: str  # a sentence: what the chart shows; said by screen readers, written beside a meter
    table: str  # what opens the table: "The same figures as a table"
    empty: str  # a sentence in place of a chart that has nothing to show
    row: str  # head of the column of labels: "Place"
    count: str  # what is counted: "Statements"
    total: str  # head of sums: "All"
    number: Callable[[int], str] = str
    percent: Callable[[float], str] = _whole_percent


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a chart: heads, rows of label and cells, and the row of sums."""

    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    sums: tuple[str, Sequence[str]]


def chart_id(*values: object) -> str:
    """An id for what a chart refers to within itself; the same for the same chart, so pages stay the same."""
    return "chart-" + blake2s(repr(values).encode("utf-8", "replace"), digest_size=6).hexdigest()


def figure(title: str, words: Wording, table: Table, *drawn: Markup) -> Markup:
    """A whole chart: title, what is drawn, and the table that opens on demand."""
    opened = element("details", element("summary", words.table), _table(title, table))
    return element("figure", element("figcaption", title), *drawn, opened, class_="chart")


def empty_figure(title: str, words: Wording) -> Markup:
    """A chart without figures: its title and a sentence."""
    said = element("p", words.empty, class_="chart-empty")
    return element("figure", element("figcaption", title), said, class_="chart")


def drawing(key: str, title: str, words: Wording, *content: Markup, **attributes: str) -> Markup:
    """The SVG with its accessible name and description."""
    named = (element("title", title, id=f"{key}-title"), element("desc", words.about, id=f"{key}-about"))
    aria = {"aria_labelledby": f"{key}-title", "aria_describedby": f"{key}-about"}
    return element("svg", *named, *content, role="img", **aria, **attributes)


def scrolling(title: str, content: Markup) -> Markup:
    """A frame that scrolls sideways by itself, with the keyboard too, so that the page never does."""
    return element("div", content, class_="chart-scroll", tabindex="0", role="group", aria_label=title)


def legend(entries: Sequence[tuple[Markup, str]], said: str) -> Markup:
    """A list of swatches (drawn into 14 × 14) with the words or numbers that they stand for."""
    items = (
        element(
            "li",
            element("svg", swatch, width="14", height="14", aria_hidden="true", focusable="false"),
            element("span", label),
        )
        for swatch, label in entries
    )
    return element("ul", *items, class_="chart-legend", aria_label=said)


def _table(title: str, table: Table) -> Markup:
    heads = joined(*(element("th", head, scope="col") for head in table.heads))
    body = joined(*(_table_row(*row) for row in table.rows))
    return scrolling(
        title,
        element(
            "table",
            element("caption", title),
            element("thead", element("tr", heads)),
            element("tbody", body),
            element("tfoot", _table_row(*table.sums)),
        ),
    )


def _table_row(label: str, cells: Sequence[str]) -> Markup:
    return element("tr", element("th", label, scope="row"), *(element("td", cell) for cell in cells))
