"""aigaq share: hand out what is safe to share, check a bundle, list what went out."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cli.output import visible, write_json
from cli.passphrases import opened_store, opened_vault
from models.errors import AigaqError
from models.labels import Audience

if TYPE_CHECKING:
    from share.releasing import Done, Prepared
    from store.releases import Listed

# The keys of share.bundle.FORMATS, named here so that help loads no writer; a test compares them.
FORMATS: Final = ("sqlite", "tables", "uwazi", "docx", "pdf")
_SHOWN: Final = 20


@click.group(
    "share",
    invoke_without_command=True,
    epilog="""\b
Examples:
  aigaq share --case january --audience public --out release-1
  aigaq share --case january --audience partner --to "Made-up Legal Aid" --out for-partner --format tables
  aigaq share --case january --audience legal --to "Made-up Tribunal" --seal-to age1… --with-originals \\
      --out for-tribunal.tar.age
  aigaq share verify release-1
  aigaq share log

\b
What the gate looks for, what is made coarser, and what no bundle can promise: docs/releases.md
""",
)
@click.option("--case", metavar="NAME", help="The case whose statements are released.")
@click.option("--audience", type=click.Choice([a.value for a in Audience]), help="For whom.")
@click.option("--to", "recipient", metavar="NAME", help="Who gets it; needed for partner and legal.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="A new folder for the bundle.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Only this format; give it once a format. Default: all of them.",
)
@click.option(
    "--k", type=click.IntRange(1, 1000), help="How many must share a combination (default: 5 for public)."
)
@click.option("--without", metavar="ID", multiple=True, help="Leave this statement out; once an id.")
@click.option(
    "--reference",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="A table of how often combinations are known to have happened.",
)
@click.option(
    "--seal-to",
    metavar="age1…",
    help="A sealed hand-over to this age recipient, for legal: DIR is then a file, opened with age and tar.",
)
@click.option("--with-originals", is_flag=True, help="With --seal-to: the untouched originals too.")
@click.option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --seal-to: an auditor's checkpoint that goes with it.",
)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
@click.pass_context
def group(  # noqa: PLR0913, PLR0917 - a release is all of these
    ctx: click.Context,
    case: str | None,
    audience: str | None,
    recipient: str | None,
    out: Path | None,
    formats: tuple[str, ...],
    k: int | None,
    without: tuple[str, ...],
    reference: Path | None,
    seal_to: str | None,
    with_originals: bool,
    checkpoint: Path | None,
    as_json: bool,
) -> None:
    """Make a bundle of a case's approved statements for an audience, if the gate lets it go.

    A reviewer's name and passphrase are needed: the gate looks for every word that is hidden. Only statements
    go that two reviewers approved and whose witness agreed to this audience, or to this recipient by name.
    """
    if ctx.invoked_subcommand is not None:
        return
    if case is None or audience is None or out is None:
        given = {"case": case, "audience": audience, "out": out}
        missing = next(p for p in ctx.command.params if p.name in given and given[p.name] is None)
        raise click.MissingParameter(ctx=ctx, param=missing)
    if seal_to is None and (with_originals or checkpoint is not None):
        raise click.UsageError("--with-originals and --checkpoint need --seal-to.")
    if seal_to is not None and audience != Audience.LEGAL:
        raise click.UsageError("--seal-to is for --audience legal.")
    from redact.scanner import load_scanner  # noqa: PLC0415 - heavy, as is what follows
    from share.handover import hand_over  # noqa: PLC0415
    from share.reference import read_reference  # noqa: PLC0415
    from share.releasing import Wanted, release  # noqa: PLC0415
    from store.ids import read_id  # noqa: PLC0415

    _check_place(out)
    wanted = Wanted(
        case=case,
        audience=Audience(audience),
        recipient=recipient,
        formats=tuple(dict.fromkeys(formats)) or FORMATS,
        k=k,
        without=tuple(map(read_id, without)),
        known=() if reference is None else read_reference(reference),
    )
    with opened_store() as store:
        for statement_id in wanted.without:
            store.statement(statement_id)  # a mistyped id would leave nothing out
        vault = opened_vault(store)
        scan = load_scanner().scan
        if seal_to is None:
            done = release(store, vault, wanted, out, scan, progress=Steps())
        else:
            done = hand_over(
                store,
                vault,
                wanted,
                out,
                scan,
                seal_to_recipient=seal_to,
                originals=with_originals,
                checkpoint=_checkpoint(checkpoint),
                progress=Steps(),
            )
    if as_json:
        write_json(as_record(done))
    else:
        print_report(done, out)
    if not done.verdict.passed:
        raise AigaqError("release_blocked")
    if done.release is None:
        raise AigaqError("nothing_to_release")


@group.command("verify")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--key", metavar="NAME", help="The short name of the office's key, as the office told you.")
@click.option("--json", "as_json", is_flag=True, help="The manifest as JSON.")
def verify(folder: Path, key: str | None, as_json: bool) -> None:
    """Check a bundle that you were given: its signature, and each of its files. No store is needed."""
    from share.manifest import verify_bundle  # noqa: PLC0415

    found = verify_bundle(folder, key_name=key)
    if as_json:
        write_json({"key": found.key_name, "manifest": dict(found.content)})
        return
    # signed by whoever holds the key: its words may be anything, or missing
    told = {name: visible(str(found.content.get(name, "?"))) for name in ("release", "audience", "made_on")}
    counts = found.content.get("counts")
    statements = visible(str(counts.get("statements", "?"))) if isinstance(counts, dict) else "?"
    click.echo(
        f"The bundle is whole: release {told['release']}, for {told['audience']}, "
        f"{statements} statements, made on {told['made_on']}."
    )
    click.echo(f"Signed with the key {found.key_name}.")
    if key is None:
        click.echo("Compare this name of the key with the one that the office told you.", err=True)


@group.command("log")
@click.option("--case", metavar="NAME", help="Only of this case.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def log(case: str | None, as_json: bool) -> None:
    """List the releases: what went to whom, when, and how many of its statements were withdrawn since."""
    from store.releases import releases  # noqa: PLC0415 - loads SQLAlchemy

    with opened_store() as store:
        found = releases(store, case=case)
    if as_json:
        write_json([_listed(one) for one in found])
        return
    for one in found:
        release = one.release
        gone = f", {one.withdrawn} withdrawn since" if one.withdrawn else ""
        click.echo(
            f"{release.id}  {release.made_at:%Y-%m-%d %H:%M}  {release.audience.value:<8}  "
            f"{visible(release.recipient or '-')}  {visible(one.case)}  "
            f"{release.statements} statements{gone}"
        )
    if not found:
        click.echo("Nothing has been released.", err=True)


@group.command("key")
def key() -> None:
    """Print the short name of this office's key, to be told to those who get bundles."""
    from models.base32 import short_name  # noqa: PLC0415
    from store.releases import signing_key  # noqa: PLC0415

    with opened_store() as store:
        click.echo(short_name(signing_key(store).public_key().public_bytes_raw()))


