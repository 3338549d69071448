"""E-mail: the text without any header, attachments as files, covering notes apart from statements."""

import base64
import gzip
import time
from collections.abc import Iterable
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.mail import read_eml, read_mbox
from intake.parts import Inner, Options, Part, Refusal, Told
from models.errors import AigaqError
from models.statements import SourceKind

HEAD = (
    "From: Тест Тестова <t@test.example>\nTo: other@test.example\nSubject: Секрет\n"
    "X-Originating-IP: [192.0.2.1]\nMIME-Version: 1.0\n"
)
LONG = "Меня задержали вечером и били. " * 40


def message(text: str | None = "Меня били.\nДва дня.", *, html: str | None = None) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "Тест Тестова <t@test.example>", "a@test.example", "Секрет"
    if text is not None:
        mail.set_content(text)
    if html is not None:
        (mail.add_alternative if text is not None else mail.set_content)(html, subtype="html")
    return mail


def attach(mail: EmailMessage, name: str | None, raw: bytes = b"x", kind: str = "application/x-y") -> None:
    main, _, sub = kind.partition("/")
    mail.add_attachment(raw, maintype=main, subtype=sub, filename=name)


def sample() -> bytes:
    mail = message("Посмотрите вложение.", html="<p>Посмотрите <b>вложение</b>.</p>")
    attach(mail, "Жалоба.docx", b"PK" + bytes(300))
    attach(mail, None, "Меня били".encode(), "text/plain")
    return mail.as_bytes()


def raw_mail(headers: str, body: bytes) -> bytes:
    return HEAD.encode() + headers.encode() + b"\n\n" + body


def listing(parts: Iterable[Part]) -> list[tuple[str, str]]:
    shown: list[tuple[str, str]] = []
    for part in parts:
        if isinstance(part, Told):
            shown.append((part.mark, part.draft.raw_text))
        elif isinstance(part, Refusal):
            shown.append((part.mark, part.code))
        else:
            shown.append((part.name, part.raw.decode("utf-8", "replace")))
    return shown


def text_of(raw: bytes) -> str:
    ((mark, text),) = listing(read_eml(raw))
    assert mark == ""
    return text


