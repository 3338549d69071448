"""Places on a page of a PDF as it is shown: points from its upper left corner, turned pages too."""

import math
from dataclasses import dataclass
from typing import NamedTuple

_FAR = 1e6  # points; a page has 14,400 at most


class Box(NamedTuple):
    """A rectangle; `top` is less than `bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Its area; 0 where it is turned inside out."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def cut(self, other: "Box") -> "Box":
        """What both have in common."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page's own space that is shown, and by how many quarters it is turned clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @property
    def shown(self) -> Box:
        """The whole page as it is shown."""
        wide, high = self.right - self.left, self.top - self.bottom
        return Box(0.0, 0.0, high, wide) if self.quarters % 2 else Box(0.0, 0.0, wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page's own space is shown."""
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        if self.quarters == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a rectangle of the page's own space is shown."""
        x, y = self.point(bounded(left), bounded(bottom))
        far_x, far_y = self.point(bounded(right), bounded(top))
        return Box(min(x, far_x), min(y, far_y), max(x, far_x), max(y, far_y))


def bounded(number: float) -> float:
    """A number that can be counted with: files say NaN and infinity too."""
    return max(-_FAR, min(_FAR, number)) if math.isfinite(number) else _FAR
