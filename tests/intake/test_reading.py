"""A reader that hangs, eats memory, crashes or lies costs its own file and nothing else."""

import contextlib
import ctypes
import faulthandler
import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from intake import reader
from intake.parts import PLAIN, Inner, Options, Part, Refusal, Told
from intake.processes import Seat
from intake.reading import InProcessReading, ReadingProcess, open_reading
from models.labels import Language
from models.statements import Consent, ConsentScope, Draft, SourceKind

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 150_000_000


class Odd:
    """A format whose file says what its reader does."""

    limit = 1000

    def read(self, raw: bytes, options: Options) -> Iterator[Part]:  # noqa: PLR0912 - a branch each
        yield told("начало")
        match raw.split():
            case [b"sleep"]:
                time.sleep(60)
            case [b"loop"]:
                while True:
                    pass
            case [b"eat"]:
                _ = [bytearray(50_000_000) for _ in range(20)]
            case [b"exit", status]:
                os._exit(int(status))
            case [b"quit"]:
                sys.exit("Досанов")
            case [b"crash"]:
                faulthandler.disable()
                ctypes.string_at(0)
            case [b"deep"]:
                deep(0)
            case [b"drip"]:
                for _ in range(100):
                    time.sleep(0.05)
                    yield told("капля")
            case [b"parts", number]:
                yield from (told("часть" * 10_000) for _ in range(int(number)))
            case [b"lie"]:
                yield Lie()  # type: ignore[misc]
            case [b"hold"]:
                os.fork()
                time.sleep(60)
            case [b"inner"]:
                yield Inner("b.odd", b"sleep")
        yield told("конец")


class Lie:
    """A message that would run a program in the process that opens it."""

    draft = Draft("ложь", SourceKind.TEXT)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mkdir, ("lie",)


def deep(level: int) -> int:
    return deep(level + 1)


def told(text: str) -> Told:
    return Told("", Draft(text, SourceKind.TEXT))


@pytest.fixture(autouse=True)
def odd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reader, "FORMATS", {**reader.FORMATS, ".odd": Odd()})
    monkeypatch.setattr(reader, "checked", lambda part: iter((part,)))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    opened = ReadingProcess(PLAIN, limit=0.3, memory=MEMORY)
    yield opened
    opened.close()


def read(process: ReadingProcess, words: str, *, stopping: Callable[[], bool] = lambda: False) -> list[str]:
    """The texts and codes out of a file of these words."""
    path = Path("a.odd")
    path.write_text(words)
    return [said(part) for part in process.read(path, stopping=stopping)]


def said(part: Told | Refusal) -> str:
    return part.code if isinstance(part, Refusal) else part.draft.raw_text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("sleep", "too_slow"),
        ("loop", "too_slow"),
        ("hold", "too_slow"),
        ("inner", "too_slow"),
        ("eat", "too_much_memory"),
        ("exit 0", "damaged"),
        ("exit 3", "damaged"),
        ("crash", "damaged"),
        ("quit", "damaged"),
        ("deep", "damaged"),
    ],
)
def test_a_bad_file_costs_itself_only(process: ReadingProcess, words: str, code: str) -> None:
    first = read(process, words)
    assert first[0] == "начало"
    assert first[-1] == code
    assert "конец" not in first
    for _ in range(2):
        assert read(process, "fine") == ["начало", "конец"]


@pytest.mark.slow
def test_many_bad_files_one_after_the_other(process: ReadingProcess) -> None:
    for _ in range(10):
        assert read(process, "exit 1")[-1] == "damaged"
        assert read(process, "eat")[-1] == "too_much_memory"
    assert read(process, "fine") == ["начало", "конец"]


def test_a_file_left_in_the_middle_never_reaches_the_next_one(process: ReadingProcess) -> None:
    path = Path("b.odd")
    path.write_text("parts 500")
    parts = process.read(path, stopping=lambda: False)
    next(parts)
    parts.close()  # type: ignore[attr-defined]
    assert read(process, "fine") == ["начало", "конец"]
    asked = iter([False, True])
    assert read(process, "sleep", stopping=lambda: next(asked))[-1] == "interrupted"
    assert read(process, "fine") == ["начало", "конец"]


def test_a_file_that_only_drips_has_an_end_too() -> None:
    process = ReadingProcess(PLAIN, limit=0.2, limits_a_file=2)
    with contextlib.closing(process):
        said = read(process, "drip")
        assert said[-1] == "too_slow"
        assert 3 < said.count("капля") < 12
        assert read(process, "fine") == ["начало", "конец"]


