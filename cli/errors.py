"""Where an error becomes words: "code: sentence" on stderr and an exit status, never a traceback.

Exit statuses: 0 done, 1 an error with a code, 2 the command was typed wrongly, 130 interrupted; a command may
end with its own (batch: 3, some files were rejected).
"""

import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from models.errors import AigaqError

INTERRUPTED: Final = 130
_HERE: Final = Path(__file__).resolve().parent.parent


def run_guarded(group: click.Group, arguments: Sequence[str] | None) -> int:
    """Run the program and return its exit status; nothing that it raises comes further than this."""
    _silence()
    try:
        result = group.main(
            args=None if arguments is None else list(arguments), prog_name="aigaq", standalone_mode=False
        )
        sys.stdout.flush()
    except SystemExit as error:
        # sys.exit("words") would print the words.
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except click.UsageError as error:
        return _usage(error)
    except BaseException as error:
        # BaseException: an interruption is not an Exception, nor is a panic in a library written in Rust.
        return _answer(error)
    return result if isinstance(result, int) else 0


def _answer(error: BaseException) -> int:
    if isinstance(error, click.Abort | KeyboardInterrupt):
        error = AigaqError("interrupted")
    if isinstance(error, click.FileError):
        error = AigaqError("no_such_file")
    if not isinstance(error, AigaqError):
        return _say(AigaqError("internal"), status=1, where=_where(error))
    return _say(error, status=INTERRUPTED if error.code == "interrupted" else 1)


def _say(error: AigaqError, *, status: int, where: str = "") -> int:
    click.echo(f"{error.code}: {error.message}{where}", err=True)
    return status


def _usage(error: click.UsageError) -> int:
    """What was typed wrongly; the values typed are not repeated, for they may be names of files."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return 2
    path = error.ctx.command_path if error.ctx else "aigaq"
    if isinstance(error, click.NoSuchOption):
        # not even its name: an unquoted * can make an option of a file's name
        what = "There is no such option."
    elif isinstance(error, click.MissingParameter):
        what = error.format_message()
    elif isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else error.param_hint
        what = f"This value does not fit: {name}."
    else:
        what = "There is no such command, or there are too many words; put quotes around names with spaces."
    click.echo(f"usage: {what} See: {path} --help", err=True)
    return 2


def _where(error: BaseException) -> str:
    """The kind of error and the last line of ours that it went through: enough to find it, and no data."""
    place = "?"
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(_HERE) and "site-packages" not in file.relative_to(_HERE).parts:
            place = f"{file.relative_to(_HERE).as_posix()}:{line}"
    return f" ({type(error).__name__}, {place})"


def _silence() -> None:
    """Libraries log, warn and trace with the data at hand; none of that may reach the terminal."""
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore")
    sys.excepthook = lambda kind, error, trace: None
    sys.unraisablehook = lambda unraisable: None
    threading.excepthook = lambda arguments: None
