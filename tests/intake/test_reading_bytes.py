"""What is at hand is read as a file is: in a process with limits, and it may be killed."""

from collections.abc import Iterator

import pytest

from intake import reader
from intake.parts import PLAIN, Options, Part, Refusal, Told
from intake.reading import InProcessReading, ReadingBytes, ReadingProcess
from models.statements import Draft, SourceKind


class Hanging:
    """A format whose reader never ends, unless the file is short."""

    limit = 50_000_000

    def read(self, raw: bytes, options: Options) -> Iterator[Part]:
        while raw == b"hang":
            pass
        yield Told("", Draft(str(len(raw)), SourceKind.TEXT))


@pytest.fixture(params=["process", "here"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingBytes]:
    monkeypatch.setattr(reader, "FORMATS", {**reader.FORMATS, ".odd": Hanging()})
    if request.param == "here":
        yield InProcessReading(PLAIN)
        return
    process = ReadingProcess(PLAIN, limit=5)
    yield process
    process.close()


def said(reading: ReadingBytes, name: str, raw: bytes) -> list[str]:
    parts = reading.read_bytes(name, raw, stopping=lambda: False)
    return [part.code if isinstance(part, Refusal) else part.draft.raw_text for part in parts]


def test_bytes_of_any_format(reading: ReadingBytes) -> None:
    assert said(reading, "statement.txt", "Меня били".encode("cp1251")) == ["Меня били"]
    assert said(reading, "statement.odd", b"x" * 3_000_000) == ["3000000"]
    for name, raw, code in (
        ("a.txt", b"", "empty"),
        ("a.exe", b"x", "unsupported"),
        ("a.docx", b"x", "damaged"),
    ):
        assert said(reading, name, raw) == [code]
    assert said(reading, "statement.txt", "Меня били".encode()) == ["Меня били"]


def test_what_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "FORMATS", {**reader.FORMATS, ".odd": Hanging()})
    process = ReadingProcess(PLAIN, limit=0.3)
    try:
        assert said(process, "statement.odd", b"hang") == ["too_slow"]
        assert said(process, "statement.odd", b"four") == ["4"]
    finally:
        process.close()
