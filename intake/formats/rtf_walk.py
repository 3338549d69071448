"""One pass over an RTF file: what is shown goes into lines, what is left out is counted."""

import re
from collections import Counter
from collections.abc import Iterable

from intake.formats.comments import COMMENTS
from intake.formats.fields import shows_property
from intake.formats.rtf_codecs import DEFAULT, ByteText, codec_of_charset, codec_of_page
from intake.formats.rtf_lines import Lines
from intake.formats.rtf_tokens import BYTE, CLOSE, OPEN, TEXT, WORD, Token
from intake.formats.rtf_words import (
    BOXES,
    CODE_PAGES,
    FLOWS,
    KNOWN,
    MODES,
    PARAGRAPH_ENDS,
    READ_IN,
    SIGNS,
    Mode,
)
from models.errors import AigaqError

_DEPTH_LIMIT = 2000  # groups in each other; Word nests some dozens
_SKIP_LIMIT = 32  # characters that may stand for one of Unicode
_HIGH = re.compile(r"[\x80-\U0010ffff]")
_SYMBOLS = 2  # the charset of fonts without letters


class _Group:
    """What holds within a pair of braces; groups within inherit it."""

    __slots__ = (
        "deleted",
        "field",
        "font",
        "hidden",
        "in_object",
        "in_table",
        "lines",
        "mode",
        "outer",
        "skips",
    )

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.mode = Mode.READ
        self.outer = Mode.READ  # the mode around a text that is written twice
        self.font: int | None = None
        self.skips = 1  # characters behind one of Unicode that stand for it in old programs
        self.hidden = False
        self.deleted = False
        self.in_table = False
        self.in_object = False
        self.field: list[str] = []

    def copy(self) -> "_Group":
        """A group within this one."""
        copy = _Group(self.lines)
        for name in self.__slots__:
            setattr(copy, name, getattr(self, name))
        return copy


