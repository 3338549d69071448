"""Word documents: what the witness said is read, the rest is left out and counted; bombs stay shut."""

import io
import zipfile
from collections.abc import Mapping

import pytest

from intake.formats.docx import read_docx
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def document(body: str, *, spaces: str = f"{W} {MC}") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {spaces}><w:body>{body}</w:body></w:document>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def package(parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return raw.getvalue()


def read(body: str, *, options: Options = PLAIN, **parts: str) -> Draft:
    names = {f"word/{name}.xml": part for name, part in parts.items()}
    return read_docx(package({"word/document.xml": document(body), **names}), options)


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        read_docx(raw)
    assert caught.value.__cause__ is None
    return caught.value.code


def test_paragraphs_breaks_and_signs() -> None:
    body = paragraph(run("Один"), "<w:r><w:tab/><w:t>два</w:t><w:br/><w:t>три</w:t></w:r>") + paragraph()
    body += paragraph("<w:r><w:t>Алма</w:t><w:noBreakHyphen/><w:t>Ата</w:t><w:softHyphen/></w:r>")
    draft = read(body)
    assert draft.raw_text == "Один\tдва\nтри\n\nАлма-Ата"
    assert draft.source is SourceKind.DOCX
    assert draft.left_out == ()


def test_insertions_are_kept_and_deletions_left_out() -> None:
    body = paragraph(
        run("Он"),
        '<w:del w:id="1"><w:r><w:delText>, Тест Тестов,</w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{run(" снова")}<w:del w:id="3"><w:r><w:delText>X</w:delText></w:r></w:del></w:ins>',
        f'<w:moveFrom w:id="4">{run(" ушёл")}</w:moveFrom>',
        f'<w:moveTo w:id="5">{run(" пришёл")}</w:moveTo>',
        f"<w:hyperlink>{run(' домой')}</w:hyperlink>",
        "<w:r><w:instrText> HYPERLINK mailto:t@test.example </w:instrText></w:r>",
    )
    draft = read(body)
    assert draft.raw_text == "Он снова пришёл домой"
    assert dict(draft.left_out) == {"deletions": 3}


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    first = f'<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("нача")}</w:p>'
    assert read(first + paragraph(run("ло")) + paragraph(run("конец"))).raw_text == "начало\nконец"


def test_hidden_text_is_left_out() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Heir"><w:basedOn w:val="Secret"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    body = paragraph(
        run("Видно"),
        run("1", "<w:vanish/>"),
        run("2", '<w:rStyle w:val="Secret"/>'),
        run("3", '<w:rStyle w:val="Heir"/>'),
        run(" и это", '<w:vanish w:val="0"/>'),
    ) + paragraph('<w:pPr><w:pStyle w:val="Gone"/></w:pPr>', run("4"))
    draft = read(body, styles=styles)
    assert draft.raw_text == "Видно и это"
    assert dict(draft.left_out) == {"hidden": 4}


def test_comments_headers_and_footnotes_are_counted_not_read() -> None:
    note = paragraph(run("Тест Тестова"))
    draft = read(
        paragraph(run("Слова")),
        comments=f'<w:comments {W}><w:comment w:id="0">{note}</w:comment></w:comments>',
        header1=f"<w:hdr {W}>{note}</w:hdr>",
        header2=f"<w:hdr {W}><w:p/></w:hdr>",
        footer1=f"<w:ftr {W}>{note}</w:ftr>",
        footnotes=f'<w:footnotes {W}><w:footnote w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="1">{note}</w:footnote></w:footnotes>',
    )
    assert draft.raw_text == "Слова"
    assert dict(draft.left_out) == {"comments": 1, "headers": 2, "footnotes": 1}


def test_comments_on_request_come_after_the_text_and_without_names() -> None:
    def comment(number: int, *paragraphs: str) -> str:
        written = 'w:author="Тест Писарева" w:initials="ТП" w:date="2022-02-02T10:00:00Z"'
        return f'<w:comment w:id="{number}" {written}>{"".join(paragraphs)}</w:comment>'

    deleted = '<w:del w:id="9"><w:r><w:delText>нет</w:delText></w:r></w:del>'
    comments = (
        f"<w:comments {W}>"
        f"{comment(0, paragraph(run('Чья'), deleted, run(' дочь?')), paragraph(run('Где?')))}"
        f"{comment(1, paragraph())}{comment(2, paragraph(run('Да'), run('тайна', '<w:vanish/>')))}"
        "</w:comments>"
    )
    anchor = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    body = paragraph(run("Дочь"), anchor, run(" дома.")) + paragraph(run("Всё."))
    draft = read(body, options=Options(include=frozenset({"comments"})), comments=comments)
    assert draft.raw_text == "Дочь дома.\nВсё.\n[comment] Чья дочь? Где?\n[comment] Да"
    assert draft.left_out == ()
    assert dict(read(body, comments=comments).left_out) == {"comments": 2}


