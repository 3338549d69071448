"""PCRE2 looks first, `re` has the last word: what comes out is what `re` alone finds."""

import importlib
import json
import pkgutil
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pcre2
import pytest

import redact.recognisers
import redact.tags
from redact import matches as module
from redact.matches import matches, translate

_GOLD = Path(__file__).parents[1] / "gold"
# Everything that has a meaning for this Python; later versions of Unicode may know more.
_LETTERS = "".join(
    c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in {"Cn", "Cs", "Co"}
)


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _patterns(item)


def _all_patterns() -> dict[str, re.Pattern[str]]:
    found = {}
    for package in (redact.recognisers, redact.tags):
        for info in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{info.name}"
            for key, value in vars(importlib.import_module(name)).items():
                found.update({f"{name}.{key}.{n}": p for n, p in enumerate(_patterns(value))})
    return found


PATTERNS = _all_patterns()


def _quick(pattern: re.Pattern[str]):
    written = translate(pattern)
    assert written is not None
    return pcre2.compile(written)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        r"\d",
        r"\D",
        r"[\w-]",
        r"[\W]",
        r"[^\w]",
        r"[^\W\d_]",
        r"[\s.]",
        r"[^\s]",
        r".",
    ],
)
def test_classes_hold_the_same_letters(pattern):
    ours = re.compile(pattern)

    assert "".join(m.group() for m in _quick(ours).finditer(_LETTERS)) == "".join(ours.findall(_LETTERS))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bИванов\b", "Иванов Ива\u0301нов, Иванов\u0301 (Иванов)"),
        (r"(?<!\w)ан(?!\w)", "ан \u0301ан ан\u0301 _ан ан1"),
        (r"\u0410[\u0430-\u044f\-\]]+", "Аб-]я"),
        (r"[a[]b]", "[b] ab]"),
        (r"[]a]+", "]a]"),
        (r"a\Z", "a\na"),
        (r"a$", "a\na\n"),
        (r"(?P<one>a)(?P=one)", "aaa"),
        (r"a{,2}b", "aab b"),
        (r"x*", "axxb"),
        (r"(?i:ж)Ж", "жЖ Жж"),
    ],
)
def test_what_patterns_say_is_kept(pattern, text):
    ours = re.compile(pattern)

    assert [m.span() for m in _quick(ours).finditer(text)] == [m.span() for m in ours.finditer(text)]


@pytest.mark.parametrize("text", ["Qızı İrina", "qızı ıza", "ﬅ ſ K Å µ ς Σ"])
def test_letters_of_several_cases_are_found_as_re_finds_them(text):
    for written in ("i", "ız", "k", "s", "σ", "å", "μ"):
        pattern = re.compile(written, re.I)
        assert [m.span() for m in matches(pattern, text)] == [m.span() for m in pattern.finditer(text)]


def test_every_pattern_finds_what_re_finds():
    texts = [
        json.loads(line)["text"]
        for path in sorted(_GOLD.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    odd = [
        "".join(c + "\u0301" * (number % 7 == 3) for number, c in enumerate(texts[0])),
        texts[0].replace(" ", "\u00a0").replace("\n", "\u2028"),
        texts[1].replace(" ", "\x1c") + "\x00",
    ]
    differ = set()
    for name, pattern in PATTERNS.items():
        quick = module._compile(pattern)
        if quick is None:
            continue
        for text in (*texts[::3], *odd):
            if pattern.flags & re.IGNORECASE and module._TURKISH.search(text):
                continue  # left to re
            if [m.span() for m in quick.finditer(text)] != [m.span() for m in pattern.finditer(text)]:
                differ.add(name)
    assert not differ


def test_almost_all_patterns_are_quick():
    slow = {name for name, pattern in PATTERNS.items() if module._compile(pattern) is None}

    assert len(PATTERNS) > 400
    assert len(slow) < len(PATTERNS) / 12


class _Failing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def finditer(self, text):
        raise self.error


class _Lying:
    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)

    def finditer(self, text):
        return self.pattern.finditer(text)


@pytest.mark.parametrize("quick", [_Failing(pcre2.LibraryError(-47)), _Lying("a.?"), _Lying("b"), None])
def test_where_pcre2_fails_or_differs_re_does_it_all(monkeypatch, quick):
    pattern = re.compile("a")
    monkeypatch.setitem(module._known, id(pattern), module._Quick(pattern, quick, False))

    assert [m.span() for m in matches(pattern, "banana")] == [(1, 2), (3, 4), (5, 6)]


def test_half_of_a_surrogate_stops_nothing():
    assert [m.span() for m in matches(re.compile("a"), "\ud83da")] == [(1, 2)]


def test_what_is_not_known_is_left_to_re():
    assert translate(re.compile("a", re.ASCII)) is None
    assert translate(re.compile("a b", re.VERBOSE)) is None
    assert translate(re.compile(r"\Ba")) is None
