"""Text recognition: words in their order, with what the program was unsure of; nothing touches the disk."""

import subprocess
from collections.abc import Sequence
from unittest.mock import patch

import pytest

from intake.formats import ocr
from intake.formats.ocr import GreyPicture, Recognised, join_recognised, ocr_available, read_table, recognise
from intake.formats.pdf import read_pdf
from intake.formats.pdf_document import draw_page, open_pdf
from intake.parts import Options
from models.errors import AigaqError
from models.statements import SourceKind
from tests.intake.formats.pdf_builder import Text, content, page, pdf

HEAD = "level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", "\t")
BLANK = GreyPicture(bytes(b"\xff" * 100 * 100), width=100, height=100, stride=100, dpi=300)
WITH_OCR = Options(ocr=True)


def table(*lines: str, sure: Sequence[float] = ()) -> str:
    """What Tesseract writes about these lines; `sure` is the confidence in each word, else 96."""
    rows, words = [HEAD], 0
    for number, line in enumerate(lines):
        left = 100
        for word in line.split():
            wide = 10 * len(word)
            confidence = sure[words] if words < len(sure) else 96.0
            cells = (5, 1, 1, 1, number, words, left, 100 + 30 * number, wide, 20, confidence, word)
            rows.append("\t".join(map(str, cells)))
            left, words = left + wide + 8, words + 1
    return "\n".join(rows) + "\n"


def surfaces(told: Recognised) -> list[str]:
    return [told.text[start:end] for start, end in told.unsure]


def test_lines_are_joined_and_unsure_words_are_told() -> None:
    told = read_table(
        table(
            "Меня зовут Сәуле Өмірзақова, в январе меня остано-",
            "вили у магазина на углу.",
            "Потом пришёл Ерлан.",
            sure=[96, 96, 41, 52, 96, 96, 96, 30, 96],
        )
    )
    assert told.text == (
        "Меня зовут Сәуле Өмірзақова, в январе меня остановили у магазина на углу.\nПотом пришёл Ерлан."
    )
    assert surfaces(told) == ["Сәуле", "Өмірзақова,", "остано"]


def test_words_of_letters_and_digits_or_of_two_alphabets_are_unsure() -> None:
    told = read_table(table("счёт KZ14 965А дом 7 Aрман -- Нурлан"))
    assert surfaces(told) == ["KZ14", "965А", "Aрман"]
    assert "— Нурлан" in told.text


def test_a_table_that_is_none_is_damaged() -> None:
    for broken in ("level\ttext\n5\tслово\n", table("слово").replace("96.0", "many")):
        with pytest.raises(AigaqError, match="damaged"):
            read_table(broken)


def test_parts_are_joined_with_their_unsure_words() -> None:
    told = join_recognised([Recognised("Один"), Recognised("  "), Recognised("два три", ((4, 7),))])
    assert told.text == "Один\nдва три"
    assert surfaces(told) == ["три"]


def test_the_program_gets_the_picture_through_a_pipe_and_nothing_else() -> None:
    with (
        patch.object(ocr, "_program", return_value="/usr/bin/tesseract"),
        patch.object(ocr, "ocr_available", return_value=True),
        patch("subprocess.run") as run,
    ):
        run.return_value.stdout = table("да").encode()
        assert recognise(BLANK).text == "да"
    command, settings = run.call_args.args[0], run.call_args.kwargs
    assert command[1:3] == ["stdin", "stdout"]
    assert settings["input"].startswith(b"\x89PNG")
    assert settings["env"]["OMP_THREAD_LIMIT"] == "1"
    assert not any("proxy" in name.lower() or name == "HOME" for name in settings["env"])


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (subprocess.TimeoutExpired("tesseract", 1), "too_slow"),
        (subprocess.CalledProcessError(1, "tesseract"), "damaged"),
        (FileNotFoundError(), "damaged"),
    ],
)
def test_a_program_that_fails_is_told_by_its_code(failure: Exception, code: str) -> None:
    with (
        patch.object(ocr, "_program", return_value="/usr/bin/tesseract"),
        patch.object(ocr, "ocr_available", return_value=True),
        patch("subprocess.run", side_effect=failure),
        pytest.raises(AigaqError, match=code),
    ):
        recognise(BLANK)


def test_without_the_program_or_one_of_its_languages_there_is_no_recognition() -> None:
    with patch.object(ocr, "_program", return_value=None):
        assert not ocr_available()
        with pytest.raises(AigaqError, match="ocr_missing"):
            recognise(BLANK)
    with (
        patch.object(ocr, "_program", return_value="/usr/bin/tesseract"),
        patch.object(ocr, "_languages", return_value=frozenset({"eng", "rus", "osd"})),
    ):
        assert not ocr_available()


def test_pages_that_are_pictures_are_recognised_where_they_stand() -> None:
    raw = pdf(
        content(page("Первая страница с текстом.")),
        content([], picture=(0, 0, 595, 842)),
        content(page("Третья страница с текстом.")),
    )
    with (
        patch("intake.formats.pdf.ocr_available", return_value=True),
        patch("intake.formats.pdf.recognise", return_value=Recognised("Вторая Сәуле", ((7, 12),))),
    ):
        draft = read_pdf(raw, WITH_OCR)
    assert draft.raw_text.split("\n") == [
        "Первая страница с текстом.",
        "Вторая Сәуле",
        "Третья страница с текстом.",
    ]
    assert [draft.raw_text[start:end] for start, end in draft.unsure] == ["Сәуле"]
    assert draft.source is SourceKind.SCAN
    assert "images" not in dict(draft.left_out)


@pytest.mark.skipif(not ocr_available(), reason="Tesseract is not installed")
def test_a_scan_is_recognised() -> None:
    words = ["My name is Dana and I live in Taraz.", "They kept us in the bus until morning."]
    with open_pdf(
        pdf(content([Text(line, y=700 - 30 * n, size=14) for n, line in enumerate(words)]))
    ) as opened:
        drawn = draw_page(opened.document, 0, dpi=200)
    rows = [drawn.pixels[start : start + drawn.width] for start in range(0, len(drawn.pixels), drawn.stride)]
    scan = pdf(content([], picture=(0, 0, 595, 842)), picture=(drawn.width, drawn.height, b"".join(rows)))
    draft = read_pdf(scan, WITH_OCR)
    assert "Dana" in draft.raw_text
    assert "kept us in the bus" in draft.raw_text
