"""PDF documents: what their pages show comes in, paragraph by paragraph; nothing hidden, nothing cut off."""

import hashlib
import zlib
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.pdf import PAGE_LIMIT, read_pdf
from intake.parts import Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind
from tests.intake.formats.pdf_builder import Text, content, hexadecimal, page, pdf, stream

STATEMENT = page(
    "Меня зовут Сәуле Өмірзақова, я живу в Таразе. В январе меня остано-",
    "вили на площади двое в форме. Старшего звали Ерлан Касым-Ерболов",
    "из районного отдела, второго я не знаю.",
    "Потом приехал автобус, нас увезли за город и держали до утра.",
)


def sample() -> bytes:
    """A valid file that holds a bit of everything."""
    note = b"<< /Type /Annot /Subtype /Text /Rect [10 10 20 20] /Contents %s >>" % hexadecimal("Ещё спросить")
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V %s /Rect [200 500 300 520] >>"
        % hexadecimal("Дана")
    )
    return pdf(
        content([*STATEMENT, Text("Имя:", y=505)], picture=(100, 100, 50, 50)),
        content(page("Вторая страница.")),
        packed=True,
        notes=[note, field],
        catalog=b"/AcroForm << /Fields [11 0 R] >>",
    )


def read(*contents: bytes, **settings: object) -> Draft:
    return read_pdf(pdf(*contents, **settings))  # type: ignore[arg-type]


def refused(raw: bytes, options: Options | None = None) -> str:
    with pytest.raises(AigaqError) as error:
        read_pdf(raw, options or Options())
    return error.value.code


def test_lines_become_paragraphs_again() -> None:
    draft = read(content(STATEMENT), packed=True)
    assert draft.raw_text == (
        "Меня зовут Сәуле Өмірзақова, я живу в Таразе. В январе меня остановили на площади двое в форме."
        " Старшего звали Ерлан Касым-Ерболов из районного отдела, второго я не знаю.\n"
        "Потом приехал автобус, нас увезли за город и держали до утра."
    )
    assert draft.source is SourceKind.PDF
    assert draft.left_out == ()


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("рассказала госпожа Гүлнар Ахметова-", "Ким, соседка", "Ахметова-Ким"),
        ("номер её телефона 8-701-", "555-01-02, она просит", "8-701-555-01-02"),
        ("там был кто-", "то из соседей", "кто-то"),
        ("мен ЖСН-", "імді айтпаймын", "ЖСН-імді"),
        ("он работал в мили-", "ции города", "милиции"),
        ("она видела Бахыта", "Серикулы там", "Бахыта Серикулы"),
    ],
)
def test_words_and_names_that_break_at_a_lines_end(first: str, second: str, joined: str) -> None:
    draft = read(content(page(f"Свидетель говорит: {first}", second)))
    assert joined in draft.raw_text


def test_paragraphs_part_at_gaps_indents_and_turns_of_speech() -> None:
    lines = page("Первая строка абзаца до самого края", "и конец её.", "— Где вы были в тот день с утра?")
    lines += [Text("— Я была дома до самого вечера там.", y=704)]
    lines += [
        Text("После пробела новый абзац до края её", y=676),
        Text("с отступом ещё один абзац", x=90, y=662),
    ]
    assert read(content(lines)).raw_text.split("\n") == [
        "Первая строка абзаца до самого края и конец её.",
        "— Где вы были в тот день с утра?",
        "— Я была дома до самого вечера там.",
        "После пробела новый абзац до края её",
        "с отступом ещё один абзац",
    ]


def test_a_sentence_goes_on_over_the_page() -> None:
    first = page("Я видела на углу у магазина человека,", "его зовут все во дворе просто Нурлан")
    second = page("Сагатов, он живёт через дорогу от нас.")
    assert "Нурлан Сагатов" in read(content(first), content(second)).raw_text


def test_columns_are_read_one_after_the_other() -> None:
    left = [Text("Левый столбец первый", x=60, y=700), Text("и второй в нём.", x=60, y=686)]
    right = [Text("Правый столбец один", x=320, y=700), Text("и два в нём тоже.", x=320, y=686)]
    assert read(content(left + right)).raw_text.split("\n") == [
        "Левый столбец первый и второй в нём.",
        "Правый столбец один и два в нём тоже.",
    ]


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    body = content([]) + b"\n".join(
        b"BT /F 10 Tf 0 1 -1 0 %d 60 Tm (%s) Tj ET" % (x, words.encode("kz1048"))
        for x, words in ((100, "Нас было трое, меня и ещё двоих"), (114, "увезли."))
    )
    assert read(body, page_entries=b"/Rotate 90").raw_text == "Нас было трое, меня и ещё двоих увезли."


