"""Who speaks in captions that have no marks for it: "Name: …", ">> …" and "- …" at a line's beginning."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from intake.formats.cues import Word

_WORDS = 4
_LENGTH = 40
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’\-]*|#?\d{1,3}")
_DASHES = "-–—"


def with_labels(cues: list[list[Word]]) -> Iterator[list[Word]]:
    """The cues with their speakers' labels read as voices.

    Where most cues begin with labels that come again, the program that wrote them repeats the name and the
    voice alone decides. Elsewhere each label begins a line of its own, so that "Phone: …" twice in a row
    loses nothing, and only words in capitals are taken for names.
    """
    labels = Counter(_name(cue[: _label_at(cue, 0, any_case=True)]) for cue in cues if cue)
    del labels[""]
    repeated = sum(count for count in labels.values() if count > 1)
    any_case = labels.total() >= max(3, len(cues) / 2) and repeated > labels.total() / 2
    for cue in cues:
        yield list(_labelled(cue, any_case=any_case))


def _labelled(cue: list[Word], *, any_case: bool) -> Iterator[Word]:
    """One cue; `any_case` says both that names may be in lower case and that each cue repeats its name."""
    in_turns = _is_dialogue(cue)
    label: list[Word] = []  # waits for the words that belong to it
    voice = ""
    opens = False
    i = 0
    while i < len(cue):
        word = cue[i]
        if word.first and not word.voice:
            if word.text.startswith(">>"):
                yield from _as_text(label)
                label, voice, opens = [], "", True
                if not word.text.strip(">"):
                    i += 1
                    if i < len(cue):
                        cue[i] = replace(cue[i], first=True)
                    continue
                word = cue[i] = replace(word, text=word.text.lstrip(">"))
            length = _label_at(cue, i, any_case=any_case)
            if length:
                yield from _as_text(label)
                label = cue[i : i + length]
                voice = _name(label)
                opens = opens or not any_case
                i += length
                continue
            opens = opens or (in_turns and word.text[0] in _DASHES)
        yield replace(word, voice=word.voice or voice, opens=opens)
        label, opens = [], False
        i += 1
    yield from _as_text(label)


def _as_text(label: list[Word]) -> Iterator[Word]:
    """A label that nothing follows is text."""
    for number, word in enumerate(label):
        yield replace(word, opens=number == 0)


def _label_at(cue: list[Word], start: int, *, any_case: bool) -> int:
    """How many words from `start` are a label with its colon; 0 if there is none."""
    if len(cue[start].text) == 1 and cue[start].text in _DASHES and start + 1 < len(cue):
        length = _label_at(cue, start + 1, any_case=any_case)
        return length + 1 if length else 0
    used = 0
    for count, word in enumerate(cue[start : start + _WORDS], start=1):
        used += len(word.text) + 1
        if used > _LENGTH or word.voice or (count > 1 and word.first):
            return 0
        ends = word.text.endswith(":")
        name = word.text.rstrip(":").strip("[]()" + (_DASHES if count == 1 else ""))
        if not _NAME_WORD.fullmatch(name):
            return 0
        begins_small = name[0].islower() or (count == 1 and not name[0].isalpha())
        if begins_small and not any_case and not (count > 1 and name[0].isdigit()):
            return 0
        if ends:
            return count
    return 0


def _name(label: list[Word]) -> str:
    words = (word.text.strip("[]():" + (_DASHES if number == 0 else "")) for number, word in enumerate(label))
    return " ".join(word for word in words if word)


def _is_dialogue(cue: list[Word]) -> bool:
    """Whether the cue shows several people's words, each on a line after a dash."""
    dashed = [word.first and word.text[0] in _DASHES for word in cue]
    return bool(cue) and dashed[0] and sum(dashed) > 1