def _check_place(out: Path) -> None:
    """Before anything is asked for: nothing may stand where the bundle will."""
    try:
        taken = out.exists() or out.is_symlink()
    except OSError:  # a name that no file can have
        raise AigaqError("unwritable") from None
    if taken:
        raise AigaqError("place_taken")


def _checkpoint(path: Path | None) -> bytes | None:
    """An auditor's checkpoint as it is; one that cannot be read as such is refused."""
    if path is None:
        return None
    from store.checkpoint import read_checkpoint  # noqa: PLC0415 - loads SQLAlchemy

    try:
        content = path.read_bytes()
    except OSError:
        raise AigaqError("no_such_file") from None
    read_checkpoint(content.decode("utf-8", "replace"))
    return content


class Steps:
    """Says on stderr which step a release is at."""

    _WORDS: Final = {
        "read": "Reading the case",
        "coarsen": "Looking for combinations that single somebody out",
        "check": "Trying to break the bundle",
    }

    def __init__(self) -> None:
        self._step = ""

    def __call__(self, step: str, done: int, of: int) -> None:
        """Name a step when it begins."""
        if step != self._step:
            self._step = step
            click.echo(f"{self._WORDS.get(step, f'Writing {step}')} …", err=True)


def print_report(done: "Done", out: Path) -> None:
    """Say what went and what stayed, and why; what the gate found, by kind and place and without a word."""
    prepared = done.prepared
    _print_staying(prepared)
    report = prepared.report
    if report is not None and report.after is not None:
        click.echo(
            f"Each combination of facts is shared by at least {report.after} statements "
            f"(before: {report.before}); {report.whole} tell all they told."
        )
        for dim, count in sorted(report.coarsened.items()):
            click.echo(f"  {dim.value} made coarser in {count}")
    if done.release is not None:
        release = done.release
        click.echo(f"Release {release.id}: {release.statements} statements in {visible(str(out))}")
        return
    for kind, count in sorted(done.verdict.counts().items()):
        click.echo(f"  {kind.value}: {count}")
    for leak in done.verdict.leaks[:_SHOWN]:
        where = leak.file or leak.statement_id or ""
        place = f" at {leak.released[0]}" if leak.released else f" ({leak.part})" if leak.part else ""
        click.echo(f"  {leak.kind.value:<12} {leak.label or '-':<8} {where}{place}")
    if len(done.verdict.leaks) > _SHOWN:
        click.echo(f"  … and {len(done.verdict.leaks) - _SHOWN} more: --json lists all")
    of_statements = sorted({leak.statement_id for leak in done.verdict.leaks if leak.statement_id})
    if of_statements:
        click.echo("Look at these places in: aigaq review (Releases). Or leave the statements out:", err=True)
        click.echo("  " + " ".join(f"--without {one}" for one in of_statements), err=True)


