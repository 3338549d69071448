"""The queue: what waits for a reviewer; for an operator, counts and states without a text."""

from typing import Any, Final, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from models.labels import Language
from models.statements import StatementState
from models.users import Duty
from review.access import needs, store, user
from store.ids import read_id
from store.queue import PAGE, RISKS, Filter, Mine, Order, case_names, queue_counts, read_queue

pages = Blueprint("queue", __name__)
_E = TypeVar("_E", Language, StatementState, Mine, Order)
_LAST: Final = 100_000
_START: Final = {
    Duty.REVIEWER: "queue.show",
    Duty.OPERATOR: "overview.show",
    Duty.AUDITOR: "journal.show",
    Duty.FIELD: "receipts.show",
}


@pages.get("/")
@needs(*Duty)
def start() -> Response:
    """The first page of each duty."""
    return redirect(url_for(_START[user().duty]))


@pages.get("/queue")
@needs(Duty.REVIEWER, Duty.OPERATOR)
def show() -> str | Response:
    """A page of the queue; an id that was typed goes to its statement."""
    typed = request.args.get("id", "").strip()
    if typed and user().duty is Duty.REVIEWER:
        return redirect(url_for("statement.show", statement_id=read_id(typed[:40])))
    wanted, page = read_filter(request.args), _page_number()
    found = read_queue(store(), wanted, user_id=user().user_id, page=page)
    return render_template(
        "queue.html",
        found=found,
        wanted=wanted,
        page=page,
        pages=max(1, -(-found.total // PAGE)),
        counts=queue_counts(store()),
        cases=case_names(store()),
        arguments=filter_arguments(wanted),
        Mine=Mine,
        Order=Order,
        StatementState=StatementState,
    )


def read_filter(arguments: "MultiDict[str, str]") -> Filter:
    """The filter that an address asks for; what is in no list is left out."""
    risk = arguments.get("risk")
    return Filter(
        case=arguments.get("case") or None,
        language=_one_of(Language, arguments.get("language")),
        state=_one_of(StatementState, arguments.get("state")),
        risk=risk if risk in RISKS else None,
        mine=_one_of(Mine, arguments.get("mine")) or Mine.ALL,
        order=_one_of(Order, arguments.get("order")) or Order.RISK,
    )


def filter_arguments(wanted: Filter) -> dict[str, Any]:
    """A filter as an address has it, defaults left out."""
    found = {
        "case": wanted.case,
        "language": wanted.language,
        "state": wanted.state,
        "risk": wanted.risk,
        "mine": None if wanted.mine is Mine.ALL else wanted.mine,
        "order": None if wanted.order is Order.RISK else wanted.order,
    }
    return {name: str(value) for name, value in found.items() if value}


def _one_of(kind: type[_E], value: str | None) -> _E | None:
    try:
        return kind(value) if value else None
    except ValueError:
        return None


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return min(_LAST, max(1, int(typed))) if typed.isdecimal() and len(typed) < 7 else 1
