"""Text files in every encoding that field offices write, and those that are no text."""

import hashlib
from functools import partial
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.formats.text import decode, encoded, read_markdown, read_stdin, read_text
from models.errors import AigaqError
from models.statements import SourceKind

RUSSIAN = "Меня зовут Ольга Тестова, я медсестра. «Били», — сказала она, кабинет №5.\nПотом увезли в отдел."
KAZAKH = "Менің атым Айша Үлгіліқызы, мұғаліммін. Әкемді қараңғыда ұстап әкетті, үйде өңге ешкім жоқ еді.\n"
ENGLISH = "My name is Test Person. “They beat me”, I said – twice. It cost £5.\n"


def _noise(seed: int, length: int) -> bytes:
    return hashlib.shake_256(bytes([seed])).digest(length)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (KAZAKH, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (KAZAKH, "utf-16"),
        (RUSSIAN, "utf-16-le"),
        (KAZAKH, "utf-16-be"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (RUSSIAN, "utf-32"),
        (RUSSIAN, "cp1251"),
        ("Меня зовут Тест. В анкете стоит і и ещё раз І, № 7 — всё.", "cp1251"),
        ("Украинский: їжак, Євген, ґанок і ще щось.", "cp1251"),
        (KAZAKH, "kz1048"),
        (KAZAKH, "ptcp154"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-"), "cp866"),
        (RUSSIAN.replace("«", '"').replace("»", '"').replace("—", "-").replace("№", "N"), "koi8-r"),
        (ENGLISH, "cp1252"),
        ("Şahit Gülnar Örnek, Öskemen. Ağası Erğali. Bul test mätini emes, ülgi.", "cp1254"),
        (ENGLISH.replace("£", "$") * 20 + "He said «терпи» twice.\n", "cp1251"),
        ("The café in Öskemen. Then the naïve façade, señor.\n", "cp1252"),
        ("Свидетель, 3 слова", "cp1251"),
        ("Да", "cp1251"),
    ],
)
def test_encodings_are_recognised(text: str, encoding: str) -> None:
    if encoding == "cp1254":
        text = text.replace("ä", "a")
    assert decode(text.encode(encoding)) == text


@given(
    st.lists(
        st.sampled_from([RUSSIAN, KAZAKH, "\r\n", "\r", "\n", "\x1a", "\ufeff", "😔", "a;b"]), max_size=9
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1251"]),
)
def test_line_by_line_it_is_the_same_text(pieces: list[str], encoding: str) -> None:
    raw = "".join([ENGLISH, *pieces]).encode(encoding, "ignore")
    try:
        text = decode(raw)
    except AigaqError as error:
        with pytest.raises(AigaqError, match=error.code):
            encoded(partial(BytesIO, raw))
    else:
        lines = list(encoded(partial(BytesIO, raw)).lines())
        assert "".join(lines) == text
        assert all(line.endswith("\n") for line in lines[:-1])


def test_utf16_without_mark_or_spaces() -> None:
    assert decode("Свидетель".encode("utf-16-le")) == "Свидетель"
    assert decode("Свидетель".encode("utf-16-be")) == "Свидетель"


def test_line_ends_become_newlines() -> None:
    assert decode("раз\r\nдва\rтри\n\x1a".encode()) == "раз\nдва\nтри\n"


def test_kind_of_source_is_kept() -> None:
    kinds = [read(b"word").source for read in (read_text, read_markdown, read_stdin)]
    assert kinds == [SourceKind.TEXT, SourceKind.MARKDOWN, SourceKind.STDIN]


def test_markdown_is_not_interpreted() -> None:
    assert read_markdown("# Беседа\n\n* **Тест**\n".encode()).raw_text == "# Беседа\n\n* **Тест**\n"


@pytest.mark.parametrize("raw", [b"", b"  \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe\r\x00\n\x00", b"--- ...\n"])
def test_nothing_in_it(raw: bytes) -> None:
    assert _code(raw) == "empty"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n" + _noise(1, 3000),
        _noise(2, 3000),
        bytes(byte for byte in _noise(3, 4000) if byte >= 0x20),
        b"PK\x03\x04 not a text",
        b"%PDF-1.7\n",
        b"{\\rtf1\\ansi \\u1058?\\u1077?}",
        b"<!DOCTYPE html><p>&#1058;&#1077;</p>",
        b"\x00\x00\x00 ftypM4A " + _noise(4, 500),
        b"plain words and \x00\x00\x00 NULs",
    ],
    ids=["png", "noise", "printable noise", "zip", "pdf", "rtf", "html", "audio", "nul"],
)
def test_binary_is_not_text(raw: bytes) -> None:
    assert _code(raw) == "not_text"


@pytest.mark.parametrize("cut", [1, 3])
def test_broken_utf8_is_never_read_as_letter_salad(cut: int) -> None:
    assert _code(RUSSIAN.encode()[:-cut]) == "damaged" or RUSSIAN.encode()[:-cut].decode()
    assert _code("Тест \udcff тест".encode("utf-8", "surrogateescape")) == "damaged"
    assert _code(KAZAKH.encode("utf-16")[:-1]) == "damaged"


def _code(raw: bytes) -> str:
    try:
        decode(raw)
    except AigaqError as error:
        return error.code
    return ""
