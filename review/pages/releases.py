"""Releases: what went out, asking for one, making one, deciding on what the gate found, fetching it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from flask import Blueprint, Response, abort, redirect, render_template, request, send_file, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as Answer

from models.errors import AigaqError
from models.labels import Audience
from models.users import Duty
from review.access import needs, sessions, store, user, vault
from review.languages import error_sentence
from review.pages.approving import last_scan
from review.release_words import DIMS, FORMATS, KINDS, STEPS, WHYS
from review.release_work import ReleaseWork, Standing, State, sweep
from review.rows import shown
from share.composing import Composed
from share.gate.leaks import Leak, LeakKind
from share.releasing import NAMED, SMALLEST, Wanted
from share.rewrite import Span
from store.ids import read_id
from store.queue import case_names
from store.release_requests import ask_for, open_requests
from store.releases import release_of, releases, shelf

pages = Blueprint("releases", __name__)
_AROUND: Final = 70
_MOST_GROUPS: Final = 60
_MOST_PLACES: Final = 12
_LONGEST: Final = 200
_MOST_K: Final = 1000
_DIGITS: Final = 6
_SETTLED: Final = frozenset({LeakKind.SURVIVES, LeakKind.ELSEWHERE, LeakKind.FOUND_AGAIN})


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A place that the gate points at, with the released text around it; `number` is its leak's."""

    number: int
    statement_id: str
    before: str
    words: str
    after: str
    hidden_in: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Group:
    """Places of one kind with the same words, which one word of the reviewer settles.

    `left` is how many are open, `places` are the first of these, which are shown.
    """

    id: int
    kind: LeakKind
    label: str | None
    words: str
    left: int
    places: tuple[Place, ...]
    files: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    settles: bool


@pages.record
def _tidy(setup: BlueprintSetupState) -> None:
    """What a server that was killed left on the shelf goes when the next one starts."""
    sweep(setup.app.extensions["aigaq_store"])


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
        Audience=Audience,
        smallest=SMALLEST[Audience.PUBLIC],
        most=_MOST_K,
        formats=FORMATS,
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
    answers = [
        one.id
        for one in open_requests(store())
        if (one.id, one.case_id, one.audience) == (request.form.get("request"), case_id, audience)
    ]
    wanted = Wanted(
        case=names[case_id],
        audience=audience,
        recipient=recipient,
        formats=tuple(f for f in FORMATS if f in request.form.getlist("formats")) or tuple(FORMATS),
        k=_wanted_k(request.form.get("k", "").strip()),
    )
    me, alive = user(), sessions()
    with me.lock:
        _give_up()
        work = ReleaseWork(
            store(),
            vault(),
            wanted,
            last_scan().scan,
            alive=lambda: alive.holds(me),
            request=next(iter(answers), None),
        )
        me.kept["release"], me.at_end["release"] = work, work.give_up
        work.start()
    return redirect(url_for("releases.at_work"), 303)


@pages.get("/releases/making")
@needs(Duty.REVIEWER)
def at_work() -> str | Answer:
    """The release in the making: how far it is, or what the gate found beside the texts."""
    asked_by_itself = "HX-Request" in request.headers
    with user().lock:
        work = _work()
        if work is None:
            # given up or handed out in another window
            to = url_for("releases.show")
            return Response(headers={"HX-Redirect": to}) if asked_by_itself else redirect(to, 303)
        now = work.now
        groups = _groups(work, now)
        on_page = _on_page(groups)
        steps, at, of = _steps(work)
        done = now.done
        return render_template(
            "release_state.html" if asked_by_itself else "release.html",
            wanted=work.wanted,
            now=now,
            State=State,
            asked_by_itself=asked_by_itself,
            steps=steps,
            at=at,
            of=of,
            done=done,
            report=done.prepared.report if done else None,
            groups=on_page,
            more=len(groups) - len(on_page),
            left=sum(group.left > 0 for group in groups),
            staying=_staying(work, now),
            wrong=error_sentence(now.error) if now.error else None,
            kinds=KINDS,
            dims=DIMS,
            whys=WHYS,
            text=shown,
        )


