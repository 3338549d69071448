"""Names of files inside files: labels for the report, and the ending that decides the reader.

Nothing is ever unpacked to disk, so a name can do no harm as a path; it is still shown without what could
lead out of a folder or deceive an eye.
"""

import re
import unicodedata
from collections import Counter

_LONGEST = 240  # characters of one component
_DEEPEST = 16  # folders that are shown
_DRIVE = re.compile(r"[A-Za-z]:")
_RUSSIAN = re.compile(r"[А-Яа-яЁё№«»–—\x00-\x7f]*")
_MIXED_WORD = re.compile(r"[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]")


def clean_path(name: str) -> str:
    """A name with forward slashes and without "..", a drive or a root; "unnamed" if nothing is left."""
    parts = _DRIVE.sub("", name, count=1) if _DRIVE.match(name) else name
    kept = [_clean(part) for part in parts.replace("\\", "/").split("/")[-_DEEPEST:]]
    return "/".join(part for part in kept if part not in {"", ".", ".."}) or "unnamed"


def last_component(name: str) -> str:
    """A name without any folders; "unnamed" if nothing is left."""
    return clean_path(name).rpartition("/")[2]


class UniqueNames:
    """Tells files of one name apart: the second "a.txt" becomes "a (2).txt"."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._given: set[str] = set()

    def give(self, name: str) -> str:
        """`name` itself the first time, later with a number before its ending."""
        folder, slash, base = name.rpartition("/")
        stem, dot, ending = base.rpartition(".")
        given = name
        while given in self._given:
            self._seen[name] += 1
            number = f" ({self._seen[name] + 1})"
            given = folder + slash + (f"{stem}{number}.{ending}" if dot and stem else base + number)
        self._given.add(given)
        return given


def decode_name(raw: bytes) -> str:
    """A file name whose encoding nobody wrote down: UTF-8, a Russian code page, or what DOS used first."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for encoding in ("cp866", "cp1251"):
        name = raw.decode(encoding, errors="replace")
        if _RUSSIAN.fullmatch(name) and not _MIXED_WORD.search(name):
            return name
    return raw.decode("cp437")


def _clean(part: str) -> str:
    """One component without characters that cannot be seen or turn the writing round."""
    seen = "".join(
        character for character in part[: 4 * _LONGEST] if unicodedata.category(character)[0] != "C"
    ).strip()
    if len(seen) <= _LONGEST:
        return seen
    # The ending decides the reader.
    return seen[: _LONGEST - 16] + "…" + seen[-15:]
