from pathlib import Path

import pytest

from models.errors import SENTENCES, AigaqError

DOCUMENT = Path(__file__).parents[2] / "docs" / "errors.md"


def test_every_code_is_documented_with_its_sentence() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [code for code, said in SENTENCES.items() if f"| `{code}` |" not in text or said not in text] == []


def test_a_code_that_is_not_in_the_catalogue_is_internal() -> None:
    assert AigaqError("made up").code == "internal"


@pytest.mark.parametrize("said", SENTENCES.values())
def test_sentences_are_sentences(said: str) -> None:
    assert said[0].isupper() and said[-1] not in " ,"
    assert "{" not in said and "%" not in said