def test_tables_stand_in_their_place_one_row_a_line() -> None:
    def cell(content: str) -> str:
        return f"<w:tc>{content}</w:tc>"

    inner = f"<w:tbl><w:tr>{cell(paragraph(run('а')))}{cell(paragraph(run('б')))}</w:tr></w:tbl>"
    gone = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell(paragraph(run('нет')))}</w:tr>"
    table = (
        f"<w:tbl><w:tr>{cell(paragraph(run('Имя')))}{cell(paragraph())}{cell(paragraph(run('Тест')))}</w:tr>"
        f"{gone}<w:sdt><w:sdtContent><w:tr>{cell(inner)}{cell(paragraph(run('в')))}</w:tr></w:sdtContent></w:sdt>"
        "</w:tbl>"
    )
    draft = read(paragraph(run("До")) + table + paragraph(run("После")))
    assert draft.raw_text == "До\nИмя\tТест\nа\tб\tв\nПосле"
    assert dict(draft.left_out) == {"deletions": 1}


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('В рамке'))}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert read(paragraph(run("Текст"), drawing)).raw_text == "Текст\nВ рамке"


def test_strict_documents_and_named_main_parts() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" '
        'Target="/word/main.xml"/></Relationships>'
    )
    main = document(paragraph(run("Строго")), spaces=STRICT)
    assert read_docx(package({"_rels/.rels": relations, "word/main.xml": main})).raw_text == "Строго"


def test_nothing_to_read() -> None:
    assert code(package({"word/document.xml": document(paragraph())})) == "empty"
    picture = paragraph('<w:r><w:drawing><a:blip xmlns:a="urn:a"/></w:drawing></w:r>')
    raw = package({"word/document.xml": document(picture), "word/media/image1.png": b"\x89PNG"})
    assert code(raw) == "image_only"


def test_damage() -> None:
    whole = package({"word/document.xml": document(paragraph(run("Слова " * 200)))})
    assert code(whole[: len(whole) // 2]) == "damaged"
    assert code(b"no zip at all") == "damaged"
    assert code(package({"word/document.xml": "<w:document"})) == "damaged"
    assert code(package({"other.xml": "<a/>"})) == "damaged"
    assert code(package({"word/document.xml": document("")}, method=zipfile.ZIP_LZMA)) == "damaged"
    deep = document("<w:sdt>" * 5000 + "</w:sdt>" * 5000)
    assert code(package({"word/document.xml": deep})) == "damaged"


def test_passwords_and_old_documents() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert code(ole + "EncryptedPackage".encode("utf-16-le")) == "password"
    assert code(ole) == "unsupported"


def test_bombs_are_not_unpacked() -> None:
    parts = {"word/document.xml": document("")}
    assert code(package({**parts, "word/media/image1.png": bytes(51_000_000)})) == "archive_bomb"
    assert code(package({**parts, "word/styles.xml": bytes(17_000_000)})) == "archive_bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_part(encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    parts: dict[str, str | bytes] = {
        "word/document.xml": document(paragraph(run("Слова"))),
        "word/settings.xml": bomb.encode(encoding),
    }
    assert code(package(parts)) == "entity_expansion"


@pytest.mark.parametrize("where", ["file:///etc/hostname", "http://test.example/x"])
def test_external_entities_are_refused(where: str) -> None:
    main = document(paragraph(run("&a;"))).replace("?>", f'?><!DOCTYPE x [<!ENTITY a SYSTEM "{where}">]>', 1)
    assert code(package({"word/document.xml": main})) == "entity_expansion"
    outside = document(paragraph(run("Слова"))).replace("?>", f'?><!DOCTYPE x SYSTEM "{where}">', 1)
    assert code(package({"word/document.xml": outside})) == "entity_expansion"


def test_remote_templates_and_pictures_are_never_fetched() -> None:
    # Sockets are closed in tests: a reader that followed one of these would not end in a draft.
    kinds = {"settings": "attachedTemplate", "document": "image", "footnotes": "frame"}
    relations = {
        f"word/_rels/{part}.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" TargetMode="External" Target="http://test.example/t.dotm" Type='
            f'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
        )
        for part, kind in kinds.items()
    }
    outside = (
        f'<w:settings {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<w:attachedTemplate r:id="r1"/></w:settings>'
    )
    picture = '<w:r><w:drawing><a:blip xmlns:a="urn:a" xmlns:r="urn:r" r:link="r1"/></w:drawing></w:r>'
    parts = {"word/document.xml": document(paragraph(run("Слова"), picture)), "word/settings.xml": outside}
    draft = read_docx(package(parts | relations))
    assert draft.raw_text == "Слова"
    assert dict(draft.left_out) == {"images": 1}


def field(instruction: str, result: str, *, ends: bool = True) -> str:
    """A complex field as Word writes one."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        + mark.format("separate")
        + run(result)
        + (mark.format("end") if ends else "")
    )


def test_fields_that_show_properties_are_left_out() -> None:
    simple = '<w:fldSimple w:instr=" LASTSAVEDBY ">' + run("Секретарёв") + "</w:fldSimple>"
    body = paragraph(run("Сказал "), field("AUTHOR \\* MERGEFORMAT", "Писарев"), run("мне "), simple)
    body += paragraph(field("PAGE", "7"), run(" из "), field('HYPERLINK "mailto:x"', "письма"))
    # a field whose end is missing must not swallow the rest
    body += paragraph(field("FILENAME", "Канарейкин.docx", ends=False)) + paragraph(run("Дальше."))
    draft = read(body)
    assert draft.raw_text == "Сказал мне \n7 из письма\n\nДальше."
    assert dict(draft.left_out) == {"fields": 3}
