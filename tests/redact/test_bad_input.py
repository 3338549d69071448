"""Bad input: each text ends in a result or in an error with a code, in bounded time and memory.

The limits are about three times what two shared cores needed; a quadratic pattern goes past them by far.
"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.errors import SENTENCES, AigaqError
from models.findings import Analysis
from models.labels import Audience
from redact.apply import redact_text
from redact.scanner import Scanner

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CANARY = "Қанарейкинов"
TEXTS = {
    "lone surrogates": (f"{CANARY} \ud800 \udfff били " * 1000, 6),
    "NUL bytes": (f"{CANARY}\x00били " * 1000, 4),
    "right-to-left marks": (f"\u202e{CANARY}\u202c \u2067били\u2069 \u200f" * 1000, 4),
    "one emoji 20,000 times": ("😀" * 20_000, 3),
    "20,000 different emoji": ("".join(chr(0x1F300 + n % 0x500) for n in range(20_000)), 3),
    "20,000 emoji with spaces": ("😀 " * 20_000, 9),
    "8,000 equal signs": ("=" * 8000, 2),
    "empty": ("", 1),
    "white space": ("\n \t\r\n" * 10_000, 6),
    "5,000 letters without a space": ("ы" * 5000, 2),
    "100,000 digits": ("7" * 100_000, 6),
    "100,000 digits with dots": ("1.2.3." * 17_000, 6),
    "digits with spaces": ("7 " * 20_000, 15),
    "at signs": ("@" * 50_000, 3),
    "at signs between letters": ("a@" * 25_000, 3),
    "nested brackets": ("[" * 10_000 + "]" * 10_000, 3),
    "nothing but combining marks": ("\u0301\u0327" * 50_000, 6),
    "a word with 100,000 marks": ("е" + "\u0301\u0327" * 50_000, 6),
    "names with hyphens": ("Ерлан-" * 10_000, 6),
    "initials": ("А. Б. " * 5_000, 9),
    "openings of telephone numbers": ("+7 " * 10_000, 15),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_ends_in_a_result_or_a_code_and_in_time(scanner: Scanner, name: str) -> None:
    text, seconds = TEXTS[name]
    started = time.process_time()
    try:
        analysis = scanner.scan(text)
    except AigaqError as error:
        assert str(error) == f"{error.code}: {SENTENCES[error.code]}"
        assert error.__cause__ is None and error.__suppress_context__
    else:
        _holds(text, analysis)
    assert time.process_time() - started < seconds


def _holds(text: str, analysis: Analysis) -> None:
    """What is true of every result: spans in order within the text, and a redacted text."""
    assert analysis.failures == ()
    end = 0
    for finding in analysis.findings:
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end
    redact_text(text, analysis, Audience.PUBLIC)


@pytest.mark.parametrize(
    "part", ["1.2.3.", "12-34-", "a@", "a.", "А.", "O'", "Ерлан-", "https://", "a_", "a/", "[x", "=", "«"]
)
def test_time_grows_no_faster_than_the_text(blank_scanner: Scanner, part: str) -> None:
    """Without spaces and nearly so: what patterns with repeats in repeats cannot bear."""
    for text in (part * 10_000, (part * (200 // len(part)) + " ") * 50):
        started = time.process_time()
        blank_scanner.scan(text)
        assert time.process_time() - started < 8


def test_a_long_transcript_without_a_full_stop(blank_scanner: Scanner) -> None:
    """15,000 words of speech in one breath: nothing may look over all of it for each of its words."""
    text = "и потом нас там били и держали всю ночь в подвале и не давали воды " * 1000
    started = time.process_time()
    _holds(text, blank_scanner.scan(text))
    assert time.process_time() - started < 15


def test_300_000_words_on_one_line(blank_scanner: Scanner) -> None:
    """2 MB; the language model, left out here, adds about as much again for each word."""
    text = "мы там все " * 99_999 + f"и {CANARY} "
    assert len(text.encode()) > 1_900_000
    started = time.process_time()
    _holds(text, blank_scanner.scan(text))
    assert time.process_time() - started < 110


MEMORY = """
from redact.scanner import load_scanner
scanner = load_scanner()
for text in ("7 " * 20_000, "Ерлан Досанов бил. " * 2_000, "1.2.3." * 17_000):
    assert not scanner.scan(text).failures
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux says it there")
def test_memory_stays_bounded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEMORY], cwd=ROOT, check=True, timeout=100, capture_output=True, text=True
    )
    # of that program alone; what getrusage says of a child begins with the size of the process it came from
    assert int(done.stdout.split()[1]) < 700 * 1024  # KiB


class _Raising:
    """A finder that fails and quotes the text."""

    def __call__(self, text: str) -> list[object]:
        raise ValueError(text)


def test_a_failing_finder_is_noted_and_quotes_nothing(
    blank_scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    recogniser = next(r for r in blank_scanner._engine.registry.recognizers if r.name == "phones")
    monkeypatch.setattr(recogniser, "find", _Raising())
    assert blank_scanner.scan(f"{CANARY} и всё").failures == ("phones",)
    monkeypatch.undo()
    assert blank_scanner.scan(f"{CANARY} и всё").failures == ()
