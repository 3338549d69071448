"""The ZIP for Uwazi, by the rules of its CSV import: columns, values, dates, lists in three languages."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from models.abuse import HURIDOCS, AbuseCode
from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Audience, Label, Language, Role
from share.contents import Alias, Contents, Item, ReleasedTag
from share.formats.uwazi import write_uwazi

LISTS = ("abuse", "places", "huridocs_acts", "huridocs_methods")
LANGUAGES = ("en", "ru", "kk")
# What Uwazi itself reads under these names would overwrite or look for something.
TAKEN = {"id", "language", "file", "attachments", "geolocation"}
HOSTILE = [
    "",
    "a\0b",
    'quotes " and "" and \'',
    "a|b::c||d:::e",
    "line\nline\r\nline\rline",
    "=1+1",
    "\ud800half\udfff",
    "👩‍👧 🇰🇿",
    "  spaces  ",
    "word " * 40_000,
]


def bundle(*items: Item, release: str = "7K2M9QXT4B") -> Contents:
    return Contents(release, Audience.PARTNER, None, date(2026, 3, 1), items, 3)


def item(number: int, *tags: ReleasedTag, text: str = "text", persons: tuple[int, ...] = ()) -> Item:
    aliases = tuple(Alias(Label.PERSON, one, Role.PROTECTED, f"[Person {one}]") for one in persons)
    return Item(number, Language.EN, text, tags, (*aliases, Alias(Label.PHONE, 1, None, "[phone 1]")))


def abuse(code: str) -> ReleasedTag:
    return ReleasedTag(TagKind.ABUSE, code, 0, 1)


def place(code: str, region: str) -> ReleasedTag:
    return ReleasedTag(TagKind.PLACE, code, 0, 1, region)


def when(code: str) -> ReleasedTag:
    return ReleasedTag(TagKind.EVENT_DATE, code, 0, 1)


def read(contents: Contents, folder: Path) -> list[dict[str, str]]:
    (path,) = write_uwazi(contents, folder)
    assert path == folder / "uwazi.zip"
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        (member,) = archive.infolist()
        assert (member.filename, member.date_time) == ("import.csv", (1980, 1, 1, 0, 0, 0))
        assert (member.extra, member.comment, archive.comment, member.create_system) == (b"", b"", b"", 0)
        content = archive.read(member).decode("utf-8")
    csv.field_size_limit(1_000_000)
    rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True))
    check_rules(content.partition("\r\n")[0].replace('"', "").split(","), rows)
    return rows


def check_rules(columns: list[str], rows: list[dict[str, str]]) -> None:
    """The rules, read off Uwazi's import: who breaks one has an import refused, or a wrong list."""
    assert len(columns) == len(set(columns))
    assert "title" in columns
    assert not TAKEN & set(columns)
    assert all(re.fullmatch("[a-z_]+", column) for column in columns)  # its own names of properties
    bare = {column for column in columns if "__" not in column}
    spoken: dict[str, set[str]] = {}
    for column in set(columns) - bare:
        name, language = column.split("__")
        spoken.setdefault(name, set()).add(language)
    assert not bare & set(spoken)  # "mix language and non-language columns"
    assert all(languages == set(LANGUAGES) for languages in spoken.values())
    titles = [row["title"] for row in rows]
    assert len(titles) == len(set(titles))
    assert all(titles)
    groups, alone, translated = set(), set(), {}
    for row in rows:
        for column in columns:
            if column.partition("__")[0] in LISTS:
                check_list(row[column])
        for name in spoken:
            values = [row[f"{name}__{language}"].split("|") for language in LANGUAGES]
            assert len({len(one) for one in values}) == 1
            for same in zip(*values, strict=True):
                parted = [one.split("::") for one in same]
                assert len({len(one) for one in parted}) == 1
                for labels in zip(*parted, strict=True):
                    assert translated.setdefault((name, labels[0]), labels) == labels
                (groups if len(parted[0]) == 2 else alone).add((name, parted[0][0]))
        for dates in filter(None, row["event_date"].split("|")):
            first, last = map(date.fromisoformat, dates.split(":"))
            assert first <= last
    assert not groups & alone  # "is a group label"


def check_list(cell: str) -> None:
    for value in cell.split("|") if cell else []:
        labels = value.split("::")
        assert 1 <= len(labels) <= 2
        assert all(label and label == label.strip() for label in labels)
        assert not any(end in label for label in labels for end in "\r\n")
    assert len(set(cell.split("|"))) == len(cell.split("|"))


