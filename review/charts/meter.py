"""One share of a whole, such as how often two reviewers agreed."""

from dataclasses import dataclass

from markupsafe import Markup

from review.charts.elements import element, percent
from review.charts.figure import Table, Wording, chart_id, drawing, empty_figure, figure

_LETTERS, _BAR, _GAP = 30, 16, 6  # in pixels


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with the words for the part and for the rest."""

    part: int
    whole: int
    part_label: str
    rest_label: str

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError("a part is at least nothing and at most the whole")


def share_meter(title: str, share: Share, words: Wording) -> Markup:
    """The share in large figures, a bar filled so far, and the sentence that says of how many (`about`)."""
    if not share.whole:
        return empty_figure(title, words)
    filled = share.part / share.whole
    top, high = str(_LETTERS + _GAP), str(_BAR)
    picture = drawing(
        chart_id(title, share),
        title,
        words,
        element("text", words.percent(filled), class_="chart-large", x="0", y=str(_LETTERS - 5)),
        element("rect", class_="chart-track", x="0", y=top, width="100%", height=high),
        element("rect", class_="chart-kind-plain", x="0", y=top, width=percent(filled), height=high),
        class_="chart-meter",
        width="100%",
        height=str(_LETTERS + _GAP + _BAR + 1),
    )
    table = Table(
        (words.row, words.count),
        [
            (share.part_label, (words.number(share.part),)),
            (share.rest_label, (words.number(share.whole - share.part),)),
        ],
        (words.total, (words.number(share.whole),)),
    )
    return figure(title, words, table, picture, element("p", words.about, class_="chart-sentence"))
