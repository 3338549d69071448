"""A release that a reviewer is making: it runs beside the pages and waits for decisions where the gate says so.

What it has built lies in a private folder beside the store until it is handed out or given up; the folder
goes with the session.
"""

import contextlib
import threading
import weakref
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from models.decisions import Choice, DecisionKind
from models.errors import AigaqError
from models.findings import Analysis
from share.bundle import new_folder, pack
from share.gate.check import Remembered
from share.gate.leaks import Leak, Verdict
from share.manifest import sign_manifest
from share.releasing import Done, Wanted, build, held_in, prepare
from store.decisions import decide
from store.releases import put_release, signing_key
from store.store import Store
from store.vault import Vault


class State(StrEnum):
    """How far it is. empty: nothing may go; failed: an error, whose code is known."""

    RUNNING = "running"
    BLOCKED = "blocked"
    READY = "ready"
    EMPTY = "empty"
    FAILED = "failed"
    HANDED_OUT = "handed_out"


def shelf(store: Store) -> Path:
    """The folder beside the store where finished bundles lie until they are fetched."""
    beside = store.place.database or store.place.keys
    return beside.with_name(f"{beside.name}.releases")


class ReleaseWork:
    """One release in the making; all but the thread's own steps are called under the user's lock."""

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
        weakref.finalize(self, self._folders.close)
        self._folder: Path | None = None
        self._stop = threading.Event()
        self.wanted = wanted
        self.settled: set[Leak] = set()
        self.state = State.RUNNING
        self.step: tuple[str, int, int] = ("read", 0, 0)
        self.done: Done | None = None
        self.error: str | None = None

    def start(self) -> None:
        """Begin, or begin anew after decisions."""
        self._folders.close()
        self.state, self.error, self.done, self.settled = State.RUNNING, None, None, set()
        threading.Thread(target=self._run, daemon=True).start()

    def give_up(self) -> None:
        """Let go of everything that was built."""
        self._stop.set()
        self._folders.close()

    def settle(self, leaks: list[Leak]) -> None:
        """Say of places in the texts that they may stay, as a reviewer's decisions on the statements."""
        by_statement: dict[str, list[Leak]] = {}
        for leak in leaks:
            if leak.statement_id is None or leak.span is None:
                raise AigaqError("bad_decision")
            by_statement.setdefault(leak.statement_id, []).append(leak)
        for statement_id, found in by_statement.items():
            spans = tuple(sorted({leak.span for leak in found if leak.span is not None}))
            choice = Choice(DecisionKind.DISMISS, spans=spans)
            decide(self._store, statement_id, [(choice, False)], vault=self._vault)
            self.settled |= set(found)

    def leave_out(self, statement_id: str) -> None:
        """Leave a statement out when it is tried again."""
        self.wanted = replace(self.wanted, without=(*self.wanted.without, statement_id))

    def hand_out(self) -> str:
        """Record the release and put it on the shelf; returns its id.

        release_changed where a statement changed meanwhile: it is tried again without it.
        """
        done, folder = self.done, self._folder
        if self.state is not State.READY or done is None or done.release is None or folder is None:
            raise AigaqError("release_blocked")
        prepared = done.prepared
        late = put_release(self._store, done.release, held_in(prepared), prepared.seen, request=self._request)
        if late:
            self._changed = (*self._changed, *late)
            self.start()
            raise AigaqError("release_changed")
        sign_manifest(folder, signing_key(self._store))
        pack(folder, shelf(self._store) / f"{done.release.id}.zip")
        self._folders.close()
        self.state = State.HANDED_OUT
        return done.release.id

    def _run(self) -> None:
        try:
            self._make()
        except AigaqError as error:
            self.error, self.state = error.code, State.FAILED
        except Exception:  # a door: the cause may quote a text, the code does not
            self.error, self.state = "internal", State.FAILED

    def _make(self) -> None:
        prepared = prepare(
            self._store, self._vault, self.wanted, self._scan, changed=self._changed, progress=self._progress
        )
        if not prepared.composed:
            self.done = Done(prepared, Verdict(()), None)
            self.state = State.EMPTY
            return
        target = shelf(self._store) / f"next-{self._vault.reviewer_id}"
        folder = self._folders.enter_context(new_folder(target))
        made = build(self._store, self._vault, prepared, folder, self._scan, progress=self._progress)
        self.done, self._folder = made, folder
        if made.release is None:
            self._folders.close()
        self.state = State.BLOCKED if made.release is None else State.READY

    def _progress(self, step: str, done: int, of: int) -> None:
        self.step = (step, done, of)
        if self._stop.is_set() or not self._alive():
            raise AigaqError("interrupted")
