"""Rich Text: the statement as a reader of the final version sees it.

Kept: paragraphs, tables, text boxes, results of fields and tracked insertions. Left out and counted:
tracked deletions, comments, hidden text, headers and footers, footnotes, pictures, embedded files, and
fields that show the file's properties. The file is walked here because the libraries for it run hidden,
deleted and inserted text together and take Cyrillic in a "western" font for accented letters.
"""

import re

from intake.formats.comments import join_comments
from intake.formats.rtf_tokens import tokens
from intake.formats.rtf_walk import Walk
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

_OTHER_FORMATS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_PRIVATE_PLANE = re.compile("[\U000f0000-\U000fffff]")


def read_rtf(raw: bytes, options: Options = PLAIN) -> Draft:
    """An .rtf file; raises AigaqError empty, image_only, damaged or unsupported."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\x00 \t\r\n")
    if not raw:
        raise AigaqError("empty")
    if not raw.startswith(b"{\\rtf"):
        raise AigaqError("unsupported" if raw.startswith(_OTHER_FORMATS) else "damaged")
    source, bare = _source(raw)
    walk = Walk(bare=bare)
    body = walk.read(tokens(source))
    text, *comments = walk.bytes.read(["\n".join(body), *walk.comments])
    left_out = walk.left_out
    text = join_comments(text.strip("\n"), comments, options=options, left_out=left_out)
    text = _CONTROLS.sub("", text)
    if not any(character.isalnum() for character in text):
        raise AigaqError("image_only" if left_out["images"] else "empty")
    counts = tuple(sorted((kind, count) for kind, count in left_out.items() if count))
    return Draft(raw_text=text, source=SourceKind.RTF, left_out=counts)


def _source(raw: bytes) -> tuple[str, bool]:
    """The file as characters, and whether those above ASCII are bare bytes of a code page.

    RTF is ASCII, but some programs write UTF-8 into it, and old ones bare bytes.
    """
    if b"\\bin" not in raw:  # its length counts bytes
        try:
            return _PRIVATE_PLANE.sub("\ufffd", raw.decode("utf-8")), False
        except UnicodeDecodeError:
            pass
    return raw.decode("latin-1"), True
