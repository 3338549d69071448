"""The journal for an auditor: who did what when, whether the store fits it, and who may sign in; no text."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request

from models.users import Duty
from review.access import needs, store
from review.fault_words import fault_place, fault_sentence
from review.journal_words import DONE, counts_words, done_words
from store.audit import audit
from store.audit_log import PAGE, read_log_page
from store.faults import Fault, Verdict
from store.journal import Done
from store.users import list_users

pages = Blueprint("journal", __name__)
_LAST: Final = 1_000_000
_LONGEST_ID: Final = 40


@dataclass(frozen=True, slots=True)
class FaultKind:
    """All that was found of one code: where, as far as it is listed, and how many there are beyond that."""

    code: str
    fails: bool
    sentence: str
    places: tuple[str, ...]
    more: int


@pages.get("/journal")
@needs(Duty.AUDITOR)
def show() -> str:
    """A page of the journal, the newest entries first."""
    action, subject = request.args.get("action"), request.args.get("id", "").strip()[:_LONGEST_ID]
    return _page(action=action if action in set(Done) else None, subject=subject or None, page=_page_number())


@pages.post("/journal/verify")
@needs(Duty.AUDITOR)
def verify() -> str:
    """Compare the journal with itself and with the tables, and say what was found."""
    with store().reading() as session:
        verdict = audit(session)
    return _page(verdict=verdict)


def _page(
    *,
    action: str | None = None,
    subject: str | None = None,
    page: int = 1,
    verdict: Verdict | None = None,
) -> str:
    with store().reading() as session:
        found = read_log_page(session, action=action, subject=subject, page=page)
    return render_template(
        "journal.html",
        found=found,
        action=action,
        subject=subject,
        page=page,
        pages=max(1, -(-found.total // PAGE)),
        arguments={name: value for name, value in (("action", action), ("id", subject)) if value},
        verdict=verdict,
        faults=_kinds(verdict),
        people=list_users(store()),
        actions=sorted(DONE.items(), key=lambda item: str(item[1])),
        done_words=done_words,
        counts_words=counts_words,
    )


def _kinds(verdict: Verdict | None) -> list[FaultKind]:
    if verdict is None:
        return []
    listed: dict[str, list[Fault]] = {}
    for fault in verdict.faults:
        listed.setdefault(fault.code, []).append(fault)
    kinds = [
        FaultKind(
            code,
            faults[0].fails,
            fault_sentence(faults[0]),
            tuple(place for place in map(fault_place, faults) if place),
            verdict.counts[code] - len(faults),
        )
        for code, faults in listed.items()
    ]
    return sorted(kinds, key=lambda kind: not kind.fails)


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return min(_LAST, max(1, int(typed))) if typed.isdecimal() and len(typed) < 8 else 1
