"""Numbers of devices and networks: IMEI, MAC and IP addresses."""

import re
from collections.abc import Iterator

from models.labels import Label
from redact.matches import matches
from redact.recognisers.hit import Hit
from redact.recognisers.lookalikes import digit_view

NAME = "devices"

_IMEI = re.compile(r"\bIMEI\b[^\d\n]{0,15}(\d(?:[ \-/]?\d){13,16})(?!\d)", re.I)
_MAC = re.compile(r"(?<![\w:-])[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}(?![\w:-])", re.I)
_IP4 = re.compile(r"(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)(?!\d)")
_IP6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])", re.I)


def find(text: str) -> Iterator[Hit]:
    """Device and network addresses; all are labelled ID."""
    view = digit_view(text)
    for match in matches(_IMEI, view):
        yield Hit(match.start(1), match.end(1), Label.ID, 0.9)
    for match in matches(_IP4, view):
        if all(int(part) < 256 for part in match.groups()):
            yield Hit(match.start(), match.end(), Label.ID, 0.8)
    if ":" in view or "-" in view:
        for shape in (_MAC, _IP6):
            for match in matches(shape, view):
                yield Hit(match.start(), match.end(), Label.ID, 0.8)
