"""Receipts: what became of an envelope, by the code of its receipt and by nothing else; for field workers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from models.statements import StatementState
from models.users import Duty
from review.access import needs, store, user
from review.languages import _
from store.approvals import approvals
from store.envelopes import find_receipt

pages = Blueprint("receipts", __name__)
# Codes that no envelope has, in ten minutes: by one user, and from one address.
_BY_USER: Final = RateLimitItemPerMinute(10, 10)
_BY_ADDRESS: Final = RateLimitItemPerMinute(40, 10)
_LONGEST: Final = 40
_GATE: Final = "aigaq_receipts_gate"


class Gate:
    """Slows down whoever guesses codes."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def is_closed(self, user_id: str, address: str) -> bool:
        """Whether there were too many wrong codes."""
        return not (
            self._limiter.test(_BY_USER, "user", user_id)
            and self._limiter.test(_BY_ADDRESS, "address", address)
        )

    def count_failure(self, user_id: str, address: str) -> None:
        """Remember a wrong code."""
        self._limiter.hit(_BY_USER, "user", user_id)
        self._limiter.hit(_BY_ADDRESS, "address", address)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an envelope: the day it came, and a sentence."""

    received_on: date
    sentence: str


@pages.record
def _open_gate(setup: BlueprintSetupState) -> None:
    """Each app has a gate of its own."""
    setup.app.extensions[_GATE] = Gate()


@pages.get("/receipts")
@pages.post("/receipts")
@needs(Duty.FIELD)
def show() -> str | tuple[str, int]:
    """The form, and the answer to a code that was sent with it."""
    if request.method != "POST":
        return _page()
    typed = request.form.get("code", "").strip()[:_LONGEST]
    if not typed:
        return _page()
    gate: Gate = current_app.extensions[_GATE]
    who, address = user().user_id, request.remote_addr or ""
    if gate.is_closed(who, address):
        return _page(wrong=_("Too many wrong codes. Wait ten minutes."), typed=typed), 429
    answer = _answer(typed)
    if answer is None:
        gate.count_failure(who, address)
        wrong = _("No envelope with this code was received. Check the code; if it is right, ask the office.")
        return _page(wrong=wrong, typed=typed)
    return _page(answer=answer)


def _answer(code: str) -> Answer | None:
    arrival = find_receipt(store(), code)
    if arrival is None:
        return None
    day, statement_id = arrival.received_at.date(), arrival.statement_id
    if statement_id is None:
        return Answer(day, _("It is in review."))
    state = store().statement(statement_id).state
    if state is StatementState.APPROVED:
        several = sum(approval.holds for approval in approvals(store(), statement_id)) > 1
        return Answer(day, _("It was approved by two reviewers.") if several else _("It was approved."))
    return Answer(day, _sentence(state))


def _sentence(state: StatementState) -> str:
    """A state in words for who handed the statement in."""
    return {
        StatementState.RETURNED: _("It was sent back with a question. Ask the office."),
        StatementState.WITHDRAWN: _("It was withdrawn; its text is gone."),
        StatementState.BLOCKED: _("The program could not check all of it. The office will see to it."),
    }.get(state, _("It is in review."))


def _page(*, answer: Answer | None = None, wrong: str | None = None, typed: str = "") -> str:
    return render_template("receipts.html", answer=answer, wrong=wrong, typed=typed)
