"""What the journal and its audit say, in words for people; store/journal.py has the codes."""

import re
from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models.statements import ConsentScope
from review.languages import SCOPES, _
from store.journal import Done

DONE: Final[Mapping[str, Any]] = {
    Done.STORE_CREATED: _l("Store made"),
    Done.CASE_CREATED: _l("Case made"),
    Done.BATCH_STARTED: _l("Batch begun"),
    Done.BATCH_FINISHED: _l("Batch finished"),
    Done.STATEMENT_ADDED: _l("Statement taken in"),
    Done.STATEMENT_UNSEALED: _l("Statement opened"),
    Done.STATEMENT_WITHDRAWN: _l("Statement withdrawn"),
    Done.CONSENT_CHANGED: _l("Consent changed"),
    Done.RECORD_RESEALED: _l("Record sealed anew"),
    Done.STATEMENT_COUNTED: _l("Statement counted for the queue"),
    Done.STATEMENT_RESCANNED: _l("Statement scanned again"),
    Done.DECIDED: _l("Decision"),
    Done.DECISIONS_RESEALED: _l("Decisions sealed anew"),
    Done.APPROVED: _l("Approval"),
    Done.REOPENED: _l("Approvals lapsed"),
    Done.RETURNED: _l("Statement sent back"),
    Done.TEXTS_WRITTEN: _l("Approved texts written"),
    Done.TEXTS_REMOVED: _l("Approved texts removed"),
    Done.SETTING_CHANGED: _l("Setting changed"),
    Done.CASE_LINKED: _l("People of a case linked"),
    Done.INDEX_RESEALED: _l("Index of a case sealed anew"),
    Done.INDEX_REMOVED: _l("Index of a case removed"),
    Done.RULED: _l("Ruling on who is one"),
    Done.RELEASE_ASKED: _l("Release asked for"),
    Done.RELEASED: _l("Release handed out"),
    Done.RECALLED: _l("Recall prepared"),
    Done.RULINGS_RESEALED: _l("Rulings sealed anew"),
    Done.USER_ADDED: _l("User added"),
    Done.USER_DISABLED: _l("User disabled"),
    Done.PASSPHRASE_CHANGED: _l("Passphrase changed"),
    Done.UNLOCK_FAILED: _l("Wrong passphrase"),
    Done.UNLOCKED_AFTER_FAILURES: _l("Signed in after wrong passphrases"),
    Done.VAULT_ROTATED: _l("Key of the vault changed"),
    Done.INTAKE_ROTATED: _l("Intake key changed"),
    Done.INTAKE_FORGOTTEN: _l("Old intake keys removed"),
    Done.INTAKE_EXPORTED: _l("Intake keys given out"),
    Done.DEVICE_ENROLLED: _l("Device enrolled"),
    Done.DEVICE_REVOKED: _l("Device revoked"),
    Done.ENVELOPE_RECEIVED: _l("Envelope received"),
    Done.ENVELOPE_REFUSED: _l("Envelopes refused"),
    Done.CARD_MADE: _l("Card for a phone made"),
    Done.CARD_DROPPED: _l("Card for a phone made invalid"),
    Done.CARD_USED: _l("Card for a phone used"),
    Done.PHONE_ENROLLED: _l("Phone enrolled"),
    Done.QUESTION_ASKED: _l("Question asked"),
    Done.QUESTION_ANSWERED: _l("Question answered"),
    Done.QUESTIONS_DROPPED: _l("Questions for a revoked phone removed"),
    Done.WITHDRAWAL_ASKED: _l("Withdrawal asked for"),
    Done.WITHDRAWAL_DECLINED: _l("Withdrawal declined"),
    Done.MESSAGES_RESEALED: _l("Questions and answers sealed anew"),
    Done.CHECKPOINT_MADE: _l("Checkpoint made"),
    Done.BACKED_UP: _l("Backup made"),
    Done.RESTORED: _l("Backup put back"),
    Done.REKEYED: _l("Key of the store changed"),
}
COUNTS: Final[Mapping[str, Any]] = {
    "accepted": _l("accepted"),
    "alone": _l("one is enough"),
    "approvals": _l("approvals"),
    "card": _l("by card"),
    "changes": _l("changes a release"),
    "device_revoked": _l("from a revoked device"),
    "device_unknown": _l("from an unknown device"),
    "differences": _l("differences"),
    "duplicates": _l("duplicates"),
    "envelope_damaged": _l("damaged"),
    "envelope_foreign": _l("for another office"),
    "envelope_forged": _l("signature does not fit"),
    "envelope_forwarded": _l("passed on"),
    "envelope_seen": _l("received before"),
    "failures": _l("failures"),
    "findings": _l("finds"),
    "hide": _l("to be left out"),
    "joined": _l("joined"),
    "keys": _l("keys"),
    "known": _l("in the store before"),
    "last": _l("last number"),
    "no_consent": _l("no consent"),
    "number": _l("number"),
    "ordinal": _l("ordinal"),
    "people": _l("people"),
    "proposals": _l("may be one"),
    "recipients": _l("recipients"),
    "records": _l("records"),
    "rejected": _l("rejected"),
    "scope": _l("consent"),
    "scope_before": _l("consent before"),
    "statements": _l("statements"),
    "to_phone": _l("to a phone"),
    "upto": _l("up to decision"),
    "value": _l("value"),
    "waits": _l("waits again"),
    "withdrawn": _l("withdrawn"),
    "words": _l("words"),
}
# Where a count is the place of a scope in the list.
_SCOPED: Final = frozenset({"scope", "scope_before"})
_CODE: Final = re.compile(r"[a-z_]{1,40}")


def done_words(action: str) -> str:
    """What was done, in words; an action of another version by its code."""
    known = DONE.get(action)
    if known is not None:
        return str(known)
    return _("unknown to this version") + (f" ({action})" if _CODE.fullmatch(action) else "")


def counts_words(counts: Mapping[str, object]) -> list[str]:
    """An entry's counts, a line each; whatever is no count is not shown, for it may be somebody's words."""
    lines = []
    for name, count in counts.items():
        if not isinstance(count, int) or not _CODE.fullmatch(name):
            lines.append("?")
            continue
        known = str(COUNTS.get(name, name.replace("_", " ")))
        lines.append(f"{known}: {_value(name, count)}")
    return lines


def _value(name: str, count: int) -> str:
    scopes = tuple(ConsentScope)
    return str(SCOPES[scopes[count]]) if name in _SCOPED and 0 <= count < len(scopes) else str(count)
