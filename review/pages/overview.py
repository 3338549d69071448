"""The overview: how far the statements are, what was done where and when, how reviewers fare; in figures."""

from flask import Blueprint, render_template, request

from models.abuse import AbuseCode
from models.users import Duty
from review import overview_charts as charts
from review.access import needs, store, user
from review.languages import ABUSES
from store.overview import read_overview
from store.queue import case_names

pages = Blueprint("overview", __name__)


@pages.get("/overview")
@needs(Duty.REVIEWER, Duty.OPERATOR)
def show() -> str:
    """The figures of all statements or of one case; a reviewer sees no other reviewer's."""
    cases = case_names(store())
    case = request.args.get("case")
    of_case = cases.get(case or "")
    abuse = _abuse(request.args.get("abuse", ""))
    own = user().user_id if user().duty is Duty.REVIEWER else None
    found = read_overview(store(), of_case=of_case, abuse=abuse, of_user=own)
    return render_template(
        "overview.html",
        found=found,
        cases=cases,
        of_case=of_case,
        abuse=abuse,
        abuses=sorted(ABUSES.items(), key=lambda item: str(item[1])),
        charts=charts,
    )


def _abuse(typed: str) -> AbuseCode | None:
    return AbuseCode(typed) if typed in set(AbuseCode) else None
