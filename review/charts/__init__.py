"""Charts of the overview page, drawn on the server: plain values in, one escaped HTML figure out.

What holds for all of them:
- No script, no style element and no style attribute, so that the strictest Content-Security-Policy lets them
  through; colours and sizes of letters stand in static/charts.css.
- Widths are shares of the page's width and letters keep their size, so one drawing serves phone and desk.
- Colour never speaks alone: each number is written, series carry patterns, and the same figures stand below
  as a table.
- No word of any language is in here; the caller passes them, translated.
"""

from review.charts.bars import Bar, bar_rows
from review.charts.figure import Wording
from review.charts.grid import heat_grid
from review.charts.meter import Share, share_meter
from review.charts.stacks import Stack, stacked_rows

__all__ = ["Bar", "Share", "Stack", "Wording", "bar_rows", "heat_grid", "share_meter", "stacked_rows"]