@pages.post("/releases/making/settle")
@needs(Duty.REVIEWER)
def settle() -> Answer:
    """The words of a group may stay, at each place that was shown: what nobody saw, nobody can settle."""
    with user().lock:
        work = _blocked()
        group = _number(request.form.get("group", ""))
        places = {_number(typed) for typed in request.form.getlist("place")}
        groups = _on_page(_groups(work, work.now))
        seen = {place.number for one in groups if one.settles for place in one.places}
        if not places or not places <= seen | work.settled:
            raise AigaqError("bad_decision")
        work.settle(places)
    return redirect(url_for("releases.at_work", _anchor=f"g{group}"), 303)


@pages.post("/releases/making/leave-out")
@needs(Duty.REVIEWER)
def leave_out() -> Answer:
    """Leave a statement out of this release."""
    with user().lock:
        work = _blocked()
        group = _number(request.form.get("group", ""))
        work.leave_out(read_id(request.form.get("statement", "")[:40]))
    return redirect(url_for("releases.at_work", _anchor=f"g{group}"), 303)


@pages.post("/releases/making/again")
@needs(Duty.REVIEWER)
def again() -> Answer:
    """Try again with what was decided."""
    with user().lock:
        _needed().start()
    return redirect(url_for("releases.at_work"), 303)


@pages.post("/releases/making/hand-out")
@needs(Duty.REVIEWER)
def hand_out() -> Answer:
    """Record the release and put the bundle on the shelf."""
    with user().lock:
        work = _needed()
        if request.form.get("run") != str(work.now.run):
            raise AigaqError("release_blocked")  # another bundle than the one that was looked at
        release_id = work.hand_out()
        _give_up()
    return redirect(url_for("releases.show", done="handed_out", release=release_id), 303)


@pages.post("/releases/making/give-up")
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
    return send_file(path, mimetype="application/zip", as_attachment=True, download_name=path.name)


def _typed() -> tuple[str, Audience, str | None]:
    try:
        audience = Audience(request.form.get("audience", ""))
    except ValueError:
        abort(400)
    # signs that nobody sees, or that turn the direction of what follows, belong to nobody's name
    typed = "".join(c if c.isprintable() else " " for c in request.form.get("recipient", ""))
    recipient = " ".join(typed.split())[:_LONGEST].strip() or None
    if audience in NAMED and recipient is None:
        raise AigaqError("recipient_needed")
    return request.form.get("case", ""), audience, recipient


def _wanted_k(typed: str) -> int | None:
    k = _number(typed) if typed else None
    if k is not None and not 0 < k <= _MOST_K:
        abort(400)  # never less than was asked for
    return k


def _number(typed: str) -> int:
    if not (typed.isdecimal() and len(typed) <= _DIGITS):
        abort(400)
    return int(typed)


def _work() -> ReleaseWork | None:
    return cast("ReleaseWork | None", user().kept.get("release"))


def _needed() -> ReleaseWork:
    work = _work()
    if work is None:
        raise AigaqError("no_such_release")
    return work


def _blocked() -> ReleaseWork:
    """The release whose findings the page showed; after another try its numbers mean other places."""
    work = _needed()
    if work.now.state is not State.BLOCKED or request.form.get("run") != str(work.now.run):
        raise AigaqError("bad_decision")
    return work


def _give_up() -> None:
    work = user().kept.pop("release", None)
    user().at_end.pop("release", None)
    if work is not None:
        work.give_up()


def _steps(work: ReleaseWork) -> tuple[list[tuple[str, bool]], int, int]:
    """The steps of a run in their order, each with whether it is being done, and how far that one is."""
    step, at, of = work.step
    if step in work.wanted.formats:
        step, at = "write", work.wanted.formats.index(step)
    names = [name for name in STEPS if name != "coarsen" or work.wanted.smallest > 1]
    return [(STEPS[name], name == step) for name in names], min(at, of), of


