"""The program `aigaq`: a group that loads only the command it runs, so that help comes at once."""

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from cli.errors import run_guarded

_PR_SET_DUMPABLE: Final = 4  # linux/prctl.h

# Each command is the click command of that name in cli/<name>.py, where - is _.
COMMANDS: Final[dict[str, str]] = {
    "init": "Create an encrypted store.",
    "batch": "Take in all statements of a folder.",
    "add": "Take in one statement from a file or from standard input.",
    "list": "List the statements of the store.",
    "show": "Print a statement, redacted or as it was told.",
    "search": "Search the approved texts.",
    "review": "Review statements in the browser: decide, approve, look back.",
    "share": "Make a bundle for an audience, check one, list what went out.",
    "recall": "Who holds a statement that must come back; letters and new bundles.",
    "consent": "Print or change what the witness of a statement agreed to.",
    "link": "Find the same person across the statements of a case.",
    "withdraw": "Take a statement back: what it says is gone for good.",
    "seal": "Seal statements into envelopes for an office, without a store.",
    "receive": "Take in statements out of envelopes.",
    "intake": "The office's key for envelopes: show, rotate, forget; look a receipt up.",
    "device": "Field devices: make a key, enrol, list, revoke.",
    "audit": "Verify the journal against the store, sign checkpoints of it, print it.",
    "user": "Users: add, list, disable, change a passphrase.",
    "vault": "The vault: seal everything anew when a reviewer has left.",
    "backup": "Copy the store while it is in use, encrypted and checked.",
    "restore": "Put a backup into the store's place.",
    "migrate-store": "Copy the store to a PostgreSQL server, or back into a file.",
    "rekey": "Give the store another key and another passphrase.",
    "scan": "Find identifiers and tags in a JSONL file, without a store.",
    "redact": "Print a text with its identifiers masked, without a store.",
    "evaluate": "Measure how well it does on statements annotated by hand.",
    "worker": "Scan for a batch on another machine.",
    "settings": "The office's settings for reviews.",
    "doctor": "Check the store, the language model and this machine.",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; None for a name that is not in the list."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cli.{cmd_name.replace('-', '_')}")
        found = (item for item in vars(module).values() if isinstance(item, click.Command))
        return next(command for command in found if command.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table above and not from the modules."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _print_version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - costs time at each start

    try:
        click.echo(version("aigaq"))
    except PackageNotFoundError:
        click.echo("not installed")
    ctx.exit()


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version.",
)
def aigaq() -> None:
    """Testimony in, safe versions out; offline and encrypted."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    _keep_to_itself()
    for stream in (sys.stdout, sys.stderr):
        # Kazakh letters must not stop a program that was started with LANG=C.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return run_guarded(aigaq, arguments)


def _keep_to_itself() -> None:
    """What is in memory stays there, and what is written is its owner's: texts may be open.

    A crash writes no memory to the disk, other programs of the same user read none, and a dump of the stack
    is not made either.
    """
    import faulthandler  # noqa: PLC0415 - for this only

    faulthandler.disable()  # PYTHONFAULTHANDLER would have switched it on
    os.umask(0o077)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes  # noqa: PLC0415

            # Without this a core dump that is handed to a program of the system is made whatever the limit
            # says, and a debugger of the same user looks in.
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main())
