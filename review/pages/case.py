"""Cases: what is in each, and the people that stand in several of its statements."""

from flask import Blueprint, render_template

from models.users import Duty
from review.access import needs, store
from store.overview_cases import case_counts

pages = Blueprint("case", __name__)


@pages.get("/cases")
@needs(Duty.REVIEWER)
def all_cases() -> str:
    """The list of cases."""
    return render_template("cases.html", cases=case_counts(store()))
