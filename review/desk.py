"""What a reviewer has on the desk: the statements opened in this session, the last few of them in memory."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final, cast

from models.labels import Audience
from redact.risk import risk_of
from review.access import sessions, store, user, vault
from review.case_names import WHY, CaseNames
from review.decoys import decoy_of
from review.opened import Now, Opened, Phase, open_statement
from review.view import View
from store.claims import put_counts
from store.messages import reaches_phone, read_messages
from store.users import list_users

_IN_MEMORY: Final = 8
_MOMENT: Final = 0.2


def opened(statement_id: str, *, look: bool = False) -> Opened:
    """A statement, opened or brought up to date; with `look`, also whether its case has new statements.

    Errors: no_such_statement, withdrawn, record_damaged.
    """
    desk = _desk()
    found = desk.get(statement_id)
    if found is None:
        found = desk[statement_id] = open_statement(store(), vault(), statement_id)
        if not found.state.counted:
            risk = risk_of(found.record.raw_text, found.record.analysis)
            put_counts(store(), statement_id, risk, actor=user().user_id)
            found.refresh(store(), vault())
    else:
        try:
            found.refresh(store(), vault())
        except BaseException:
            del desk[statement_id]  # withdrawn meanwhile, or the vault was changed
            raise
    desk.move_to_end(statement_id)
    while len(desk) > _IN_MEMORY:
        desk.popitem(last=False)
    if look:
        found.messages = tuple(read_messages(store(), statement_id, vault()))
        found.phone = reaches_phone(store(), statement_id)
    _raise_names(found, look=look)
    return found


def _raise_names(found: Opened, *, look: bool) -> None:
    """Put the places where names of the case stand unmasked among the suspects, when new names were read."""
    names = case_names(found.state.case_id, look=look)
    if look:
        names.wait(_MOMENT)  # those of a small case are read at once
    version = names.version
    blind = found.now().phase is Phase.BLIND
    if found.kept.get("names") == version and found.kept.get("names blind") == blind:
        return
    without = found.id if blind else None
    raised = names.suspects(found.record.raw_text, found.record.analysis, without=without)
    found.extra = (*(s for s in found.extra if s.why != WHY), *raised)
    found.kept["names"], found.kept["names blind"] = version, blind


def forget(statement_id: str) -> None:
    """Let go of a statement's words."""
    _desk().pop(statement_id, None)


def case_names(case_id: str, *, look: bool = False) -> CaseNames:
    """The names that are masked in a case, read beside the work; `look` whether statements have come since.

    They are read once for all reviewers of this server and forgotten when the last one has left.
    """
    shared = sessions().shared
    names = shared.get(case_id)
    if names is None:
        look, names = True, shared.setdefault(case_id, CaseNames(case_id))
    if look or not names.ready:
        names.start(store(), vault())
    return cast(CaseNames, names)


def view_of(now: Now, audience: Audience) -> View:
    """What the reviewer sees of a statement."""
    decoy = decoy_of(now, enabled=now.opened.state.decoys)
    return View(now, audience, decoy=decoy, names=case_names(now.opened.state.case_id), users=_names())


def _names() -> Mapping[str, str]:
    """The names of all users by id; read once a session, for a name never changes."""
    kept: dict[str, str] = user().kept.setdefault("users", {})
    if not kept:
        kept.update({u.id: u.name for u in list_users(store())})
    return kept


def _desk() -> "OrderedDict[str, Opened]":
    return cast("OrderedDict[str, Opened]", user().kept.setdefault("desk", OrderedDict()))
