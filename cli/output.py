"""Results on stdout: equal to the letter for programs, harmless for terminals."""

import json
import re
import sys
from typing import Final

import click

# A text may hold sequences that make a terminal do things; only line ends and tabs are let through.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def is_terminal() -> bool:
    """True if a person sees stdout."""
    return sys.stdout.isatty()


def write_text(text: str) -> None:
    """Write a text: to a terminal without control characters, elsewhere byte for byte with nothing added."""
    if is_terminal():
        click.echo(visible(text.replace("\r\n", "\n")))
    else:
        click.echo(text.encode("utf-8"), nl=False)


def visible(text: str) -> str:
    """The text with control characters shown as � instead of being obeyed."""
    return _CONTROL.sub("�", text)


def write_json(value: object) -> None:
    """Write a value as one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
