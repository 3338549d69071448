"""aigaq audit: verify the journal, sign checkpoints of it, print it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cli.output import visible, write_json
from cli.passphrases import opened_store, user_name, user_passphrase
from models.errors import AigaqError

if TYPE_CHECKING:
    from store.audit_log import LogLine
    from store.checkpoint import Checkpoint
    from store.faults import Verdict
    from store.store import Store
    from store.users import OpenedUser

_LARGEST: Final = 1 << 16
_PICTURES: Final = (".svg", ".png")


@click.group("audit", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The journal of what was done: verify it, sign checkpoints of it, print it."""


@command.command(
    "verify",
    epilog="""\b
Examples:
  aigaq audit verify
  aigaq audit verify --against /media/stick/2026-03.checkpoint
  aigaq audit verify --against code.txt --json     (the text of a printed code)

\b
Exit status: 0 nothing fails, 1 something fails, or an error.
""",
)
@click.option(
    "--against",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, allow_dash=True),
    help="A checkpoint kept elsewhere, its file or the text of its code; - reads it from the input.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def verify(against: tuple[Path, ...], as_json: bool) -> int:
    """Check that the journal is one whole chain and that the tables hold what it says.

    That sees what was changed without the journal. A cut end, a journal written anew and an old file put back
    are seen only by comparing with a checkpoint that lay elsewhere.
    """
    from store.audit import audit  # noqa: PLC0415 - these load SQLAlchemy
    from store.checkpoint import compare, read_checkpoint, signer_name  # noqa: PLC0415

    checkpoints = [read_checkpoint(_read(path)) for path in against]
    with opened_store() as store, store.reading() as session:
        verdict = audit(session)
        if "unreadable" in verdict.counts:
            checkpoints = []  # there is nothing to compare with
        for checkpoint in checkpoints:
            compare(session, checkpoint, verdict)
        signers = [signer_name(session, checkpoint) for checkpoint in checkpoints]
    if as_json:
        write_json(_verdict_record(verdict, list(zip(checkpoints, signers, strict=True))))
    else:
        _print_verdict(verdict, list(zip(checkpoints, signers, strict=True)))
    return int(not verdict.whole)


@command.command(
    "checkpoint",
    epilog="""\b
Examples:
  aigaq audit checkpoint --out /media/stick/2026-03.checkpoint
  aigaq audit checkpoint --out march.checkpoint --qr march.svg

\b
Print the picture, keep the paper away from the office. The name and passphrase come from AIGAQ_USER and
AIGAQ_USER_PASSPHRASE_FILE, or are asked for.
""",
)
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="A new file.")
@click.option(
    "--qr",
    metavar="FILE.svg|.png",
    type=click.Path(path_type=Path),
    help="Also the same as a QR code for paper, in a new file.",
)
def checkpoint(out: Path, qr: Path | None) -> None:
    """Verify the journal and sign, as an auditor, how long it is and what its last hash is.

    Nothing is signed if something fails. That the checkpoint was made is itself the last entry it covers.
    """
    from cli.qr import checkpoint_picture  # noqa: PLC0415 - loads segno
    from store.checkpoint import make_checkpoint, to_json  # noqa: PLC0415 - loads SQLAlchemy

    if qr is not None and qr.suffix.lower() not in _PICTURES:
        raise click.UsageError("--qr takes a name that ends with .svg or .png")
    if qr == out:
        raise click.UsageError("--out and --qr are the same file")
    for path in (out, qr):
        _check_place(path)
    with opened_store() as store:
        made = make_checkpoint(store, _auditor(store))
    _write(out, to_json(made).encode("ascii"))
    if qr is not None:
        _write(qr, checkpoint_picture(made, kind=qr.suffix.lower().removeprefix(".")))
    click.echo(f"{made.sequence} {made.head}")
    click.echo(f"Signed with the key {made.key_name}. Keep the file away from this machine.", err=True)


