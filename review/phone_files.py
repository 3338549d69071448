"""The files of the page for phones: the shell, which anybody may see, and the kit, which lies sealed there.

The kit is what tells what the page is for: its programs and its words. It is handed to phones alone, which
keep it sealed under their owner's code; browsers keep the shell in their caches, without its comments.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

FOLDER: Final = Path(__file__).parent / "phone"
LANGUAGES: Final = ("en", "ru", "kk")
# Each after those that it imports.
_MODULES: Final = ("envelope.js", "page.js", "notebook.js", "enrol.js", "write.js", "home.js", "app.js")
_AGE: Final = "age.min.js"
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
_WORKER: Final = "worker.js"
_MANIFEST: Final = "manifest.webmanifest"
# What the page can be called, by the setting phone_name: words that say nothing.
NAMES: Final = {
    "notes": {"en": "Notes", "ru": "Заметки", "kk": "Жазбалар"},
    "lists": {"en": "Lists", "ru": "Списки", "kk": "Тізімдер"},
    "recipes": {"en": "Recipes", "ru": "Рецепты", "kk": "Рецепттер"},
    "lessons": {"en": "Lessons", "ru": "Уроки", "kk": "Сабақтар"},
}
_COMMENTS: Final = {".js": re.compile(r"(?m)^\s*//.*\n"), ".css": re.compile(r"/\*.*?\*/\n?", re.DOTALL)}


@dataclass(frozen=True, slots=True)
class ShellFile:
    """A file of the shell and its type."""

    content: bytes
    type: str


def page(name: str, language: str) -> str:
    """The page itself, under a name that says nothing."""
    return (
        _jinja().from_string(_text("shell/index.html")).render(name=NAMES[name][language], language=language)
    )


@cache
def shell_file(path: str, name: str, language: str) -> ShellFile | None:
    """A file of the shell by its name, None where there is none."""
    kind = Path(path).suffix
    if path == _MANIFEST:
        return ShellFile(_manifest(NAMES[name][language], language), _TYPES[kind])
    if path == _WORKER:
        files = [*_plain_files(), _MANIFEST]
        version = _digest(page(name, language), *(_served(file) for file in _plain_files()))
        script = _jinja().from_string(_without_comments(_text(f"shell/{_WORKER}"), ".js"))
        return ShellFile(script.render(version=version, files=files).encode(), _TYPES[kind])
    return ShellFile(_served(path), _TYPES[kind]) if path in _plain_files() else None


@cache
def kit() -> bytes:
    """The programs, each after those it imports, and the words in all languages, as JSON with a version."""
    modules = {"age.js": _text(f"vendor/{_AGE}")} | {name: _text(f"kit/{name}") for name in _MODULES}
    words = {language: json.loads(_text(f"words/{language}.json")) for language in LANGUAGES}
    content: dict[str, Any] = {"modules": modules, "words": words}
    content["version"] = _digest(json.dumps(content, ensure_ascii=False))
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def kit_version() -> str:
    """The version of the kit."""
    return str(json.loads(kit())["version"])


def _plain_files() -> list[str]:
    """The files that are the same for everybody."""
    names = sorted(path.name for path in (FOLDER / "shell").iterdir())
    return [name for name in names if name not in {"index.html", _WORKER}]


def _served(path: str) -> bytes:
    raw = (FOLDER / "shell" / path).read_bytes()
    kind = Path(path).suffix
    return _without_comments(raw.decode(), kind).encode() if kind in _COMMENTS else raw


def _without_comments(text: str, kind: str) -> str:
    """Comments tell what the rest is for, and a browser's cache would tell it on."""
    return _COMMENTS[kind].sub("", text)


def _manifest(name: str, language: str) -> bytes:
    icons = [
        {
            "src": f"/submit/icon-{size}.png",
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    content = {
        "id": "/submit",
        "name": name,
        "short_name": name,
        "lang": language,
        "dir": "ltr",
        "start_url": "/submit",
        "scope": "/submit",
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#ffffff",
        "theme_color": "#15507d",
        "icons": icons,
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _text(path: str) -> str:
    return (FOLDER / path).read_text("utf-8")


def _digest(*parts: str | bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode()
        whole.update(len(raw).to_bytes(8, "big") + raw)
    return whole.hexdigest()[:16]


@cache
def _jinja() -> Environment:
    return Environment(autoescape=True, keep_trailing_newline=True)
