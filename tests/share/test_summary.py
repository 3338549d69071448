"""The summary page: complete in three languages, right, and silent about what is under k."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from models.abuse import AbuseCode
from models.findings import TagKind
from models.labels import Audience, Language
from share.contents import Contents, Item, ReleasedTag
from share.summary import write_summary
from share.words import LANGUAGES, words

K = 5
TITLES = ("abuse", "place", "month", "language")
MONTHS = {
    "2021-12": "2021 жылғы желтоқсан",
    "2022-01": "2022 жылғы қаңтар",
    "2022": "2022 жыл, айы көрсетілмеген",
}


def item(
    number: int,
    language: Language = Language.RU,
    abuses: Iterable[str] = (),
    places: Iterable[tuple[str, str]] = (),
    dates: Iterable[str] = (),
) -> Item:
    tags = [ReleasedTag(TagKind.ABUSE, code, 0, 1) for code in abuses]
    tags += [ReleasedTag(TagKind.PLACE, code, 0, 1, region) for code, region in places]
    tags += [ReleasedTag(TagKind.EVENT_DATE, code, 0, 1) for code in dates]
    return Item(number, language, "Показание", tuple(tags), ())


def contents(items: Iterable[Item], k: int = K) -> Contents:
    return Contents("R-77", Audience.PARTNER, "Фонд «Ақиқат» & <Co>", date(2022, 1, 3), tuple(items), k)


def release() -> Contents:
    """Forty statements: most in Almaty in January 2022; a few of sexual violence, of Kostanay, in English."""
    items = []
    for number in range(1, 41):
        abuses = ["torture", "torture"] if number <= 31 else []
        abuses += ["beating"] * (number % 2) + ["sexual_violence"] * (number in {3, 4})
        places = [("Almaty", "KZ-75")] * 2 if number <= 26 else [("Semey", "KZ-10")]
        places += [("Kostanay", "KZ-39")] * (number in {7, 8, 9}) + [("KZ", "KZ")] * (number % 5 == 0)
        places += [("Bishkek", "")] * (number % 6 == 0)
        dates = ["2022-01-05", "2022-01-06", "2022-01"] if number <= 20 else ["2022"] if number <= 29 else []
        dates += ["2021-12-31"] * (number % 4 == 0) + ["2022-02-01"] * (number == 40)
        language = Language.EN if number <= 2 else Language.KK if number <= 12 else Language.RU
        items.append(item(number, language, abuses, places, dates))
    return contents(items)


def page(of: Contents, folder: Path) -> str:
    (path,) = write_summary(of, folder)
    assert path == folder / "summary.html"
    return path.read_text("utf-8")


def section(text: str, language: str) -> html.HtmlElement:
    found = html.fromstring(text).xpath(f"//body/section[@lang='{language}']")
    assert len(found) == 1
    return found[0]


def rows(of: html.HtmlElement, key: str) -> dict[str, str]:
    return {
        row.findtext("th"): "".join(row.find("td").itertext()).strip()
        for row in of.xpath(
            f".//section[@class[starts-with(., 'by-{key}')]]//*[self::tbody or self::tfoot]/tr"
        )
    }


def few(count: int) -> str:
    return "<5" if 0 < count < K else str(count)


def test_each_language_is_complete(tmp_path: Path) -> None:
    text = page(release(), tmp_path)
    for language in LANGUAGES:
        said = {key: value[language] for key, value in words("summary").items()}
        of = section(text, language)
        assert of.find("h1").text_content() == said["title"].replace("{release}", "R-77")
        heads = [heading.text for heading in of.iter("h2")]
        assert heads == [*(said[f"{key}_title"] for key in TITLES), said["notes_title"]]
        facts = [[part.text_content() for part in pair] for pair in of.xpath("./dl/div")]
        made_on = "3 January 2022" if language is Language.EN else "03.01.2022"
        assert facts == [
            [said["audience"], said["partner"]],
            [said["recipient"], "Фонд «Ақиқат» & <Co>"],
            [said["made_on"], made_on],
            [said["statements"], "40"],
        ]
        notes = [note.text for note in of.xpath(".//section[@class='notes']//li")]
        keys = ("counted", "victims", "sample", "version", "few", "not_shown")
        assert notes == [said[f"note_{key}"].replace("{k}", "5") for key in keys]
        assert [len(of.xpath(f".//{tag}")) for tag in ("table", "caption", "figure")] == [4, 4, 1]


def test_languages_do_not_mix_and_say_the_same_figures(tmp_path: Path) -> None:
    text = page(release(), tmp_path)
    english = section(text, "en")
    english.xpath("./dl/div[2]")[0].drop_tree()  # a recipient's name is its own
    assert not re.search("[а-яәғқңөұүһі]", english.text_content(), re.IGNORECASE)
    assert not re.search("[әғқңөұүһ]", "".join(rows(section(text, "ru"), "abuse")))
    for key in TITLES:
        numbers = [
            [n for n in rows(section(text, language), key).values() if n[-1].isdigit()]
            for language in LANGUAGES
        ]
        assert numbers[0] == numbers[1] == numbers[2] != []


@pytest.mark.parametrize("table", ["summary", "tile"])
def test_every_word_is_there_in_three_languages(table: str) -> None:
    for key, said in words(table).items():
        assert set(said) >= set(LANGUAGES), key
        assert all(said[language].strip() for language in LANGUAGES)
        fields = {
            tuple(sorted(set(re.findall(r"\{k\}|\{release\}", said[language])))) for language in LANGUAGES
        }
        assert len(fields) == 1, key


def test_the_figures_are_those_of_the_statements(tmp_path: Path) -> None:
    of = release()
    kazakh = section(page(of, tmp_path), "kk")
    abuse: Counter[str] = Counter()
    place: Counter[str] = Counter()
    month: Counter[str] = Counter()
    for each in of.items:
        abuse.update({tag.code for tag in each.tags if tag.kind is TagKind.ABUSE})
        place.update({tag.region for tag in each.tags if tag.kind is TagKind.PLACE})
        month.update({tag.code[:7] for tag in each.tags if tag.kind is TagKind.EVENT_DATE})
    said = {key: value["kk"] for key, value in words("summary").items()}
    names = {code: value["kk"] for code, value in words("region").items()}
    names |= {"KZ": said["country"], "": said["abroad"]}
    found = rows(kazakh, "abuse")
    silent = sum(not any(tag.kind is TagKind.ABUSE for tag in each.tags) for each in of.items)
    assert silent == 5
    assert found.pop(said["abuse_without"]) == "5"
    assert found == {words("abuse")[code]["kk"]: few(count) for code, count in abuse.items()}
    assert rows(kazakh, "place") == {names[code]: few(count) for code, count in place.items()}
    found = rows(kazakh, "month")
    found.pop(said["month_without"])
    expected = {**MONTHS, "2022-02": "2022 жылғы ақпан"}
    assert found == {expected[code]: few(count) for code, count in month.items()}
    assert list(found) == [expected[code] for code in ("2021-12", "2022-01", "2022-02", "2022")]
    # two in English: they go with the next smallest, or 40 less the others would tell
    assert rows(kazakh, "language") == {
        "Ағылшын тілі": said["not_shown"], "Орыс тілі": "28", "Қазақ тілі": said["not_shown"],
    }  # fmt: skip


def test_the_map_says_what_the_table_says(tmp_path: Path) -> None:
    text = page(release(), tmp_path)
    for language in LANGUAGES:
        of = section(text, language)
        tiles = [(g.findtext("title"), [t.text for t in g.iter("text")]) for g in of.xpath(".//figure//g")]
        assert len(tiles) == 20
        listed = rows(of, "place")
        for title, (_short, number) in tiles:
            name, _, said = title.rpartition(": ")
            assert said == number == listed.get(name, "0")
        assert {number for _title, (_short, number) in tiles} == {"0", "<5", "14", "26"}


def test_tiles_cover_kazakhstan_and_not_each_other() -> None:
    tiles = words("tile")
    assert set(tiles) == set(words("region")) - {"KZ"}
    assert len({(tile["column"], tile["row"]) for tile in tiles.values()}) == 20


def numbers_said(text: str) -> list[int]:
    """All whole numbers that anybody could read, look up or be read aloud, but for who, when and for whom."""
    tree = html.fromstring(text)
    for element in [
        *tree.iter("style"),
        *tree.iter("time"),
        *tree.xpath("//dl/div[2]"),
        *tree.xpath("//h1/span"),
    ]:
        element.drop_tree()
    said = [tree.xpath("string(//body)"), *map(str, tree.xpath("//comment()"))]
    spoken = ("title", "alt", "aria-label", "content", "value", "label", "datetime", "summary", "id", "class")
    said += [value for element in tree.body.iter() for name, value in element.items() if name in spoken]
    shades = re.compile(r"(?:step|on)-\d")  # names of shades
    return [
        int(number.replace("\u00a0", "").replace(",", ""))
        for each in said
        for number in re.findall(r"\d+(?:[,\u00a0]\d{3})*", shades.sub("", each))
    ]


def test_nothing_under_k_is_said_anywhere(tmp_path: Path) -> None:
    text = page(release(), tmp_path)
    numbers = numbers_said(text)
    assert 31 in numbers
    assert not [number for number in numbers if 0 < number < K]


CODES = st.sampled_from([str(code) for code in AbuseCode][:6])
PLACES = st.sampled_from([("Almaty", "KZ-75"), ("Semey", "KZ-10"), ("KZ", "KZ"), ("Bishkek", "")])
DATES = st.sampled_from(["2022-01-05", "2022-01", "2022", "2021-12", "1986-12-17"])
SPOKEN = st.tuples(
    st.sampled_from(LANGUAGES),
    st.lists(CODES, max_size=4),
    st.lists(PLACES, max_size=3),
    st.lists(DATES, max_size=3),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SPOKEN, max_size=30), st.integers(0, 12))
def test_whatever_the_release_nothing_under_k_is_said(
    tmp_path: Path, spoken: list[tuple[Language, list[str], list[tuple[str, str]], list[str]]], k: int
) -> None:
    of = contents((item(number, *each) for number, each in enumerate(spoken, start=1)), k)
    assert not [number for number in numbers_said(page(of, tmp_path)) if 0 < number < max(k, 3)]


@pytest.mark.parametrize(
    ("kind", "usual", "rare"),
    [
        ("abuses", ["torture", "beating"], ["killing", "burning"]),
        ("places", [("Almaty", "KZ-75"), ("Semey", "KZ-10")], [("Aktau", "KZ-47"), ("KZ", "KZ")]),
        ("dates", ["2022-01-05", "2021-12"], ["1986-12-17", "1986"]),
    ],
)
def test_how_many_they_are_under_k_leaves_no_trace(
    tmp_path: Path, kind: str, usual: list[str], rare: list[str]
) -> None:
    pages = set()
    for many in ((1, 4), (4, 1), (2, 2), (3, 4)):
        said = [
            [*usual, *(code for code, most in zip(rare, many, strict=True) if n < most)] for n in range(9)
        ]
        pages.add(page(contents(item(n, **{kind: values}) for n, values in enumerate(said)), tmp_path))
    assert len(pages) == 1
    assert "&lt;5" in pages.pop()


def test_how_many_speak_a_rare_language_leaves_no_trace(tmp_path: Path) -> None:
    spread = [(1, 11, 28), (2, 10, 28), (4, 8, 28), (8, 4, 28)]
    pages = {
        page(
            contents(item(n, x) for x, count in zip(LANGUAGES, each, strict=True) for n in range(count)),
            tmp_path,
        )
        for each in ((english, russian, kazakh) for english, kazakh, russian in spread)
    }
    assert len(pages) == 1


def test_statements_that_name_nothing_are_counted_only_where_this_bounds_no_hidden_cell(
    tmp_path: Path,
) -> None:
    named = [item(n, places=[("Almaty", "KZ-75")]) for n in range(20)]
    rare = [item(n, places=[("Aktau", "KZ-47")]) for n in range(20, 24)]
    silent = [item(n) for n in range(24, 30)]
    without = words("summary")["place_without"]["en"]
    found = rows(section(page(contents(named + silent), tmp_path), "en"), "place")
    assert found == {"Almaty": "20", without: "6"}
    # else 30 - 6 - 20 leaves 4 for Mangystau
    found = rows(section(page(contents(named + rare + silent), tmp_path), "en"), "place")
    assert found == {"Almaty": "20", "Mangystau Region": "<5", without: "not shown"}
    found = rows(section(page(contents(named + silent[:2]), tmp_path), "en"), "place")
    assert found == {"Almaty": "20", without: "not shown"}


def test_a_small_release_does_not_say_how_small(tmp_path: Path) -> None:
    texts = {
        page(contents(item(n, abuses=["torture"]) for n in range(count)), tmp_path) for count in (1, 2, 3, 4)
    }
    assert len(texts) == 1
    assert section(texts.pop(), "en").xpath("string(./dl/div[4]/dd)") == "<5"


def test_k_is_three_at_least(tmp_path: Path) -> None:
    text = page(contents([item(n, abuses=["torture"] * (n < 2)) for n in range(9)], k=0), tmp_path)
    assert rows(section(text, "ru"), "abuse")["Пытка"] == "<3"


def test_the_page_loads_and_runs_nothing(tmp_path: Path) -> None:
    text = page(release(), tmp_path).lower()
    for word in ("http", "script", "src", "href", "url(", "@import", "<link", "<iframe", "<object", "<!--"):
        assert word not in text, word
    hostile = replace(
        release(), release_id="<b>\u202eR</b>", recipient="<script src='http://x'>\x00alert(1)</script>"
    )
    tree = html.fromstring(page(hostile, tmp_path))
    assert not tree.xpath(
        "//script | //h1//b | //@*[starts-with(name(), 'on')] | //@src | //@href | //@style"
    )
    assert "\u202e" not in tree.text_content()
    assert "\x00" not in tree.text_content()


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    of = release()
    turned = replace(of, items=tuple(replace(each, tags=each.tags[::-1]) for each in of.items))
    first = page(of, tmp_path)
    assert first == page(of, tmp_path) == page(turned, tmp_path)
    assert (tmp_path / "summary.html").read_bytes() == first.encode("utf-8")


def test_an_empty_release_says_so(tmp_path: Path) -> None:
    text = page(replace(contents([]), recipient=None), tmp_path)
    for language in LANGUAGES:
        of = section(text, language)
        assert of.xpath("string(./section)").strip() == words("summary")["empty"][language]
        assert [pair.findtext("dd") or "" for pair in of.xpath("./dl/div")][-1] == "0"
        assert len(of.xpath("./dl/div")) == 3
        assert not of.xpath(".//table | .//svg")
