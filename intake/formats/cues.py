"""Subtitle files taken apart: which lines are cues, which are times, numbers and notes.

Nothing that could be speech is dropped: a line that is neither a time nor the number or name of the cue below
it, nor part of a block that WebVTT keeps for programs, is text of the cue it follows.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from models.errors import AigaqError

_BLANK_LIMIT = 4_000_000  # blanks and line ends; a day of speech has 200,000 words in 50,000 cues

_CLOCK = r"(?:\d{1,9}:)?\d{1,2}:\d{1,2}(?:[.,:]\d{1,9})?"
_TIMES = re.compile(rf"\s*{_CLOCK}\s{{0,9}}--?(?:>|&gt;)\s{{0,9}}{_CLOCK}(?![\d:])(?P<rest>.*)")
_SETTINGS = re.compile(r"(?:align|line|position|size|vertical|region|[XYxy][12]):\S+")
_NUMBER = re.compile(r"\d{1,6}")  # longer rows of digits are said, not counted
_PROGRAM_BLOCK = re.compile(r"(?:STYLE|REGION)\s*")
_NOTE = re.compile(r"NOTE(?:\s|$)")
# A meeting program's cue names: 3 "Test Testova" (1234567)
_NAMED_CUE = re.compile(r'\d{1,9} "(?P<name>[^"]{1,100})" \(\d{1,20}\)')

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>v|c|i|b|u|s|ruby|rt|lang|font|span|p|br|em|strong)"
    r"(?P<classes>\.[^<>\s]{0,200})?(?:[ \t\n]+(?P<words>[^<>]{0,500}))?\s{0,3}/?>"
    r"|<\d{1,9}(?::\d{1,2}){1,2}\.\d{1,9}>"  # the time at which the words after it light up
    r"|\{\\[^{}\n]{0,200}\}|\{/?[biusBIUS]\}|\\[Nh]",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a cue; `voice` is who says it, "" if nobody is named.

    `first` of its line; `opens`: begins a new paragraph whoever speaks.
    """

    text: str
    voice: str = ""
    first: bool = False
    opens: bool = False


@dataclass(slots=True)
class Cues:
    """The cues' words in the order of the file, the notes, and how many cues bore a name that is not said."""

    cues: list[list[Word]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    named: int = 0
    has_times: bool = False


def take_apart(text: str, *, webvtt: bool) -> Cues:
    """The cues of a file; `webvtt` if blocks that begin with NOTE, STYLE or REGION are not speech.

    Raises AigaqError too_large.
    """
    if sum(text.count(blank) for blank in " \t\n\u00a0") > _BLANK_LIMIT:
        raise AigaqError("too_large")
    found = Cues()
    voice = ""
    number = 0
    payload: list[str] = []
    above_blank = True  # whether the line above the last one of the payload is blank

    def close() -> None:
        words = list(_words("\n".join(payload), voice))
        if words:
            found.cues.append(words)
        payload.clear()

    lines = iter(_without_header(text.split("\n")))
    after_blank = True
    for line in lines:
        if times := _TIMES.match(line):
            found.has_times = True
            name = _name_of_cue(payload, webvtt=webvtt, alone=above_blank, number=number)
            close()
            voice = ""
            if name.isdigit():
                number = int(name)
            elif named := _NAMED_CUE.fullmatch(name):
                voice = _folded(named["name"])
            elif " " in name:
                found.named += 1
            payload.extend(_without_settings(times["rest"]))
            above_blank, after_blank = False, False
        elif not line.strip():
            after_blank = True
        elif webvtt and after_blank and _PROGRAM_BLOCK.fullmatch(line):
            _block(lines)
            after_blank = True
        elif webvtt and after_blank and _NOTE.match(line):
            note = _folded(" ".join([line[4:], *_block(lines)]))
            if any(character.isalnum() for character in note):
                found.notes.append(note)
            after_blank = True
        else:
            above_blank, after_blank = after_blank, False
            payload.append(line)
    close()
    return found


def _without_header(lines: list[str]) -> list[str]:
    """The lines after WebVTT's own head, which holds titles and languages."""
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if not lines[start].startswith("WEBVTT"):
        return lines
    for i in range(start + 1, len(lines)):
        if not lines[i].strip() or _TIMES.match(lines[i]):
            return lines[i:]
    return []


def _block(lines: Iterator[str]) -> list[str]:
    """The lines up to the next blank one."""
    block = []
    for line in lines:
        if not line.strip():
            break
        block.append(line)
    return block


def _name_of_cue(payload: list[str], *, webvtt: bool, alone: bool, number: int) -> str:
    """Take the number or the name of the coming cue off the text above its times; "" if it has none.

    `alone` if the line above the times begins a block; a number without a blank line above it must count on.
    """
    if not payload:
        return ""
    last = payload[-1].strip()
    is_number = _NUMBER.fullmatch(last) is not None
    if (alone and (webvtt or is_number)) or (is_number and int(last) == number + 1):
        payload.pop()
        return last
    return ""


def _without_settings(rest: str) -> list[str]:
    """What stands behind the times on their line and says nothing about the place on the screen."""
    words = rest.split()
    while words and _SETTINGS.fullmatch(words[0]):
        words.pop(0)
    return [" ".join(words)] if words else []


def _words(payload: str, voice: str) -> Iterator[Word]:
    """The words of a cue; marks of style are dropped, marks of voice say who speaks."""
    said: list[str] = []
    first = True  # whether the next word begins a line
    end = 0
    for tag in _TAG.finditer(payload):
        said.append(_unescaped(payload[end : tag.start()]))
        end = tag.end()
        name = (tag["name"] or "").lower()
        if name == "v":
            text = "".join(said)
            words = _split(text, voice, first=first)
            yield from words
            first = not text.rpartition("\n")[2].strip() and (first or "\n" in text)
            said.clear()
            voice = "" if tag["close"] else _folded(tag["words"] or "")
        elif name in {"br", "p"} or tag[0] == r"\N":
            said.append("\n")
        elif tag[0] == r"\h":
            said.append(" ")
    said.append(_unescaped(payload[end:]))
    yield from _split("".join(said), voice, first=first)


def _split(text: str, voice: str, *, first: bool) -> list[Word]:
    words = []
    for number, line in enumerate(text.split("\n")):
        first = first or number > 0
        for word in line.split():
            words.append(Word(word, voice, first))
            first = False
    return words


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _folded(text: str) -> str:
    """A name or a note on one line."""
    return " ".join(_unescaped(text).split()).rstrip(" :")
