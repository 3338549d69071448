"""Text recognition with Tesseract, where it is installed: one picture in, its words out.

The picture goes to the program through its standard input and the words come back through its output:
nothing is written to disk. Words that it is not sure of are told, so that a reviewer looks at them.
"""

import csv
import os
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from statistics import median
from typing import Final

from intake.formats.layout import BROKEN, HYPHENED, Line, joints
from models.errors import AigaqError

LANGUAGES: Final = ("rus", "kaz", "eng")
UNSURE_BELOW: Final = 90.0  # per cent; Tesseract is that sure of all but some of a good scan's words
MIN_DPI: Final = 200  # below it letters are too small for Tesseract, above the other slower and no better
MAX_DPI: Final = 300
_PAGE_SECONDS = 120
_SMALLEST = 16  # pixels: no letter fits into less
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_LAYOUT = "3"  # --psm: a page with whatever columns it has
# Numbers of cards and accounts, and words of two alphabets: often misread, and with confidence.
_RISKY = re.compile(r"\d[^\W\d_]|[^\W\d_]\d|[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")


@dataclass(frozen=True, slots=True)
class GreyPicture:
    """Rows of one byte a pixel, each `stride` bytes long; `dpi` dots to the inch."""

    pixels: bytes
    width: int
    height: int
    stride: int
    dpi: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text, and the words in it that are unsure: half-open code points."""

    text: str
    unsure: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    confidence: float
    left: float
    right: float
    top: float
    bottom: float


def ocr_available() -> bool:
    """Whether Tesseract is there with all three languages: without one of them it would misread its names."""
    program = _program()
    return program is not None and set(LANGUAGES) <= _languages(program)


def recognise(picture: GreyPicture) -> Recognised:
    """The text in a picture; raises AigaqError ocr_missing, too_slow or damaged."""
    program = _program()
    if program is None or not ocr_available():
        raise AigaqError("ocr_missing")
    if min(picture.width, picture.height) < _SMALLEST:
        return Recognised("")
    command = [program, "stdin", "stdout", "-l", "+".join(LANGUAGES), "--psm", _LAYOUT]
    command += ["--dpi", str(picture.dpi), "-c", "tessedit_create_tsv=1"]
    return read_table(_run(command, _png(picture), seconds=_PAGE_SECONDS))


def join_recognised(parts: Sequence[Recognised]) -> Recognised:
    """Texts one under the other; parts without a letter fall out."""
    text = ""
    unsure: list[tuple[int, int]] = []
    for part in parts:
        if part.text.strip():
            text += "\n" if text else ""
            unsure += [(start + len(text), end + len(text)) for start, end in part.unsure]
            text += part.text
    return Recognised(text, tuple(unsure))


def read_table(table: str) -> Recognised:
    """The text of Tesseract's table of words (TSV)."""
    rows: dict[tuple[str, ...], list[_Word]] = {}
    reader = csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    try:
        for row in reader:
            if row["level"] != "5" or not row["text"] or not row["text"].strip():
                continue
            left, top = float(row["left"]), float(row["top"])
            word = _Word(
                # The Kazakh model writes dashes like this; the scanner reads "—" as a speaker's turn.
                text=re.sub(r"^--$", "—", row["text"].strip()),
                confidence=float(row["conf"]),
                left=left,
                right=left + float(row["width"]),
                top=top,
                bottom=top + float(row["height"]),
            )
            rows.setdefault(tuple(row[key] for key in ("block_num", "par_num", "line_num")), []).append(word)
    except (KeyError, ValueError, TypeError, csv.Error):
        raise AigaqError("damaged") from None
    return _assemble([(int(key[0]), words) for key, words in rows.items()])


def _assemble(rows: Sequence[tuple[int, list[_Word]]]) -> Recognised:
    if not rows:
        return Recognised("")
    size = max(1.0, median(word.bottom - word.top for _, words in rows for word in words))
    lines = [
        Line(
            " ".join(word.text for word in words),
            left=min(word.left for word in words),
            right=max(word.right for word in words),
            base=median(word.bottom for word in words),
            size=size,
            head=words[0].right - words[0].left,
            page=block,
        )
        for block, words in rows
    ]
    pieces: list[str] = []
    unsure: list[tuple[int, int]] = []
    place = 0
    for (_, words), joint in zip(rows, [*joints(lines), HYPHENED], strict=True):
        for number, word in enumerate(words):
            is_last = number == len(words) - 1
            text = word.text[:-1] if is_last and joint == BROKEN else word.text
            between = ("" if joint == HYPHENED else joint) if is_last else " "
            if text and (word.confidence < UNSURE_BELOW or _RISKY.search(text)):
                unsure.append((place, place + len(text)))
            pieces.append(text + between)
            place += len(pieces[-1])
    return Recognised("".join(pieces), tuple(unsure))


@cache
def _program() -> str | None:
    return shutil.which("tesseract")


@cache
def _languages(program: str) -> frozenset[str]:
    try:
        return frozenset(_run([program, "--list-langs"], b"", seconds=20).split())
    except AigaqError:
        return frozenset()


def _run(command: list[str], stdin: bytes, *, seconds: int) -> str:
    """The program's output; what it complains of is thrown away, since it may quote the picture."""
    environment = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    # One thread: it is faster than two on two cores, and batches run several readers.
    environment |= {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the picture comes through stdin
            command, input=stdin, capture_output=True, timeout=seconds, env=environment, check=True
        )
    except subprocess.TimeoutExpired:
        raise AigaqError("too_slow") from None
    except (subprocess.CalledProcessError, OSError):
        raise AigaqError("damaged") from None
    return done.stdout.decode("utf-8", errors="replace")


def _png(picture: GreyPicture) -> bytes:
    """The picture as a PNG file."""
    stride, width = picture.stride, picture.width
    rows = b"".join(
        b"\x00" + picture.pixels[start : start + width] for start in range(0, stride * picture.height, stride)
    )
    header = struct.pack(">IIBBBBB", width, picture.height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
