"""Charts: escaped, without styles in the page, with every number written, and the same figures as a table."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from markupsafe import Markup

from review.charts import Bar, Share, Stack, Wording, bar_rows, heat_grid, share_meter, stacked_rows

CSS = Path(__file__).resolve().parents[2] / "review" / "static" / "charts.css"
HOSTILE = "<script>alert('1')</script>\" onload=\"x\" style='a' & \x00\ud800"
WORDS = Wording(
    about="Сколько показаний в каждом состоянии",
    table="Те же цифры таблицей",
    empty="Пока нет показаний.",
    row="Состояние",
    count="Показания",
    total="Всего",
)
PLACES, MONTHS = ("Алматы", "Шымкент"), ("янв\n2026", "фев\n2026", "мар\n2026")
COUNTS = {("Алматы", "янв\n2026"): 7, ("Алматы", "мар\n2026"): 23, ("Шымкент", "янв\n2026"): 1}
SERIES = ("Принято", "Отклонено", "Добавлено", "Изменено")


def _bars(label: str = "Принято", words: Wording = WORDS) -> Markup:
    return bar_rows(label, [Bar(label, 12, "good"), Bar("Ждёт", 345, "waiting"), Bar("Отозвано", 0)], words)


def _grid(label: str = "Место и месяц", words: Wording = WORDS) -> Markup:
    counts = {**COUNTS, (label, label): 4}
    return heat_grid(label, (*PLACES, label), (*MONTHS, label), counts, words)


def _stacks(label: str = "Имя", words: Wording = WORDS) -> Markup:
    rows = [Stack(label, (90, 6, 3, 1)), Stack("Адрес", (0, 0, 5, 0)), Stack("Номер", (0, 0, 0, 0))]
    return stacked_rows(label, rows, (*SERIES[:3], label), words)


def _meter(label: str = "Согласие", words: Wording = WORDS) -> Markup:
    return share_meter(label, Share(412, 450, label, "Разошлись"), words)


ALL = [_bars, _grid, _stacks, _meter]
Chart = Callable[..., Markup]


def _parsed(chart: Markup) -> etree._Element:
    return etree.fromstring(str(chart))


def _table(chart: Markup) -> list[list[str]]:
    return [
        ["".join(map(str, cell.itertext())) for cell in row]
        for row in _parsed(chart).iterfind(".//details//table//tr")
    ]


def _drawing(chart: Markup) -> etree._Element:
    drawn = [svg for svg in _parsed(chart).iter("svg") if svg.get("role") == "img"]
    assert len(drawn) == 1
    return drawn[0]


def _written(chart: Markup) -> list[str]:
    """What stands in the drawing, titles left out."""
    svg = _drawing(chart)
    etree.strip_elements(svg, "title", with_tail=False)
    return ["".join(map(str, text.itertext())) for text in svg.iter("text")]


@pytest.mark.parametrize("make", ALL)
def test_what_comes_in_is_escaped(make: Chart) -> None:
    hostile = Wording(
        about=HOSTILE, table=HOSTILE, empty=HOSTILE, row=HOSTILE, count=HOSTILE, total=HOSTILE,
        number=lambda count: f"<b>{count}</b>", percent=lambda share: f"<i>{share:.0%}</i>",
    )  # fmt: skip
    tree = _parsed(make(HOSTILE, hostile))
    assert not {"script", "style", "b", "i"} & {node.tag for node in tree.iter()}
    names = {name for node in tree.iter() for name in node.attrib}
    assert not {name for name in names if name == "style" or str(name).startswith("on")}


@pytest.mark.parametrize("make", ALL)
def test_no_attribute_ends_early_even_where_markup_is_passed(make: Chart) -> None:
    tree = _parsed(make(Markup("\" onload='x'")))
    assert not {name for node in tree.iter() for name in node.attrib if name == "onload"}


@pytest.mark.parametrize("make", ALL)
def test_no_script_and_no_style_stand_in_the_page(make: Chart) -> None:
    chart = make()
    assert "style" not in chart and "<script" not in chart
    assert "http" not in chart and "&amp;lt;" not in chart


@pytest.mark.parametrize("make", ALL)
def test_a_screen_reader_finds_name_description_and_table(make: Chart) -> None:
    tree = _parsed(make("Название"))
    svg = _drawing(make("Название"))
    said = {node.get("id"): node.text for node in svg}
    assert said[svg.get("aria-labelledby")] == "Название"
    assert said[svg.get("aria-describedby")] == WORDS.about
    assert svg[0].tag == "title"
    assert tree.findtext("figcaption") == "Название"
    assert tree.findtext("details/summary") == WORDS.table
    assert tree.findtext(".//caption") == "Название"
    assert {cell.get("scope") for cell in tree.iter("th")} == {"row", "col"}
    for other in tree.iter("svg"):
        assert other.get("role") == "img" or other.get("aria-hidden") == "true"


@pytest.mark.parametrize("make", ALL)
def test_ids_are_used_once_and_each_reference_has_its_mark(make: Chart) -> None:
    page = str(make("Первая") + make("Вторая"))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert str(make("Первая")) == str(make("Первая"))


def test_bars_write_their_numbers_and_are_as_long_as_they_count() -> None:
    chart = _bars()
    assert _written(chart) == ["Принято", "12", "Ждёт", "345", "Отозвано", "0"]
    lengths = [float(bar.get("width", "").rstrip("%")) for bar in _drawing(chart).iter("rect")]
    assert lengths[0] / lengths[1] == pytest.approx(12 / 345, rel=0.01) and lengths[2] == 0
    assert _table(chart)[1:] == [["Принято", "12"], ["Ждёт", "345"], ["Отозвано", "0"], ["Всего", "357"]]


def test_the_smallest_bar_is_still_seen() -> None:
    bars = _drawing(bar_rows("Т", [Bar("а", 1), Bar("б", 1_000_000)], WORDS)).iter("rect")
    assert [bar.get("width") for bar in bars] == ["0.40%", "82.00%"]


def test_a_long_label_is_cut_and_told_in_full() -> None:
    label = "Қиянат түрлерінің өте ұзақ атауы " * 9
    for chart in (
        bar_rows("Т", [Bar(label, 1)], WORDS),
        heat_grid("Т", [label], ["янв"], {(label, "янв"): 1}, WORDS),
        stacked_rows("Т", [Stack(label, (1,))], ["Принято"], WORDS),
    ):
        titles = [title.text for title in _drawing(chart).iter("title")]
        assert label in titles
        assert max(map(len, _written(chart))) <= 40
        assert any(text.endswith("…") for text in _written(chart))
    short = _drawing(bar_rows("Т", [Bar("два слова, " * 5 + "и-всё", 1)], WORDS))
    assert len(list(short.iter("title"))) == 1


def test_the_grid_writes_each_cell_and_sums_rows_and_columns() -> None:
    chart = heat_grid("Т", PLACES, MONTHS, COUNTS, WORDS)
    cells = [text for text in _written(chart) if text.isdigit() and text != "2026"]
    assert cells == ["7", "0", "23", "1", "0", "0"]
    assert _written(chart).count("2026") == 1
    table = _table(chart)
    assert table[0] == ["Состояние", *MONTHS, "Всего"]
    assert table[1:] == [
        ["Алматы", "7", "0", "23", "30"],
        ["Шымкент", "1", "0", "0", "1"],
        ["Всего", "8", "0", "23", "31"],
    ]


@pytest.mark.parametrize(
    ("most", "legend"), [(1, ["1"]), (2, ["1", "2"]), (10, ["1–2", "3–4", "5–6", "7–8", "9–10"])]
)
def test_shades_have_five_steps_and_say_which_counts_they_mean(most: int, legend: list[str]) -> None:
    labels = [str(count) for count in range(most + 1)]
    chart = heat_grid("Т", ["м"], labels, {("м", label): int(label) for label in labels}, WORDS)
    assert [item.findtext("span") for item in _parsed(chart).iter("li")] == legend
    steps = [cell.get("class", "")[-1] for cell in _drawing(chart).iter("rect")]
    assert steps == sorted(steps) and steps[0] == "0" and "0" not in steps[1:]
    assert len(set(steps[1:])) == len(legend)


def test_long_column_labels_are_turned_and_long_numbers_get_room() -> None:
    chart = heat_grid("Т", ["м"], ["қаңтар 2026"], {("м", "қаңтар 2026"): 12345}, WORDS)
    assert "chart-turned" in chart and "chart-grid-broad" in chart
    plain = heat_grid("Т", ["м"], ["қаң"], {("м", "қаң"): 123}, WORDS)
    assert "chart-turned" not in plain and "chart-grid-broad" not in plain


def test_stacks_divide_the_row_and_write_number_and_share() -> None:
    rows = [Stack("Имя", (90, 6, 3, 1)), Stack("Номер", (0, 0, 0, 0))]
    chart = stacked_rows("Т", rows, SERIES, WORDS)
    assert _written(chart) == ["Имя", "100", "9090%", "66%", "33%", "11%", "Номер", "0", "0", "0", "0", "0"]
    parts = [
        float(part.get("width", "").rstrip("%"))
        for part in _drawing(chart).iter("rect")
        if part.get("class", "").startswith("chart-series") and part.get("width", "").endswith("%")
    ]
    assert parts == [90, 6, 3, 1]
    assert _table(chart)[1:] == [
        ["Имя", "90 90%", "6 6%", "3 3%", "1 1%", "100"],
        ["Номер", "0", "0", "0", "0", "0"],
        ["Всего", "90 90%", "6 6%", "3 3%", "1 1%", "100"],
    ]


def test_each_series_but_the_first_has_a_pattern_of_its_own() -> None:
    tree = _parsed(_stacks())
    patterns = {path.get("d") for path in tree.iterfind(".//pattern/path")}
    assert len(patterns) == 3
    swatches = [item.find(".//rect[@fill]") is not None for item in tree.iter("li")]
    assert swatches == [False, True, True, True]


def test_the_meter_writes_share_and_sentence() -> None:
    chart = _meter()
    assert _written(chart) == ["92%"]
    assert _parsed(chart).findtext("p") == WORDS.about
    assert _table(chart)[1:] == [["Согласие", "412"], ["Разошлись", "38"], ["Всего", "450"]]


@pytest.mark.parametrize(
    ("part", "said"), [(0, "0%"), (1, "<1%"), (500, "50%"), (999, ">99%"), (996, ">99%"), (1000, "100%")]
)
def test_only_nothing_and_all_are_called_so(part: int, said: str) -> None:
    assert _written(share_meter("Т", Share(part, 1000, "да", "нет"), WORDS)) == [said]


@pytest.mark.parametrize(
    "chart",
    [
        bar_rows("Т", [], WORDS),
        bar_rows("Т", [Bar("а", 0)], WORDS),
        heat_grid("Т", [], [], {}, WORDS),
        heat_grid("Т", PLACES, MONTHS, {}, WORDS),
        heat_grid("Т", PLACES, [], COUNTS, WORDS),
        stacked_rows("Т", [], SERIES, WORDS),
        stacked_rows("Т", [Stack("а", (0, 0, 0, 0))], SERIES, WORDS),
        stacked_rows("Т", [Stack("а", ())], [], WORDS),
        share_meter("Т", Share(0, 0, "да", "нет"), WORDS),
    ],
)
def test_without_figures_a_sentence_stands_there(chart: Markup) -> None:
    tree = _parsed(chart)
    assert [(node.tag, node.text) for node in tree] == [("figcaption", "Т"), ("p", WORDS.empty)]


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="one count for each series"):
        stacked_rows("Т", [Stack("а", (1, 2))], ["Принято"], WORDS)
    with pytest.raises(ValueError, match="at most four"):
        stacked_rows("Т", [Stack("а", (1,) * 5)], ["с"] * 5, WORDS)
    with pytest.raises(ValueError, match="at most the whole"):
        Share(2, 1, "да", "нет")


def test_hundreds_of_rows_stay_linear() -> None:
    def draw(rows: int) -> tuple[int, float]:
        labels = [f"Место {number} " * 4 for number in range(rows)]
        started = time.process_time()
        charts = (
            bar_rows("Т", [Bar(label, 5) for label in labels], WORDS),
            heat_grid("Т", labels, MONTHS, {(label, MONTHS[1]): 3 for label in labels}, WORDS),
            stacked_rows("Т", [Stack(label, (1, 2, 3, 4)) for label in labels], SERIES, WORDS),
        )
        return sum(map(len, charts)), time.process_time() - started

    small, _ = draw(100)
    large, seconds = draw(800)
    assert large < 8.5 * small
    assert seconds < 3


def _colours() -> list[dict[str, str]]:
    """The custom properties of charts.css: in the light, and in the dark."""
    light, dark = CSS.read_text("utf-8").split("@media (prefers-color-scheme: dark)")[:2]
    found = [dict(re.findall(r"--chart-([\w-]+): (#[0-9a-f]{6})", css)) for css in (light, dark)]
    assert found[0].keys() == found[1].keys()
    return found


def _contrast(one: str, other: str) -> float:
    """WCAG 2's contrast of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_letters_and_shapes_stand_out_in_light_and_dark(scheme: int) -> None:
    colours = _colours()[scheme]
    ground = colours["ground"]
    for name in ("ink", "muted"):
        assert _contrast(colours[name], ground) >= 4.5
    for step in range(1, 6):
        assert _contrast(colours[f"on-step-{step}"], colours[f"step-{step}"]) >= 4.5
    for name in ("line", "edge", "plain", "good", "waiting", "bad", "quiet"):
        assert _contrast(colours[name], ground) >= 3, name
    for number in range(1, 5):
        assert _contrast(colours[f"series-{number}"], ground) >= 3
    assert _contrast(colours["plain"], colours["track"]) >= 3
    shades = [_contrast(colours[f"step-{step}"], ground) for step in range(1, 6)]
    assert shades == sorted(shades)


@pytest.mark.parametrize("make", ALL)
def test_each_class_is_known_to_the_style_sheet(make: Chart) -> None:
    css = CSS.read_text("utf-8")
    used = {name for names in re.findall(r' class="([^"]+)"', make()) for name in names.split()}
    assert {name for name in used if f".{name}" not in css} == set()
