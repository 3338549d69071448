"""Archives: their files come out one at a time; bombs stay shut, links unfollowed, names harmless."""

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.formats.archives import read_tar, read_zip
from intake.parts import Inner, Refusal
from models.errors import AigaqError

Read = Callable[[bytes], Iterator[Inner | Refusal]]
TEXT = "Меня зовут Тест Тестов. ".encode() * 20


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


def zipped_stream(files: dict[str, bytes]) -> bytes:
    """A zip written to something that cannot go back, so that each file's sizes stand behind it."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.raw = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:  # type: ignore[no-untyped-def]
            self.raw += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return bytes(pipe.raw)


def tarred(files: dict[str, bytes], *, form: int = tarfile.PAX_FORMAT) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=form) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return raw.getvalue()


def sample() -> bytes:
    return zipped({"а/б.txt": TEXT, "c.docx": b"PK" + bytes(99), "d.txt": b"x"})


def sample_tar() -> bytes:
    return gzip.compress(tarred({"а/б.txt": TEXT, "имя" * 60 + ".docx": b"PK" + bytes(999), "d.txt": b"x"}))


def listing(parts: Iterator[Inner | Refusal]) -> list[tuple[str, object]]:
    return [(p.name, len(p.raw)) if isinstance(p, Inner) else (p.mark, p.code) for p in parts]


def code(read: Read, raw: bytes) -> str:
    with pytest.raises(AigaqError) as caught:
        list(read(raw))
    assert caught.value.__cause__ is None
    return caught.value.code


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_files_of_a_zip(method: int) -> None:
    raw = zipped({"folder/": b"", "folder/а.txt": TEXT, "b.docx": b"", "big.txt": TEXT * 2000}, method=method)
    assert next(read_zip(raw)) == Inner("folder/а.txt", TEXT)
    assert listing(read_zip(raw))[1:] == [("b.docx", 0), ("big.txt", len(TEXT) * 2000)]


@pytest.mark.slow
@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_files_of_a_tar(pack: Callable[[bytes], bytes], form: int) -> None:
    long = "папка/" * 12 + "а.txt"
    raw = pack(tarred({long: TEXT, "b.txt": b"", "c.txt": TEXT * 2000}, form=form))
    assert listing(read_tar(raw)) == [(long, len(TEXT)), ("b.txt", 0), ("c.txt", len(TEXT) * 2000)]


@pytest.mark.slow
def test_one_packed_file() -> None:
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        assert list(read_tar(pack(TEXT))) == [Inner("", TEXT)]
        assert list(read_tar(pack(b"short"))) == [Inner("", b"short")]
    assert list(read_tar(gzip.compress(TEXT) + gzip.compress(TEXT) + bytes(512))) == [Inner("", TEXT * 2)]
    assert code(read_tar, gzip.compress(TEXT)[:-9]) == "damaged"
    assert code(read_tar, gzip.compress(TEXT)[:-5] + b"x" * 5) == "damaged"
    assert code(read_tar, gzip.compress(TEXT * 400_000)) == "archive_bomb"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/тест.txt", "etc/тест.txt"),
        ("/root/a.txt", "root/a.txt"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\nb\x1b[2J.txt", "ab[2J.txt"),
        ("..", "unnamed"),
    ],
)
def test_names_are_labels_without_their_dangers(name: str, label: str) -> None:
    assert listing(read_zip(zipped({name: b"x"}))) == [(label, 1)]
    assert listing(read_tar(tarred({name: b"x"}))) == [(label, 1)]


@pytest.mark.parametrize("encoding", ["utf-8", "cp866", "cp1251"])
def test_names_of_old_programs(encoding: str) -> None:
    legacy = "Жалоба №1.txt".encode(encoding)
    raw = zipped({"x" * len(legacy): b"x"}).replace(b"x" * len(legacy), legacy)
    assert listing(read_zip(raw)) == [("Жалоба №1.txt", 1)]
    cut = raw[: raw.index(b"PK\x01\x02")]
    assert listing(read_zip(cut)) == [("Жалоба №1.txt", 1), ("", "damaged")]


def test_a_name_kept_beside_the_old_one() -> None:
    old, name = b"_______.txt", "Әлия.txt".encode()
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        entry = zipfile.ZipInfo(old.decode())
        entry.extra = struct.pack("<2HBI", 0x7075, 5 + len(name), 1, zlib.crc32(old)) + name
        archive.writestr(entry, b"x")
    assert listing(read_zip(raw.getvalue())) == [("Әлия.txt", 1)]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_told_apart() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for content in (b"1", b"22", b"333"):
            archive.writestr("a.txt", content)
    assert listing(read_zip(raw.getvalue())) == [("a.txt", 1), ("a (2).txt", 2), ("a (3).txt", 3)]


def test_links_devices_and_passwords_are_refused_and_the_rest_read() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, kind in (("link", stat.S_IFLNK), ("pipe", stat.S_IFIFO), ("folder", stat.S_IFDIR)):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, (kind | 0o644) << 16
            archive.writestr(entry, b"/etc/hostname")
        archive.writestr("a.txt", TEXT)
        archive.writestr("secret.txt", TEXT)
    locked = bytearray(raw.getvalue())
    at = locked.rindex(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert listing(read_zip(bytes(locked))) == [
        ("#link", "symlink"),
        ("#pipe", "unsupported"),
        ("a.txt", len(TEXT)),
        ("#secret.txt", "password"),
    ]


def test_links_and_devices_of_a_tar() -> None:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/hostname"
            archive.addfile(entry)
        entry = tarfile.TarInfo("folder")
        entry.type = tarfile.DIRTYPE
        archive.addfile(entry)
    assert listing(read_tar(raw.getvalue())) == [("#s", "symlink"), ("#h", "symlink"), ("#d", "unsupported")]


@pytest.mark.parametrize("pack", [zipped, zipped_stream])
def test_what_is_left_of_a_cut_off_zip_is_read(pack: Callable[[dict[str, bytes]], bytes]) -> None:
    raw = pack({"a.txt": TEXT, "b.txt": TEXT, "c.txt": bytes(range(256)) * 40})
    cut = raw[: raw.rindex(b"PK\x03\x04") + 60]
    assert listing(read_zip(cut)) == [("a.txt", len(TEXT)), ("b.txt", len(TEXT)), ("", "damaged")]


def test_what_is_left_of_a_cut_off_tar_is_read() -> None:
    raw = tarred({"a.txt": TEXT, "b.txt": TEXT}, form=tarfile.GNU_FORMAT)
    for cut in (raw[:1700], raw[:1600], gzip.compress(raw[:2000]), raw[:1536]):
        assert listing(read_tar(cut)) == [("a.txt", len(TEXT)), ("", "damaged")]
    assert listing(read_tar(gzip.compress(raw)[:-6]))[-1] == ("", "damaged")


def test_damage_in_one_file_leaves_the_others() -> None:
    raw = zipped({"a.txt": TEXT, "b.txt": TEXT}, method=zipfile.ZIP_STORED).replace(TEXT[:9], b"x" * 9, 1)
    assert listing(read_zip(raw)) == [("#a.txt", "damaged"), ("b.txt", len(TEXT))]


def test_nothing_to_read() -> None:
    assert code(read_zip, b"no archive") == "damaged"
    assert code(read_tar, b"no archive" * 99) == "damaged"
    assert code(read_tar, b"short") == "damaged"
    assert code(read_zip, zipped({})) == "empty"
    assert code(read_tar, tarred({})) == "empty"


def test_lzma_in_a_zip_is_not_unpacked() -> None:
    assert listing(read_zip(zipped({"a": TEXT}, method=zipfile.ZIP_LZMA))) == [("#a", "unsupported")]


def test_one_tightly_packed_file_is_refused() -> None:
    raw = zipped({"a.txt": TEXT, "bomb": bytes(20_000_000)})
    assert listing(read_zip(raw)) == [("a.txt", len(TEXT)), ("#bomb", "archive_bomb")]
    assert listing(read_tar(gzip.compress(tarred({"a": TEXT, "bomb": bytes(20_000_000)}))))[-1] == (
        "",
        "archive_bomb",
    )


def test_a_file_that_is_larger_than_it_says_is_damaged() -> None:
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        raw = bytearray(zipped({"a": bytes(30_000_000)}, method=method))
        at = raw.rindex(b"PK\x01\x02")
        raw[at + 24 : at + 28] = struct.pack("<I", 1000)
        assert listing(read_zip(bytes(raw))) == [("#a", "damaged")]


def test_sizes_that_add_up_to_too_much() -> None:
    raw = bytearray(zipped({f"{n}": b"x" for n in range(10)}))
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 24 : at + 28] = struct.pack("<I", 90_000_000)
    assert code(read_zip, bytes(raw)) == "archive_bomb"
    huge = tarfile.TarInfo("huge")
    huge.size = 10**12
    assert listing(read_tar(huge.tobuf() + bytes(9999))) == [("", "archive_bomb")]


def test_files_that_share_their_bytes() -> None:
    raw = bytearray(zipped({"a": TEXT, "b": TEXT}))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 42 : at + 46] = bytes(4)
    assert code(read_zip, bytes(raw)) == "archive_bomb"


def test_too_many_files() -> None:
    entry = zipped({"a": b""})
    start, end = entry.index(b"PK\x01\x02"), entry.index(b"PK\x05\x06")
    central = entry[start:end] * 60_000
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(central), start, 0)
    started = time.monotonic()
    assert code(read_zip, entry[:start] + central + tail) == "archive_bomb"
    assert time.monotonic() - started < 3


def test_negative_and_foolish_numbers_in_a_tar() -> None:
    head = bytearray(tarfile.TarInfo("a").tobuf())
    for size in (b"\xff" * 12, b"99999999999\0", b"-0000000001\0", b"\x80" + b"\xff" * 11):
        head[124:136] = size
        head[148:156] = b" " * 8
        head[148:156] = b"%06o\0 " % sum(head)
        with suppress(AigaqError):
            assert listing(read_tar(bytes(head) + bytes(2048)))[-1][1] in {"damaged", "archive_bomb"}


def test_an_archive_that_holds_itself_gives_one_layer() -> None:
    inner = zipped({"42.zip": zipped({"a": TEXT})})
    (layer,) = read_zip(inner)
    assert isinstance(layer, Inner) and layer.name == "42.zip"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_broken_bytes_end_in_parts_or_an_error(data: st.DataObject) -> None:
    for read, whole in (
        (read_zip, sample()),
        (read_tar, sample_tar()),
        (read_tar, gzip.decompress(sample_tar())),
    ):
        raw = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 8))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        del raw[data.draw(st.integers(len(raw) // 2, len(raw))) :]
        with suppress(AigaqError):
            assert all(isinstance(part, Inner | Refusal) for part in read(bytes(raw)))
