"""Form exports as .xlsx: visible cells are read, what is hidden or commented is not, claims cost nothing."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment

from intake.formats.form_xlsx import read_xlsx
from intake.parts import Options, Refusal, Told
from models.errors import SENTENCES, AigaqError

UUID = "0b9c2d4e-1111-4222-8333-944455566677"
PROSE = "Меня держали в подвале двое суток, воды не давали и спать не разрешали. " * 4
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRICT = 'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def saved(book: Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def filled(*records: tuple[Any, ...]) -> Workbook:
    book = Workbook()
    for record in records:
        book.active.append(record)
    return book


def sample() -> bytes:
    """An export with what is not to be read: a hidden column and sheet, a comment, relatives."""
    book = filled(
        ("phonenumber", "consent", "lang", "statement", "notes_internal", "secret", "_uuid", "_index"),
        (77010000000, "yes", "kk", "Ол айтты:\n«үндеме».", None, "Құпия", UUID, 1),
        (77010000001, "no", None, None, "Тестова, кв. 12", None, UUID.replace("0b", "1b"), 2),
        (77010000002, True, "ru", PROSE, None, None, UUID.replace("0b", "2b"), 3),
    )
    book.active["D2"].comment = Comment("Коллектор:\nмать: Тестова", "Коллектор")
    book.active.column_dimensions["F"].hidden = True
    kin = book.create_sheet("kin")
    kin.append(("name", "relation", "_parent_index", "_submission__uuid"))
    kin.append(("Тест Тестов", "сын", 3, UUID.replace("0b", "2b")))
    hidden = book.create_sheet("hidden")
    hidden.append(("statement",))
    hidden.append(("Не читать",))
    hidden.sheet_state = "hidden"
    book.properties.creator = "Коллектор"
    return saved(book)


def workbook(sheet: str, *, strings: str = "", space: str = MAIN, **parts: str) -> bytes:
    """A workbook of one sheet from its XML."""
    relations = '<Relationships><Relationship Id="r1" Type="t/{}" Target="{}"/></Relationships>'
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relations.format("officeDocument", "xl/workbook.xml"))
        sheets = '<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets>'
        archive.writestr("xl/workbook.xml", f"<workbook {space} {LINKS}>{sheets}</workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", relations.format("worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}>{sheet}</worksheet>")
        archive.writestr("xl/sharedStrings.xml", f"<sst {space}>{strings}</sst>")
        for name, part in parts.items():
            archive.writestr(f"xl/{name}.xml", part)
    return raw.getvalue()


def rows(*cells: str) -> str:
    """Rows of one cell each, under the name "statement"."""
    lines = ('<c t="inlineStr"><is><t>statement</t></is></c>', *cells)
    return f"<sheetData>{''.join(f'<row>{line}</row>' for line in lines)}</sheetData>"


def texts(raw: bytes, options: Options | None = None) -> list[str]:
    parts = read_xlsx(raw, options) if options else read_xlsx(raw)
    return [part.draft.raw_text if isinstance(part, Told) else getattr(part, "code", "") for part in parts]


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        list(read_xlsx(raw))
    assert caught.value.__cause__ is None
    return caught.value.code


def test_an_export_with_much_that_is_not_to_be_read() -> None:
    first, second, third = read_xlsx(sample())
    assert isinstance(first, Told)
    assert isinstance(third, Told)
    assert first.draft.raw_text == "Ол айтты:\n«үндеме»."
    assert first.draft.submission == UUID
    assert dict(first.draft.left_out) == {"comments": 1, "hidden answers": 1, "hidden sheets": 1}
    assert second == Refusal("#2", "no_consent")
    assert third.draft.raw_text == PROSE.strip()
    assert dict(third.draft.left_out) == {"other answers": 2}


def test_comments_that_were_asked_for_do_not_name_who_wrote_them() -> None:
    text = texts(sample(), Options(include=frozenset({"comments"})))[0]
    assert text == "Ол айтты:\n«үндеме».\n[comment] мать: Тестова"


def test_hidden_rows_keep_their_numbers() -> None:
    book = filled(("statement",), ("Первая",), ("Вторая",))
    book.active.row_dimensions[2].hidden = True
    (part,) = read_xlsx(saved(book))
    assert isinstance(part, Told)
    assert (part.mark, part.draft.raw_text, part.draft.left_out) == ("#2", "Вторая", (("hidden rows", 1),))


def test_two_forms_and_a_cover_in_one_workbook() -> None:
    book = filled(("Отчёт за январь",), ("Подготовлен",))
    for name in ("a", "b"):
        sheet = book.create_sheet(name)
        sheet.append(("consent", "statement"))
        sheet.append(("yes", f"Слова {name}"))
    parts = list(read_xlsx(saved(book)))
    assert [part.mark for part in parts if isinstance(part, Told)] == ["#1", "#3.1"]
    assert isinstance(parts[0], Told)
    assert dict(parts[0].draft.left_out) == {"other sheets": 1}


def test_cells_of_each_kind() -> None:
    strings = "<si><r><t>Он </t></r><r><t>ушёл</t></r><rPh><t>x</t></rPh></si>"
    strings += "<si><t>a_x000D_\nb_x005F_x000D_</t></si>"
    cells = (
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>1</v></c>',
        '<c t="str"><f>A1</f><v>посчитано</v></c>',
        "<c><f>HYPERLINK(1)</f></c><c><v>1</v></c>",
        '<c t="e"><v>#N/A</v></c>',
        "<c><v>7.7010000000E10</v></c>",
    )
    raw = workbook(rows(*cells), strings=strings)
    assert texts(raw) == ["Он ушёл", "a\nb_x000D_", "посчитано", "damaged", "77010000000"]
    assert texts(workbook(rows(*cells), strings=strings, space=STRICT)) == texts(raw)


def test_nothing_but_a_name_is_empty() -> None:
    assert code(saved(Workbook())) == "empty"
    assert code(workbook(rows())) == "empty"
    assert code(workbook(rows("<c><f>A2</f></c>"))) == "empty"


@pytest.mark.slow
@pytest.mark.parametrize(
    "sheet",
    [
        rows() + "<sheetData>" + "<row/>" * 200_000 + "</sheetData>",
        rows('<c r="XFD1" s="1"/>') + '<sheetData><row r="1048576"/></sheetData>',
        '<dimension ref="A1:XFD1048576"/>' + rows(),
    ],
)
def test_a_sheet_that_claims_a_million_rows_costs_what_it_holds(sheet: str) -> None:
    assert code(workbook(sheet)) == "empty"


def changed(raw: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A package with its parts changed or, for None, left out."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(output, "w") as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return output.getvalue()


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (rows('<c t="s"><v>7</v></c>'), "damaged"),
        (rows('<c t="s"><v>x</v></c>'), "damaged"),
        (rows("<c><v>x</v></c>"), "damaged"),
        (rows('<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>'), "damaged"),
        (rows('<c r="ZZZ1"><v>1</v></c>'), "damaged"),
        (rows('<c r="1A"><v>1</v></c>'), "damaged"),
        ('<sheetData><row r="2"/><row r="2"/></sheetData>', "damaged"),
        ('<sheetData><row r="9999999"/></sheetData>', "damaged"),
        ('<sheetData><row r="x"/></sheetData>', "damaged"),
        ("<sheetData><row>", "damaged"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>", "entity_expansion"),
    ],
)
def test_damage_and_hostility(sheet: str, expected: str) -> None:
    assert code(workbook(sheet)) == expected


def test_more_elements_than_can_be_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.formats.form_xlsx._MARK_LIMIT", 10_000)
    assert code(workbook(rows("<c/>" * 10_000))) == "too_large"


def test_one_long_text_named_a_thousand_times_is_a_bomb() -> None:
    cells = ['<c t="s"><v>0</v></c>'] * 1000
    assert code(workbook(rows(*cells), strings=f"<si><t>{'слово ' * 20_000}</t></si>")) == "archive_bomb"


def test_packages_that_are_no_workbooks() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert code(ole) == "unsupported"
    assert code(ole + "EncryptedPackage".encode("utf-16-le")) == "password"
    assert code(b"no zip") == "damaged"
    assert code(sample()[:3000]) == "damaged"
    assert code(changed(sample(), lambda name, part: None if "sheet1" in name else part)) == "damaged"
    assert code(changed(sample(), lambda name, part: None if name == "_rels/.rels" else part)) == "damaged"
    binary = changed(
        sample(),
        lambda name, part: (
            None if name == "xl/workbook.xml" else part.replace(b"workbook.xml", b"workbook.bin")
        ),
    )
    assert code(binary) == "unsupported"


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.binary(max_size=4), st.booleans())
def test_bytes_that_were_changed_end_in_entries_or_an_error(place: int, change: bytes, inside: bool) -> None:
    def edit(name: str, part: bytes) -> bytes:
        at = place % max(len(part), 1)
        return part[:at] + change + part[at + 2 :] if "sheet" in name or "rels" in name else part

    raw = SAMPLE
    at = place % len(raw)
    try:
        parts = list(read_xlsx(changed(raw, edit) if inside else raw[:at] + change + raw[at + 2 :]))
    except AigaqError as error:
        assert error.code in SENTENCES
    else:
        assert all(isinstance(part, Told | Refusal) for part in parts)


SAMPLE = sample()
