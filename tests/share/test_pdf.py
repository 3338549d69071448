"""PDF files of a bundle, read as a stranger would: their bytes, their objects, their letters, their look."""

import re
import time
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject, StreamObject

from models.errors import AigaqError
from models.labels import Audience, Label, Language, Role
from share.contents import Alias, Contents, Item
from share.formats.pdf import as_drawn, write_pdf

RUSSIAN = (
    "Меня зовут [Лицо 3], мне [возраст 20–29].\n\nПятого января нас задержали на площади; бил [Лицо 4]."
    "\n  Потом [телефон] забрали,  и\tдержали до [2022-01].\n"
)
KAZAKH = "Мені қамауда ұстап, [Адам 1] ұрып-соғып, «[жер 2]» деген жерге апарды.\nҒ, Ң, Ө, Ү, Һ, І, Ә."
ENGLISH = (
    "They took [Person 7], [age 20–29], away at night: <b>no</b> & ]]> (\\) [[Person 8]] &amp; [unclosed"
)
LONG = "".join(
    f"{n}. Потом [Лицо {n % 9 + 1}] ударил меня дубинкой по спине и увёл.\n" * 3 for n in range(60)
)
FOOT = re.compile(r"S\d{4} · (\d+) / (\d+)")
GREY = 219


def contents(*texts: str) -> Contents:
    """A bundle of these texts; what an alias stands for is said in it, and must not be in a document."""
    alias = Alias(Label.PERSON, 3, Role.PROTECTED, "[Лицо 3]")
    items = tuple(Item(number, Language.RU, text, (), (alias,)) for number, text in enumerate(texts, start=1))
    return Contents("release-of-a-test", Audience.PARTNER, "Fictional Office", date(2031, 5, 4), items, 5)


def written(folder: Path, text: str) -> Path:
    return write_pdf(contents(text), folder)[0]


def bare(text: str) -> str:
    return "".join(text.split())


def rows(path: Path) -> list[str]:
    """The lines of all pages as pypdf reads them, without the feet, whose numbers must be right."""
    pages = [page.extract_text().split("\n") for page in PdfReader(path).pages]
    for number, page in enumerate(pages, start=1):
        foot = FOOT.fullmatch(page.pop())
        assert foot is not None
        assert foot.groups() == (str(number), str(len(pages)))
    return [row for page in pages for row in page]


