"""Releases: what went out, asking for one, making one, deciding on what the gate found, fetching it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, cast

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Answer

from models.errors import AigaqError
from models.labels import Audience
from models.users import Duty
from review.access import needs, sessions, store, user, vault
from review.pages.approving import last_scan
from review.release_words import DIMS, FORMATS, KINDS, STEPS, WHYS
from review.release_work import ReleaseWork, State, shelf
from review.rows import shown
from share.composing import Composed
from share.gate.leaks import Leak, LeakKind
from share.releasing import NAMED, SMALLEST, Wanted
from store.ids import read_id
from store.queue import case_names
from store.release_requests import ask_for, open_requests
from store.releases import release_of, releases

pages = Blueprint("releases", __name__)
_AROUND: Final = 70
_MOST_GROUPS: Final = 60
_MOST_PLACES: Final = 12
_LONGEST: Final = 200
_SETTLED: Final = frozenset({LeakKind.SURVIVES, LeakKind.ELSEWHERE, LeakKind.FOUND_AGAIN})


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A place that the gate points at, with the released text around it."""

    statement_id: str
    name: str
    before: str
    words: str
    after: str
    settled: bool


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """Places of one kind with the same words, which one word of the reviewer settles."""

    number: int
    kind: LeakKind
    label: str | None
    places: tuple[Place, ...]
    more: int
    files: tuple[str, ...]
    settles: bool


@pages.get("/releases")
@needs(Duty.REVIEWER, Duty.OPERATOR)
def show() -> str:
    """The list of releases, and the forms to ask for one or to make one."""
    work = _work() if user().duty is Duty.REVIEWER else None
    there = {path.stem for path in shelf(store()).glob("*.zip")}
    return render_template(
        "releases.html",
        listed=releases(store())[::-1],
        there=there,
        requests=open_requests(store()),
        cases=case_names(store()),
        work=work,
        State=State,
        Audience=Audience,
        smallest=SMALLEST,
        formats=FORMATS,
        named=NAMED,
    )


@pages.post("/releases/ask")
@needs(Duty.OPERATOR)
def ask() -> Answer:
    """Ask the reviewers for a release."""
    case_id, audience, recipient = _typed()
    ask_for(store(), case_id, audience, recipient, actor=user().user_id)
    return redirect(url_for("releases.show", done="asked"), 303)


@pages.post("/releases/make")
@needs(Duty.REVIEWER)
def make() -> Answer:
    """Begin a release; one that was begun before is given up."""
    case_id, audience, recipient = _typed()
    names = case_names(store())
    if case_id not in names:
        raise AigaqError("no_such_case")
    if audience in NAMED and recipient is None:
        raise AigaqError("recipient_needed")
    k = request.form.get("k", "")
    wanted = Wanted(
        case=names[case_id],
        audience=audience,
        recipient=recipient,
        formats=tuple(f for f in FORMATS if f in request.form.getlist("formats")) or tuple(FORMATS),
        k=int(k) if k.isdecimal() and 0 < int(k) <= 1000 else None,
    )
    me = user()
    with me.lock:
        _give_up()
        alive = sessions()
        work = ReleaseWork(
            store(),
            vault(),
            wanted,
            last_scan().scan,
            alive=lambda: alive.holds(me),
            request=request.form.get("request") or None,
        )
        me.kept["release"] = work
        work.start()
    return redirect(url_for("releases.at_work"), 303)


@pages.get("/releases/work")
@needs(Duty.REVIEWER)
def at_work() -> str | Answer:
    """The release in the making: how far it is, or what the gate found beside the texts."""
    work = _work()
    if work is None:
        return redirect(url_for("releases.show"), 303)
    part = "release_state.html" if "HX-Request" in request.headers else "release.html"
    with user().lock:
        done = work.done
        return render_template(
            part,
            work=work,
            State=State,
            case=work.wanted.case,
            done=done,
            groups=list(_groups(work)) if done else [],
            staying=_staying(work),
            report=done.prepared.report if done else None,
            step=STEPS.get(work.step[0], work.step[0]),
            kinds=KINDS,
            dims=DIMS,
            whys=WHYS,
            text=shown,
        )


@pages.post("/releases/work/settle")
@needs(Duty.REVIEWER)
def settle() -> Answer:
    """The words of a group may stay, at each place that was shown."""
    with user().lock:
        work = _needed()
        leaks = _leaks_of(work, request.form.get("group", ""))
        work.settle([leak for leak in leaks if leak not in work.settled])
    return redirect(url_for("releases.at_work", _anchor="found"), 303)


@pages.post("/releases/work/leave-out")
@needs(Duty.REVIEWER)
def leave_out() -> Answer:
    """Leave a statement out of this release."""
    with user().lock:
        _needed().leave_out(read_id(request.form.get("statement", "")[:40]))
    return redirect(url_for("releases.at_work", _anchor="found"), 303)