def _groups(work: ReleaseWork, now: Standing) -> list[Group]:
    """What the gate found, by kind and words; each group with its places in the texts."""
    if now.done is None:
        return []
    texts = {one.told.id: one for one in now.done.prepared.composed}
    grouped: dict[tuple[LeakKind, str], dict[int, Leak]] = {}
    for number, leak in sorted(enumerate(now.done.verdict.leaks), key=lambda one: _order(one[1])):
        grouped.setdefault((leak.kind, _alike(leak, texts)), {})[number] = leak
    return [_group(leaks, texts, work) for leaks in grouped.values()]


def _order(leak: Leak) -> tuple[int, int, Span, str]:
    """By kind, then as they come in the bundle."""
    return tuple(LeakKind).index(leak.kind), leak.number or 0, leak.released or (0, 0), leak.file or ""


def _on_page(groups: list[Group]) -> list[Group]:
    """The first groups with something to decide on, and those between them that are decided."""
    shown_now: list[Group] = []
    for group in groups:
        if group.left and sum(one.left > 0 for one in shown_now) == _MOST_GROUPS:
            break
        shown_now.append(group)
    return shown_now


def _alike(leak: Leak, texts: Mapping[str, Composed]) -> str:
    """What the leaks of a group have in common besides their kind."""
    if leak.kind in _SETTLED:
        return _words(leak, texts).casefold()
    return "" if leak.kind is LeakKind.FEW else leak.file or leak.statement_id or ""


def _group(leaks: Mapping[int, Leak], texts: Mapping[str, Composed], work: ReleaseWork) -> Group:
    first = next(iter(leaks.values()))
    still = {
        number: leak
        for number, leak in leaks.items()
        if number not in work.settled and leak.statement_id not in work.wanted.without
    }
    shown_now = [n for n, leak in still.items() if leak.statement_id in texts][:_MOST_PLACES]
    return Group(
        id=next(iter(leaks)),
        kind=first.kind,
        label=None if first.label is None else first.label.value,
        words=_words(first, texts) if first.kind in _SETTLED else "",
        left=len(still),
        places=tuple(_place(n, still[n], texts) for n in shown_now),
        files=tuple(dict.fromkeys((one.file, one.part or "") for one in leaks.values() if one.file)),
        others=tuple(dict.fromkeys(one.other for one in leaks.values() if one.other)),
        settles=first.kind in _SETTLED and all(leak.span is not None for leak in leaks.values()),
    )


def _words(leak: Leak, texts: Mapping[str, Composed]) -> str:
    one = texts.get(leak.statement_id or "")
    return "" if one is None or leak.released is None else one.text.text[slice(*leak.released)]


def _place(number: int, leak: Leak, texts: Mapping[str, Composed]) -> Place:
    one = texts[leak.statement_id or ""]
    # what is rare in a statement as a whole stands at no place of it
    text, (start, end) = ("", (0, 0)) if leak.released is None else (one.text.text, leak.released)
    return Place(
        number=number,
        statement_id=one.told.id,
        before=_whole_words(text[max(0, start - _AROUND - 1) : start][::-1])[::-1],
        words=text[start:end],
        after=_whole_words(text[end : end + _AROUND + 1]),
        hidden_in=leak.elsewhere,
    )


def _whole_words(text: str) -> str:
    """The beginning of a text, cut where a word ends."""
    if len(text) <= _AROUND:
        return text
    cut = max(text.rfind(space, 0, _AROUND) for space in " \n")
    return text[: cut if cut > 0 else _AROUND] + " …"


def _staying(work: ReleaseWork, now: Standing) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if now.done is not None:
        for statement_id, why in now.done.prepared.staying.items():
            found.setdefault(why.value, []).append(statement_id)
    return found
