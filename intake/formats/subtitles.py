"""Subtitles (.vtt, .srt): the cues joined into running text, as if it had been typed.

A sentence and a name that run over several cues stay whole. Who speaks stands at the beginning of a line,
"Name: …", as in a typed transcript, so that it is found and masked like any other name.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from intake.formats.comments import join_comments
from intake.formats.cues import Cues, Word, take_apart
from intake.formats.speakers import with_labels
from intake.formats.text import decode
from intake.parts import PLAIN, Options
from models.errors import AigaqError
from models.statements import Draft, SourceKind

_LONGEST_WORD = 100  # characters
_SENTENCE_END = (".", "?", "!", "…", "»", '"', "”")
# Second parts that are written with a hyphen also within a line: "кто-то", "всё-таки", "Алма-ата".
_KEPT_HYPHEN = re.compile(r"(?:то|либо|нибудь|таки|ка|де|ата)\b", re.IGNORECASE)


def read_vtt(raw: bytes, options: Options = PLAIN) -> Draft:
    """A WebVTT file; raises AigaqError empty, damaged, not_text or too_large."""
    return _read(raw, options, webvtt=True)


def read_srt(raw: bytes, options: Options = PLAIN) -> Draft:
    """A SubRip file; raises AigaqError empty, damaged, not_text or too_large."""
    return _read(raw, options, webvtt=False)


def _read(raw: bytes, options: Options, *, webvtt: bool) -> Draft:
    text = decode(raw)
    has_head = text.lstrip().startswith("WEBVTT")
    found = take_apart(text, webvtt=webvtt or has_head)
    if not found.has_times and not has_head:
        raise AigaqError("damaged")
    lines = _join(found)
    left_out = Counter({"cue names": found.named})
    said = join_comments("\n".join(lines), found.notes, options=options, left_out=left_out)
    if not any(character.isalnum() for character in said):
        raise AigaqError("empty")
    counts = tuple(sorted((kind, count) for kind, count in left_out.items() if count))
    return Draft(raw_text=said, source=SourceKind.SUBTITLES, left_out=counts)


def _join(found: Cues) -> list[str]:
    """The cues as paragraphs: one as long as the same person speaks."""
    by_marks = any(word.voice for cue in found.cues for word in cue)
    lines: list[list[str]] = []
    current = ""  # who speaks in the last line
    last_voice = ""
    for cue in with_labels(list(_without_repeats(found.cues))):
        for word in cue:
            changes = word.opens or word.voice not in ("", current)
            if by_marks and not word.voice and last_voice:
                # Nobody is named any more: another may speak, unless the sentence is still going on.
                changes |= lines[-1][-1].endswith(_SENTENCE_END)
            if changes or not lines:
                current = word.voice
                lines.append([f"{current}:"] if current else [])
            _append(lines[-1], word)
            last_voice = word.voice
    return [" ".join(line) for line in lines]


def _append(line: list[str], word: Word) -> None:
    """Put a word at a line's end; a word that was broken off with a hyphen at the end of a row is mended."""
    start = line[-1] if line and word.first else ""
    if 1 < len(start) < _LONGEST_WORD and start[-1] in "-‐\u00ad" and start[-2].isalnum():
        line.pop()
        is_broken = start[-2].isalpha() and word.text[0].islower() and not _KEPT_HYPHEN.match(word.text)
        line.append((start[:-1] if is_broken or start[-1] == "\u00ad" else start) + word.text)
    else:
        line.append(word.text)


def _without_repeats(cues: list[list[Word]]) -> Iterator[list[Word]]:
    """The cues without what rolled-up captions show a second time.

    What somebody says twice stays: only a file in which a third of the cues begin with the end of the one
    before is taken for rolled-up.
    """
    repeats = [0] * min(1, len(cues))
    growing = False
    for before, cue in pairwise(cues):
        shared = _overlap([word.text for word in before], [word.text for word in cue])
        whole = shared in (len(before), len(cue)) or cue[shared].first or before[-shared].first
        repeats.append(shared if shared and (shared > 1 or whole) else 0)
        growing |= 0 < repeats[-1] < len(cue)
    count = sum(shared > 0 for shared in repeats)
    rolled = count * 3 >= len(cues) - 1 and (count > 1 or growing)
    for cue, shared in zip(cues, repeats, strict=True):
        yield cue[shared:] if rolled else cue


def _overlap(before: list[str], after: list[str]) -> int:
    """How many words at the end of `before` are those at the beginning of `after`; in linear time."""
    words: list[str | None] = [*after, None, *before]
    prefix = [0] * len(words)
    for i in range(1, len(words)):
        length = prefix[i - 1]
        while length and words[i] != words[length]:
            length = prefix[length - 1]
        prefix[i] = length + (words[i] == words[length])
    return prefix[-1]
