"""Search on a PostgreSQL server: what stands in its index, and questions in its language.

The words are those of search_words.py; PostgreSQL neither cuts texts into words nor finds their stems.
"""

from collections.abc import Iterable
from typing import Final

from store.search_words import Term

# PostgreSQL's limits on a tsvector; a word has at most 2046 bytes.
_LONGEST_LEXEME: Final = 500
_MOST_PLACES: Final = 255
_LAST_PLACE: Final = 16383


def server_query(terms: Iterable[Term]) -> str:
    """The question in the language of PostgreSQL's tsquery; of words side by side, that all are there."""
    asked = [
        " | ".join(
            "(" + " & ".join([*map(_in_quotes, one.words[:-1]), _in_quotes(one.words[-1], one.open)]) + ")"
            for one in term
        )
        for term in terms
    ]
    return " & ".join(f"({one})" for one in asked)


def server_phrases(terms: Iterable[Term]) -> list[str]:
    """Words that were asked for in quotes: they must stand so in a text's indexed words."""
    phrases = (term[0] for term in terms if len(term) == 1 and len(term[0].words) > 1)
    return [f" {' '.join(one.words)}{'' if one.open else ' '}" for one in phrases]


def server_vector(words: str) -> str:
    """PostgreSQL's tsvector of indexed words: each once, with the places where it stands.

    Made here, since PostgreSQL would cut texts in its own way; it keeps so many places and no more.
    """
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words.split(), start=1):
        known = places.setdefault(word[:_LONGEST_LEXEME], [])
        if len(known) < _MOST_PLACES and (place <= _LAST_PLACE or not known):
            known.append(min(place, _LAST_PLACE))
    return " ".join(f"{_in_quotes(word)}:{','.join(map(str, found))}" for word, found in places.items())


def _in_quotes(word: str, is_open: bool = False) -> str:
    """A word for PostgreSQL; it is of letters and digits, among which are no quotes."""
    return f"'{word[:_LONGEST_LEXEME]}'{':*' if is_open else ''}"
