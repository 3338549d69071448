"""Which statements of a case may go into a bundle, and why the others may not."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.labels import Audience
from models.statements import Consent, StatementState
from share.told import Told
from store.consents import covers
from store.releases import Seen


class Why(StrEnum):
    """Why a statement does not go; the report and the pages have words for each."""

    NOT_APPROVED = "not_approved"
    BLOCKED = "blocked"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    NO_CONSENT = "no_consent"
    NOT_NAMED = "not_named"
    OLD_TEXT = "old_text"
    LEFT_OUT = "left_out"
    TOO_FEW = "too_few"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, repr=False)
class Chosen:
    """The statements that go, and the ids of all others of the case with the reason."""

    going: tuple[Told, ...]
    staying: Mapping[str, Why]


def choose(  # noqa: PLR0913 - what a release is of, and all but two are named
    told: Iterable[Told],
    seen: Mapping[str, Seen],
    *,
    audience: Audience,
    recipient: str | None,
    named: bool = False,
    without: Collection[str] = (),
    changed: Collection[str] = (),
) -> Chosen:
    """Sort a case's statements: a consent covers the audience or names who gets it; `named`: it must name."""
    going: list[Told] = []
    staying: dict[str, Why] = {}
    for one in told:
        why = _why_not(one, seen, audience, recipient)
        if why is None and named and not names(one.consent, recipient):
            why = Why.NOT_NAMED
        if one.id in without:
            why = Why.LEFT_OUT
        elif one.id in changed:
            why = Why.CHANGED
        if why is None:
            going.append(one)
        else:
            staying[one.id] = why
    return Chosen(tuple(going), staying)


def _why_not(one: Told, seen: Mapping[str, Seen], audience: Audience, recipient: str | None) -> Why | None:
    if one.state is StatementState.WITHDRAWN:
        return Why.WITHDRAWN
    if one.state is StatementState.BLOCKED or one.analysis.failures:
        return Why.BLOCKED
    if one.state is not StatementState.APPROVED or one.id not in seen:
        return Why.NOT_APPROVED
    return _why_not_approved_one(one.consent, seen[one.id], audience, recipient)


def _why_not_approved_one(
    consent: Consent, seen: Seen, audience: Audience, recipient: str | None
) -> Why | None:
    if seen.asked:  # a reviewer whose page was open may have approved it since
        return Why.WITHDRAWAL_ASKED
    if seen.scope is not consent.scope:
        return Why.CHANGED
    return None if covers(consent, audience, recipient=recipient) else Why.NO_CONSENT


def names(consent: Consent, recipient: str | None) -> bool:
    """Whether a consent names a recipient."""
    return recipient is not None and recipient.casefold() in {name.casefold() for name in consent.recipients}
