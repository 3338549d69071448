"""The sealed bytes of a message: tied to its statement and to itself, and telling no length."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import AigaqError
from models.messages import BLOCK, LONGEST_MESSAGE, for_phone, from_bytes, to_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=2000)


@given(TEXTS)
def test_what_goes_in_comes_out(text: str) -> None:
    raw = to_bytes("S", "M", text)
    assert from_bytes(raw, statement_id="S", message_id="M") == text and len(raw) % BLOCK == 0
    shown = for_phone("M", "RECE1PT000", text)
    assert json.loads(shown) == {"question": "M", "receipt": "RECE1PT000", "text": text}
    assert len(shown) % BLOCK == 0


@pytest.mark.parametrize("text", ["я" * (LONGEST_MESSAGE + 1), "\ud800"])
def test_what_is_no_message(text: str) -> None:
    with pytest.raises(AigaqError, match="bad_decision"):
        to_bytes("S", "M", text)
    assert to_bytes("S", "M", "😀" * LONGEST_MESSAGE)


def test_a_text_is_read_for_its_own_message_alone() -> None:
    raw = to_bytes("S", "M", "Тётя")
    for statement_id, message_id, damaged in (
        ("X", "M", raw),
        ("S", "X", raw),
        ("S", "M", raw[:20]),
        ("S", "M", b"[]"),
        ("S", "M", b"\xff"),
        ("S", "M", raw.replace('"Тётя"'.encode(), b"null")),
        ("S", "M", b"[" * 100_000),
    ):
        with pytest.raises(AigaqError, match="record_damaged"):
            from_bytes(damaged, statement_id=statement_id, message_id=message_id)
