"""Pictures of pages: photos and scans, recognised if the operator asked for it.

Only pixels are read, and by which way up the page was held; everything else that a camera writes down — time,
place, device — is not.
"""

from __future__ import annotations

import contextlib
import struct
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from intake.formats.ocr import GreyPicture, join_recognised, ocr_available, recognise
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

PAGE_LIMIT = 60  # pages of one file: some seconds each
_PIXEL_LIMIT = 50_000_000  # of one page as it is unpacked: A4 at 600 dpi, or what a telephone's camera gives
_WORKED_PIXELS = 16_000_000  # of one page as it is recognised: A4 at 400 dpi; more is slower and no better
_LONGEST = 30_000  # pixels on one side; Tesseract takes 32,767
_SHORT_SIDE = 1400  # pixels: what a messenger made small is blown up, to twice its size at most
_PAGE_INCHES = 8.3  # the short side of A4
_FORMATS: Final = ("JPEG", "PNG", "TIFF")
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
# What the library raises over files that are not what they claim, format by format.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    AssertionError,
    struct.error,
)


def read_picture(raw: bytes, options: Options = PLAIN) -> Draft:
    """A .jpg, .jpeg, .png, .tif or .tiff file, of several pages too.

    Raises AigaqError image_only where recognition is not asked for or not installed; damaged, empty,
    archive_bomb, too_many_pages or too_slow.
    """
    if not raw.startswith(_SIGNATURES):
        raise AigaqError("damaged")
    if not (options.ocr and ocr_available() and _has_pillow()):
        raise AigaqError("image_only")
    # Each page is unpacked, recognised and let go before the next.
    told = join_recognised([recognise(_read_page(raw, number)) for number in range(_count_pages(raw))])
    if not any(character.isalnum() for character in told.text):
        raise AigaqError("empty")
    return Draft(raw_text=told.text, source=SourceKind.SCAN, unsure=told.unsure)


def _has_pillow() -> bool:
    try:
        import PIL.Image  # noqa: F401, PLC0415 - an extra of the installation
    except ImportError:
        return False
    return True


def _count_pages(raw: bytes) -> int:
    """Pages of a TIFF; other kinds hold thumbnails and depths behind the picture, but no second page."""
    with _open(raw) as opened:
        if opened.format != "TIFF":
            return 1
        for number in range(1, PAGE_LIMIT + 1):
            try:
                opened.seek(number)
            except EOFError:
                return number
        raise AigaqError("too_many_pages")


def _read_page(raw: bytes, number: int) -> GreyPicture:
    from PIL import ImageOps  # noqa: PLC0415

    with _open(raw) as opened:
        if number:
            opened.seek(number)
        opened.draft("L", _worked_size(*opened.size))  # a JPEG can be unpacked smaller at once
        if opened.width * opened.height > _PIXEL_LIMIT:
            raise AigaqError("archive_bomb")
        opened.load()
        page = _grey(ImageOps.exif_transpose(opened))
        page = page.resize(_worked_size(*page.size))
        return GreyPicture(
            page.tobytes(),
            width=page.width,
            height=page.height,
            stride=page.width,
            dpi=max(70, min(600, round(min(page.size) / _PAGE_INCHES))),
        )


@contextlib.contextmanager
def _open(raw: bytes) -> Iterator[ImageFile]:
    """A picture being read; whatever the library finds wrong with it becomes damaged or archive_bomb."""
    from PIL import Image  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they would quote the file on the terminal
            with Image.open(BytesIO(raw), formats=_FORMATS) as opened:
                yield opened
    except Image.DecompressionBombError:
        raise AigaqError("archive_bomb") from None
    except _BROKEN:
        raise AigaqError("damaged") from None


def _grey(image: Image) -> Image:
    """Shades of grey, on white where the picture is transparent."""
    from PIL import Image as Images  # noqa: PLC0415

    if image.mode.startswith("I"):
        # 16 bits a pixel: kept in proportion, where a plain conversion would make nearly all of it white.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info and image.mode != "RGBA":
        image = image.convert("RGBA")
    grey = image.convert("L")
    if image.mode in {"RGBA", "LA", "PA"}:
        return Images.composite(grey, Images.new("L", grey.size, 255), image.getchannel("A"))
    return grey


def _worked_size(width: int, height: int) -> tuple[int, int]:
    """The size to recognise a page at: neither huge nor so small that its letters are dots."""
    shrink = min(1.0, (_WORKED_PIXELS / (width * height)) ** 0.5, _LONGEST / max(width, height))
    grow = max(1.0, min(2.0, _SHORT_SIDE / min(width, height)))
    scale = min(shrink if shrink < 1 else grow, _LONGEST / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
