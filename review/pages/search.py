"""Search in the approved texts. What is looked for is sent in a form, never in an address, and kept with the
session alone: the browser's history knows nothing of it, and going back finds it again.
"""

from dataclasses import dataclass
from typing import Final, cast

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models.labels import Audience
from models.users import Duty
from review.access import needs, store, user
from store.queue import case_names
from store.search import query_of, search

pages = Blueprint("search", __name__)
PAGE: Final = 20
_LAST: Final = 100_000
_LONGEST: Final = 200
_KEPT: Final = "search"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was looked for last in this session."""

    typed: str = ""
    case: str | None = None
    audience: Audience = Audience.INTERNAL

    def __repr__(self) -> str:
        return f"Wanted({self.audience.value})"


@pages.get("/search")
@needs(Duty.REVIEWER)
def show() -> str:
    """The form, and a page of what was found."""
    wanted, page = cast(Wanted, user().kept.get(_KEPT, Wanted())), _page_number()
    found = search(
        store(),
        wanted.typed,
        audience=wanted.audience,
        case=wanted.case,
        limit=PAGE,
        offset=(page - 1) * PAGE,
    )
    return render_template(
        "search.html",
        wanted=wanted,
        found=found,
        asked=query_of(wanted.typed) is not None,
        page=page,
        pages=max(1, -(-found.total // PAGE)),
        cases=case_names(store()),
    )


@pages.post("/search")
@needs(Duty.REVIEWER)
def look() -> Response:
    """Remember what is looked for, and show it."""
    case = request.form.get("case")
    user().kept[_KEPT] = Wanted(
        typed=request.form.get("words", "").strip()[:_LONGEST],
        case=case_names(store()).get(case or ""),
        audience=_audience(request.form.get("audience")),
    )
    return redirect(url_for("search.show"), 303)


def _audience(typed: str | None) -> Audience:
    return Audience(typed) if typed in set(Audience) else Audience.INTERNAL


def _page_number() -> int:
    typed = request.args.get("page", "1")
    return min(_LAST, max(1, int(typed))) if typed.isdecimal() and len(typed) < 7 else 1
