"""Comments that the operator asked to take in: lines of their own behind the text."""

from collections import Counter
from collections.abc import Iterable

from intake.parts import Options

COMMENTS = "comments"
_INTRODUCTION = "[comment] "


def join_comments(text: str, comments: Iterable[str], *, options: Options, left_out: Counter[str]) -> str:
    """The text with its comments, one a line and without their authors, or with their number counted.

    They stand behind the text and not in it, so that nobody takes them for the witness's words.
    """
    lines = [line for comment in comments if (line := " ".join(comment.split()))]
    if COMMENTS not in options.include:
        left_out[COMMENTS] += len(lines)
        return text
    return "\n".join([*filter(None, [text]), *(_INTRODUCTION + line for line in lines)])
