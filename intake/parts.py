"""What readers give and take: the parts of a file, and what the operator asked for.

A document is read by `read_x(raw, options) -> Draft`, a container (an export, a mailbox, an archive) by
`read_x(raw, options) -> Iterator[Part]`. Readers see bytes only, or, where a format streams, what opens them
anew each time; what lies inside a container goes back to the caller as `Inner`, who finds its reader and
keeps the limits on nesting and size.
"""

from dataclasses import dataclass

from models.statements import Draft


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator asked for.

    `include`: kinds that are left out otherwise and are now taken in as text ("comments").
    `column`: the column of a form export that holds the statement, where the guess would be wrong.
    `ocr`: whether the text of pictures and scans is recognised; otherwise they are refused.
    """

    include: frozenset[str] = frozenset()
    column: str | None = None
    ocr: bool = False


PLAIN = Options()


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in a file; `mark` is what its place adds to the file's path: "", "#3".

    `pasted`: somebody collected it with others in one text, and it may stand in a file of its own too.
    """

    mark: str
    draft: Draft
    pasted: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a file that is not taken in, and the code of the reason."""

    mark: str
    code: str


@dataclass(frozen=True, slots=True)
class Inner:
    """A file inside a file: an attachment, a member of an archive. `name` decides its reader."""

    name: str
    raw: bytes


Part = Told | Refusal | Inner
