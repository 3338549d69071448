"""Web pages: what a reader of the page sees is read, the rest is left out and counted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.html import read_html
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind


def read(page: str, *, options: Options = PLAIN) -> Draft:
    return read_html(page.encode(), options)


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        read_html(raw)
    assert caught.value.__cause__ is None
    return caught.value.code


def sample() -> bytes:
    return """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8">
<meta name="author" content="Писарева"><title>Рассказ Тестова</title>
<style>p{margin:0} .s{display:none}</style><script>var n="Тестов";</script></head>
<body><!-- её телефон, не печатать --><h1>Рассказ</h1><p title="Тестов">Меня зовут&nbsp;Тест, <b>мне</b>
 19&nbsp;&laquo;лет&raquo;.<br>Дальше</p><p class="s">тайна</p><ul><li>раз<li>два</ul>
<table><tr><th>Имя<td>Тест<tr><td><p>а<p>б<td>в</table><img src="http://test.example/x" alt="Тестов дома">
<a href="mailto:t@test.example">письмо</a><input value="Тестов"><del>нет</del></body></html>""".encode()


def test_a_page() -> None:
    draft = read_html(sample())
    assert draft.raw_text == (
        "Рассказ\nМеня зовут\xa0Тест, мне 19\xa0«лет».\nДальше\nраз\nдва\nИмя\tТест\nа\nб\tв\nписьмо"
    )
    assert draft.source is SourceKind.HTML
    assert dict(draft.left_out) == {
        "comments": 1,
        "deletions": 1,
        "form fields": 1,
        "hidden": 1,
        "images": 1,
        "scripts": 1,
    }


def test_lines() -> None:
    assert read("<div>один<div>два</div>три</div>четыре").raw_text == "один\nдва\nтри\nчетыре"
    assert read("<p>а <i> б</i> <b>в</b>г\n<p>&nbsp;<p>д<br><br>е").raw_text == "а б вг\nд\n\nе"
    assert (
        read("<p>а</p><pre>б\n  в\r\n</pre><p style='white-space: pre-wrap'>г\nд").raw_text
        == "а\nб\n  в\nг\nд"
    )


def test_tables_in_tables_and_cells_without_rows() -> None:
    inner = "<table><tr><td>а<td>б</table>"
    table = f"<table><caption>Подпись</caption><tr><td>{inner}</td><td></td><td>в<br>г</td></tr></table>"
    assert read(f"До{table}после").raw_text == "До\nПодпись\nа\tб\tв\nг\nпосле"
    assert read("<td>а<td>б</td>в<tr><td>г<td>д").raw_text == "а\nб\nв\nг\tд"


def test_entities() -> None:
    page = (
        "<p>&quot;&#x27;&#1058;&#1077;ст&amp;lt;&lt;b&gt; &mdash; &#150; &unknown; &#0;&#xD800;&#999999999;"
    )
    assert read(page).raw_text == "\"'Тест&lt;<b> — – &unknown; \ufffd\ufffd\ufffd"


@pytest.mark.parametrize(
    "element",
    [
        "<p hidden>тайна</p>",
        "<div style='color:red; DISPLAY : none !important'><p>тайна</div>",
        "<span style='visibility:hidden'>тай<b>на</b></span>",
        "<span style='mso-hide:all'>тайна</span>",
        "<template><p>тайна</p></template>",
        "<noscript>тайна</noscript>",
        "<p class='x gone'>тайна</p>",
        "<p id=Gone>тайна</p>",
    ],
)
def test_hidden_elements(element: str) -> None:
    sheet = (
        "<style><!-- /* .a{display:none} */ @import 'x'; .gone, p#gone b {display:none} "
        "#gone{visibility:hidden} --></style>"
    )
    draft = read(f"{sheet}<p>Видно</p>{element}<p>и это")
    assert draft.raw_text == "Видно\nи это"
    assert dict(draft.left_out) == {"hidden": 1}


def test_what_is_shown_after_all_is_read() -> None:
    draft = read(
        "<style>@media print{.a{display:none}} .b{display:none} .b{display:block} body{display:none}</style>"
        "<body style='visibility:hidden'><p class=a>один<p class=b>два<p aria-hidden=true>три"
        "<p style='x-display:none'>4"
    )
    assert draft.raw_text == "один\nдва\nтри\n4"
    assert draft.left_out == ()


def test_nothing_but_the_text_is_read() -> None:
    draft = read(
        "<xml><o:Author>Писарева</o:Author></xml><p>Слова<o:p></o:p></p>"
        "<svg><title>Тест</title><text>и</text></svg><iframe src=x>рамка</iframe>"
        "<object data=x>вместо</object><textarea>ответ</textarea><textarea> </textarea>"
        "<select><option selected>да</select><input type=submit value=Отправить><ruby>я<rt>ya</rt></ruby>"
        "<!--[if gte mso 9]><xml><o:Author>Писарева</o:Author></xml><![endif]-->"
    )
    assert draft.raw_text == "Слова\nя"
    assert dict(draft.left_out) == {"embedded": 2, "form fields": 2, "images": 1}


def test_comments_on_request_come_after_the_text() -> None:
    page = "<p>Слова<!-- её <b>телефон</b>\nне печатать --> дальше<!-- --><p hidden><!-- нет -->"
    draft = read(page, options=Options(include=frozenset({"comments"})))
    assert draft.raw_text == "Слова дальше\n[comment] её телефон не печатать"
    assert draft.left_out == ()


def test_comments_and_notes_that_word_saves_into_a_page() -> None:
    page = (
        "<p>Слова<span class=MsoCommentReference><a class=msocomanchor>[ТП1]</a></span>.</p>"
        "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'>"
        "<p class=MsoCommentText><a class=msocomanchor>[ТП1]</a>Чья<p>дочь?</div></div>"
        "<div style='mso-element:footnote-list'><div style='mso-element:footnote'><p>сноска</div></div>"
    )
    draft = read(page)
    assert draft.raw_text == "Слова."
    assert dict(draft.left_out) == {"comments": 1, "footnotes": 1}
    taken = read(page, options=Options(include=frozenset({"comments"})))
    assert taken.raw_text == "Слова.\n[comment] Чья дочь?"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "kz1048"]
)
@pytest.mark.parametrize("declared", ["", "windows-1252", "utf-8"])
def test_encodings(encoding: str, declared: str) -> None:
    page = "<html><meta charset='?'><p>Меня зовут Тест, я живу у сестры"
    page = page.replace("?", declared) if declared else page.replace("<meta charset='?'>", "")
    assert read_html(page.encode(encoding)).raw_text == "Меня зовут Тест, я живу у сестры"


def test_a_declared_encoding_is_believed_where_it_can_be() -> None:
    text = "Соң"
    page = f"<meta http-equiv=Content-Type content='text/html; charset=kz-1048'><p>{text}"
    assert read_html(page.encode("kz1048")).raw_text == text
    assert read_html(f"<p>{text}".encode("ptcp154"), charset="PTCP154").raw_text == text
    for name in ("idna", "zip", "unicode_escape", "x" * 40, "utf-7"):
        assert read_html(f"<meta charset={name}><p>Слова есть".encode("cp1251")).raw_text == "Слова есть"


def test_nothing_to_read() -> None:
    assert code(b"") == code(b" \n") == code(b"<!-- x -->") == code(b"<script>1</script><p>&nbsp;") == "empty"
    assert code("<img src=x alt='Тест'>".encode()) == "image_only"


def test_damage_and_other_kinds() -> None:
    whole = "<p>Меня зовут Тест, я живу у сестры".encode()
    assert code(whole[:40] + whole[41:]) == "damaged"
    assert code(b"\xff\xfe" + "<p>да".encode("utf-16-le")[:-1]) == "damaged"
    for raw in (
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"{\\rtf1 a}",
        bytes(range(256)) * 9,
    ):
        assert code(raw) == "not_text"
    assert code(b"From: <Saved>\r\nMIME-Version: 1.0\r\n\r\n<p>x") == "unsupported"
    assert code(b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><p>&a;</p>") == "entity_expansion"


def test_hostile_pages_end_soon() -> None:
    for page in (
        "<div>" * 100_000,
        "<table><tr><td>" * 30_000,
        "<a " + " ".join(f"x{number}=1" for number in range(100_000)) + ">",
        "<style>" + "/*" * 200_000 + "</style>",
        "<style>" + "{" * 200_000 + "</style>",
        "<!--" * 200_000 + "-->",
        "&" * 200_000 + ";",
        "<p style='" + "display:" + " " * 200_000 + "'>",
    ):
        assert read(f"<p>Начало</p>{page}конец").raw_text.startswith("Начало")


@settings(max_examples=80, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=3)), max_size=5))
def test_changed_bytes_end_in_a_draft_or_a_refusal(changes: list[tuple[int, bytes]]) -> None:
    raw = sample()
    for place, piece in changes:
        at = place % len(raw)
        raw = raw[:at] + piece + raw[at + 1 :]
    try:
        assert read_html(raw).raw_text
    except AigaqError as error:
        assert error.__cause__ is None
