"""The words of the phone's pages: three languages that say the same, each of them used and short enough."""

import json
import re
from pathlib import Path

import pytest

import review

PHONE = Path(review.__file__).parent / "phone"
TRANSLATED = ("ru", "kk")
PLACEHOLDER = re.compile(r"\{\w+\}")
# A letter of one alphabet beside one of the other is a slip of the keyboard that nobody sees.
BOTH_ALPHABETS = re.compile(r"[a-z][а-яёәіңғүұқөһ]|[а-яёәіңғүұқөһ][a-z]", re.IGNORECASE)
# A key as a string of its own, the beginning of one that is put together, or one taken from a language.
SAID = re.compile(r"""["'`](\w+)(?:["'`]|\$\{)|\]\.(\w+)\b""")
# Keys of which a page knows only the end until somebody chooses.
BUILT = ("explain_", "scope_", "how_")
# The page shows how far an envelope has come in the office's own word for it.
STATE = re.compile(r'"state": "(\w+)"')


def pairs(language: str) -> list[tuple[str, str]]:
    """Key and words, a key that stands twice too."""
    return json.loads((PHONE / "words" / f"{language}.json").read_text("utf-8"), object_pairs_hook=list)


def test_no_key_stands_twice() -> None:
    keys = [key for key, _ in pairs("en")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_keys_are_the_english_ones_in_their_order(language: str) -> None:
    assert [key for key, _ in pairs(language)] == [key for key, _ in pairs("en")]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_placeholders_are_the_english_ones(language: str) -> None:
    english = dict(pairs("en"))
    for key, said in pairs(language):
        assert sorted(PLACEHOLDER.findall(said)) == sorted(PLACEHOLDER.findall(english[key])), key


@pytest.mark.parametrize("language", ("en", *TRANSLATED))
def test_nothing_is_empty_and_no_blank_stands_too_much(language: str) -> None:
    for key, said in pairs(language):
        assert said, key
        assert said == " ".join(said.split()), key


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_words_are_translated_and_in_one_alphabet(language: str) -> None:
    for key, said in pairs(language):
        words = PLACEHOLDER.sub("", said)
        assert re.search("[а-яёәіңғүұқөһ]", words, re.IGNORECASE), key
        assert not BOTH_ALPHABETS.search(words), key


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_words_fit_where_the_english_ones_do(language: str) -> None:
    english = dict(pairs("en"))
    for key, said in pairs(language):
        assert len(said) <= 2 * len(english[key]) + 20, key


def test_each_key_is_used() -> None:
    programs = sorted((PHONE / "kit").glob("*.js"))
    code = "\n".join(program.read_text("utf-8") for program in programs)
    said = {key for found in SAID.findall(code) for key in found}
    said |= set(STATE.findall((PHONE.parent / "pages" / "submit.py").read_text("utf-8")))
    begun = tuple(prefix for prefix in BUILT if prefix in said)
    assert [key for key, _ in pairs("en") if key not in said and not key.startswith(begun)] == []