def test_a_worker_can_say_parts_and_nothing_else(process: ReadingProcess) -> None:
    assert read(process, "lie") == ["начало", "internal"]
    assert not Path("lie").exists()
    assert read(process, "fine") == ["начало", "конец"]


def test_a_worker_that_died_between_two_files(process: ReadingProcess) -> None:
    assert read(process, "fine") == ["начало", "конец"]
    (worker,) = children(process._seat._keeper)
    os.kill(worker, signal.SIGKILL)
    while not process._seat.line.poll(0.1):
        pass
    assert read(process, "fine") == ["начало", "конец"]


def test_a_keeper_that_died_costs_codes_and_no_hang(process: ReadingProcess) -> None:
    os.kill(process._seat._keeper, signal.SIGKILL)
    assert read(process, "exit 1")[-1] in {"damaged", "internal"}
    assert read(process, "fine") == ["internal"]


def test_nothing_is_left_running(process: ReadingProcess) -> None:
    assert read(process, "hold")[-1] == "too_slow"
    keeper = process._seat._keeper
    (worker,) = children(keeper)
    process.close()
    assert not Path(f"/proc/{keeper}").exists()
    assert not Path(f"/proc/{worker}").exists()


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def broken_off(line: Connection) -> None:
    """A worker that is killed while it says something long."""
    word = line.recv()
    if word == "break off":
        os.write(line.fileno(), struct.pack("!i", 100_000) + b"x" * 1000)
        os.kill(os.getpid(), signal.SIGKILL)
    line.send(word)
    with contextlib.suppress(EOFError):
        line.recv()


def test_half_a_message_is_not_the_start_of_the_next_workers() -> None:
    seat = Seat(broken_off)
    with contextlib.closing(seat):
        seat.line.send("break off")
        with pytest.raises((EOFError, OSError)):
            seat.line.recv()
        assert seat.renew()
        seat.line.send("second")
        assert seat.line.recv() == "second"


ORPHAN = """
import sys, time
from intake import reader
from intake.parts import PLAIN
from intake.reading import ReadingProcess
from pathlib import Path

class Slow:
    limit = 1000
    def read(self, raw, options):
        Path(sys.argv[1] + ".started").touch()
        while True:
            pass

reader.FORMATS = {".odd": Slow()}
process = ReadingProcess(PLAIN, limit=60)
print(process._seat._keeper, flush=True)
list(process.read(Path(sys.argv[1]), stopping=lambda: False))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_reader_outlives_the_program(tmp_path: Path, number: signal.Signals) -> None:
    path = tmp_path / "a.odd"
    path.write_text("x")
    program = subprocess.Popen(
        [sys.executable, "-c", ORPHAN, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        keeper = int(program.stdout.readline())
        wait_for(Path(f"{path}.started").exists)
        (worker,) = children(keeper)
        program.send_signal(number)
    wait_for(lambda: not alive(keeper) and not alive(worker))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def wait_for(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_readers_write_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    def talk(line: Connection) -> None:
        os.write(1, b"Dosanov")
        os.write(2, b"Dosanov")
        line.send("done")

    seat = Seat(talk)
    with contextlib.closing(seat):
        assert seat.line.recv() == "done"
    assert "Dosanov" not in "".join(capfd.readouterr())


def test_bugs_become_codes_without_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, options: Options) -> None:
        raise RuntimeError("Досанов")

    monkeypatch.setattr("intake.reading.read_file", broken)
    for opened in (open_reading(PLAIN), contextlib.nullcontext(InProcessReading(PLAIN))):
        with opened as reading:
            assert list(reading.read(Path("a.odd"), stopping=lambda: False)) == [Refusal("", "internal")]


def test_where_nothing_can_be_forked_it_reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.reading.can_fork", lambda: False)
    Path("a.txt").write_text("слово")
    with open_reading(PLAIN) as reading:
        assert isinstance(reading, InProcessReading)
        assert [said(part) for part in reading.read(Path("a.txt"), stopping=lambda: False)] == ["слово"]


def test_every_field_of_a_part_comes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Told(
        "#1",
        Draft(
            "слово",
            SourceKind.SCAN,
            language=Language.KK,
            consent=Consent(ConsentScope.LEGAL),
            collected_at=date(2022, 1, 5),
            left_out=(("comments", 2),),
            submission="x",
            unsure=((0, 5),),
        ),
        pasted=True,
    )
    parts = [whole, Refusal("#2", "empty")]
    monkeypatch.setattr("intake.reading.read_file", lambda path, options: iter(parts))
    with open_reading(PLAIN) as reading:
        assert list(reading.read(Path("a.odd"), stopping=lambda: False)) == parts
