"""Deciding: each key or button of the statement page ends here, and the parts that changed go back."""

import json
from dataclasses import replace
from typing import Any, Final, TypeVar

from flask import Blueprint, Response, render_template, request

from models.decisions import Choice, Decision, DecisionKind
from models.errors import AigaqError
from models.findings import TagKind
from models.labels import Label, Role
from models.users import Duty
from review import desk
from review.access import needs, store, user, vault
from review.choices import ACTIONS, Wanted, changes_release, choose, places_of
from review.in_case import add_in_case
from review.languages import _
from review.opened import Now, Opened, Phase
from review.pages.statement import read_audience, sent_key
from review.view import redo_target, undo_target
from store.decisions import decide as store_decisions
from store.ids import read_id
from store.journal import now as this_moment

pages = Blueprint("deciding", __name__)
_E = TypeVar("_E", Label, Role, TagKind)
_FARTHEST: Final = 100_000_000


@pages.post("/statement/<statement_id>/decide")
@needs(Duty.REVIEWER)
def decide(statement_id: str) -> Response:
    """One decision; the answer holds the parts of the page that are different now."""
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]))
        now = opened.now()
        _check_open(now)
        wanted = read_wanted()
        choice = _undo(now, wanted.action) or choose(now, wanted)
        made = _store(opened, now, choice)
        elsewhere = 0
        if made.choice.kind is DecisionKind.ADD and made.choice.label is Label.PERSON:
            text = opened.record.raw_text
            names = [text[start:end] for start, end in made.choice.spans]
            desk.case_names(opened.state.case_id).add(opened.id, names)
            if _flag("case"):
                elsewhere = add_in_case(store(), vault(), opened, names)
        return changed_parts(opened, said=_said(made.choice, elsewhere))


@pages.get("/statement/<statement_id>/parts")
@needs(Duty.REVIEWER)
def parts(statement_id: str) -> Response:
    """The parts that are different from what the page has: another audience, or work in another window."""
    with user().lock:
        return changed_parts(desk.opened(read_id(statement_id[:40])))


@pages.post("/statement/<statement_id>/places")
@needs(Duty.REVIEWER)
def places(statement_id: str) -> str:
    """How many places typed words stand at, unmasked, before they are masked."""
    with user().lock:
        opened = desk.opened(read_id(statement_id[:40]))
        words = request.form.get("words", "")[:200]
        label = _one_of(Label, request.form.get("label")) or Label.PERSON
        text = opened.record.raw_text
        spans = places_of(opened.now().decided, text, words, label) if words.strip() else []
        found = [(text[max(0, a - 30) : a], text[a:b], text[b : b + 30]) for a, b in spans[:8]]
        return render_template("statement/places.html", count=len(spans), found=found)


def changed_parts(opened: Opened, *, said: str = "") -> Response:
    """The parts that changed since the page was sent, for htmx to swap in by their ids."""
    now = opened.now()
    audience = read_audience(request.values.get("audience"))
    shown = desk.view_of(now, audience)
    fresh = shown.parts()
    known: Any = opened.kept.get("sent")
    has = known[1] if known is not None and known[0] == request.values.get("has") else {}
    opened.kept["sent"] = (sent_key(now.opened.last, audience), fresh)
    changed = [_swapped(html) for name, html in fresh.items() if has.get(name) != html]
    response = Response("".join(changed), mimetype="text/html")
    place = _number(request.values.get("start")) or 0
    told = {
        "has": sent_key(opened.last, audience),
        "next": shown.next_after(place),
        "left": len(shown.items),
        "say": said,
    }
    # ASCII only: a header knows no other letters
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"aigaq": told}, ensure_ascii=True)
    return response


def read_wanted() -> Wanted:
    """What the form asks for; bad_decision where it makes no sense."""
    form = request.form
    start, end = _number(form.get("start")), _number(form.get("end"))
    if form.get("action") not in ACTIONS | {"undo", "redo"}:
        raise AigaqError("bad_decision")
    return Wanted(
        action=form["action"],
        span=None if start is None or end is None else (start, end),
        label=_one_of(Label, form.get("label")),
        identity=(form.get("identity") or "")[:80],
        role=_one_of(Role, form.get("role")),
        words=form.get("words", ""),
        tag=_one_of(TagKind, form.get("tag")),
        code=(form.get("code") or "")[:80] or None,
        all={"1": True, "0": False}.get(form.get("all", "")),
        everywhere=_flag("everywhere"),
    )


def _check_open(now: Now) -> None:
    """Whether this reviewer may decide now; on what is approved only where reopening was asked for."""
    if now.phase is Phase.BLOCKED:
        raise AigaqError("blocked")
    if now.phase is Phase.DONE and not _flag("reopen") and request.form.get("action") != "comment":
        raise AigaqError("approved_before")


def _store(opened: Opened, now: Now, choice: Choice) -> Decision:
    blind = now.phase is Phase.BLIND
    if blind:
        choice = replace(choice, blind=True)
    candidate = Decision(opened.last + 1, opened.user_id, this_moment(), choice)
    after = Now(opened, (*now.decisions, candidate), now.extra)
    changes = changes_release(now, choice, after.main)
    (made,) = store_decisions(store(), opened.id, [(choice, changes)], vault=vault())
    if changes or made.number != opened.last + 1:
        opened.refresh(store(), vault())
    else:
        opened.decisions.append(made)  # nothing else of the statement is another by it
    return made


def _undo(now: Now, action: str) -> Choice | None:
    if action not in {"undo", "redo"}:
        return None
    target = undo_target(now) if action == "undo" else redo_target(now)
    if target is None:
        raise AigaqError("bad_decision")
    return Choice(DecisionKind.UNDO, target=target)


def _said(choice: Choice, elsewhere: int) -> str:
    """What a screen reader says after a decision."""
    count = len(choice.spans)
    words = {
        DecisionKind.ACCEPT: _("Accepted: %(count)d", count=count),
        DecisionKind.REJECT: _("Stays readable: %(count)d", count=count),
        DecisionKind.RELABEL: _("Kind changed: %(count)d", count=count),
        DecisionKind.ADD: _("Masked: %(count)d", count=count),
        DecisionKind.ASSIGN: _("Joined with another: %(count)d", count=count),
        DecisionKind.ROLE: _("Role set: %(count)d", count=count),
        DecisionKind.DISMISS: _("Not a name: %(count)d", count=count),
        DecisionKind.UNDO: _("Taken back"),
        DecisionKind.COMMENT: _("Comment stored"),
    }.get(choice.kind, _("Stored"))
    if elsewhere:
        words += ". " + _("Masked in other statements of the case too: %(count)d", count=elsewhere)
    return words


def _swapped(html: str) -> str:
    """A part that htmx puts in the place of the one with its id."""
    return html.lstrip().replace(" id=", ' hx-swap-oob="true" id=', 1)


def _flag(name: str) -> bool:
    return request.form.get(name) == "1"


def _one_of(kind: type[_E], value: str | None) -> _E | None:
    try:
        return kind(value) if value else None
    except ValueError:
        return None


def _number(value: str | None) -> int | None:
    if value is None or not value.isascii() or not value.isdecimal() or len(value) > 9:
        return None
    return min(int(value), _FARTHEST)
