"""Who is signed in: kept in this process only, with the vault for as long as the session lasts.

A session ends when its user signs out, when nothing was done for a while, or with the process. Invariants:
the cookie holds a random token and nothing else; what opens the vault is never written anywhere.
"""

import contextlib
import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from models.users import Duty
from store.vault import Vault

IDLE: Final = 15 * 60.0
LONGEST: Final = 12 * 60 * 60.0


@dataclass(slots=True, eq=False, repr=False)
class SignedIn:
    """A user at work; `vault` is a reviewer's, `kept` what pages keep in memory for this user.

    `at_end` says by name what is to be done when the session ends, however it does.
    """

    user_id: str
    name: str
    duty: Duty
    vault: Vault | None
    since: float
    seen: float
    lock: threading.RLock = field(default_factory=threading.RLock)
    kept: dict[str, Any] = field(default_factory=dict)
    at_end: dict[str, Callable[[], None]] = field(default_factory=dict)


class Sessions:
    """The sessions of one server; safe to use from several threads."""

    def __init__(self, *, idle: float = IDLE, clock: Callable[[], float] = time.monotonic) -> None:
        self.idle = idle
        self._clock = clock
        self._lock = threading.Lock()
        self._by_token: dict[str, SignedIn] = {}
        self._ended: list[SignedIn] = []
        self._watching = False
        # What reviewers share while at least one of them has the vault open: the names of a case.
        self.shared: dict[str, Any] = {}

    def start(self, *, user_id: str, name: str, duty: Duty, vault: Vault | None) -> str:
        """Begin a session and return its token."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._changing():
            self._drop_ended(now)
            self._by_token[_known_as(token)] = SignedIn(user_id, name, duty, vault, now, now)
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, daemon=True).start()
        return token

    def find(self, token: str, *, touch: bool = True) -> SignedIn | None:
        """The session of a token; None where there is none or it has ended."""
        now = self._clock()
        with self._changing():
            self._drop_ended(now)
            found = self._by_token.get(_known_as(token))
            if found is not None and touch:
                found.seen = now
            return found

    def holds(self, session: SignedIn) -> bool:
        """Whether a session lasts still."""
        with self._changing():
            self._drop_ended(self._clock())
            return any(one is session for one in self._by_token.values())

    def end(self, token: str) -> None:
        """End a session."""
        with self._changing():
            self._drop([_known_as(token)])

    def end_all_of(self, user_id: str) -> None:
        """End all sessions of a user, who was disabled or has another passphrase now."""
        with self._changing():
            self._drop([token for token, session in self._by_token.items() if session.user_id == user_id])

    def _watch(self) -> None:
        """A browser that was closed asks no more: its session must end all the same."""
        while True:
            time.sleep(min(30.0, max(1.0, self.idle / 2)))
            with self._changing():
                self._drop_ended(self._clock())
                if not self._by_token:
                    self._watching = False
                    return

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """The lock; those who left meanwhile are seen off afterwards, when nobody waits for it."""
        with self._lock:
            yield
            ended, self._ended = self._ended, []
        for session in ended:
            for finish in list(session.at_end.values()):
                finish()

    def _drop_ended(self, now: float) -> None:
        self._drop(
            [
                token
                for token, session in self._by_token.items()
                if now - session.seen > self.idle or now - session.since > LONGEST
            ]
        )

    def _drop(self, tokens: Iterable[str]) -> None:
        self._ended += [self._by_token.pop(token) for token in tokens if token in self._by_token]
        if not any(session.vault for session in self._by_token.values()):
            self.shared.clear()


def _known_as(token: str) -> str:
    """Tokens are looked up by digest, so that the time of a look-up tells nothing of them."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
