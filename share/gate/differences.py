"""Differencing: whoever holds two releases of a statement lays one over the other.

Where one of them hides what the other shows, the reader of both learns what was hidden, or at least where.
Numbers of aliases differ between releases by lot and say nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from models.labels import Audience
from share.composing import Composed
from share.gate.leaks import Leak, LeakKind
from share.rewrite import Cut, Span

_BRACKETS = re.compile(r"\[[^\[\]\n]{1,80}\]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_NUMBERED = re.compile(r" \d+\]\Z")


@dataclass(frozen=True, slots=True, repr=False)
class Earlier:
    """A text of a statement that went out before: in which release, for whom."""

    release_id: str
    audience: Audience
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class _Token:
    start: int
    end: int
    key: str
    hides: bool


def differences(composed: Composed, earlier: Earlier) -> Iterator[Leak]:
    """Where this release shows what the earlier one hides, or hides what the earlier one shows.

    What is between two audiences by their policies is no difference: only readers of both can compare.
    """
    for new, old, span in _changes(composed, earlier.text):
        # both are of one original: a word that one has and the other has not, the other hides
        read, was_read = _readable(new), _readable(old)
        shows, hides = bool(read - was_read), bool(was_read - read)
        both = any(t.hides for t in new) and any(t.hides for t in old)
        same = earlier.audience is composed.audience
        if (
            (shows and (same or composed.audience is Audience.PUBLIC))
            or (hides and (same or earlier.audience is Audience.PUBLIC))
            or (both and same)
        ):
            yield Leak(
                LeakKind.DIFFERENCE,
                None,
                composed.told.id,
                composed.number,
                composed.text.original(*span),
                span,
                other=earlier.release_id,
            )


def _readable(tokens: Sequence[_Token]) -> Counter[str]:
    return Counter(token.key for token in tokens if not token.hides)


def hidden_before(composed: Composed, earlier: Earlier) -> list[Cut]:
    """What an earlier release made coarser besides the policy, to be made coarser in the same words again."""
    cuts = []
    for new, old, span in _changes(composed, earlier.text):
        if new and len(old) == 1 and old[0].hides and span[0] < span[1]:
            cuts.append(Cut(*composed.text.original(*span), earlier.text[old[0].start : old[0].end]))
    return cuts


def _changes(composed: Composed, old_text: str) -> Iterator[tuple[list[_Token], list[_Token], Span]]:
    """Stretches that differ: the new tokens, the old ones, and the span of the new text."""
    if composed.text.text == old_text:
        return
    replaced, told = {span[0] for span in composed.text.replaced()}, composed.told.raw_text
    new = _tokens(composed.text.text, lambda match: match.start() in replaced)
    # brackets of the witness's own text are no replacement
    old = _tokens(old_text, lambda match: match[0] not in told)
    matcher = SequenceMatcher(None, [t.key for t in old], [t.key for t in new], autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            continue
        start = new[new_from].start if new_from < len(new) else len(composed.text.text)
        end = new[new_to - 1].end if new_to > new_from else start
        yield new[new_from:new_to], old[old_from:old_to], (start, end)


def _tokens(text: str, is_replaced: Callable[[re.Match[str]], bool]) -> list[_Token]:
    """Words, signs and replacements."""
    found: list[_Token] = []
    done = 0
    for match in _BRACKETS.finditer(text):
        if is_replaced(match):
            found += _plain(text, done, match.start())
            found.append(_Token(*match.span(), _NUMBERED.sub("]", match[0]), True))
            done = match.end()
    return [*found, *_plain(text, done, len(text))]


def _plain(text: str, start: int, end: int) -> Iterator[_Token]:
    return (_Token(*match.span(), match[0], False) for match in _TOKEN.finditer(text, start, end))
