"""Suppression: no small cell is shown, and none can be worked out from what is."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share.suppression import suppress

KS = st.integers(min_value=3, max_value=12)
COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 40), max_size=8)


@given(COUNTS, KS, st.booleans())
def test_nothing_under_k_is_ever_shown(counts: dict[str, int], k: int, exclusive: bool) -> None:
    shown = suppress(counts, k, total=sum(counts.values()) if exclusive else None)
    assert list(shown) == list(counts)
    for cell, count in shown.items():
        assert count is None or (count == counts[cell] and (count == 0 or count >= k))


@given(COUNTS, KS)
def test_without_a_total_only_small_cells_are_hidden(counts: dict[str, int], k: int) -> None:
    shown = suppress(counts, k, total=None)
    assert {cell for cell, count in shown.items() if count is None} == {
        cell for cell, count in counts.items() if 0 < count < k
    }


@given(COUNTS.filter(lambda counts: sum(counts.values()) >= 12), KS)
def test_beside_a_total_no_cell_is_hidden_alone_and_all_hidden_ones_hold_k(
    counts: dict[str, int], k: int
) -> None:
    shown = suppress(counts, k, total=sum(counts.values()))
    hidden = [counts[cell] for cell, count in shown.items() if count is None]
    assert len(hidden) != 1
    assert not hidden or sum(hidden) >= k


def _tables(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _tables(cells - 1, total - first):
            yield (first, *rest)


@pytest.mark.parametrize(("cells", "most"), [(2, 24), (3, 20), (4, 14)])
@pytest.mark.parametrize("k", [3, 4, 5, 6])
def test_who_knows_the_rule_and_the_total_still_knows_no_hidden_cell(cells: int, most: int, k: int) -> None:
    for total in range(k, most):
        behind: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
        for table in _tables(cells, total):
            shown = suppress({str(cell): count for cell, count in enumerate(table)}, k, total=total)
            behind[tuple(shown.values())].append(table)
        for seen, possible in behind.items():
            for cell, count in enumerate(seen):
                assert count is not None or len({table[cell] for table in possible}) > 1, (seen, possible)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"en": 0, "ru": 30, "kk": 12}, {"en": 0, "ru": 30, "kk": 12}),
        ({"en": 2, "ru": 30, "kk": 12}, {"en": None, "ru": 30, "kk": None}),  # else 44 - 30 - 12
        ({"en": 2, "ru": 30, "kk": 4}, {"en": None, "ru": 30, "kk": None}),
        ({"en": 2, "ru": 30, "kk": 2}, {"en": None, "ru": None, "kk": None}),  # else 34 - 30 = 2 + 2
        ({"en": 0, "ru": 30, "kk": 2}, {"en": None, "ru": None, "kk": None}),  # else 32 is of two languages
        ({"en": 3, "ru": 9, "kk": 9}, {"en": None, "ru": None, "kk": None}),  # equal cells go together
    ],
)
def test_examples(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert suppress(counts, 5, total=sum(counts.values())) == shown


def test_a_table_without_cells_stays_empty() -> None:
    assert suppress({}, 5, total=0) == {}


def test_a_total_of_other_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        suppress({"a": 3, "b": 4}, 5, total=8)