def _print_staying(prepared: "Prepared") -> None:
    reasons: dict[str, list[str]] = {}
    for statement_id, why in prepared.staying.items():
        reasons.setdefault(why.value, []).append(statement_id)
    for reason, ids in sorted(reasons.items()):
        more = f" … and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        click.echo(f"{len(ids)} stay: {_WHY[reason]}\n  {' '.join(ids[:_SHOWN])}{more}")


# The members of share.choosing.Why in words; a test compares them.
_WHY: Final = {
    "not_approved": "not approved by two reviewers",
    "blocked": "a recogniser failed on them; scan them again in the review",
    "withdrawn": "withdrawn",
    "withdrawal_asked": "somebody who holds the receipt asks for it to be withdrawn",
    "no_consent": "the witness did not agree to this audience or recipient",
    "not_named": "the consent does not name this recipient",
    "old_text": "what was approved is not what the decisions give today; approve them again",
    "left_out": "left out as you asked",
    "too_few": "too few others are like them; they would single somebody out",
    "changed": "changed while the bundle was made",
}


def as_record(done: "Done") -> dict[str, object]:
    """What print_report says, for programs."""
    prepared, report = done.prepared, done.prepared.report
    return {
        "release": None if done.release is None else done.release.id,
        "audience": prepared.wanted.audience.value,
        "recipient": prepared.wanted.recipient,
        "statements": [one.told.id for one in prepared.composed],
        "staying": {statement_id: why.value for statement_id, why in sorted(prepared.staying.items())},
        "k": None
        if report is None
        else {
            "wanted": report.k,
            "before": report.before,
            "after": report.after,
            "coarsened": {dim.value: count for dim, count in report.coarsened.items()},
            "whole": report.whole,
        },
        "gate": [
            {
                "kind": leak.kind.value,
                "label": None if leak.label is None else leak.label.value,
                "statement": leak.statement_id,
                "span": leak.released,
                "file": leak.file,
                "part": leak.part,
                "release": leak.other,
            }
            for leak in done.verdict.leaks
        ],
    }


def _listed(one: "Listed") -> dict[str, object]:
    release = one.release
    return {
        "id": release.id,
        "case": one.case,
        "audience": release.audience.value,
        "recipient": release.recipient,
        "formats": list(release.formats),
        "k": release.k,
        "sealed_to": release.sealed_to,
        "statements": release.statements,
        "withdrawn": one.withdrawn,
        "made_at": release.made_at.isoformat(),
        "made_by": one.by,
        "manifest": release.manifest,
    }