def test_running_headers_and_page_numbers_are_left_out_and_counted() -> None:
    pages = [
        content(
            [
                Text("Дело свидетеля А. Касымова", y=815),
                *page(f"Текст страницы {number} идёт здесь.", top=740),
                Text(f"стр. {number} из 3", y=30),
            ]
        )
        for number in (1, 2, 3)
    ]
    draft = read(*pages)
    assert "Касымов" not in draft.raw_text
    assert "стр." not in draft.raw_text
    assert "Текст страницы 2 идёт здесь." in draft.raw_text
    assert draft.left_out == (("headers", 6),)


def test_small_print_at_the_edge_of_a_single_page_is_a_header() -> None:
    draft = read(content([Text("Interview / A. Kassymov", y=820, size=8), *page("Меня били.")]))
    assert draft.raw_text == "Меня били."
    assert draft.left_out == (("headers", 1),)


def test_a_number_that_ends_an_address_is_no_page_number() -> None:
    draft = read(content([Text("живу на улице Сатпаева, дом", y=52), Text("17", y=38)]))
    assert draft.raw_text.endswith("17")


def test_comments_are_counted_or_taken_in_without_their_author() -> None:
    note = b"<< /Type /Annot /Subtype /Text /Rect [10 10 20 20] /T (Whitcombe) /Contents %s >>"
    raw = pdf(content(STATEMENT), notes=[note % hexadecimal("Сестра:\nАйша")])
    assert read_pdf(raw).left_out == (("comments", 1),)
    assert "Айша" not in read_pdf(raw).raw_text
    with_comments = read_pdf(raw, Options(include=frozenset({"comments"})))
    assert with_comments.raw_text.endswith("\n[comment] Сестра: Айша")
    assert "Whitcombe" not in with_comments.raw_text


def test_what_was_filled_in_stands_behind_its_label() -> None:
    widget = b"<< /Type /Annot /Subtype /Widget /FT /%s /T (%d) /V %s /Rect [%s] %s >>"
    notes = [
        widget % (b"Tx", 1, hexadecimal("Дана Оспанова"), b"160 695 400 712", b""),
        widget % (b"Tx", 2, hexadecimal("Она ушла.\nЯ осталась."), b"60 600 400 660", b""),
        widget % (b"Tx", 3, hexadecimal("тайно"), b"60 500 400 520", b"/F 2"),
        widget
        % (b"Btn", 4, b"/Yes", b"160 670 180 690", b"/AS /Yes /AP << /N << /Yes 5 0 R /Off 5 0 R >> >>"),
        b"<< /Type /Annot /Subtype /FreeText /Rect [160 560 400 576] /Contents %s >>" % hexadecimal("Тараз"),
    ]
    lines = [Text("Имя:", y=700), Text("Согласие:", y=675), Text("Город:", y=564), Text("Подпись", y=400)]
    catalog = b"/AcroForm << /Fields [10 0 R 11 0 R 12 0 R 13 0 R] >>"
    draft = read(content(lines), notes=notes, catalog=catalog)
    assert draft.raw_text.split("\n") == [
        "Имя: Дана Оспанова",
        "Согласие: [x]",
        "Она ушла.",
        "Я осталась.",
        "Город: Тараз",
        "Подпись",
    ]
    assert draft.left_out == (("hidden", 1),)


def test_letters_that_are_not_shown_are_left_out() -> None:
    hidden = [Text("прозрачно", y=500, mode=3), Text("за краем", x=-300, y=480)]
    draft = read(content([*STATEMENT, *hidden]))
    assert "прозрачно" not in draft.raw_text
    assert "за краем" not in draft.raw_text
    assert dict(draft.left_out)["hidden"] >= 1


def test_the_text_layer_of_a_scan_is_its_text() -> None:
    scan = [Text(line.words, y=line.y, mode=3) for line in STATEMENT]
    draft = read(content([*scan, Text("Scanned with a telephone", y=20)], picture=(0, 0, 595, 842)))
    assert "Сәуле Өмірзақова" in draft.raw_text
    assert "images" not in dict(draft.left_out)


def test_pictures_and_attached_files_are_counted() -> None:
    catalog = (
        b"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (a.txt) /EF << /F 5 0 R >> >>] >> >>"
    )
    draft = read(content(STATEMENT, picture=(100, 100, 200, 200)), catalog=catalog)
    assert draft.left_out == (("attachments", 1), ("images", 1))