def test_a_statement_with_everything(tmp_path: Path) -> None:
    tags = [
        abuse("beating"),
        abuse("torture"),
        abuse("beating"),
        place("Almaty", "KZ-75"),
        when("2022-01-06"),
    ]
    (row,) = read(bundle(item(42, *tags, text="They beat me.", persons=(12, 3))), tmp_path)
    known = [HURIDOCS[code] for code in (AbuseCode.BEATING, AbuseCode.TORTURE)]
    assert row == {
        "title": "7K2M9QXT4B S0042 partner",
        "text": "They beat me.",
        "text_language": "en",
        "event_date": "2022-01-06:2022-01-06",
        "abuse__en": "Beating|Torture",
        "abuse__ru": "Избиение|Пытка",
        "abuse__kk": "Ұрып-соғу|Азаптау",
        "places__en": "Almaty::Almaty",
        "places__ru": "Алматы::Алматы",
        "places__kk": "Алматы::Алматы",
        "huridocs_acts": "|".join(sorted({act for codes in known for act in codes.acts})),
        "huridocs_methods": "030100000000",
        "persons": "7K2M9QXT4B Person 3|7K2M9QXT4B Person 12",
        "release": "7K2M9QXT4B",
    }


def test_places_stand_in_their_regions_and_a_region_in_itself(tmp_path: Path) -> None:
    tags = [place("Zhanaozen", "KZ-47"), place("KZ-47", "KZ-47"), place("KZ", "KZ"), place("Bishkek", "")]
    (row,) = read(bundle(item(1, *tags)), tmp_path)
    assert row["places__en"].split("|") == [
        "Mangystau Region::Zhanaozen",
        "Mangystau Region::Mangystau Region",
        "Kazakhstan::Kazakhstan",
        "Bishkek::Bishkek",
    ]
    assert row["places__ru"].startswith("Мангистауская область::Жанаозен|")
    assert row["places__kk"].endswith("|Қазақстан::Қазақстан|Бішкек::Бішкек")


@pytest.mark.parametrize(
    ("codes", "ranges"),
    [
        (["2022-01-06"], "2022-01-06:2022-01-06"),
        (["2024-02"], "2024-02-01:2024-02-29"),
        (["2022"], "2022-01-01:2022-12-31"),
        (["2022-01", "2022-01-05", "2022-01"], "2022-01-01:2022-01-31|2022-01-05:2022-01-05"),
        (["2022-13", "2022-02-30", "2022-01-00", "January", "", "2022-01-06\n"], ""),
        ([], ""),
    ],
)
def test_dates_are_ranges(codes: list[str], ranges: str, tmp_path: Path) -> None:
    (row,) = read(bundle(item(1, *map(when, codes))), tmp_path)
    assert row["event_date"] == ranges


def test_all_abuses_keep_the_rules(tmp_path: Path) -> None:
    rows = read(bundle(item(1, *map(abuse, AbuseCode)), item(2)), tmp_path)
    assert len(rows[0]["abuse__kk"].split("|")) == len(AbuseCode)
    assert (rows[1]["abuse__en"], rows[1]["persons"]) == ("", "")


def test_titles_and_persons_hold_for_one_release_alone(tmp_path: Path) -> None:
    first, second = (
        read(bundle(item(1, persons=(3,)), item(2, persons=(3, 4)), release=release), tmp_path)
        for release in ("7K2M9QXT4B", "AAAAAAAAAA")
    )
    for column in ("title", "persons"):
        there = [{value for row in rows for value in row[column].split("|")} for rows in (first, second)]
        assert not there[0] & there[1]
    assert {"7K2M9QXT4B Person 3"} == set(first[0]["persons"].split("|")) & set(
        first[1]["persons"].split("|")
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stand_in_the_text_and_nowhere_else(text: str, tmp_path: Path) -> None:
    rows = read(bundle(item(1, text=text), item(2, text="the next")), tmp_path)
    kept = "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)
    assert [row["text"] for row in rows] == [kept, "the next"]
    assert [row["title"] for row in rows] == ["7K2M9QXT4B S0001 partner", "7K2M9QXT4B S0002 partner"]


@pytest.mark.parametrize("code", HOSTILE[:-1], ids=range(len(HOSTILE) - 1))
def test_hostile_values_are_one_value(code: str, tmp_path: Path) -> None:
    contents = bundle(
        item(1, abuse(code), place(code, "KZ-75"), place("Almaty", code), persons=(1,)), release=code
    )
    (row,) = read(contents, tmp_path)
    columns = ("abuse__en", "places__en", "persons", "release")
    assert [row[column].count("|") for column in columns] == [0, 1, 0, 0]


def test_the_same_contents_give_the_same_bytes(tmp_path: Path) -> None:
    contents = bundle(item(42, abuse("beating"), persons=(1, 2)), item(43))
    first, second = (write_uwazi(contents, tmp_path / name)[0].read_bytes() for name in "ab")
    assert first == second


def test_a_place_that_cannot_be_written_to_is_said_without_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AigaqError, match="unwritable: ") as error:
        write_uwazi(bundle(), tmp_path / "file")
    assert str(tmp_path) not in str(error.value)
