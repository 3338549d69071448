"""Cases: what is in each, the people that stand in several of its statements, and who may be one.

Names are read from the records of those who are shown, no others. A ruling is appended at once; the index is
made anew only when somebody asks for it, for that opens every statement of the case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from models.cases import CaseIndex, CasePerson, Proposal
from models.errors import AigaqError
from models.rulings import Member, Ruling, what_holds
from models.users import Duty
from redact.case_rulings import not_carried_out, open_proposals
from review.access import needs, store, user, vault
from review.case_mentions import CaseMentions, Mention
from review.case_rulings import apart, between
from review.case_words import EVIDENCE
from review.linking import link_case
from review.rows import shown
from store.cases import OpenedCase, open_case_of
from store.ids import read_id
from store.overview_cases import case_counts
from store.queue import case_names
from store.rulings import append_rulings, read_rulings

pages = Blueprint("case", __name__)
PAGE: Final = 20
# Of somebody who stands in more statements than these, the name is sought in these, and so many are quoted.
_NAMED_IN: Final = 6
_QUOTED: Final = 2
_LATEST: Final = 5
_LAST: Final = 100_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A person of the case on the page; `first` stands for the person in a form, `out` was ruled out."""

    person: CasePerson
    name: str
    first: str
    quotes: tuple[tuple[str, Mention], ...]
    out: frozenset[Member]


@pages.get("/cases")
@needs(Duty.REVIEWER)
def all_cases() -> str:
    """The list of cases."""
    return render_template("cases.html", cases=case_counts(store()))


@pages.get("/cases/<case_id>")
@needs(Duty.REVIEWER)
def show(case_id: str) -> str:
    """The people of a case that stand in several statements, and a page of those who may be one."""
    opened = _opened(case_id)
    rulings = _rulings(opened)
    index = opened.index
    several = [p for p in index.people if len(p.members) > 1] if index else []
    proposals = open_proposals(index, rulings) if index else []
    people_page, several_here = _page_of(several, "people")
    page, proposals_here = _page_of(proposals, "page")
    latest = _latest(index, rulings) if index else []
    by_number = {person.number: person for person in index.people} if index else {}
    pairs = [(p.one, p.other) for p in proposals_here] + [(one, other) for one, other, _ in latest]
    wanted = [*several_here, *(by_number[number] for pair in pairs for number in pair)]
    found = _shown(opened, wanted, rulings)
    return render_template(
        "case.html",
        case_id=opened.case_id,
        name=case_names(store())[opened.case_id],
        index=index,
        total=len(opened.statements),
        unread=len(set(opened.statements).difference(index.statements)) if index else 0,
        pending=not_carried_out(index, rulings) if index else 0,
        several=[found[person.number] for person in several_here],
        several_total=len(several),
        people_page=people_page,
        people_pages=_pages(several),
        proposals=[(found[p.one], found[p.other], p.score, _why(p)) for p in proposals_here],
        proposals_total=len(proposals),
        page=page,
        pages=_pages(proposals),
        latest=[(found[one], found[other], same) for one, other, same in latest],
        text=shown,
        few=_NAMED_IN,
    )


@pages.post("/cases/<case_id>/link")
@needs(Duty.REVIEWER)
def link(case_id: str) -> Response:
    """Link the people of the case anew, as `aigaq link` does."""
    linked = link_case(store(), _opened(case_id), vault())
    return _back(case_id, "linked" if linked.written else "same")


@pages.post("/cases/<case_id>/rule")
@needs(Duty.REVIEWER)
def rule(case_id: str) -> Response:
    """A reviewer's word: two people are one, or two, or a statement's person is none of the others."""
    opened = _opened(case_id)
    if opened.index is None:
        raise AigaqError("bad_decision")
    word, one = request.form.get("word"), _member(request.form.get("one"))
    if word == "apart":
        rulings = apart(opened.index, one)
    elif word in {"one", "two"}:
        other = _member(request.form.get("other"))
        rulings = between(opened.index, _rulings(opened), one, other, same=word == "one")
    else:
        raise AigaqError("bad_decision")
    append_rulings(store(), opened.case_id, rulings, vault=vault())
    return _back(case_id, word)


def _opened(case_id: str) -> OpenedCase:
    return open_case_of(store(), read_id(case_id[:40]), vault())


def _rulings(opened: OpenedCase) -> list[Ruling]:
    return [ruled.ruling for ruled in read_rulings(store(), opened.case_id, vault())]


def _shown(opened: OpenedCase, people: Sequence[CasePerson], rulings: Sequence[Ruling]) -> dict[int, Shown]:
    """People with their names, by number; what is not in memory yet is opened."""
    two = {pair for pair, same in what_holds(rulings).items() if not same}
    with user().lock:
        kept: dict[str, CaseMentions] = user().kept.setdefault("case_mentions", {})
        mentions = kept.setdefault(opened.case_id, CaseMentions())
        wanted = [statement for person in people for statement, _ in person.members[:_NAMED_IN]]
        mentions.read(store(), vault(), wanted, present=opened.statements)
        return {person.number: _one_shown(person, mentions, two) for person in people}


def _one_shown(person: CasePerson, mentions: CaseMentions, two: set[tuple[Member, Member]]) -> Shown:
    quotes = [(member[0], mentions.of(member)) for member in person.members[:_QUOTED]]
    out = {
        member
        for member in person.members
        if len(person.members) > 1
        and all((min(member, m), max(member, m)) in two for m in person.members if m != member)
    }
    return Shown(
        person,
        shown(mentions.fullest(person.members[:_NAMED_IN])),
        " ".join(person.members[0]),
        tuple((statement, mention) for statement, mention in quotes if mention is not None),
        frozenset(out),
    )


def _latest(index: CaseIndex, rulings: Sequence[Ruling]) -> list[tuple[int, int, bool]]:
    """The pairs of people that were ruled on last, and the word on them, to be changed if it was a slip."""
    number = {member: person.number for person in index.people for member in person.members}
    holds = what_holds(rulings)
    found: dict[tuple[int, int], bool] = {}
    for ruling in reversed(rulings):
        one, other = sorted((ruling.one, ruling.other))
        if one in number and other in number and number[one] != number[other] and (one, other) in holds:
            low, high = sorted((number[one], number[other]))
            found.setdefault((low, high), holds[one, other])
    return [(one, other, same) for (one, other), same in list(found.items())[:_LATEST]]


def _why(proposal: Proposal) -> list[str]:
    return [str(EVIDENCE[why]) for why in proposal.why]


def _member(typed: str | None) -> Member:
    statement, _, identity = (typed or "").partition(" ")
    return statement, identity


def _back(case_id: str, done: str) -> Response:
    """To the page that the form was on."""
    places = {name: number for name in ("page", "people") if (number := _number(request.form.get(name))) > 1}
    anchor = {"apart": "people", "linked": None, "same": None}.get(done, "proposals")
    address = url_for("case.show", case_id=read_id(case_id[:40]), done=done, **places, _anchor=anchor)  # type: ignore[arg-type]
    return redirect(address, 303)


def _pages(rows: Sequence[object]) -> int:
    return max(1, -(-len(rows) // PAGE))


def _page_of(rows: Sequence[_T], name: str) -> tuple[int, Sequence[_T]]:
    """The page that the address asks for, the last one where there are fewer, and what stands on it."""
    page = min(_number(request.args.get(name)), _pages(rows))
    return page, rows[(page - 1) * PAGE : page * PAGE]


def _number(typed: str | None) -> int:
    return min(_LAST, max(1, int(typed))) if typed and typed.isdecimal() and len(typed) < 7 else 1
