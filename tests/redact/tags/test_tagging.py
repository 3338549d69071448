"""All tags at once, in their order."""

import time

import pytest

from models.findings import TagKind
from redact.tags.tagging import find_tags

TEXT = "5 января 2022 года в Таразе меня избили в полиции и заставили подписать чистый лист.\n"


def test_abuse_then_places_then_dates() -> None:
    kinds = [tag.kind for tag in find_tags(TEXT)]
    assert kinds == sorted(kinds, key=[TagKind.ABUSE, TagKind.PLACE, TagKind.EVENT_DATE].index)
    assert {tag.code for tag in find_tags(TEXT)} >= {"beating", "forced_confession", "Taraz", "2022-01-05"}


@pytest.mark.slow
def test_long_texts_take_linear_time() -> None:
    find_tags(TEXT)

    def seconds(times: int) -> float:
        begin = time.process_time()
        find_tags(TEXT * times)
        return time.process_time() - begin

    assert seconds(1600) < 12 * max(seconds(400), 0.01)
