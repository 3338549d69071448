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
from redact.codepage import BYTES, encoded
from redact.matches import matches
from redact.quick_patterns import compile_quick, translate

_GOLD = Path(__file__).parents[1] / "gold"
# Everything that has a meaning for this Python; later versions of Unicode may know more.
_LETTERS = "".join(
    c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) not in {"Cn", "Cs", "Co"}
)


_LEFT_TO_RE = "".join(c for c in _LETTERS if encoded(c) is None)
_CLASSES = r"\w \W \s \S \d \D [\w-] [\W] [^\w] [^\W\d_] [\s.] [^\s] ."


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


def _spans_both(pattern: re.Pattern[str], text: str):
    """Where PCRE2 alone finds the pattern, and where `re` does."""
    quick, coded = compile_quick(pattern), encoded(text)
    assert quick is not None
    assert coded is not None
    return [m.span() for m in quick.finditer(coded)], [m.span() for m in pattern.finditer(text)]


@pytest.mark.parametrize("pattern", _CLASSES.split())
def test_classes_hold_the_same_letters(pattern):
    letters = _LETTERS.translate(dict.fromkeys(map(ord, _LEFT_TO_RE)))

    quick, plain = _spans_both(re.compile(pattern), letters)

    assert quick == plain


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bИванов\b", "Иванов Ива\u0301нов, Иванов\u0301 (Иванов)"),
        (r"\Bов\B", "Иванова ов овод Петров"),
        (r"(?<!\w)ан(?!\w)", "ан \u0301ан ан\u0301 _ан ан1"),
        (r"\u0410[\u0430-\u044f\-\]]+", "Аб-]я"),
        (r"[a[]b]", "[b] ab]"),
        (r"[]a]+", "]a]"),
        (r"a\Z", "a\na"),
        (r"a$", "a\na\n"),
        (r"(?m)^a$", "a\nba\na\r\na\n"),
        (r"(?s)a.b", "a\nb a b"),
        (r"a.b", "a\nb a b a\rb a\u2028b"),
        (r"(?P<one>a)(?P=one)", "aaa"),
        (r"(?:(а)|б)\1", "аа бб"),
        (r"a{,2}b", "aab b"),
        (r"a{2,}?b|a++c", "aaab aac"),
        (r"(?>a+)b", "aab"),
        (r"x*", "axxb"),
        (r"(?i:ж)Ж", "жЖ Жж"),
        (r"(?i)ж(?-i:Ж)", "жЖ ЖЖ жж"),
        (r"[^а-яё]+", "абвГд 1😭Ё"),
        (r"(?i)[^а-яё]+", "абвГд 1😭Ё"),
        (r"(?i)[а-е-]+", "АбЕ-ё"),
        (r"\d+", "12 ٣٤ ½ Ⅷ"),
        (r"[^\W\d_]+", "½ Ⅷ a_б 漢字 ﻷ"),
    ],
)
def test_what_patterns_say_is_kept(pattern, text):
    quick, plain = _spans_both(re.compile(pattern), text)

    assert quick == plain


def test_every_letter_is_the_same_as_for_re_without_regard_to_case():
    """Each letter of the table against every character of Unicode: what differs is left to `re`."""
    cased = [char for char in BYTES if char.isalpha()]
    text = "".join(c for c in _LETTERS if c.lower() != c or c.upper() != c or c in cased)
    differ = set()
    for char in cased:
        pattern = re.compile(re.escape(char), re.IGNORECASE)
        quick = compile_quick(pattern)  # None for a letter whose other case has no byte
        for match in pattern.finditer(text) if quick is not None else ():
            coded = encoded(match[0])
            if coded is not None and not quick.fullmatch(coded):
                differ.add((char, match[0]))
    assert not differ


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
        quick = compile_quick(pattern)
        for text in (*texts[::3], *odd) if quick is not None else ():
            if [m.span() for m in quick.finditer(encoded(text))] != [
                m.span() for m in pattern.finditer(text)
            ]:
                differ.add(name)
    assert not differ


def test_almost_all_patterns_are_quick():
    slow = {name for name, pattern in PATTERNS.items() if compile_quick(pattern) is None}

    assert len(PATTERNS) > 400
    assert len(slow) < len(PATTERNS) / 30


class _Failing:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def finditer(self, text):
        raise self.error


class _Lying:
    def __init__(self, pattern: bytes) -> None:
        self.pattern = re.compile(pattern)

    def finditer(self, text):
        return self.pattern.finditer(text)


@pytest.mark.parametrize("quick", [_Failing(pcre2.LibraryError(-47)), _Lying(b"a.?"), _Lying(b"b"), None])
def test_where_pcre2_fails_or_differs_re_does_it_all(monkeypatch, quick):
    pattern = re.compile("a")
    monkeypatch.setitem(module._known, id(pattern), module._Quick(pattern, quick))

    assert [m.span() for m in matches(pattern, "banana")] == [(1, 2), (3, 4), (5, 6)]


def test_half_of_a_surrogate_stops_nothing():
    assert [m.span() for m in matches(re.compile("a"), "\ud83da")] == [(1, 2)]


def test_what_is_not_known_is_left_to_re():
    for pattern in (
        re.compile("a", re.ASCII),
        re.compile("漢"),
        re.compile("[一-龥]"),
        re.compile("(a)?b(?(1)c|d)"),
    ):
        assert translate(pattern) is None


def test_a_text_is_a_byte_a_letter():
    text = "Айгүл — 12 ½ 漢字 \u00a0😭\ud83d\n"

    assert len(encoded(text)) == len(text)
    assert encoded("a\u017f") is None  # a long s is an s only for re


def test_no_two_characters_share_a_byte():
    assert len(set(BYTES.values())) == len(BYTES)
    assert max(BYTES.values()) < 256
    assert min(byte for char, byte in BYTES.items() if char != "\0") > 4
