"""A release that a reviewer is making: it runs beside the pages and waits where the gate wants decisions.

What it has built lies in a private folder beside the store until it is handed out or given up; the folder
goes with the session. Invariants: while a run lasts, its thread alone touches the folder, and whoever gives
it up only asks it to stop; pages read how it stands as one value, which is replaced as a whole.
"""

import contextlib
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.findings import Analysis
from share.bundle import new_folder, pack
from share.gate.check import Remembered
from share.gate.leaks import Leak, Verdict
from share.manifest import MANIFEST, sign_manifest
from share.releasing import Done, Prepared, Wanted, build, held_in, prepare
from store.claims import release
from store.decisions import decide
from store.ids import new_id
from store.releases import Release, earlier_texts, held_by, put_release, seen, shelf, signing_key
from store.store import Store
from store.vault import Vault

_LEFT: Final = ".aigaq-release-"
# Two bundles that are recorded at once would not have been compared with each other.
_RECORDING: Final = threading.Lock()


class State(StrEnum):
    """How far it is. empty: nothing may go; failed: an error, whose code is known."""

    RUNNING = "running"
    BLOCKED = "blocked"
    READY = "ready"
    EMPTY = "empty"
    FAILED = "failed"
    HANDED_OUT = "handed_out"


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """How a release stands at one moment; `run` counts the tries, `done` is what came of the last one."""

    state: State
    run: int = 0
    done: Done | None = None
    error: str | None = None


def sweep(store: Store) -> None:
    """Remove what a killed server left on the shelf: bundles that were never handed out, and half a zip."""
    for left in shelf(store).glob(f"{_LEFT}*"):
        _remove(left)


