"""Making a release from beginning to end: choose, compose, make coarser, write, try to break, hand out.

Nothing stands at the target before the gate has let the bundle go and the release is in the journal. What
changes meanwhile (a withdrawal, another consent, a statement that was opened again) drops out, and all is
made anew without it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from models.errors import AigaqError
from models.labels import Audience
from redact.pipeline import pipeline_hash
from redact.policy import policy_digest
from share.bundle import FORMATS, Scaffolding, new_folder, put_in_place, write_files
from share.choosing import Chosen, Why, choose
from share.composing import Composed, approved_again, compose
from share.contents import Contents
from share.gate.check import Against, Remembered, Scan, check
from share.gate.differences import Earlier, hidden_before
from share.gate.leaks import Verdict
from share.manifest import sign_manifest, write_manifest
from share.mosaic.cells import Known
from share.mosaic.coarsening import Report, coarsen
from share.numbers import draw_numbers
from share.told import Told, read_case
from store.approvals import approved_texts
from store.cases import OpenedCase, open_case
from store.ids import new_id
from store.journal import now
from store.releases import Held, Release, Seen, earlier_texts, journal_head, put_release, seen, signing_key
from store.store import Store
from store.vault import Vault

# At least so many statements share each combination, by audience; 1 is not asked for.
SMALLEST: Final[Mapping[Audience, int]] = {
    Audience.INTERNAL: 1,
    Audience.PARTNER: 1,
    Audience.LEGAL: 1,
    Audience.PUBLIC: 5,
}
NAMED: Final = frozenset({Audience.PARTNER, Audience.LEGAL})
_TRIES: Final = 3
Progress = Callable[[str, int, int], None]


def silent(step: str, done: int, of: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be released.

    `without` are ids that are left out, `only` the ids that may go at all (None: all of the case), `named`
    asks that each consent names the recipient, `known` is a table of public counts.
    """

    case: str
    audience: Audience
    recipient: str | None = None
    formats: tuple[str, ...] = tuple(FORMATS)
    k: int | None = None
    without: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    named: bool = False
    known: tuple[Known, ...] = ()

    @property
    def smallest(self) -> int:
        """How many statements must share a combination."""
        return SMALLEST[self.audience] if self.k is None else self.k


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A release before its files are written."""

    wanted: Wanted
    opened: OpenedCase
    told: tuple[Told, ...]
    composed: tuple[Composed, ...]
    staying: Mapping[str, Why]
    seen: Mapping[str, Seen]
    report: Report | None
    contents: Contents
    against: Against


@dataclass(frozen=True, slots=True, repr=False)
class Done:
    """What came of it: the release, or what the gate found."""

    prepared: Prepared
    verdict: Verdict
    release: Release | None


def prepare(  # noqa: PLR0913 - what a release is made of
    store: Store,
    vault: Vault,
    wanted: Wanted,
    scan: Scan,
    *,
    changed: Collection[str] = (),
    progress: Progress = silent,
) -> Prepared:
    """Choose and compose a release.

    Errors: no_such_case, recipient_needed, reviewer_locked, record_damaged.
    """
    if wanted.audience in NAMED and not (wanted.recipient or "").strip():
        raise AigaqError("recipient_needed")
    opened = open_case(store, wanted.case, vault)
    of = len(opened.statements)
    # first what is seen, then what is read: a change in between is then a change
    as_seen = seen(store, opened.statements, wanted.audience)
    told = tuple(read_case(store, opened, vault, progress=lambda n: progress("read", n, of)))
    chosen = choose(
        told,
        as_seen,
        audience=wanted.audience,
        recipient=wanted.recipient,
        named=wanted.named,
        without=_without(wanted, told),
        changed=changed,
    )
    chosen = _as_approved(store, chosen, wanted.audience)
    numbers = draw_numbers(chosen.going, opened.index)
    earlier = _earlier(store, chosen.going)
    composed = tuple(compose(one, wanted.audience, numbers) for one in chosen.going)
    staying = dict(chosen.staying)
    report = None
    if wanted.smallest > 1:
        made = coarsen(
            composed,
            numbers,
            scan,
            k=wanted.smallest,
            known=wanted.known,
            given=_given(composed, earlier, wanted.audience),
            progress=lambda n: progress("coarsen", n, len(composed)),
        )
        composed, report = made.composed, made.report
        staying.update(dict.fromkeys(made.withheld, Why.TOO_FEW))
    composed = tuple(sorted(composed, key=lambda one: one.number))  # drawn by lot
    return Prepared(
        wanted=wanted,
        opened=opened,
        told=told,
        composed=composed,
        staying=staying,
        seen=as_seen,
        report=report,
        contents=Contents(
            release_id=new_id(),
            audience=wanted.audience,
            recipient=wanted.recipient,
            made_on=datetime.now(UTC).date(),
            items=tuple(one.item for one in composed),
            k=wanted.smallest,
        ),
        against=Against(told, earlier, wanted.smallest, wanted.known),
    )


def release(  # noqa: PLR0913 - the same
    store: Store,
    vault: Vault,
    wanted: Wanted,
    target: Path,
    scan: Scan,
    *,
    shape: "Shape | None" = None,
    progress: Progress = silent,
) -> Done:
    """Make a release at `target`, or say what the gate found; a blocked one leaves nothing.

    It is a folder, unless `shape` makes something else of it. Errors: those of prepare, place_taken,
    unwritable, scan_failed, release_changed.
    """
    remembered = Remembered(scan)
    changed: tuple[str, ...] = ()
    for _ in range(_TRIES):
        prepared = prepare(store, vault, wanted, remembered, changed=changed, progress=progress)
        if not prepared.composed:
            return Done(prepared, Verdict(()), None)
        with new_folder(target) as folder:
            made = build(store, vault, prepared, folder, remembered, progress=progress)
            if made.release is None:
                return made
            shaped, finish = (shape or _as_folder(store, target))(prepared, made.release, folder)
            late = put_release(store, shaped, held_in(prepared), prepared.seen)
            if not late:
                finish()
                return Done(prepared, made.verdict, shaped)
            changed = (*changed, *late)
    raise AigaqError("release_changed")


Shape = Callable[[Prepared, Release, Path], tuple[Release, Callable[[], None]]]
"""From a bundle that the gate let go: the release to be recorded, and what puts it in place after that."""


def _as_folder(store: Store, target: Path) -> Shape:
    def shape(prepared: Prepared, release: Release, folder: Path) -> tuple[Release, Callable[[], None]]:
        def finish() -> None:
            sign_manifest(folder, signing_key(store))
            put_in_place(folder, target)

        return release, finish

    return shape


def build(  # noqa: PLR0913 - the same
    store: Store, vault: Vault, prepared: Prepared, folder: Path, scan: Scan, *, progress: Progress = silent
) -> Done:
    """Write a prepared release into a folder, unsigned, and let the gate look at it as a stranger would."""
    wanted, contents = prepared.wanted, prepared.contents
    formats = list(wanted.formats)
    steps = len(formats)
    write_files(contents, folder, formats, progress=lambda name: progress(name, 0, steps))
    content, key = manifest_content(store, prepared), signing_key(store).public_key()
    digest = write_manifest(folder, content, key)
    of = len(prepared.composed) + sum(1 for path in folder.rglob("*") if path.is_file())
    verdict = check(
        folder,
        prepared.composed,
        prepared.against,
        scan=scan,
        scaffolding=Scaffolding(
            contents, formats, folder, finish=lambda again: write_manifest(again, content, key)
        ),
        progress=lambda n: progress("check", n, of),
    )
    if not verdict.passed:
        return Done(prepared, verdict, None)
    made = Release(
        id=contents.release_id,
        case_id=prepared.opened.case_id,
        audience=contents.audience,
        recipient=contents.recipient,
        formats=wanted.formats,
        k=contents.k,
        sealed_to=None,
        statements=len(prepared.composed),
        manifest=digest,
        made_by=vault.reviewer_id or "",
        made_at=now(),
    )
    return Done(prepared, verdict, made)


def _without(wanted: Wanted, told: Sequence[Told]) -> set[str]:
    """The ids that are left out as somebody asked."""
    others = set() if wanted.only is None else {one.id for one in told} - set(wanted.only)
    return others | set(wanted.without)


def _as_approved(store: Store, chosen: Chosen, audience: Audience) -> Chosen:
    """Without the statements whose decisions give another text today than the one that was approved."""
    approved = approved_texts(store, [one.id for one in chosen.going], audience)
    going = [one for one in chosen.going if approved_again(one, audience) == approved.get(one.id)]
    old = {one.id for one in chosen.going} - {one.id for one in going}
    return Chosen(tuple(going), {**chosen.staying, **dict.fromkeys(old, Why.OLD_TEXT)})


def _earlier(store: Store, going: Sequence[Told]) -> dict[str, list[Earlier]]:
    found: dict[str, list[Earlier]] = {}
    for release_id, audience, statement_id, text in earlier_texts(store, [one.id for one in going]):
        found.setdefault(statement_id, []).append(Earlier(release_id, audience, text))
    return found


def _given(
    composed: Sequence[Composed], earlier: Mapping[str, Sequence[Earlier]], audience: Audience
) -> dict[str, list[Any]]:
    """What went out coarser before to the same readers, so that it goes out as coarse again."""
    return {
        one.told.id: [
            cut
            for before in earlier.get(one.told.id, ())
            if before.audience is audience
            for cut in hidden_before(one, before)
        ]
        for one in composed
    }


def held_in(prepared: Prepared) -> list[Held]:
    """What the store keeps of a release: its statements with their numbers and texts."""
    return [Held(one.told.id, one.number, one.text.text) for one in prepared.composed]


def manifest_content(store: Store, prepared: Prepared) -> dict[str, Any]:
    """What a manifest says besides the files."""
    contents, report = prepared.contents, prepared.report
    sequence, last = journal_head(store)
    return {
        "release": contents.release_id,
        "audience": contents.audience.value,
        "recipient": contents.recipient,
        "made_on": contents.made_on.isoformat(),
        "formats": list(prepared.wanted.formats),
        "counts": dict(contents.counts()),
        "k": {"smallest_group": contents.k, "reached": report.after if report else None},
        "policy": policy_digest(contents.audience),
        "pipeline": pipeline_hash(),
        "program": _version(),
        "journal": {"sequence": sequence, "hash": last},
    }


def _version() -> str:
    try:
        return version("aigaq")
    except PackageNotFoundError:
        return ""
