"""Which cells of a table are not shown, so that no small one can be read off or worked out.

What holds where the cells add up to a total that is shown:
- Whoever reads the cells, the total and this file still has two values or more for each cell that is not
  shown. tests/share/test_suppression.py tries this out over all small tables.
- It holds because cells of equal count go together and hidden cells never are all equal: exchanging two of
  them gives the same table to look at.
"""

from collections.abc import Mapping, Sequence


def suppress(counts: Mapping[str, int], k: int, *, total: int | None) -> Mapping[str, int | None]:
    """The counts as they may be shown: None where a cell is not; nothing from 1 to k - 1 ever is.

    `total`: the sum of the cells if it is shown beside them and each case is in one cell alone, else None.
    Where it is given, larger cells go too until no hidden one can be computed from the rest; where nothing
    but zeros would be left they go as well, and then a None may be a zero. A total under k is itself a small
    cell: do not show it, and give None here. Raises ValueError if the cells do not add up to the total.
    """
    if total is not None and total != sum(counts.values()):
        raise ValueError("the cells do not add up to the total")
    hidden = {cell for cell, count in counts.items() if 0 < count < k}
    if total is not None and hidden:
        for larger in sorted({count for count in counts.values() if count >= k}):
            if _safe([counts[cell] for cell in hidden], k):
                break
            hidden |= {cell for cell, count in counts.items() if count == larger}
        if all(cell in hidden or count == 0 for cell, count in counts.items()):
            hidden = set(counts)  # else everybody knew among how many cells the total is divided
    return {cell: None if cell in hidden else count for cell, count in counts.items()}


def _safe(hidden: Sequence[int], k: int) -> bool:
    """Whether the sum of hidden cells, which anybody can work out, leaves each of them open."""
    return sum(hidden) >= k and len(set(hidden)) > 1
