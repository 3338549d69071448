"""Elements of HTML and SVG, escaped, and labels cut to the room they have."""

import re
import textwrap

from markupsafe import Markup, escape

_LONGEST = 300  # characters of a label that are looked at; more is no label
# XML knows no such characters, not even escaped: one of them would spoil the whole drawing.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, /, *content: str, **attributes: str) -> Markup:
    """One element, all of it escaped; `class_` and `aria_label` are written class and aria-label."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(str(value))}"' for key, value in attributes.items()
    )
    # Names are this package's own and the rest was escaped; Markup.format takes six times as long.
    return Markup(f"<{name}{written}>{''.join(map(_escaped, content))}</{name}>")  # noqa: S704


def joined(*content: str) -> Markup:
    """Pieces of content, one after the other; what is not Markup is escaped."""
    return Markup("".join(map(_escaped, content)))  # noqa: S704 -- every piece was escaped


def cut_lines(label: str, width: int, most: int = 1) -> list[str]:
    """A label in at most so many lines of so many characters; what is cut off ends in an ellipsis."""
    return textwrap.wrap(str(label[:_LONGEST]), width, max_lines=most, placeholder="…") or [""]


def full_title(label: str, lines: list[str]) -> Markup:
    """A title element with the whole label where the lines do not say all of it; else nothing."""
    cut = "".join("".join(lines).split()) != "".join(label.split())
    return element("title", label) if cut else Markup("")


def percent(share: float) -> str:
    """A length as a share of the drawing's width, for an attribute."""
    return f"{100 * share:.2f}%"


def _escaped(text: str) -> str:
    # In content Markup stands for elements; an attribute has none, so `element` takes the mark away first.
    return str(text) if isinstance(text, Markup) else str(escape(_NOT_XML.sub("\ufffd", text)))
