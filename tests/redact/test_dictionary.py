"""What dictionaries know, in all forms, and what they do not: names, however they are written."""

import pytest

from redact.dictionary import has_verb_ending, is_word


@pytest.mark.parametrize(
    "word",
    "следователь следователю избивали девчонок мектептерге ауылымыздан құжатын beaten municipality".split(),
)
def test_words_are_known_in_their_forms(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize("word", "нурсаид дильмурода лёпа жолболды оңғарбек мариуш".split())
def test_names_are_not_words(word: str) -> None:
    assert not is_word(word)


def test_latin_letters_are_kazakh_only_where_the_text_is_no_english() -> None:
    assert is_word("balalar")
    assert not is_word("balalar", english=True)


@pytest.mark.parametrize("word", "тепкілеп шөгелеп қоспаймыз тиіскен сұрамай".split())
def test_kazakh_verbs_end_like_verbs(word: str) -> None:
    assert has_verb_ending(word)