class ReleaseWork:
    """One release in the making; its user's requests come one at a time, the end of the session at any."""

    def __init__(  # noqa: PLR0913 - who makes what of what, and for whom
        self,
        store: Store,
        vault: Vault,
        wanted: Wanted,
        scan: Callable[[str], Analysis],
        *,
        alive: Callable[[], bool],
        request: str | None = None,
    ) -> None:
        self._store, self._vault, self._scan = store, vault, Remembered(scan)
        self._alive, self._request = alive, request
        self._changed: tuple[str, ...] = ()
        self._folders = contextlib.ExitStack()
        weakref.finalize(self, self._folders.close)  # when the server stops, too
        self._folder: Path | None = None
        self._recorded: str | None = None
        self._turn = threading.Lock()
        self._busy = self._over = False
        self.wanted = wanted
        self.settled: frozenset[int] = frozenset()
        self.step: tuple[str, int, int] = ("read", 0, 0)
        self.now = Standing(State.RUNNING)

    def start(self) -> None:
        """Begin, or begin anew after decisions; nothing happens while it runs or once it was given up."""
        with self._turn:
            if self._busy or self._over:
                return
            self._folders.close()
            self._busy, self.settled, self.step = True, frozenset(), ("read", 0, 0)
            self.now = Standing(State.RUNNING, self.now.run + 1)
        threading.Thread(target=self._run, daemon=True).start()

    def give_up(self) -> None:
        """Let go of everything that was built: now, or when the thread next looks up."""
        with self._turn:
            self._over, self._alive = True, _nobody
            if not self._busy:
                self._stop_here(self.now.run)

    def settle(self, places: Iterable[int]) -> None:
        """Say of places in the texts that they may stay, as a reviewer's decisions on the statements.

        The places are numbers in the verdict; bad_decision where one has no place in a statement.
        """
        leaks = self._leaks()
        by_statement: dict[str, list[int]] = {}
        for number in sorted(set(places) - self.settled):
            leak = leaks[number] if number < len(leaks) else None
            if leak is None or leak.statement_id is None or leak.span is None:
                raise AigaqError("bad_decision")
            by_statement.setdefault(leak.statement_id, []).append(number)
        for statement_id, numbers in by_statement.items():
            spans = tuple(sorted({span for n in numbers if (span := leaks[n].span) is not None}))
            choice = Choice(DecisionKind.DISMISS, spans=spans)
            decide(self._store, statement_id, [(choice, False)], vault=self._vault)
            release(self._store, self._vault.reviewer_id or "", statement_id)  # who decides, claims it
            self.settled |= set(numbers)

    def leave_out(self, statement_id: str) -> None:
        """Leave a statement out when it is tried again; no_such_statement where it is not in the bundle."""
        done = self.now.done
        if self.now.state is not State.BLOCKED or done is None:
            raise AigaqError("bad_decision")
        if statement_id not in {one.told.id for one in done.prepared.composed}:
            raise AigaqError("no_such_statement")
        if statement_id not in self.wanted.without:
            self.wanted = replace(self.wanted, without=(*self.wanted.without, statement_id))

    def hand_out(self) -> str:
        """Record the release and put it on the shelf; returns its id.

        release_changed where a statement changed meanwhile, or went out in another release: it is tried
        again. unwritable where there is no room: once there is, it can be called again.
        """
        with self._turn:
            done, folder = self.now.done, self._folder
            if self.now.state is not State.READY or done is None or done.release is None or folder is None:
                raise AigaqError("release_blocked")
            if not (folder / MANIFEST).is_file():
                self._stop_here(self.now.run, "unwritable")
                raise AigaqError("unwritable")
            recorded = done.release.id == self._recorded or self._record(done)
            if recorded and self._shelve(folder, done.release):
                self._close()
                self.now = Standing(State.HANDED_OUT, self.now.run)
                return done.release.id
        self.start()
        raise AigaqError("release_changed")

    def _record(self, done: Done) -> bool:
        """Record it where all is as it was when the bundle was made."""
        if done.release is None:
            return False
        with _RECORDING:
            if _went_out_since(self._store, done.prepared):
                return False
            held, before = held_in(done.prepared), done.prepared.seen
            late = put_release(self._store, done.release, held, before, request=self._request)
        self._changed = (*self._changed, *late)
        if late:
            return False
        self._recorded = done.release.id
        return True

    def _shelve(self, folder: Path, made: Release) -> bool:
        """Put it on the shelf, unless a statement was withdrawn while it was packed."""
        target = shelf(self._store) / f"{made.id}.zip"
        try:
            sign_manifest(folder, signing_key(self._store))
            pack(folder, target)
        except AigaqError:
            for half in target.parent.glob(f"{_LEFT}{target.name}-*"):
                _remove(half)
            raise
        held = {one.statement_id for one in held_by(self._store, made.id)}
        if held <= seen(self._store, held, made.audience).keys():
            return True  # whoever withdraws one from now on finds the bundle there, and removes it
        _remove(target)
        return False

    def _run(self) -> None:
        run = self.now.run
        try:
            standing = self._made(run)
        except AigaqError as error:
            standing = Standing(State.FAILED, run, error=error.code)
        except Exception:  # a door: the cause may quote a text, the code does not
            standing = Standing(State.FAILED, run, error="internal")
        alive = self._alive()
        with self._turn:
            self._busy = False
            if self._over or not alive:
                self._stop_here(run)
                return
            if standing.state is not State.READY:
                self._close()
            self.now = standing

    def _made(self, run: int) -> Standing:
        prepared = prepare(
            self._store, self._vault, self.wanted, self._scan, changed=self._changed, progress=self._progress
        )
        if not prepared.composed:
            return Standing(State.EMPTY, run, Done(prepared, Verdict(()), None))
        place = shelf(self._store)
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            raise AigaqError("unwritable") from None
        # a name of its own: another session of the same reviewer may be making one, too
        self._folder = folder = self._folders.enter_context(new_folder(place / f"next-{new_id()}"))
        made = build(self._store, self._vault, prepared, folder, self._scan, progress=self._progress)
        return Standing(State.BLOCKED if made.release is None else State.READY, run, made)

    def _progress(self, step: str, done: int, of: int) -> None:
        self.step = (step, done, of)
        if self._over or not self._alive():
            raise AigaqError("interrupted")

    def _leaks(self) -> tuple[Leak, ...]:
        done = self.now.done
        if self.now.state is not State.BLOCKED or done is None:
            raise AigaqError("bad_decision")
        return done.verdict.leaks

    def _stop_here(self, run: int, error: str = "interrupted") -> None:
        """Nothing that was made is left, neither on the disk nor in memory."""
        self._close()
        self._scan.seen.clear()
        self.now = Standing(State.FAILED, run, error=error)

    def _close(self) -> None:
        self._folders.close()
        self._folder = None


def _went_out_since(store: Store, prepared: Prepared) -> bool:
    """Whether a statement went out while the bundle was made: the gate has not laid the two side by side."""
    compared = {(key, one.release_id) for key, before in prepared.against.earlier.items() for one in before}
    going = [one.told.id for one in prepared.composed]
    return any((key, release) not in compared for release, _, key, _ in earlier_texts(store, going))


def _nobody() -> bool:
    """Whose session is over."""
    return False


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        path.unlink()