@pages.post("/releases/work/again")
@needs(Duty.REVIEWER)
def again() -> Answer:
    """Try again with what was decided."""
    with user().lock:
        work = _needed()
        if work.state is not State.RUNNING:
            work.start()
    return redirect(url_for("releases.at_work"), 303)


@pages.post("/releases/work/hand-out")
@needs(Duty.REVIEWER)
def hand_out() -> Answer:
    """Record the release and put the bundle on the shelf."""
    with user().lock:
        _needed().hand_out()
        user().kept.pop("release", None)
    return redirect(url_for("releases.show", done="handed_out"), 303)


@pages.post("/releases/work/give-up")
@needs(Duty.REVIEWER)
def give_up() -> Answer:
    """Give a release up."""
    with user().lock:
        _give_up()
    return redirect(url_for("releases.show"), 303)


@pages.get("/releases/<release_id>/bundle")
@needs(Duty.REVIEWER, Duty.OPERATOR)
def fetch(release_id: str) -> Response:
    """The bundle as a zip, as long as it lies on the shelf."""
    release = release_of(store(), read_id(release_id[:40]))
    path = shelf(store()) / f"{release.id}.zip"
    if not path.is_file():
        raise AigaqError("no_such_release")
    return send_file(path, mimetype="application/zip", as_attachment=True, download_name=f"{release.id}.zip")


def _typed() -> tuple[str, Audience, str | None]:
    try:
        audience = Audience(request.form.get("audience", ""))
    except ValueError:
        raise AigaqError("bad_decision") from None
    recipient = " ".join(request.form.get("recipient", "").split())[:_LONGEST] or None
    return request.form.get("case", ""), audience, recipient


def _work() -> ReleaseWork | None:
    return cast("ReleaseWork | None", user().kept.get("release"))


def _needed() -> ReleaseWork:
    work = _work()
    if work is None:
        raise AigaqError("no_such_release")
    return work


def _give_up() -> None:
    work = user().kept.pop("release", None)
    if work is not None:
        work.give_up()


def _groups(work: ReleaseWork) -> Iterator[Group]:
    """What the gate found, by kind and words; each group with its places in the texts."""
    done = work.done
    if done is None:
        return
    texts = {one.told.id: one for one in done.prepared.composed}
    for number, (kind, leaks) in enumerate(list(_grouped(work).values())[:_MOST_GROUPS]):
        places = tuple(_place(leak, texts, work) for leak in leaks[:_MOST_PLACES] if leak.statement_id)
        yield Group(
            number=number,
            kind=kind,
            label=None if leaks[0].label is None else leaks[0].label.value,
            places=places,
            more=max(0, len(leaks) - _MOST_PLACES),
            files=tuple(sorted({leak.file for leak in leaks if leak.file})),
            settles=kind in _SETTLED and all(leak.span is not None for leak in leaks),
        )


def _grouped(work: ReleaseWork) -> dict[tuple[LeakKind, str], tuple[LeakKind, list[Leak]]]:
    done = work.done
    found: dict[tuple[LeakKind, str], tuple[LeakKind, list[Leak]]] = {}
    if done is None:
        return found
    texts = {one.told.id: one for one in done.prepared.composed}
    for leak in done.verdict.leaks:
        one = texts.get(leak.statement_id or "")
        words = leak.file or leak.statement_id or ""
        if leak.kind in _SETTLED and one is not None and leak.released is not None:
            words = one.text.text[slice(*leak.released)].casefold()
        found.setdefault((leak.kind, words), (leak.kind, []))[1].append(leak)
    return found


def _leaks_of(work: ReleaseWork, number: str) -> list[Leak]:
    """The leaks of a group that was shown in full; what nobody saw, nobody can settle."""
    groups = list(_grouped(work).values())[:_MOST_GROUPS]
    if not number.isdecimal() or int(number) >= len(groups):
        raise AigaqError("bad_decision")
    kind, leaks = groups[int(number)]
    if kind not in _SETTLED:
        raise AigaqError("bad_decision")
    return [leak for leak in leaks if leak not in work.settled][:_MOST_PLACES]


def _place(leak: Leak, texts: dict[str, Composed], work: ReleaseWork) -> Place:
    one = texts[leak.statement_id or ""]
    text = one.text.text
    start, end = leak.released or (0, 0)
    return Place(
        statement_id=one.told.id,
        name=one.item.name,
        before=text[max(0, start - _AROUND) : start],
        words=text[start:end],
        after=text[end : end + _AROUND],
        settled=leak in work.settled or one.told.id in work.wanted.without,
    )


def _staying(work: ReleaseWork) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if work.done is not None:
        for statement_id, why in work.done.prepared.staying.items():
            found.setdefault(why.value, []).append(statement_id)
    return found
