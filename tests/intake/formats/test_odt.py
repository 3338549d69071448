"""OpenDocument text: what the witness said is read, the rest is left out and counted."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.odt import read_odt
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
        "form": "form",
        "svg": "svg-compatible",
    }.items()
)
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
MANIFEST = "META-INF/manifest.xml"


def content(body: str, styles: str = "") -> str:
    return (
        f'<?xml version="1.0"?><office:document-content {SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def package(parts: Mapping[str, str | bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return raw.getvalue()


def read(body: str, *, automatic: str = "", styles: str = "", options: Options = PLAIN) -> Draft:
    named = f"<office:document-styles {SPACES}>{styles}</office:document-styles>"
    parts = {"content.xml": content(body, automatic), "styles.xml": named}
    return read_odt(package({"mimetype": "application/vnd.oasis.opendocument.text", **parts}), options)


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        read_odt(raw)
    assert caught.value.__cause__ is None
    return caught.value.code


def annotation(text: str) -> str:
    return (
        "<office:annotation><dc:creator>Тест Писарева</dc:creator><dc:date>2022-02-02</dc:date>"
        f"<text:p>{text}</text:p><text:p>и ещё</text:p></office:annotation>"
    )


def style(name: str, *, family: str = "text", display: str = "", parent: str = "") -> str:
    properties = f'<style:text-properties text:display="{display}"/>' if display else ""
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"{properties}</style:style>"
    )


def sample() -> bytes:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>нет</text:p>'
        "</text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:h>Рассказ</text:h><text:p>Меня<text:s text:c='2'/>зовут{annotation('кто?')} Тест"
        '<text:change text:change-id="c"/><text:span text:style-name="H">тайна</text:span>.</text:p>'
        "<text:list><text:list-item><text:p>раз</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Имя</text:p></table:table-cell>"
        "<table:table-cell><text:p>Тест</text:p></table:table-cell></table:table-row></table:table>"
    )
    return package({"content.xml": content(body, style("H", display="none")), MANIFEST: "<manifest/>"})


def test_a_document() -> None:
    draft = read_odt(sample())
    assert draft.raw_text == "Рассказ\nМеня  зовут Тест.\nраз\nИмя\tТест"
    assert draft.source is SourceKind.ODT
    assert dict(draft.left_out) == {"comments": 1, "deletions": 1, "hidden": 1}


def test_blanks_of_the_markup_collapse_and_explicit_ones_stay() -> None:
    body = "\n  Один <text:span> два</text:span>\n\tтри<text:tab/>четыре<text:line-break/>пять\n"
    assert read(f"<text:p>{body}</text:p>").raw_text == "Один два три\tчетыре\nпять"
    assert len(read('<text:p>а<text:s text:c="999999999"/>б</text:p>').raw_text) < 200
    assert read('<text:p>а<text:s text:c="-1"/>б</text:p>').raw_text == "а б"


def test_links_fields_and_marks_are_read_as_they_are_shown() -> None:
    draft = read(
        '<text:p><text:bookmark text:name="Тест"/><text:a office:name="Писарева">сайт</text:a> '
        '<text:date text:date-value="2022-01-05">5 января</text:date> '
        "<text:ruby><text:ruby-base>я</text:ruby-base><text:ruby-text>ya</text:ruby-text></text:ruby> "
        "<text:author-name>Тест Писарева</text:author-name>"
        "<text:sender-lastname>Писарева</text:sender-lastname></text:p>"
    )
    assert draft.raw_text == "сайт 5 января я"
    assert dict(draft.left_out) == {"fields": 2}


def test_hidden_text() -> None:
    automatic = style("H", display="none") + style("Heir", parent="H") + style("Shown", display="true")
    automatic += (
        style("P", family="paragraph", parent="Gone") + style("A", parent="B") + style("B", parent="A")
    )
    styles = f"<office:styles>{style('Gone', family='paragraph', display='none')}</office:styles>"
    body = (
        '<text:p>Видно<text:span text:style-name="H"> 1<text:s/></text:span>'
        '<text:span text:style-name="Heir"> 2</text:span>'
        '<text:span text:style-name="A"> тоже</text:span></text:p>'
        '<text:p text:style-name="P">3<text:span text:style-name="Shown">и это</text:span></text:p>'
        '<text:section text:display="none"><text:p>4</text:p></text:section>'
        '<text:section text:display="condition" text:is-hidden="true"><text:p>5</text:p></text:section>'
        '<text:section text:display="condition"><text:p>раздел</text:p></text:section>'
        '<text:p>6<text:hidden-paragraph text:is-hidden="true"/></text:p>'
        '<text:p>а<text:hidden-text text:is-hidden="true" text:string-value="7"/>'
        '<text:hidden-text text:is-hidden="false" text:string-value="б">б</text:hidden-text>'
        '<text:variable-set text:display="none">8</text:variable-set></text:p>'
    )
    draft = read(body, automatic=automatic, styles=styles)
    assert draft.raw_text == "Видно тоже\nи это\nраздел\nаб"
    assert dict(draft.left_out) == {"hidden": 8}


def test_headers_footnotes_pictures_and_forms_are_counted() -> None:
    styles = (
        '<office:master-styles><style:master-page style:name="S"><style:header><text:p>Тест</text:p>'
        "</style:header><style:footer><text:p/></style:footer></style:master-page></office:master-styles>"
    )
    body = (
        '<office:forms><form:form><form:text form:current-value="Тест"/><form:text/></form:form>'
        "</office:forms>"
        "<text:p>Слова<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>сноска</text:p></text:note-body></text:note><draw:frame><draw:image/><svg:title>Тест</svg:title></draw:frame>"
        "<draw:frame><draw:object/><draw:image/></draw:frame></text:p>"
    )
    draft = read(body, styles=styles)
    assert draft.raw_text == "Слова"
    assert dict(draft.left_out) == {
        "embedded": 1,
        "footnotes": 1,
        "form fields": 1,
        "headers": 1,
        "images": 1,
    }


def test_text_boxes_follow_their_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>В рамке</text:p></draw:text-box></draw:frame>"
    shape = "<draw:g><draw:custom-shape><text:p>на стрелке</text:p></draw:custom-shape></draw:g>"
    draft = read(f"<text:p>До{box} и после</text:p>{shape}")
    assert draft.raw_text == "До и после\nВ рамке\nна стрелке"


def test_tables() -> None:
    def cell(*paragraphs: str) -> str:
        inside = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
        return f"<table:table-cell>{inside}</table:table-cell>"

    inner = f"<table:table><table:table-row>{cell('а')}{cell('б')}</table:table-row></table:table>"
    table = (
        f"<table:table><table:table-header-rows><table:table-row>{cell('Имя')}{cell('')}{cell('Тест')}"
        "</table:table-row></table:table-header-rows>"
        f"<table:table-row><table:table-cell>{inner}</table:table-cell>{cell('в', 'г')}"
        "<table:covered-table-cell><text:p>под ней</text:p></table:covered-table-cell></table:table-row>"
        f'<table:table-row table:visibility="collapse">{cell("скрыто")}</table:table-row></table:table>'
    )
    draft = read(f"<text:p>До</text:p>{table}<text:p>После</text:p>")
    assert draft.raw_text == "До\nИмя\tТест\nа\tб\tв\nг\nПосле"
    assert dict(draft.left_out) == {"hidden": 2}


def test_comments_on_request_come_after_the_text_and_without_names() -> None:
    body = f"<text:p>Дочь{annotation('Как зовут?')} дома.</text:p><text:p>Всё.</text:p>"
    draft = read(body, options=Options(include=frozenset({"comments"})))
    assert draft.raw_text == "Дочь дома.\nВсё.\n[comment] Как зовут? и ещё"
    assert draft.left_out == ()


def test_nothing_to_read() -> None:
    assert code(package({"content.xml": content("<text:p/>")})) == "empty"
    picture = "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
    assert code(package({"content.xml": content(picture)})) == "image_only"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_passwords(encoding: str) -> None:
    listed = '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>'
    manifest = f'<?xml version="1.0" encoding="{encoding}"?><m:manifest xmlns:m="urn:m">{listed}</m:manifest>'
    assert code(package({MANIFEST: manifest.encode(encoding), "content.xml": bytes(99)})) == "password"


def test_damage_and_other_kinds() -> None:
    assert code(b"no zip at all") == "damaged"
    assert code(sample()[:-200]) == "damaged"
    assert code(package({"content.xml": "<office"})) == "damaged"
    assert code(package({"word/document.xml": "<a/>"})) == "damaged"
    assert (
        code(package({"content.xml": content("<text:section>" * 5000 + "</text:section>" * 5000)}))
        == "damaged"
    )
    sheet = content("").replace("office:text", "office:spreadsheet")
    assert code(package({"content.xml": sheet})) == "unsupported"


def test_a_member_without_a_name_is_damage() -> None:
    name = b"content.xml"
    nameless = package({"content.xml": content("<text:p>Слова</text:p>")}).replace(name, b"\x00" * len(name))
    assert code(nameless) == "damaged"


def test_bombs_and_entities() -> None:
    assert code(package({"content.xml": content(""), "Pictures/a.png": bytes(51_000_000)})) == "archive_bomb"
    for entity in ('"aaaa"', 'SYSTEM "file:///etc/hostname"', 'SYSTEM "http://test.example/"'):
        bomb = content("<text:p>&a;</text:p>").replace("?>", f"?><!DOCTYPE x [<!ENTITY a {entity}>]>", 1)
        assert code(package({"content.xml": bomb})) == "entity_expansion"


def test_what_old_programs_declare_beside_the_text_does_no_harm() -> None:
    parts = {
        "content.xml": content("<text:p>Слова</text:p>"),
        MANIFEST: '<!DOCTYPE m PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><m/>',
        "Basic/script-lc.xml": '<!DOCTYPE l PUBLIC "-//OpenOffice.org//DTD" "libraries.dtd"><l/>',
    }
    assert read_odt(package(parts)).raw_text == "Слова"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6), st.booleans())
def test_changed_bytes_end_in_a_draft_or_a_refusal(changes: list[tuple[int, int]], inside: bool) -> None:
    whole = sample()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        raw = bytearray(archive.read("content.xml") if inside else whole)
    for place, byte in changes:
        raw[place % len(raw)] = byte
    try:
        assert read_odt(package({"content.xml": bytes(raw)}) if inside else bytes(raw)).raw_text
    except AigaqError as error:
        assert error.__cause__ is None
