"""The page of what was missed, in context: one HTML file without script or network, for its owner alone.

It quotes the statements. Invariant: whatever they hold is escaped, and nothing on the page can load or send.
"""

import base64
import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.errors import AigaqError
from models.labels import Audience
from redact.measures.counts import Tally
from redact.measures.notes import Notes
from redact.measures.passages import Piece
from redact.measures.tables import figure_rows, kind_rows, load_words, range_line

_HERE: Final = Path(__file__).parent
# Control characters say nothing on a page, and some turn the direction of what follows.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def page_html(tally: Tally, notes: Sequence[Notes], audience: Audience) -> str:
    """The whole page as text."""
    words = load_words()
    style = (_HERE / "page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    environment.globals.update(lang_of=_lang_of, suspect_words=_suspect_words, runs_of=_runs_of)
    return environment.get_template("page.html").render(
        style=style,
        style_digest=digest,
        words=words,
        language="en",
        audience=str(audience),
        tally=tally,
        counts=tally.counts(),
        figures=figure_rows(tally, words),
        kinds=kind_rows(tally, words),
        range=range_line(tally, words),
        notes=notes,
    )


def check_page_place(path: Path, *, gold: Path) -> None:
    """Refuse a place where no page can be written, before any work is done.

    Raises AigaqError place_taken where the annotated statements lie there, unwritable otherwise.
    """
    with contextlib.suppress(OSError):
        if path.samefile(gold):
            raise AigaqError("place_taken")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise AigaqError("unwritable")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise AigaqError("unwritable")


def write_page(path: Path, page: str) -> None:
    """Write the page at once or not at all, for its owner alone (mode 0600); unwritable if it cannot be."""
    fresh = path.parent / f".aigaq-{secrets.token_hex(8)}.tmp"
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            # half of a character pair, which JSON may hold, has no place in UTF-8
            file.write(page.encode("utf-8", errors="replace"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        raise AigaqError("unwritable") from None
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _printable(value: object) -> object:
    """What the template prints: text of ours and of statements without control characters."""
    if isinstance(value, str) and not hasattr(value, "__html__"):  # that is markup of the template's own
        return _CONTROL.sub("�", value.replace("\r\n", "\n"))
    return value


def _lang_of(lang: str) -> str:
    """The language as HTML says it; a mixture is none."""
    return "" if lang == "mixed" else lang


def _suspect_words(why: str | None) -> str:
    """Which kind of suspect touches a place, in words."""
    known = load_words()["suspects"]
    if why is None:
        return known["none"]
    return known.get("weak" if why.startswith("weak_") else why, known["other"])


def _runs_of(passage: Sequence[Piece]) -> list[tuple[bool, list[Piece]]]:
    """A passage's pieces, those spoken of together."""
    return [(spoken_of, list(run)) for spoken_of, run in groupby(passage, key=lambda piece: piece.spoken_of)]