class Walk:
    """The state of the pass; `bare` says that characters above ASCII in the source are bytes."""

    def __init__(self, *, bare: bool) -> None:
        self.left_out: Counter[str] = Counter()
        self.comments: list[str] = []
        self.bytes = ByteText()
        self._bare = bare
        self._group = _Group(Lines())
        self._stack: list[_Group] = []
        self._fonts: dict[int, str | None] = {}  # None: signs without letters
        self._font = 0  # of the entry of the font table that is read
        self._default_font: int | None = None
        self._ignorable = False
        self._skip = 0
        self._last = ""  # "hidden" or "deletions" as long as such text goes on

    def read(self, source: Iterable[Token]) -> list[str]:
        """The body's lines; raises AigaqError damaged where the file is cut off or goes on after its end."""
        body = self._group.lines
        begun = False
        for kind, text, number in source:
            if begun and not self._stack:
                if kind == TEXT and not text.strip(" \t\x1a"):
                    continue
                raise AigaqError("damaged")
            if kind == TEXT:
                self._text(text)
            elif kind == WORD:
                self._word(text, number)
            elif kind == BYTE:
                self._byte(number or 0)
            elif kind == OPEN:
                self._open()
                begun = True
            elif kind == CLOSE:
                self._close()
        if self._stack:
            raise AigaqError("damaged")
        return body.finish()

    def _open(self) -> None:
        if len(self._stack) >= _DEPTH_LIMIT:
            raise AigaqError("damaged")
        self._stack.append(self._group)
        self._skip, self._ignorable = 0, False

    def _close(self) -> None:
        if not self._stack:
            raise AigaqError("damaged")
        closed, self._group = self._group, self._stack.pop()
        self._skip, self._ignorable = 0, False
        if closed.lines is not self._group.lines:
            self._end_flow(closed.lines)

    def _end_flow(self, flow: Lines) -> None:
        """What becomes of a text beside the one that goes on now."""
        lines = flow.finish()
        if flow.kind == "":
            self._group.lines.add_box(lines)
        elif flow.kind == COMMENTS:
            self.comments.append(" ".join(lines))
        else:
            self.left_out[flow.kind] += any(line.strip() for line in lines)

    def _own(self) -> _Group:
        """The current group, apart from those around it: they share one until something changes."""
        if self._stack and self._stack[-1] is self._group:
            self._group = self._group.copy()
        return self._group

    # Characters

    def _text(self, text: str) -> None:
        self._ignorable = False
        if self._skip:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            text = text[skipped:]
        if self._bare and not text.isascii() and self._group.mode is Mode.READ:
            codec = self._codec()
            text = _HIGH.sub("•", text) if codec is None else self.bytes.stand_ins(text, codec)
        self._show(text)

    def _byte(self, byte: int) -> None:
        self._ignorable = False
        if self._skip:
            self._skip -= 1
        elif byte in {0x0A, 0x0D}:
            self._end_paragraph()
        elif byte < 0x20:
            self._show("\t" if byte == 0x09 else "")
        else:
            self._show(self._stand_in(byte, self._codec()))

    def _stand_in(self, byte: int, codec: str | None) -> str:
        if codec is None:
            return "•" if byte > 0x7F else chr(byte)
        return self.bytes.stand_in(byte, codec)

    def _codec(self) -> str | None:
        font = self._default_font if self._group.font is None else self._group.font
        return DEFAULT if font is None else self._fonts.get(font, DEFAULT)

    def _unicode(self, number: int) -> None:
        point = number + 0x10000 if number < 0 else number
        # The private plane stands for bytes; nobody writes in it.
        valid = 0x20 <= point < 0xF0000
        self._show(chr(point) if valid else "\t" if point == 0x09 else "\ufffd")
        self._skip = self._group.skips

    def _show(self, text: str) -> None:
        group = self._group
        if group.mode is Mode.INSTRUCTION:
            group.field.append(text)
        elif group.mode is not Mode.READ or not text:
            return
        elif group.deleted or group.hidden:
            kind = "deletions" if group.deleted else "hidden"
            if text.strip() and kind != self._last:
                self.left_out[kind] += 1
                self._last = kind
        else:
            self._last = ""
            group.lines.add(text)

    def _end_paragraph(self) -> None:
        group = self._group
        # A paragraph whose end is deleted or hidden runs on into the next.
        if group.mode is Mode.READ and not group.deleted and not group.hidden:
            self._last = ""
            group.lines.end_paragraph(in_table=group.in_table)

    # Control words

    def _word(self, word: str, number: int | None) -> None:
        ignorable, self._ignorable = self._ignorable, word == "*"
        if self._skip and word in SIGNS:
            self._skip -= 1
        elif word == "u":
            self._unicode(number or 0)
        elif ignorable and word not in KNOWN:
            self._own().mode = Mode.DROP
        elif self._group.mode is Mode.DROP:
            return
        elif word in SIGNS:
            self._show(SIGNS[word])
        elif word in PARAGRAPH_ENDS:
            self._skip = 0
            self._end_paragraph()
        elif word in KNOWN:
            self._destination(word)
        elif not self._table(word) and not self._characters(word, number):
            self._settings(word, number)

    def _destination(self, word: str) -> None:
        group = self._own()
        if word == "pict":
            self.left_out["images"] += not group.in_object and group.mode in {Mode.READ, Mode.SHAPE}
            group.mode = Mode.DROP
        elif word in READ_IN:
            if group.mode is READ_IN[word]:
                group.mode = group.outer
        elif word in BOXES:
            if group.mode is Mode.SHAPE:
                self._begin_flow("")
        elif group.mode is not Mode.READ:
            return
        elif word in FLOWS:
            self._begin_flow(FLOWS[word])
        elif word == "fldrslt":
            if shows_property("".join(group.field)):
                self.left_out["fields"] += 1
                group.mode = Mode.DROP
        elif word in MODES:
            group.outer = group.mode
            group.mode = MODES[word]
            if word == "object":
                self.left_out["embedded"] += 1
                group.in_object = True

    def _begin_flow(self, kind: str) -> None:
        group = self._own()
        group.lines = Lines(kind)
        group.mode = Mode.READ
        group.hidden = group.in_table = False

    def _table(self, word: str) -> bool:
        """Words that build tables; whether this is one."""
        group = self._group
        if word not in {"trowd", "cell", "row", "nestrow"}:
            return False
        if group.mode is not Mode.READ:
            return True
        if word == "trowd":
            group.lines.in_row = True
        elif word == "cell":
            group.lines.end_cell()
        elif word == "row":
            group.lines.end_row()
        else:
            group.lines.end_nested_row()
        self._skip = 0
        return True

    def _characters(self, word: str, number: int | None) -> bool:
        """Words that set how characters and paragraphs are; whether this is one."""
        if word == "v":
            self._own().hidden = number != 0
        elif word in {"deleted", "mvf"}:
            self._own().deleted = number != 0
        elif word == "plain":
            group = self._own()
            group.hidden = group.deleted = False
            group.font = None
        elif word == "pard":
            self._own().in_table = False
        elif word == "intbl":
            self._own().in_table = True
        elif word == "itap":
            self._own().in_table = bool(number)
        elif word == "uc":
            self._own().skips = min(max(1 if number is None else number, 0), _SKIP_LIMIT)
        elif word == "field":
            self._own().field = []
        else:
            return False
        return True

    def _settings(self, word: str, number: int | None) -> None:
        """Fonts and code pages."""
        if word == "f" and number is not None:
            self._own().font = number
            self._font = number
        elif word == "deff":
            self._default_font = number
        elif word == "ansicpg":
            self.bytes.declared = codec_of_page(number or 0) or self.bytes.declared
        elif word in CODE_PAGES:
            self.bytes.declared = CODE_PAGES[word]
        elif self._group.mode is Mode.FONTS:
            if word == "fcharset":
                self._fonts[self._font] = None if number == _SYMBOLS else codec_of_charset(number or 0)
            elif word == "cpg" and number:
                self._fonts[self._font] = codec_of_page(number)
