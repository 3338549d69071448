"""Word documents of a bundle, read as a stranger would: as a zip file of XML, every element and attribute."""

import re
import time
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

from intake.formats.docx import read_docx
from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Audience, Label, Language, Role
from share.contents import Alias, Contents, Item, ReleasedTag
from share.formats.docx import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/settings.xml",
    "word/styles.xml",
}
# all that may stand in the text; what is hidden, changed, remarked or drawn has a name of its own
ELEMENTS = set("document body p pPr pStyle r rPr rStyle t tab sectPr pgSz pgMar".split())
STYLES = set(
    "styles docDefaults rPrDefault pPrDefault rPr pPr rFonts sz szCs lang spacing style name basedOn qFormat "
    "b keepNext outlineLvl ind shd".split()
)

RUSSIAN = (
    "Меня зовут [Лицо 3], мне [возраст 20–29].\n\nПятого января нас задержали на площади; бил [Лицо 4]."
    "\n  Потом [телефон] забрали,  и\tдержали до [2022-01].\n"
)
KAZAKH = "Мені қамауда ұстап, [Адам 1] ұрып-соғып, «[жер 2]» деген жерге апарды.\nҒ, Ң, Ө, Ү, Һ, І, Ә."
ENGLISH = "They took [Person 7], [age 20–29], away at night: <b>no</b> & ]]> [[Person 8]] &amp; [unclosed"
TAGS = (
    ReleasedTag(TagKind.EVENT_DATE, "2022-01", 0, 3),
    ReleasedTag(TagKind.ABUSE, "beating", 0, 3),
    ReleasedTag(TagKind.ABUSE, "arbitrary_detention", 0, 3),
    ReleasedTag(TagKind.ABUSE, "beating", 4, 6),
    ReleasedTag(TagKind.PLACE, "KZ-19", 0, 3, region="KZ-19"),
)


def contents(*texts: str, tags: tuple[ReleasedTag, ...] = ()) -> Contents:
    """A bundle of these texts; what an alias stands for is said in it, and must not be in a document."""
    alias = Alias(Label.PERSON, 3, Role.PROTECTED, "[Лицо 3]")
    items = tuple(
        Item(number, Language.RU, text, tags, (alias,)) for number, text in enumerate(texts, start=1)
    )
    return Contents("release-of-a-test", Audience.PARTNER, "Fictional Office", date(2031, 5, 4), items, 5)


def written(folder: Path, text: str, tags: tuple[ReleasedTag, ...] = ()) -> Path:
    return write_docx(contents(text, tags=tags), folder)[0]


def part(path: Path, name: str = "word/document.xml") -> etree._Element:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def read(paragraph: etree._Element) -> str:
    return "".join(
        "\t" if sign.tag == f"{W}tab" else sign.text or "" for sign in paragraph.iter(f"{W}t", f"{W}tab")
    )


def style(element: etree._Element) -> str | None:
    found = element.find(f"{W}pPr/{W}pStyle")
    return None if found is None else found.get(f"{W}val")


def body(path: Path) -> str:
    """The text: the paragraphs between the heading and the tags, which have styles."""
    return "\n".join(read(p) for p in part(path).iter(f"{W}p") if style(p) is None)