def code(raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        list(read_eml(raw))
    assert caught.value.__cause__ is None
    return caught.value.code


def test_the_text_without_its_headers() -> None:
    (part,) = read_eml(message("Меня били.\n\n> Как?\n-- \nТест Т.").as_bytes())
    assert isinstance(part, Told)
    assert part.draft.raw_text == "Меня били.\n\n> Как?\n-- \nТест Т."
    assert part.draft.source is SourceKind.EMAIL
    assert part.draft.left_out == ()


def test_the_plain_form_is_preferred_unless_it_says_far_less() -> None:
    assert text_of(message("Меня били.", html="<p>Меня <b>били</b>.").as_bytes()) == "Меня били."
    assert text_of(message("Нет HTML.", html=f"<p>{LONG}</p>").as_bytes()) == LONG.strip()
    assert text_of(message(" \n", html="<p>Меня били.</p>").as_bytes()) == "Меня били."
    assert text_of(message(None, html="<p>Меня <!-- 8 701 --> били.</p>").as_bytes()) == "Меня били."


def test_the_plain_form_may_come_second() -> None:
    head = 'Content-Type: multipart/alternative; boundary="b"'
    html = "--b\nContent-Type: text/html; charset=utf-8\n\n<p>Меня&nbsp;били\n"
    plain = "--b\nContent-Type: text/plain; charset=utf-8\n\nМеня били.\n--b--"
    assert text_of(raw_mail(head, (html + plain).encode())) == "Меня били."


def test_a_note_beside_a_document_is_no_statement() -> None:
    assert listing(read_eml(sample())) == [
        ("#body", "covering_note"),
        ("Жалоба.docx", "PK" + "\0" * 300),
        ("part.txt", "Меня били"),
    ]
    told = next(read_eml(sample(), Options(include=frozenset({"covering notes"}))))
    assert isinstance(told, Told) and (told.mark, told.draft.raw_text) == ("#body", "Посмотрите вложение.")


def test_a_long_letter_beside_a_document_is_a_statement() -> None:
    mail = message(LONG)
    attach(mail, "справка.pdf")
    assert listing(read_eml(mail.as_bytes()))[0] == ("#body", LONG)
    mail = message("Пересылаю.\n\n-----Original Message-----\n" + LONG)
    attach(mail, "справка.pdf")
    assert listing(read_eml(mail.as_bytes()))[0] == ("#body", "covering_note")


def test_pictures_and_cards_make_no_note_of_a_letter() -> None:
    mail = message("Меня били.")
    attach(mail, "рана.jpg", b"jpg", "image/jpeg")
    attach(mail, "тест.vcf", b"card", "text/vcard")
    attach(mail, "ATT00001.txt", "Отправлено с телефона".encode(), "text/plain")
    assert [mark for mark, _ in listing(read_eml(mail.as_bytes()))] == [
        "#body",
        "рана.jpg",
        "тест.vcf",
        "ATT00001.txt",
    ]
    inline = mail.as_bytes().replace(b'attachment; filename="ATT', b'inline; filename="ATT')
    assert listing(read_eml(inline))[0] == ("#body", "Меня били.\n\nОтправлено с телефона")


def test_pictures_in_the_text_are_counted() -> None:
    mail = message("Меня били.", html='<p>Меня били. <img src="cid:1">')
    forms = mail.get_payload()
    assert isinstance(forms, list) and isinstance(forms[1], EmailMessage)
    forms[1].add_related(b"png", maintype="image", subtype="png", cid="<1>")
    (told,) = read_eml(mail.as_bytes())
    assert isinstance(told, Told) and dict(told.draft.left_out) == {"images": 1}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="../../a/b.docx"', "b.docx"),
        ("attachment; filename=моя жалоба.docx", "моя жалоба.docx"),
        ('attachment; filename="=?utf-8?B?0JbQsNC70L7QsdCw?=.docx"', "Жалоба.docx"),
        ("attachment; filename*0*=utf-8''%D0%96%D0%B0;\n filename*1*=%D0%BB.docx", "Жал.docx"),
        ('attachment; filename="C:\\\\x\\\\y.docx"', "y.docx"),
        ('attachment; filename="Жалоба 15.12.2023"', "Жалоба 15.12.2023.pdf"),
        ("attachment", "part.pdf"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_names_of_attachments(header: str, name: str, encoding: str) -> None:
    raw = f"{HEAD}Content-Type: application/pdf\nContent-Disposition: {header}\n\nx".encode(encoding)
    assert listing(read_eml(raw)) == [(name, "x")]


def test_attachments_of_one_name_and_messages_in_messages() -> None:
    mail = message("См.")
    inner = message("Меня били.")
    mail.add_attachment(inner)
    attach(mail, "a.txt", b"1")
    attach(mail, "a.txt", b"2")
    parts = list(read_eml(mail.as_bytes()))
    assert [mark for mark, _ in listing(parts)] == ["#body", "part.eml", "a.txt", "a (2).txt"]
    assert isinstance(parts[1], Inner) and text_of(parts[1].raw) == "Меня били."


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("koi8-r", "koi8-r"),
        ("windows-1251", "cp1251"),
        ("iso-8859-1", "cp1251"),
        ("us-ascii", "utf-8"),
        ("windows-1251", "utf-8"),
        ("utf-8", "cp1251"),
        ("no-such-thing", "utf-8"),
        ("utf-7", "utf-7"),
        ("utf-16", "utf-16"),
    ],
)
def test_what_is_said_of_the_letters_is_not_simply_believed(charset: str, encoding: str) -> None:
    text = "Меня зовут Тест, меня били в отделении."
    head = f'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: base64'
    assert text_of(raw_mail(head, base64.encodebytes(text.encode(encoding)))) == text
    if encoding not in {"utf-7", "utf-16"}:
        head = head.replace("plain", "html")
        assert text_of(raw_mail(head, base64.encodebytes(f"<p>{text}".encode(encoding)))) == text