def test_properties_are_never_read() -> None:
    raw = pdf(content(STATEMENT), trailer=b"/Info << /Author (Whitcombe) /Title (Whitcombe) >>")
    assert "Whitcombe" not in repr(read_pdf(raw))


def test_without_recognition_a_page_that_is_a_picture_refuses_the_whole_document() -> None:
    picture = content([], picture=(0, 0, 595, 842))
    assert refused(pdf(picture)) == "image_only"
    assert refused(pdf(content(STATEMENT), picture)) == "image_only"
    assert refused(pdf(content([Text("Scanned")], picture=(0, 0, 595, 842)))) == "image_only"
    with patch("intake.formats.pdf.ocr_available", return_value=False):
        assert refused(pdf(picture), Options(ocr=True)) == "image_only"


def test_letters_that_mean_nothing_are_no_text() -> None:
    assert refused(pdf(content(STATEMENT), mapped=False)) == "image_only"


def test_pages_without_anything_are_empty() -> None:
    assert refused(pdf(content([]), content([]))) == "empty"


def test_passwords() -> None:
    assert refused(locked(b"geheim")) == "password"
    assert "Тараз" in read_pdf(locked(b"")).raw_text  # it only asks not to be printed


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.98])
def test_a_cut_off_file_is_damaged(share: float) -> None:
    raw = sample()
    assert refused(raw[: int(len(raw) * share)]) == "damaged"


def test_a_page_that_does_not_unpack_to_its_end_is_damaged() -> None:
    packed = bytearray(pdf(content(STATEMENT), packed=True))
    place = packed.rindex(b"endstream") - 40
    packed[place] ^= 0x55
    assert refused(bytes(packed)) == "damaged"
    assert refused(b"not a document at all") == "damaged"


def test_bombs() -> None:
    bomb = zlib.compress(bytes(120_000_000))
    assert refused(pdf(content(STATEMENT)).replace(b"%PDF-1.5\n", b"%PDF-1.5\n9 0 obj\n" + flate(bomb))) == (
        "archive_bomb"
    )
    twice = stream(zlib.compress(bomb), b"/Filter [/FlateDecode /FlateDecode]") + b"\nendobj\n"
    assert refused(pdf(content(STATEMENT)).replace(b"%PDF-1.5\n", b"%PDF-1.5\n9 0 obj\n" + twice)) == (
        "archive_bomb"
    )


def test_too_many_pages() -> None:
    assert refused(pdf(*[content([])] * (PAGE_LIMIT + 1))) == "too_many_pages"


def test_a_form_that_draws_itself_is_unsupported() -> None:
    raw = pdf(
        content(page("Please wait...")), catalog=b"/AcroForm << /Fields [] /XFA 5 0 R >> /NeedsRendering true"
    )
    assert refused(raw) == "unsupported"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(places=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8))
def test_changed_bytes_end_in_a_draft_or_an_error(places: list[tuple[int, int]]) -> None:
    raw = bytearray(sample())
    for place, byte in places:
        raw[place % len(raw)] = byte
    try:
        assert isinstance(read_pdf(bytes(raw)), Draft)
    except AigaqError as error:
        assert error.code != "internal"


def flate(body: bytes) -> bytes:
    return stream(body, b"/Filter /FlateDecode") + b"\nendobj\n"


def locked(password: bytes) -> bytes:
    """A file under the oldest encryption (RC4, 40 bits): enough to ask for a password."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    user = (password + padding)[:32]
    owner = rc4(hashlib.md5((b"owner" + padding)[:32], usedforsecurity=False).digest()[:5], user)
    secret = user + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + b"0123456789ABCDEF"
    key = hashlib.md5(secret, usedforsecurity=False).digest()[:5]
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<%s> <%s>]" % (
        owner.hex().encode(),
        rc4(key, padding).hex().encode(),
        b"0123456789ABCDEF".hex().encode(),
        b"0123456789ABCDEF".hex().encode(),
    )
    body = content(STATEMENT)
    raw = pdf(body, trailer=encrypt)
    table = raw.index(b"stream\n", raw.index(b"4 0 obj")) + 7
    streams = {11: body, 4: raw[table : raw.index(b"\nendstream", table)]}
    for number, plain in streams.items():
        secret = key + number.to_bytes(3, "little") + b"\x00\x00"
        raw = raw.replace(plain, rc4(hashlib.md5(secret, usedforsecurity=False).digest()[:10], plain))
    return raw


def rc4(key: bytes, body: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in body:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