@pytest.mark.parametrize(
    "text",
    [
        RUSSIAN,
        KAZAKH,
        ENGLISH,
        "",
        "\n",
        "\n\n  \n",
        " ",
        "x" * 50_000,
        "\t\t",
        "[",
        "][",
        "[]",
        "[Лицо 1]" * 30,
    ],
)
def test_the_paragraphs_are_the_text(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert path == tmp_path / "docx" / "S0001.docx"
    assert body(path) == text
    paragraphs = list(part(path).iter(f"{W}p"))
    assert (read(paragraphs[0]), style(paragraphs[0])) == ("S0001", "Heading1")
    assert all(style(p) is None for p in paragraphs[1:])


def test_line_ends_of_every_kind_are_paragraphs(tmp_path: Path) -> None:
    assert body(written(tmp_path, "а\r\nб\rв\n\r\nг\x0bд\x0cе\x85ж")) == "а\nб\nв\n\nг\nд\nе\nж"


def test_odd_letters(tmp_path: Path) -> None:
    kept = "😀 漢字 العربية עברית й\u0301 \u00a0\u2009\u3000 \u200b\u00ad\ufeff \u2028"
    text = "бе\x00з\x08 \x1bу\x7fправ\x9fл\uffffяющих"
    assert body(written(tmp_path, kept)) == kept
    assert body(written(tmp_path, text)) == "без управляющих"
    assert body(written(tmp_path, "а\ud800б\udfffв")) == "а\ufffdб\ufffdв"


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH])
def test_masks_are_shaded_and_legible(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    runs = [(read(run), run.find(f"{W}rPr/{W}rStyle")) for run in part(path).iter(f"{W}r")][1:]
    masks = [words for words, mask in runs if mask is not None]
    assert masks == re.findall(r"\[[^][]+\]", text)
    assert masks
    looks = next(s for s in part(path, "word/styles.xml") if s.get(f"{W}styleId") == "Mask")
    (only,) = looks.find(f"{W}rPr")
    assert only.attrib == {f"{W}val": "clear", f"{W}color": "auto", f"{W}fill": "D9D9D9"}


def test_a_file_holds_the_text_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, RUSSIAN, TAGS)
    with ZipFile(path) as archive:
        assert set(archive.namelist()) == PARTS
        assert len(archive.infolist()) == len(PARTS)
        assert archive.comment == b""
        for member in archive.infolist():
            assert member.date_time == (1980, 1, 1, 0, 0, 0)
            assert (member.extra, member.comment, member.create_system) == (b"", b"", 0)
        told = b"".join(archive.read(member) for member in archive.infolist())
    for said in ("release-of-a-test", "Fictional", "2031", "partner", "python", "docProps", "rsid"):
        assert said.encode() not in told
    for name, allowed in (("word/document.xml", ELEMENTS), ("word/styles.xml", STYLES)):
        assert {element.tag.removeprefix(W) for element in part(path, name).iter()} <= allowed
    names = {str(key) for element in part(path).iter() for key in element.attrib}
    assert names <= {f"{W}{key}" for key in "val w h top right bottom left header footer gutter".split()} | {
        "{http://www.w3.org/XML/1998/namespace}space"
    }
    settings = [element.tag.removeprefix(W) for element in part(path, "word/settings.xml").iter()]
    assert settings == ["settings", "compat", "compatSetting"]
    page = next(part(path).iter(f"{W}pgSz"))
    assert (page.get(f"{W}w"), page.get(f"{W}h")) == ("11906", "16838")


def test_the_intake_finds_nothing_hidden_in_it(tmp_path: Path) -> None:
    draft = read_docx(written(tmp_path, RUSSIAN, TAGS).read_bytes())
    assert draft.left_out == ()
    assert RUSSIAN in draft.raw_text


def test_tags_stand_at_the_end_in_three_languages_with_their_codes(tmp_path: Path) -> None:
    path = written(tmp_path, RUSSIAN, TAGS)
    assert body(path) == RUSSIAN
    told = [(style(p), read(p)) for p in part(path).iter(f"{W}p") if style(p) is not None][1:]
    assert told == [
        ("Heading2", "Tags · Метки · Белгілер"),
        ("Tag", "Abuses · Нарушения · Құқық бұзу:"),
        (
            "Tag",
            "– Beating · Избиение · Ұрып-соғу (HURIDOCS: acts · деяния · әрекеттер 020101000000, "
            "020111110000; methods · способы · тәсілдер 030100000000)",
        ),
        (
            "Tag",
            "– Arbitrary detention · Произвольное задержание · Негізсіз ұстау "
            "(HURIDOCS: acts · деяния · әрекеттер 030101000000, 030102000000)",
        ),
        ("Tag", "Places · Места · Жерлер:"),
        ("Tag", "– Almaty Region · Алматинская область · Алматы облысы (KZ-19)"),
        ("Tag", "Dates · Даты · Күндер:"),
        ("Tag", "– 2022-01"),
    ]


def test_the_same_statement_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(tmp_path / "a", RUSSIAN, TAGS).read_bytes()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert written(tmp_path / "b", RUSSIAN, TAGS).read_bytes() == first
    amid = write_docx(contents(RUSSIAN, KAZAKH, ENGLISH, tags=TAGS), tmp_path / "c")
    assert amid[0].read_bytes() == first


def test_three_hundred_statements_each_alone(tmp_path: Path) -> None:
    steps: list[None] = []
    texts = [f"Показание слово{'ж' * number}конец, [Лицо {number}]." for number in range(1, 301)]
    paths = write_docx(contents(*texts), tmp_path, lambda: steps.append(None))
    assert len(steps) == len(paths) == 300
    assert [path.name for path in paths] == [f"S{number:04d}.docx" for number in range(1, 301)]
    assert sorted((tmp_path / "docx").iterdir()) == paths
    assert [body(path) for path in paths] == texts
    write_docx(contents(RUSSIAN), tmp_path)
    assert body(paths[0]) == RUSSIAN


@pytest.mark.parametrize(
    "text",
    [
        "показание " * 100_000,
        "б\n" * 100_000,
        "[" * 300_000,
        "[а" * 100_000,
        "[Лицо 1] " * 20_000,
        " " * 500_000,
    ],
)
def test_long_statements_take_bounded_time(tmp_path: Path, text: str) -> None:
    started = time.process_time()
    path = written(tmp_path, text)
    assert time.process_time() - started < 12
    assert body(path) == text


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(AigaqError) as caught:
        written(taken, RUSSIAN)
    assert caught.value.code == "unwritable"
    assert caught.value.__suppress_context__
