"""The statement page: the original with each finding marked, and what an audience gets to read."""

from flask import Blueprint, render_template, request

from models.abuse import AbuseCode
from models.labels import Audience, Label, Role
from models.users import Duty
from review import desk, view
from review.access import needs, store, user
from review.languages import ABUSES
from review.opened import Phase
from review.pages.queue import filter_arguments, read_filter
from store.claims import claim
from store.ids import read_id
from store.users import list_users

pages = Blueprint("statement", __name__)
_LOOKING = frozenset({Phase.DONE, Phase.BLOCKED})


@pages.get("/statement/<statement_id>")
@needs(Duty.REVIEWER)
def show(statement_id: str) -> str:
    """The whole page; the statement is taken for this reviewer where nobody else has it."""
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]), look=True)
        now = opened.now()
        # who only looks at what is done keeps it from nobody
        other = opened.other if now.phase in _LOOKING else claim(store(), opened.id, user().user_id)
        audience = read_audience(request.args.get("audience") or opened.record.consent.scope.value)
        shown = desk.view_of(now, audience)
        parts = shown.parts()
        opened.kept["sent"] = (sent_key(now.opened.last, audience), parts)
        return render_template(
            "statement.html",
            view=shown,
            now=now,
            parts=parts,
            rows=[name for name in parts if name[0] == "c" and name[1:].isdigit()],
            other=_name_of(other),
            arguments=filter_arguments(read_filter(request.args)),
            audiences=list(Audience),
            labels=list(Label),
            roles=list(Role),
            abuses=sorted(ABUSES, key=lambda code: str(ABUSES[AbuseCode(code)])),
            Phase=Phase,
            first=shown.next_after(0),
            label_name=view.label_name,
        )


def read_audience(value: str | None) -> Audience:
    """The audience that is asked for; the public one where it is in no list, for it hides most."""
    try:
        return Audience(value or Audience.PUBLIC)
    except ValueError:
        return Audience.PUBLIC


def sent_key(last: int, audience: Audience) -> str:
    """What the browser says it has: the last decision and for whom."""
    return f"{last} {audience.value}"


def _name_of(user_id: str | None) -> str | None:
    if user_id is None:
        return None
    return next((u.name for u in list_users(store()) if u.id == user_id), "?")
