"""README.txt of a bundle: what it is, for whom, and what must not be done with it, in three languages."""

from pathlib import Path

from share.contents import Contents
from share.words import LANGUAGES, words


def write_readme(contents: Contents, folder: Path) -> list[Path]:
    """Write README.txt."""
    table = words("readme")
    parts = []
    for language in LANGUAGES:
        audience = words("audience")[contents.audience.value][language]
        values = {
            "release": contents.release_id,
            "audience": audience,
            "recipient": contents.recipient or table["anyone"][language],
            "made_on": contents.made_on.isoformat(),
            "statements": len(contents.items),
        }
        parts.append(table["text"][language].format(**values).strip())
    path = folder / "README.txt"
    path.write_text("\n\n----\n\n".join(parts) + "\n", "utf-8")
    return [path]
