"""Rich Text: what the witness said is read in the right letters, the rest is left out and counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.rtf import read_rtf
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind


def escaped(text: str, encoding: str = "cp1251") -> str:
    return "".join(
        letter if letter.isascii() else "".join(f"\\'{byte:02x}" for byte in letter.encode(encoding))
        for letter in text
    )


def unicode(text: str, fallback: str = "?") -> str:
    return "".join(letter if letter.isascii() else f"\\u{ord(letter)}{fallback}" for letter in text)


def read(body: str, *, head: str = r"\ansi\ansicpg1251\deff0", options: Options = PLAIN) -> Draft:
    return read_rtf(f"{{\\rtf1{head} {body}}}".encode("ascii"), options)


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        read_rtf(raw)
    assert caught.value.__cause__ is None
    return caught.value.code


def sample() -> bytes:
    return (
        r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Times;}}"
        r"{\info{\author " + unicode("Писарева") + r"}}{\header " + unicode("шапка") + r"\par}"
        r"\pard\f1 " + escaped("Меня зовут Тест")
        + r".{\*\annotation{\*\atnref 1}" + unicode("кто?") + r"}\par "
        + unicode("Қайрат") + r"{\v " + unicode("тайна") + r"}{\deleted gone}\par{\pict\bin4 }}}}}"
        r"\trowd\intbl A\cell B\cell\row\pard {\field{\*\fldinst HYPERLINK x}{\fldrslt link}}\par}"
    ).encode("ascii")  # fmt: skip


def test_a_document() -> None:
    draft = read_rtf(sample() + b"\r\n\x00")
    assert draft.raw_text == "Меня зовут Тест.\nҚайрат\nA\tB\nlink"
    assert draft.source is SourceKind.RTF
    assert dict(draft.left_out) == {"comments": 1, "deletions": 1, "headers": 1, "hidden": 1, "images": 1}


def test_characters_of_unicode_and_what_stands_for_them() -> None:
    assert read(unicode("Тест")).raw_text == "Тест"
    assert read(unicode("Тест", fallback="\\'3f")).raw_text == "Тест"
    assert read(r"{\uc2 " + unicode("Те", fallback="ab") + r"}\u1089?\uc0\u1090").raw_text == "Тест"
    assert read("\\u1058\r\n?\\u-3?\\u-10179?\\u-8704?\\u-10179?!").raw_text == "Т\ufffd😀\ufffd!"
    assert read(r"\u1058\par\u1058{?}").raw_text == "Т\nТ?"
    assert read(r"\u8212\emdash x\u0?\u99999999?y").raw_text == "—x\ufffd\ufffdy"


def test_bytes_are_read_in_the_code_page_of_their_font() -> None:
    fonts = r"{\f0\fcharset0 A;}{\f1\fnil\fcharset204{\*\falt B};}{\f2\fcharset161 G;}{\f3\fcharset2 W;}"
    body = rf"{{\fonttbl{fonts}}}\f1 " + escaped("Меня зовут ") + r"{\b\f2 " + escaped("Ελένη", "cp1253")
    body += r"}{\f3\'b7} " + escaped("Тест") + r"\plain  ok"
    assert read(body, head=r"\ansi\deff0").raw_text == "Меня зовут Ελένη• Тест ok"


@pytest.mark.parametrize(
    ("text", "encoding", "page"),
    [
        ("Рассказывает Тест Тестов", "cp1251", 1251),
        ("Рассказывает Тест Тестов", "cp1251", 1252),  # declared by habit
        ("Менің атым Қайрат, үйде болдым", "kz1048", 1251),
        ("They beat André at the café", "cp1252", 1252),
        ("They beat André at the café", "cp1252", 1251),
        ("Рассказывает Тест", "utf-8", 65001),
        ("Kovács Ödön, főtér", "cp1250", 1250),
    ],
)
def test_a_wrong_declaration_is_not_believed(text: str, encoding: str, page: int) -> None:
    body = r"{\fonttbl{\f0\fcharset0 Arial;}}\f0 " + escaped(text, encoding)
    assert read(body, head=rf"\ansi\ansicpg{page}\deff0").raw_text == text


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8"])
def test_bare_bytes(encoding: str) -> None:
    assert read_rtf("{\\rtf1\\ansi Меня зовут Тест}".encode(encoding)).raw_text == "Меня зовут Тест"


def test_signs_and_lines() -> None:
    body = (
        r"a\tab b\line c\~d\_e\-f\{\}\\ \ldblquote q\rdblquote\par"
        + "\r\n\r\n"
        + r"\par x\page y\sect z\chatn"
    )
    assert read(body).raw_text == "a\tb\nc\xa0d-ef{}\\ “q”\n\nx\ny\nz"
    assert read("one\\\ntwo\\\tthree\\'0dfour").raw_text == "one\ntwo\tthree\nfour"


def test_insertions_are_kept_and_deletions_and_moved_text_left_out() -> None:
    draft = read(
        r"a{\revised\revauth1  new}{\deleted\revauthdel1  old\par}\mvf gone\mvf0 \deleted x\deleted0  b"
    )
    assert draft.raw_text == "a new b"
    assert dict(draft.left_out) == {"deletions": 1}  # they follow each other, with nothing shown between


def test_hidden_text_until_it_is_shown_again() -> None:
    draft = read(r"a\par{\v secret\par}{\v 1}{\v0 b}{\v\b x {\v0 c} y\plain d}")
    assert draft.raw_text == "a\nbcd"
    assert dict(draft.left_out) == {"hidden": 3}


def test_what_is_not_the_statement_is_counted() -> None:
    draft = read(
        r"{\stylesheet{\s1 heading;}}{\*\generator Test 1.0;}{\info{\title T}{\operator Pisareva}}"
        r"{\headerl h\par}{\footerf f}{\footer\pard\par}a{\footnote\ftnalt note}{\*\unknown{\b deep} text}"
        r"{\listtext\f1 1.\tab}{\object\objemb{\*\objdata 0102}{\result shown{\pict 00}}}{\*\bkmkstart name}"
        r"{\*\shppict{\pict 1122}}{\nonshppict{\pict 33}}{\xe index}"
        r"{\field{\*\fldinst { author }}{\fldrslt Pisareva}}{\field{\*\fldinst PAGE}{\fldrslt 7}}"
    )
    assert draft.raw_text == "ashown7"
    assert dict(draft.left_out) == {"embedded": 1, "fields": 1, "footnotes": 1, "headers": 2, "images": 1}


def test_comments_on_request_come_after_the_text_and_without_names() -> None:
    comment = r"{\*\atnid TP}{\*\atnauthor Pisareva}\chatn{\*\annotation{\*\atndate 5}\pard who?\par where?}"
    draft = read(rf"a{comment} b\par c", options=Options(include=frozenset({"comments"})))
    assert draft.raw_text == "a b\nc\n[comment] who? where?"
    assert draft.left_out == ()


def test_tables() -> None:
    row = r"\trowd\cellx1\cellx2\pard\intbl {Name\cell Test\par Testov\cell}\trowd\cellx1\row"
    assert read(rf"x\par {row}{row}\pard y").raw_text == "x\nName\tTest\nTestov\nName\tTest\nTestov\ny"
    nested = (
        r"\trowd\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}"
        r"\pard\intbl c\cell d\cell\row\pard"
    )
    assert read(nested).raw_text == "a\tb\nc\td"
    assert read(r"\trowd a\cell b").raw_text == "a\tb"


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = r"{\*\shpinst{\sp{\sn wzDescription}{\sv alt}}{\shptxt box\par}}{\shprslt{\*\do{\dptxbxtext box}}}"
    assert read(rf"be{{\shp{box}}}fore\par after").raw_text == "before\nbox\nafter"


def test_text_written_twice_is_read_in_unicode() -> None:
    assert read(r"{\upr{?}{\*\ud{" + unicode("Тест") + "}}}!").raw_text == "Тест!"


def test_nothing_to_read() -> None:
    assert code(b"") == "empty"
    assert code(b"{\\rtf1\\ansi\\par}") == "empty"
    assert code(b"{\\rtf1{\\pict 0011}}") == "image_only"


def test_damage_and_other_kinds() -> None:
    whole = sample()
    for end in (len(whole) // 3, len(whole) // 2, len(whole) - 1):
        assert code(whole[:end]) == "damaged"
    assert code(b"{\\rtf1 a}}") == "damaged"
    assert code(b"{\\rtf1 a} and more") == "damaged"  # a brace too many: the rest would be lost
    assert code(b"{\\rtf1 a\\bin99 }") == "damaged"
    assert code(b"{\\rtf1 a\\") == "damaged"
    assert code(b"just text") == "damaged"
    assert code(b"PK\x03\x04") == code(b"\xd0\xcf\x11\xe0") == "unsupported"
    bad = r"{\fonttbl{\f0\fcharset161 A;}}\f0 " + r"\'d2" * 20  # no letter of that code page
    with pytest.raises(AigaqError, match="damaged"):
        read(bad)


def test_hostile_sizes() -> None:
    assert code(b"{\\rtf1" + b"{" * 200_000 + b"x" + b"}" * 200_001) == "damaged"
    assert read(r"\u" + "9" * 5000 + r"\uc999999999\u1058" + "?" * 99).raw_text.endswith("?")
    assert read("{" * 500 + "x" + "}" * 500 + r"\bin-5 \f-1 \fcharset \cpg99999 ").raw_text == "x"
    assert read("x" + r"{\field{\*\fldinst A}" * 400 + "}" * 400).raw_text == "x"


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=3)), max_size=5))
def test_changed_bytes_end_in_a_draft_or_a_refusal(changes: list[tuple[int, bytes]]) -> None:
    raw = sample()
    for place, piece in changes:
        at = place % len(raw)
        raw = raw[:at] + piece + raw[at + 1 :]
    try:
        assert read_rtf(raw).raw_text
    except AigaqError as error:
        assert error.__cause__ is None
