"""README.txt of a bundle: what it is, for whom, and what must not be done with it, in three languages."""

from pathlib import Path

from share.contents import Contents
from share.words import LANGUAGES, words


def write_readme(contents: Contents, folder: Path) -> list[Path]:
    """Write README.txt."""
    path = folder / "README.txt"
    path.write_text(_text(contents, "readme"), "utf-8")
    return [path]


def handover_readme(contents: Contents, *, originals: bool) -> bytes:
    """The README.txt of a sealed hand-over."""
    return _text(contents, "handover_with_originals" if originals else "handover").encode("utf-8")


def _text(contents: Contents, which: str) -> str:
    parts = []
    for language in LANGUAGES:
        values = {
            "release": contents.release_id,
            "audience": words("audience")[contents.audience.value][language],
            "recipient": contents.recipient or words("readme")["anyone"][language],
            "made_on": contents.made_on.isoformat(),
            "statements": len(contents.items),
        }
        parts.append(words(which)["text"][language].format(**values).strip())
    return "\n\n----\n\n".join(parts) + "\n"