@command.command(
    "log",
    epilog="""\b
Examples:
  aigaq audit log --since 2026-03-01
  aigaq audit log --json | jq 'select(.action == "unlock_failed")'
""",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%SZ"]),
    help="From this moment on, in UTC.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def log(since: datetime | None, as_json: bool) -> None:
    """Print who did what when: number, time in UTC, who, what, about which id, counts."""
    import json  # noqa: PLC0415

    from store.audit_log import read_log  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store, store.reading() as session:
        for line in read_log(session, since=since.replace(tzinfo=UTC) if since else None):
            if as_json:
                click.echo(
                    json.dumps({name: getattr(line, name) for name in line.__slots__}, ensure_ascii=False)
                )
            else:
                click.echo("\t".join(_cells(line)))


def _cells(line: "LogLine") -> tuple[str, ...]:
    about = line.subject or "-"
    counts = " ".join(f"{name}={count}" for name, count in line.counts.items())
    return (
        str(line.sequence),
        line.at,
        visible(line.who or "-"),
        line.action.replace("_", " "),
        visible(f"{about} ({line.names})" if line.names else about),
        counts,
    )


def _auditor(store: "Store") -> "OpenedUser":
    from store.users import open_user  # noqa: PLC0415

    name = user_name("auditor", code="auditor_needed")
    try:
        return open_user(store, name, user_passphrase("auditor", code="auditor_needed"))
    except AigaqError as error:
        raise AigaqError("auditor_locked" if error.code == "reviewer_locked" else error.code) from None


def _verdict_record(
    verdict: "Verdict", checkpoints: "list[tuple[Checkpoint, str | None]]"
) -> dict[str, object]:
    return {
        "whole": verdict.whole,
        "entries": verdict.entries,
        "sequence": verdict.sequence,
        "head": verdict.head,
        "at": verdict.at,
        "checkpoints": [
            {"sequence": made.sequence, "at": made.at.isoformat(), "key": made.key_name, "auditor": name}
            for made, name in checkpoints
        ],
        "faults": [
            {
                "code": fault.code,
                "fails": fault.fails,
                "sentence": fault.sentence,
                "sequence": fault.sequence,
                "subject": fault.subject,
            }
            for fault in verdict.faults
        ],
        "counts": dict(sorted(verdict.counts.items())),
    }


def _print_verdict(verdict: "Verdict", checkpoints: "list[tuple[Checkpoint, str | None]]") -> None:
    click.echo(f"{verdict.entries} entries; the last: {verdict.sequence} {verdict.head}")
    for made, name in checkpoints:
        who = visible(name) if name else "nobody this store knows"
        day = made.at.date().isoformat()
        click.echo(f"compared with the checkpoint at {made.sequence} of {day} by {who}, key {made.key_name}")
    shown: set[str] = set()
    for fault in verdict.faults:
        where = f"entry {fault.sequence}" if fault.sequence is not None else fault.subject
        about = f"{where} ({fault.subject})" if fault.sequence is not None and fault.subject else where
        click.echo(
            f"{'fail' if fault.fails else 'warn'} {fault.code}{f': {visible(about)}' if about else ''}"
        )
        if fault.code not in shown:
            click.echo(f"     {fault.sentence}")
            shown.add(fault.code)
    for code, count in sorted(verdict.counts.items()):
        more = count - sum(fault.code == code for fault in verdict.faults)
        if more:
            click.echo(f"     {code}: {more} more")
    if verdict.whole:
        click.echo("ok   The chain is whole and fits the store.")
        if not checkpoints:
            click.echo("     A journal written anew is seen only with --against a checkpoint.", err=True)


def _read(path: Path) -> str:
    try:
        with click.open_file(str(path), "rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError:
        raise AigaqError("no_such_file") from None
    try:
        return str(raw[:_LARGEST].decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise AigaqError("checkpoint_unreadable") from None


def _check_place(path: Path | None) -> None:
    """Refuse a place before anything is recorded."""
    import os  # noqa: PLC0415

    if path is None:
        return
    if path.exists() or path.is_symlink():
        raise AigaqError("place_taken")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise AigaqError("unwritable")


def _write(path: Path, content: bytes) -> None:
    from store.private_files import create_private  # noqa: PLC0415

    try:
        create_private(path, content)
    except (AigaqError, OSError) as error:
        taken = isinstance(error, AigaqError) and error.code == "store_exists"
        raise AigaqError("place_taken" if taken else "unwritable") from None