def test_text_without_any_word_on_its_kind() -> None:
    assert text_of("Subject: x\n\nМеня били.".encode("cp1251")) == "Меня били."
    assert text_of(raw_mail("Content-Type: text/plain", "<html><p>Меня били.".encode())) == "Меня били."
    assert text_of("\ufeff\r\rSubject: x\r\rМеня били.".encode()) == "Меня били."


def test_flowed_text_is_put_together_again() -> None:
    body = "Меня зовут Тест \nТестов, я \nстроитель.\n\n> Как вас \n> зовут?\n-- \nТ.".encode()
    text = text_of(raw_mail("Content-Type: text/plain; charset=utf-8; format=flowed", body))
    assert text == "Меня зовут Тест Тестов, я строитель.\n\n> Как вас зовут?\n-- \nТ."


def test_locked_messages() -> None:
    sealed = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"
    assert listing(read_eml(raw_mail(sealed, b"x"))) == [("", "password")]
    assert listing(read_eml(raw_mail(sealed.replace("enveloped", "signed"), b"x"))) == [("", "unsupported")]
    pgp = 'Content-Type: multipart/encrypted; boundary="b"'
    body = b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n\nx\n--b--\n"
    assert listing(read_eml(raw_mail(pgp, body))) == [("", "password")]
    assert listing(read_eml(raw_mail("", b"-----BEGIN PGP MESSAGE-----\n\nabc\n"))) == [("", "password")]


def test_signed_messages_are_read() -> None:
    body = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nМеня били.\n- - Да.\n"
    body += "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    assert text_of(raw_mail("", body.encode())) == "Меня били.\n- Да."
    head = 'Content-Type: multipart/signed; boundary="b"'
    parts = "--b\n\nМеня били.\n--b\nContent-Type: application/pgp-signature; name=s.asc\n\nx\n--b--".encode()
    assert text_of(raw_mail(head, parts)) == "Меня били."


def test_what_outlook_packs_is_refused_by_name() -> None:
    mail = message(" ")
    attach(mail, "winmail.dat", b"x", "application/ms-tnef")
    assert listing(read_eml(mail.as_bytes())) == [("#winmail.dat", "unsupported")]


def test_files_written_into_the_text() -> None:
    body = b"see\nbegin 644 a.docx\n#0V%T\n`\nend\nrest"
    assert listing(read_eml(raw_mail("", body))) == [("#body", "covering_note"), ("a.docx", "Cat")]
    assert listing(read_eml(raw_mail("", body.replace(b"`\n", b"~~~\n")))) == [
        ("#body", "see\n\nrest"),
        ("#a.docx", "damaged"),
    ]


def test_broken_base64() -> None:
    mail = message("Меня били.")
    attach(mail, "a.docx", b"x" * 99)
    broken = mail.as_bytes().replace(b"eHh4", b"eH(4")
    assert listing(read_eml(broken))[1] == ("#a.docx", "damaged")
    head = "Content-Type: text/plain\nContent-Transfer-Encoding: base64"
    assert listing(read_eml(raw_mail(head, b"0JzQtdC9"[:-1]))) == [("", "damaged")]


def test_a_message_that_was_cut_off() -> None:
    mail = message("Меня били.")
    attach(mail, "a.jpg", b"x" * 999, "image/jpeg")
    raw = mail.as_bytes()
    assert listing(read_eml(raw[: raw.rindex(b"eHh4")]))[-1] == ("#end", "damaged")
    assert listing(read_eml(raw_mail("Content-Type: multipart/mixed", b"x"))) == [("#end", "damaged")]


