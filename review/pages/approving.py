"""Approving, comparing, sending back and declining a wish: the end of a review, never by accident."""

import re
from typing import Final, cast

from flask import Blueprint, Response, current_app, render_template, request, url_for

from models.decisions import LONGEST_COMMENT, Choice, DecisionKind
from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Audience
from models.statements import StatementState
from models.users import Duty
from redact.apply import redact_text
from redact.open_items import tag_differences
from redact.risk import risk_of
from redact.tags.gazetteer import region_of
from review import desk
from review.access import needs, store, user, vault
from review.last_scan import LastScan
from review.opened import Now, Opened, Phase
from review.pages.queue import filter_arguments, read_filter
from review.pages.statement import read_audience
from review.view import View, covers
from store.approvals import Approved, approve, send_back
from store.claims import release
from store.decisions import decide
from store.ids import read_id
from store.messages import ask as ask_on_phone
from store.messages import decline_withdrawal
from store.queue import next_for
from store.rescans import put_analysis
from store.tables import IndexedKind

pages = Blueprint("approving", __name__)
# Seconds that an approval waits for the names of the case, before it says that they are being read still.
_PATIENCE: Final = 5.0
_MONTH: Final = re.compile(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])")


@pages.get("/statement/<statement_id>/approval")
@needs(Duty.REVIEWER)
def ask(statement_id: str) -> str:
    """What an approval would say, and what stands in its way; the last scan is made here."""
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]))
        shown = _looked_over(opened)
        return render_template(
            "statement/approval.html",
            view=shown,
            now=shown.now,
            counts=shown.now.decided.outcomes(),
            audiences=[a for a in Audience if covers(shown.consent, a)],
            Phase=Phase,
        )


@pages.post("/statement/<statement_id>/approve")
@needs(Duty.REVIEWER)
def confirm(statement_id: str) -> Response:
    """Approve as it stands, and go on to the next statement of the queue."""
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]))
        shown = _looked_over(opened)
        now = shown.now
        # what was seen when approving was asked for, and after all that was waited for since
        if request.form.get("last") != str(now.opened.last):
            raise AigaqError("changed_meanwhile")
        if now.phase is Phase.DONE:
            raise AigaqError("approved_before")
        if now.phase is Phase.BLOCKED:
            raise AigaqError("blocked")
        if shown.items or now.tag_differences or not shown.names_raised:
            raise AigaqError("undecided")
        if now.phase is Phase.BLIND:
            return _compare(opened)
        state = approve(store(), opened.id, _approved(shown), actor=user().user_id)
        desk.forget(opened.id)
        return _onward(opened.id, f"{state.value}" + _caught(shown))


@pages.post("/statement/<statement_id>/back")
@needs(Duty.REVIEWER)
def back(statement_id: str) -> Response:
    """Send a statement back with a question."""
    words = request.form.get("words", "").strip()[:LONGEST_COMMENT]
    if not words:
        raise AigaqError("bad_decision")
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]))
        asked = request.form.get("phone") == "1"
        if not asked:
            choice = Choice(DecisionKind.COMMENT, words=words)
            decide(store(), opened.id, [(choice, False)], vault=vault())
        send_back(store(), opened.id, actor=user().user_id)
        if asked:
            ask_on_phone(store(), opened.id, words, vault=vault())
        desk.forget(opened.id)
        return _onward(opened.id, StatementState.RETURNED.value)


@pages.post("/statement/<statement_id>/decline")
@needs(Duty.REVIEWER)
def decline(statement_id: str) -> Response:
    """Decline the withdrawal that somebody asks for; the page comes back with the reason."""
    words = request.form.get("words", "").strip()[:LONGEST_COMMENT]
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]))
        if opened.other is not None:
            raise AigaqError("claimed")
        decline_withdrawal(store(), opened.id, words, vault=vault())
        desk.forget(opened.id)
        return _to(url_for("statement.show", statement_id=opened.id))