def seen(path: Path) -> str:
    """All letters as PDFium, the reader in many browsers, finds them, without blanks and feet."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return bare("".join(FOOT.sub("", page) for page in pages))


def raw(path: Path) -> bytes:
    """All bytes of a file, and again those of its streams unpacked."""
    data = path.read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    return data + b"".join(map(zlib.decompress, streams))


def letters_named(path: Path) -> set[str]:
    """The letters that the tables of the fonts name."""
    maps = re.findall(rb"beginbfchar(.*?)endbfchar", raw(path), re.DOTALL)
    return {chr(int(code, 16)) for table in maps for code in re.findall(rb"<\w+> <(\w+)>", table)}


def operations(path: Path, page: int = 0) -> list[tuple[list[Any], bytes]]:
    """What a page draws, in order."""
    reader = PdfReader(path)
    stream = reader.pages[page].get_contents()
    return ContentStream(stream, reader).operations


@pytest.mark.parametrize(
    "text", [RUSSIAN, KAZAKH, ENGLISH, LONG, "", "\n", "\n\n  \n", "[", "[]", "[Лицо 1]" * 30]
)
def test_the_pages_say_the_text_and_nothing_else(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert path == tmp_path / "pdf" / "S0001.pdf"
    assert bare("".join(rows(path))) == bare(text)
    assert seen(path) == bare(text)


def test_there_is_nothing_about_the_file_in_it(tmp_path: Path) -> None:
    path = written(tmp_path, LONG)
    reader = PdfReader(path, strict=True)
    assert reader.metadata is None
    assert reader.xmp_metadata is None
    assert set(reader.trailer) == {"/Root", "/Size"}
    assert set(reader.root_object) == {"/Type", "/Pages", "/PageMode", "/Lang"}
    assert reader.outline == []
    assert dict(reader.attachments) == {}
    for page in reader.pages:
        assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
        assert [round(float(side)) for side in page.mediabox] == [0, 0, 595, 842]
    data = path.read_bytes()
    assert (data.count(b"%%EOF"), data.count(b"startxref"), data.count(b"xref\n")) == (1, 1, 2)
    named = b"/Info /ID /Metadata /Producer /Creator /CreationDate /ModDate /Title /Author /Annots /Names /JS"
    for said in (*named.split(), b"eportLab", b"eportlab", b"release-of", b"Fictional", b"2031", b"partner"):
        assert said not in raw(path)


def test_every_object_is_used_and_of_a_known_kind(tmp_path: Path) -> None:
    reader = PdfReader(written(tmp_path, LONG))
    found: dict[int, Any] = {}

    def walk(thing: Any) -> None:
        if isinstance(thing, IndirectObject):
            if thing.idnum not in found:
                found[thing.idnum] = thing.get_object()
                walk(found[thing.idnum])
        elif isinstance(thing, dict):
            for value in thing.values():
                walk(value)
        elif isinstance(thing, list):
            for value in thing:
                walk(value)

    walk(reader.trailer.raw_get("/Root"))
    # none lies beside: an object that no page reaches is a place to forget something in
    assert set(found) == set(range(1, int(reader.trailer["/Size"])))
    kinds = {thing.get("/Type") for thing in found.values() if not isinstance(thing, StreamObject)}
    assert kinds - {None} == {"/Catalog", "/Pages", "/Page", "/Font", "/FontDescriptor"}
    streams = [set(thing) for thing in found.values() if isinstance(thing, StreamObject)]
    assert all(keys <= {"/Filter", "/Length", "/Length1"} for keys in streams)


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ENGLISH, LONG])
def test_grey_lies_under_masks_and_nothing_lies_over_letters(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    marked: list[str] = []
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            done = operations(path, number)
            names = [name for _, name in done]
            # no picture, no path, no clip, no invisible letters, and all that is painted is painted before
            assert set(names) <= {b"g", b"re", b"f", b"BT", b"ET", b"Tf", b"Tm", b"Tj"}
            assert b"re" not in names[names.index(b"BT") :]
            colours = [float(of[0]) for of, name in done if name == b"g"]
            assert colours == [0.86, 0, 0.35]
            words = page.get_textpage()
            for of, name in done:
                if name == b"re":
                    left, bottom, width, height = map(float, of)
                    under = words.get_text_bounded(left, bottom, left + width, bottom + height)
                    marked.append(under.strip())
    assert [bare(mask) for mask in marked] == [bare(mask) for mask in re.findall(r"\[[^][]+\]", text)]


def test_a_mask_is_seen_as_words_on_grey(tmp_path: Path) -> None:
    def shades(text: str) -> dict[int, int]:
        with pypdfium2.PdfDocument(written(tmp_path, text)) as document:
            image = document[0].render(scale=2).to_pil().convert("L")
        return {shade: count for count, shade in image.getcolors(256)}

    plain, masked = shades("бил Лицо 4 ночью"), shades("бил [Лицо 4] ночью")
    assert GREY not in plain or plain[GREY] < 50
    assert masked[GREY] > 1000
    assert masked[0] > plain[0] > 50


def test_a_mask_is_not_torn_where_it_fits(tmp_path: Path) -> None:
    told = " ".join(f"слово{'а' * (n % 7)} [Лицо {n}]" for n in range(300))
    for row in rows(written(tmp_path, told)):
        assert row.count("[") == row.count("]")
    wide = "[" + "очень " * 30 + "длинно]"
    path = written(tmp_path, f"до {wide} после")
    assert len([name for _, name in operations(path) if name == b"re"]) > 1
    assert seen(path) == bare(f"до{wide}после")


def test_lines_end_at_spaces_and_keep_within_the_page(tmp_path: Path) -> None:
    text = (
        "Показание, данное ночью: задержали, увезли и допрашивали без адвоката. " * 40 + "ш" * 900 + " конец"
    )
    path = written(tmp_path, text)
    torn = set(" ".join(rows(path)).split()) - set(text.split())
    assert {letter for word in torn for letter in word} == {"ш"}
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            words = page.get_textpage()
            boxes = [words.get_charbox(index) for index in range(words.count_chars())]
            assert min(box[0] for box in boxes) > 60
            assert max(box[2] for box in boxes) < 595 - 60
            assert min(box[1] for box in boxes) > 30
            assert max(box[3] for box in boxes) < 842 - 60


def test_tabs_and_runs_of_spaces_keep(tmp_path: Path) -> None:
    path = written(tmp_path, "а   б\tв\n    г\u00a0д")
    codes = re.search(rb"beginbfchar(.*?)endbfchar", raw(path), re.DOTALL)
    assert codes is not None
    names = {int(of, 16): chr(int(to, 16)) for of, to in re.findall(rb"<(\w+)> <(\w+)>", codes[1])}
    shown = re.findall(rb"<(\w+)> Tj", raw(path))
    assert ["".join(names[code] for code in bytes.fromhex(row.decode())) for row in shown] == [
        "а   б    в",
        "    г д",
        "S0001 · 1 / 1",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("а\U0001f600б \U0001f9d1", "а□б □"),
        ("漢字 العربية עברית", "□□ □□□□□□□ □□□□□"),
        ("а\ud800б", "а□б"),
        ("бе\x00з\x08 \x1bу\x7fправ\x9fления\uffff", "без управления"),
        ("мяг\u00adкий \u200bпе\u202eренос\ufeff, ❤\ufe0f", "мягкий перенос, ❤"),
        ("и\u0306 е\u0301", "и\u0306 е\u0301"),
        ("а\u2009б\u3000в\u2028г\u00a0д\u202fе", "а б в г\u00a0д\u00a0е"),
        ("№ «—» … ₸ € ’ “ ” •", "№ «—» … ₸ € ’ “ ” •"),
    ],
)
def test_odd_letters(tmp_path: Path, text: str, shown: str) -> None:
    path = written(tmp_path, text)
    assert bare("".join(rows(path))) == bare(shown)
    assert as_drawn(text.replace("\x00", "")).rstrip("□") == shown.rstrip("□")


def test_line_ends_of_every_kind_end_a_line(tmp_path: Path) -> None:
    assert rows(written(tmp_path, "а\r\nб\rв\x0bг\x0cд\x85е")) == list("абвгде")


def test_no_statement_has_letters_of_another(tmp_path: Path) -> None:
    first = "Щ Ж Ю Ё ҢӨҰ [Лицо 1] QWERTY"
    second = "нас задержали [Лицо 2]"
    both = write_pdf(contents(first, second), tmp_path / "both")
    # what a table may name besides: the space, and the place of what a font lacks
    assert letters_named(both[1]) - {"\0"} == set(second) | set("S0002 · 1 / 1")
    assert letters_named(both[0]) - {"\0"} == set(first) | set("S0001 · 1 / 1")
    alone = write_pdf(contents("иное", second), tmp_path / "alone")
    assert alone[1].read_bytes() == both[1].read_bytes()


def test_more_letters_than_one_table_holds(tmp_path: Path) -> None:
    text = " ".join(chr(code) for code in [*range(0x21, 0x7F), *range(0xC0, 0x250), *range(0x400, 0x526)])
    assert seen(written(tmp_path, text)) == bare(text)


def test_the_same_statement_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = written(tmp_path / "a", RUSSIAN).read_bytes()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert written(tmp_path / "b", RUSSIAN).read_bytes() == first
    amid = write_pdf(contents(RUSSIAN, KAZAKH, ENGLISH), tmp_path / "c")
    assert amid[0].read_bytes() == first
    again = write_pdf(contents(RUSSIAN, KAZAKH, ENGLISH), tmp_path / "d")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in amid]


def test_three_hundred_statements_each_alone(tmp_path: Path) -> None:
    steps: list[None] = []
    texts = [f"Показание слово{'ж' * (number % 40)}конец, [Лицо {number}]." for number in range(1, 301)]
    paths = write_pdf(contents(*texts), tmp_path, lambda: steps.append(None))
    assert len(steps) == len(paths) == 300
    assert [path.name for path in paths] == [f"S{number:04d}.pdf" for number in range(1, 301)]
    assert sorted((tmp_path / "pdf").iterdir()) == paths
    assert [seen(path) for path in paths] == [bare(text) for text in texts]
    write_pdf(contents(RUSSIAN), tmp_path)
    assert seen(paths[0]) == bare(RUSSIAN)


@pytest.mark.parametrize(
    "text",
    [
        "показание " * 100_000,
        "б\n" * 100_000,
        "[" * 300_000,
        "[а" * 100_000,
        "[Лицо 1] " * 50_000,
        "ы" * 500_000,
    ],
)
def test_long_statements_take_bounded_time(tmp_path: Path, text: str) -> None:
    started = time.process_time()
    path = written(tmp_path, text)
    assert time.process_time() - started < 12
    assert seen(path) == bare(text)


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(AigaqError) as caught:
        written(taken, RUSSIAN)
    assert caught.value.code == "unwritable"
    assert caught.value.__suppress_context__
