"""One statement in two files is one; two statements that are alike are two."""

import random
import time

import pytest

from intake.twins import Held, Twins

WORDS = [f"слово{number}" for number in range(2000)]


def text(seed: int, length: int = 60) -> str:
    chance = random.Random(seed)  # noqa: S311 - no secret
    return " ".join(chance.choice(WORDS) for _ in range(length))


def twins_with(*texts: str) -> tuple[Twins, list[Held]]:
    twins = Twins()
    return twins, [twins.add(one) for one in texts]


def lines(words: str, every: int, end: str) -> str:
    parts = words.split()
    return end.join(" ".join(parts[n : n + every]) for n in range(0, len(parts), every))


def hyphened(words: str) -> str:
    """As a narrow column prints it."""
    return " ".join(
        word.replace("во", "-\nво") if n % 8 == 7 else word for n, word in enumerate(words.split())
    )


def test_line_breaks_hyphens_headings_and_marks_make_no_difference() -> None:
    whole = text(1)
    twins, (held,) = twins_with("Интервью 5\n\n" + whole + "\n\nКонец.")
    for same in (
        whole,
        whole.upper(),
        lines(whole, 7, "\n"),
        "— " + lines(whole, 10, ".\n— "),
        hyphened(whole),
        whole.replace("слово", "сло\xadво"),
    ):
        assert twins.holder(same) is held


def test_composed_letters_and_letters_with_marks_are_the_same() -> None:
    whole = text(2).replace("слово", "йод")
    twins, (held,) = twins_with(whole)
    assert twins.holder(whole.replace("й", "й")) is held


def test_a_remark_between_is_no_difference_and_a_missing_word_is() -> None:
    words = text(3).split()
    twins, (held,) = twins_with(" ".join([*words[:30], "вопрос", "ещё", *words[30:]]))
    assert twins.holder(" ".join(words)) is held
    assert twins.holder(" ".join([*words[:30], "Досанов", *words[30:]])) is None
    assert twins.holder(" ".join([*words[:30], words[31], words[30], *words[32:]])) is None


def test_a_text_with_one_word_more_is_not_held() -> None:
    twins, _ = twins_with(text(4))
    assert twins.holder(text(4) + " Досанов") is None
    assert twins.holder("Досанов " + text(4)) is None


def test_a_short_text_in_a_long_one_and_short_texts_are_their_own() -> None:
    twins, _ = twins_with(text(5, 300), "нет ничего")
    assert twins.holder(" ".join(text(5, 300).split()[:100])) is None
    assert twins.holder("нет ничего") is None


def test_a_text_that_was_not_stored_holds_none() -> None:
    twins, (held,) = twins_with(text(6))
    held.lost = True
    assert twins.holder(text(6)) is None
    again = twins.add(text(6))
    assert twins.holder(text(6)) is again


def test_the_oldest_texts_leave_first() -> None:
    twins = Twins(room=5_000)
    first = text(7)
    twins.add(first)
    for seed in range(100, 120):
        twins.add(text(seed))
    assert twins.holder(first) is None
    assert twins.holder(text(119)) is not None
    assert len(twins._texts) < 20
    assert len(twins._by_anchor) <= 9 * len(twins._texts)


def test_a_text_larger_than_the_room_is_kept_alone() -> None:
    twins = Twins(room=10)
    for seed in (8, 9):
        held = twins.add(text(seed))
        assert twins.holder(text(seed)) is held


@pytest.mark.parametrize("seed", range(20))
def test_texts_that_share_a_printed_form_are_found_and_kept_apart(seed: int) -> None:
    form = text(0, 80)
    twins = Twins()
    mine = f"{form} {text(10_000 + seed, 40)}"
    held = twins.add(mine)
    for other in range(60):
        twins.add(f"{form} {text(20_000 + other, 40)}")
    assert twins.holder(lines(mine, 9, "\n")) is held
    assert twins.holder(f"{form} {text(30_000, 40)}") is None


@pytest.mark.slow
def test_many_texts_of_one_form_take_no_longer_each() -> None:
    form, twins, times = text(0, 80), Twins(), []
    for number in range(1500):
        started = time.process_time()
        words = f"{form} {text(number, 30)}"
        assert twins.holder(words) is None
        twins.add(words)
        times.append(time.process_time() - started)
    assert sum(times[-300:]) < 3 * sum(times[300:600]) + 0.1


def test_a_long_run_of_marks_takes_no_time() -> None:
    twins, started = Twins(), time.process_time()
    hostile = " ".join(["а" + "\u0301\u0327" * 200_000] * 2)
    twins.add(text(11) + hostile)
    assert twins.holder(text(11) + hostile) is not None
    assert time.process_time() - started < 2


def test_what_repeats_one_word_takes_no_time() -> None:
    twins, started = Twins(), time.process_time()
    twins.add("бил " * 100_000)
    assert twins.holder("бил " * 99_999 + "Досанов") is None
    assert twins.holder("бил " * 60_000) is not None
    assert time.process_time() - started < 2
