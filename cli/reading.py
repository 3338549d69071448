"""The options that say what readers take in, the same in every command that reads files."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from intake.parts import Options

# What readers leave out otherwise and can take in as text.
INCLUDABLE = ("comments", "other answers", "covering notes")


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --include, --column and --ocr to a command."""
    for option in (
        click.option(
            "--ocr",
            is_flag=True,
            help="Recognise the text of scans and pictures (needs Tesseract with rus, kaz and eng).",
        ),
        click.option(
            "--column",
            metavar="NAME",
            help="The column of a form export that holds the statement, where the guess is wrong.",
        ),
        click.option(
            "--include",
            multiple=True,
            type=click.Choice(INCLUDABLE),
            help="Take this in too, as text to be redacted; may be given more than once.",
        ),
    ):
        command = option(command)
    return command


def consent_named(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --consent to a command; intake.consents.consent_option reads it."""
    return click.option(
        "--consent",
        metavar="FILE|SCOPE",
        default="internal",
        show_default=True,
        help="What the witnesses agreed to: internal, partner, legal, public, or a consent.json. "
        "A form's own answer holds too, where it is narrower.",
    )(command)


def chosen_options(*, include: tuple[str, ...], column: str | None, ocr: bool) -> "Options":
    """The readers' options out of what was typed; ocr_missing where Tesseract is not there."""
    from intake.parts import Options  # noqa: PLC0415 - only commands that read need it

    if ocr:
        from intake.formats.ocr import ocr_available  # noqa: PLC0415
        from models.errors import AigaqError  # noqa: PLC0415

        if not ocr_available():
            raise AigaqError("ocr_missing")
    return Options(include=frozenset(include), column=column, ocr=ocr)