@pages.post("/statement/<statement_id>/rescan")
@needs(Duty.REVIEWER)
def rescan(statement_id: str) -> Response:
    """Scan a blocked statement again; the page comes back with what was found."""
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]))
        text = opened.record.raw_text
        analysis = last_scan().scan(text)
        places = (tag.code for tag in analysis.tags if tag.kind is TagKind.PLACE)
        put_analysis(
            store(),
            opened.id,
            analysis,
            redacted={Audience.PUBLIC: redact_text(text, analysis, Audience.PUBLIC).text},
            regions=frozenset(region for place in places if (region := region_of(place))),
            risk=risk_of(text, analysis),
            vault=vault(),
        )
        desk.forget(opened.id)
        return _to(url_for("statement.show", statement_id=opened.id))


@pages.post("/statement/<statement_id>/leave")
@needs(Duty.REVIEWER)
def leave(statement_id: str) -> Response:
    """Give a statement up for others, undone; what was decided stays."""
    with user().lock:
        release(store(), user().user_id, read_id(statement_id[:40]))
        desk.forget(read_id(statement_id[:40]))
    return _to(url_for("queue.show", **filter_arguments(read_filter(request.form))))


def last_scan() -> LastScan:
    """The scanner of this server."""
    return cast(LastScan, current_app.extensions["aigaq_last_scan"])


def _looked_over(opened: Opened) -> View:
    """The statement after the last scan and with all names of its case, as far as they are read."""
    names = desk.case_names(opened.state.case_id, look=True)
    if names.wait(_PATIENCE):
        opened = desk.opened(opened.id)
    audience = read_audience(request.values.get("audience"))
    now = opened.now()
    shown = desk.view_of(now, audience)
    if not shown.items and now.phase not in {Phase.DONE, Phase.BLOCKED}:
        versions = {audience: now.treated(audience) for audience in Audience}
        opened.extra = (*opened.extra, *last_scan().suspects(opened.record.raw_text, now.decided, versions))
        shown = desk.view_of(opened.now(), audience)
    return shown


def _compare(opened: Opened) -> Response:
    """End the blind part: from here on the reviewer sees what the first one decided."""
    decide(store(), opened.id, [(Choice(DecisionKind.COMPARE), False)], vault=vault())
    return _to(
        url_for("statement.show", statement_id=opened.id, **filter_arguments(read_filter(request.form)))
    )


def _approved(shown: View) -> Approved:
    now, record = shown.now, shown.now.opened.record
    analysis = now.main.analysis
    compared = now.phase is Phase.COMPARE
    places = [tag.code for tag in analysis.tags if tag.kind is TagKind.PLACE]
    return Approved(
        upto=now.opened.last,
        texts={a: redact_text(record.raw_text, analysis, a).text for a in Audience},
        codes={
            IndexedKind.ABUSE: frozenset(t.code for t in analysis.tags if t.kind is TagKind.ABUSE),
            IndexedKind.REGION: frozenset(region for place in places if (region := region_of(place))),
            IndexedKind.MONTH: frozenset(
                month[0]
                for t in analysis.tags
                if t.kind is TagKind.EVENT_DATE and (month := _MONTH.match(t.code))
            ),
        },
        outcomes=now.main.outcomes(),
        compared=len(now.main.marks) if compared else 0,
        differences=_differing(now) if compared else 0,
        planted=int(shown.decoy is not None),
        caught=int(shown.decoy is not None and shown.decoy.caught),
    )


def _differing(now: Now) -> int:
    """In how many places this reviewer, deciding blind, had something else than the first one had."""
    return now.differed + len(tag_differences(now.blind, now.main))


def _caught(shown: View) -> str:
    return "" if shown.decoy is None else " caught" if shown.decoy.caught else " missed"


def _onward(statement_id: str, done: str) -> Response:
    """To the next statement that this reviewer can take, else to the queue."""
    wanted = read_filter(request.form)
    arguments = filter_arguments(wanted)
    onward = next_for(store(), wanted, user_id=user().user_id, not_this=statement_id)
    if onward is None or request.form.get("stay") == "1":
        return _to(url_for("queue.show", done=done, **arguments))
    return _to(url_for("statement.show", statement_id=onward, done=done, **arguments))


def _to(address: str) -> Response:
    """Another page: htmx goes there itself, a plain form is sent there."""
    if "HX-Request" in request.headers:
        return Response("", headers={"HX-Redirect": address})
    return Response("", status=303, headers={"Location": address})
