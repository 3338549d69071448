"""Pictures of pages: refused by default; otherwise upright, on white, within bounds, and without metadata."""

from collections.abc import Iterator
from io import BytesIO
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats import picture
from intake.formats.ocr import GreyPicture, Recognised
from intake.formats.picture import PAGE_LIMIT, read_picture
from intake.parts import Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

Image = pytest.importorskip("PIL.Image")
WITH_OCR = Options(ocr=True)
ORIENTATION = 0x0112


@pytest.fixture
def seen() -> Iterator[list[GreyPicture]]:
    """The pages that were given to text recognition, which is not needed here."""
    pages: list[GreyPicture] = []

    def recognise(page: GreyPicture) -> Recognised:
        pages.append(page)
        return Recognised(f"Страница {len(pages)} Сәуле", ((11, 16),))

    with (
        patch.object(picture, "ocr_available", return_value=True),
        patch.object(picture, "recognise", side_effect=recognise),
    ):
        yield pages


def saved(image: "Image.Image", kind: str, **settings: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def sample() -> bytes:
    """A valid file."""
    return saved(Image.new("RGB", (60, 40), "white"), "PNG")


def drawn(size: tuple[int, int] = (1500, 2000)) -> "Image.Image":
    """White, with a black upper left corner."""
    image = Image.new("L", size, 255)
    image.paste(0, (0, 0, size[0] // 2, size[1] // 2))
    return image


def corner(page: GreyPicture, *, right: bool, lower: bool) -> int:
    x = page.width * 3 // 4 if right else page.width // 4
    y = page.height * 3 // 4 if lower else page.height // 4
    return page.pixels[y * page.stride + x]


def refused(raw: bytes, options: Options = WITH_OCR) -> str:
    with pytest.raises(AigaqError) as error:
        read_picture(raw, options)
    return error.value.code


def test_without_recognition_a_picture_is_refused() -> None:
    assert refused(sample(), Options()) == "image_only"
    with patch.object(picture, "ocr_available", return_value=False):
        assert refused(sample()) == "image_only"


def test_without_pillow_a_picture_is_refused(seen: list[GreyPicture]) -> None:
    raw = sample()
    with patch.dict("sys.modules", {"PIL": None, "PIL.Image": None}):
        assert refused(raw) == "image_only"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_is_recognised(kind: str, seen: list[GreyPicture]) -> None:
    draft = read_picture(saved(drawn(), kind), WITH_OCR)
    assert draft.raw_text == "Страница 1 Сәуле"
    assert draft.source is SourceKind.SCAN
    assert [draft.raw_text[start:end] for start, end in draft.unsure] == ["Сәуле"]
    assert (seen[0].width, seen[0].height) == (1500, 2000)
    assert corner(seen[0], right=False, lower=False) < 20
    assert corner(seen[0], right=True, lower=True) > 235


def test_every_page_of_a_tiff_is_read(seen: list[GreyPicture]) -> None:
    raw = saved(drawn(), "TIFF", save_all=True, append_images=[drawn(), drawn()])
    draft = read_picture(raw, WITH_OCR)
    assert draft.raw_text.split("\n") == ["Страница 1 Сәуле", "Страница 2 Сәуле", "Страница 3 Сәуле"]
    assert [draft.raw_text[start:end] for start, end in draft.unsure] == ["Сәуле"] * 3


def test_too_many_pages(seen: list[GreyPicture]) -> None:
    dot = Image.new("L", (1, 1))
    assert refused(saved(dot, "TIFF", save_all=True, append_images=[dot] * PAGE_LIMIT)) == "too_many_pages"
    assert not seen


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_a_page_that_was_held_sideways_is_put_upright(kind: str, seen: list[GreyPicture]) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # shown after a quarter turn clockwise
    read_picture(saved(drawn(), kind, exif=exif), WITH_OCR)
    assert (seen[0].width, seen[0].height) == (2000, 1500)
    assert corner(seen[0], right=True, lower=False) < 20
    assert corner(seen[0], right=False, lower=False) > 235


def test_metadata_does_not_come_in(seen: list[GreyPicture]) -> None:
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = "Whitcombe"  # description, artist
    draft = read_picture(saved(drawn(), "JPEG", exif=exif, comment=b"Whitcombe"), WITH_OCR)
    assert "Whitcombe" not in repr(draft)


def test_what_is_transparent_is_white(seen: list[GreyPicture]) -> None:
    read_picture(saved(Image.new("RGBA", (1500, 1500), (0, 0, 0, 0)), "PNG"), WITH_OCR)
    assert corner(seen[0], right=False, lower=False) == 255


def test_sixteen_bits_keep_their_shades(seen: list[GreyPicture]) -> None:
    read_picture(saved(Image.new("I;16", (1500, 1500), 0x4000), "PNG"), WITH_OCR)
    assert corner(seen[0], right=False, lower=False) == 0x40


def test_large_pages_are_made_smaller_and_small_ones_larger(seen: list[GreyPicture]) -> None:
    read_picture(saved(Image.new("L", (6000, 6000), 255), "JPEG"), WITH_OCR)
    read_picture(saved(Image.new("L", (700, 1000), 255), "PNG"), WITH_OCR)
    assert seen[0].width * seen[0].height <= 16_500_000
    assert (seen[1].width, seen[1].height) == (1400, 2000)


def test_a_picture_of_absurd_size_is_a_bomb(seen: list[GreyPicture]) -> None:
    assert refused(saved(Image.new("1", (9000, 9000)), "PNG")) == "archive_bomb"
    claimed = bytearray(sample())
    claimed[16:24] = (60_000).to_bytes(4, "big") * 2
    assert refused(bytes(claimed)) in {"archive_bomb", "damaged"}
    assert not seen


def test_what_is_no_picture_or_cut_off_is_damaged(seen: list[GreyPicture]) -> None:
    assert refused(b"not a picture at all") == "damaged"
    for kind in ("JPEG", "PNG", "TIFF"):
        raw = saved(drawn((300, 300)), kind)
        assert refused(raw[: len(raw) // 2]) == "damaged"


def test_a_picture_without_letters_is_empty(seen: list[GreyPicture]) -> None:
    with patch.object(picture, "recognise", return_value=Recognised(" — \n")):
        assert refused(sample()) == "empty"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    kind=st.sampled_from(["JPEG", "PNG", "TIFF"]),
    places=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_changed_bytes_end_in_a_draft_or_an_error(kind: str, places: list[tuple[int, int]]) -> None:
    raw = bytearray(saved(Image.new("RGB", (30, 20), "white"), kind))
    for place, byte in places:
        raw[place % len(raw)] = byte
    with (
        patch.object(picture, "ocr_available", return_value=True),
        patch.object(picture, "recognise", return_value=Recognised("да")),
    ):
        try:
            assert isinstance(read_picture(bytes(raw), WITH_OCR), Draft)
        except AigaqError as error:
            assert error.code != "internal"