def test_nothing_to_read() -> None:
    assert code(message(" \n").as_bytes()) == "empty"
    assert code("Меня били.".encode()) == "damaged"
    assert code(bytes(range(256)) * 9) == "damaged"
    picture = "Content-Type: image/png\nContent-ID: <1>"
    assert code(raw_mail(picture, b"png")) == "image_only"


def nested(depth: int) -> bytes:
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{n}x"\n\n--b{n}x\n' for n in range(depth))
    closed = "".join(f"\n--b{n}x--" for n in reversed(range(depth)))
    return (HEAD + opened + "\nМеня били." + closed).encode()


def test_nesting() -> None:
    assert text_of(nested(8)) == "Меня били."
    assert code(nested(17)) == "too_nested"
    assert code(nested(3000)) == "too_nested"


def test_thousands_of_parts() -> None:
    head = 'Content-Type: multipart/mixed; boundary="b"'
    part = 'Content-Type: application/x-y; name="файл {}.bin"\nContent-Transfer-Encoding: base64\n\nQ2F0\n'
    body = "".join("--b\n" + part.format(n // 10) for n in range(10_000)) + "--b--"
    started = time.monotonic()
    parts = list(read_eml(raw_mail(head, body.encode())))
    assert len(parts) == 10_000 and parts[-1] == Inner("файл 999 (10).bin", b"Cat")
    assert time.monotonic() - started < 20
    assert code(raw_mail(head, b"--b\n\n" * 30_000)) == "too_large"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ('Content-Type: multipart/mixed; boundary="-"', b"-" * 500_000),
        ('Content-Type: multipart/mixed; boundary="-"', b"---\n" * 15_000),
        ("Content-Type: text/plain; " + "a" * 500_000, b"Cat"),
        ("Content-Type: text/plain; charset=" + '"(' * 4000, b"Cat"),
        ("Content-Type: text/plain;" + "\n x=" * 100_000, b"Cat"),
        ("", b"begin 644 a\nM\n" * 30_000),
        ("Content-Type: text/plain; format=flowed", b"> \n>>" * 100_000),
        ("", b"From: " * 90_000),
    ],
)
def test_hostile_messages_are_read_in_linear_time(headers: str, body: bytes) -> None:
    started = time.monotonic()
    with suppress(AigaqError):
        list(read_eml(raw_mail(headers, body)))
    assert time.monotonic() - started < 5


def test_a_mailbox() -> None:
    letters = [message("Меня били.\n>From там ушёл.").as_bytes(), sample()]
    lines = [b"From t@test.example Tue Jan 04 10:00:00 2022\r\n", b"From - Wed, 5 Jan 2022 10:00:00 +0600\n"]
    raw = b"\n".join(line + letter for line, letter in zip(lines, letters, strict=True))
    parts = list(read_mbox(raw))
    assert [part.name for part in parts if isinstance(part, Inner)] == ["1.eml", "2.eml"]
    assert isinstance(parts[0], Inner) and text_of(parts[0].raw) == "Меня били.\nFrom там ушёл."
    assert isinstance(parts[1], Inner) and len(list(read_eml(parts[1].raw))) == 3
    with pytest.raises(AigaqError, match="damaged"):
        list(read_mbox(gzip.compress(raw)))


def test_a_sentence_that_begins_like_a_message_divides_nothing() -> None:
    letter = b"Subject: x\n\none\n\nFrom there we went on Monday at 10:30\nto town\n"
    (part,) = read_mbox(b"From t@test.example Tue Jan 04 10:00:00 2022\n" + letter)
    assert isinstance(part, Inner) and part.raw == letter


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_broken_bytes_end_in_parts_or_an_error(data: st.DataObject) -> None:
    raw = bytearray(sample())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    del raw[data.draw(st.integers(len(raw) // 2, len(raw))) :]
    with suppress(AigaqError):
        assert all(isinstance(part, Told | Refusal | Inner) for part in read_eml(bytes(raw)))
