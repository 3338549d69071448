"""A checkpoint as a QR code for paper, with the words that say what it is."""

import io
from typing import TYPE_CHECKING, Final

import segno

from store.checkpoint import to_text

if TYPE_CHECKING:
    from store.checkpoint import Checkpoint

_MODULE: Final = 4  # units of the picture for a dot of the code
_LINE: Final = 10
_GROUP: Final = 5
_IN_ROW: Final = 8  # groups; more would leave the paper


def checkpoint_picture(checkpoint: "Checkpoint", *, kind: str) -> bytes:
    """The picture as svg, with the text for a keyboard under it, or as png, the code alone.

    Error correction M: a stain over a seventh of the paper does no harm.
    """
    code = segno.make_qr(to_text(checkpoint), mode="alphanumeric", error="m", boost_error=False)
    if kind == "png":
        raw = io.BytesIO()
        code.save(raw, kind="png", scale=_MODULE, border=4)
        return raw.getvalue()
    side = code.symbol_size(scale=_MODULE, border=4)[0]
    drawn = code.svg_inline(scale=_MODULE, border=4, light="white")
    lines = _lines(checkpoint)
    words = "".join(
        f'<text x="{4 * _MODULE}" y="{side + _LINE * number}">{line}</text>'
        for number, line in enumerate(lines, start=1)
    )
    height = side + _LINE * (len(lines) + 1)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {height}" width="90mm">'
        f'<rect width="100%" height="100%" fill="white"/>{drawn}'
        f'<g font-family="monospace" font-size="6.5">{words}</g></svg>\n'
    )
    return picture.encode("ascii")


def _lines(checkpoint: "Checkpoint") -> list[str]:
    begins, _, letters = to_text(checkpoint).partition(":")
    groups = [letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP)]
    rows = [" ".join(groups[i : i + _IN_ROW]) for i in range(0, len(groups), _IN_ROW)]
    return [
        f"aigaq checkpoint, entry {checkpoint.sequence}, {checkpoint.at:%Y-%m-%d %H:%M} UTC",
        f"head {checkpoint.head[:32]}",
        f"     {checkpoint.head[32:]}",
        f"key {checkpoint.key_name}",
        f"{begins}:",
        *rows,
    ]
