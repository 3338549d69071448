"""What an audit found, in the language of the page; store/faults.py has the codes and the English."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from review.languages import _
from store.faults import Fault

FAULT_SENTENCES: Final[Mapping[str, Any]] = {
    # the chain
    "journal_empty": _l("The journal holds no entry."),
    "beginning_wrong": _l("The making of the store is the first entry and no other; here it is not."),
    "entries_missing": _l("Before this entry, others are missing."),
    "entry_unlinked": _l("This entry does not follow the one before it."),
    "entry_changed": _l("This entry is not as it was written: its hash does not fit."),
    "unreadable": _l("Something in the store cannot be read: a table is gone or no text. The audit stopped."),
    "guards_missing": _l("The triggers that keep the journal append-only are gone or not as they were made."),
    "entry_out_of_place": _l("This entry speaks of something that is not there, or not any more."),
    # statements and their records
    "statement_unrecorded": _l("This statement was put in without the journal."),
    "statement_missing": _l("This statement was added and is gone; no withdrawal says so."),
    "statement_twice": _l("This statement was added twice."),
    "statement_changed": _l("This statement's word count is not the one that was recorded."),
    "scope_changed": _l("The scope of consent of this statement is not the one that was recorded."),
    "record_missing": _l("The sealed record of this statement is gone; no withdrawal says so."),
    "record_replaced": _l("The sealed record of this statement is not the one that was recorded."),
    "withdrawal_unrecorded": _l(
        "This statement is marked as withdrawn, and the journal knows nothing of it."
    ),
    "withdrawal_undone": _l("This statement was withdrawn, and something of it stands in the store."),
    "withdrawals_differ": _l(
        "The withdrawals, with their reasons and days, are not those that were recorded."
    ),
    # users, keys, devices
    "user_unrecorded": _l("This user was put in without the journal."),
    "user_missing": _l("This user was added and is gone."),
    "user_changed": _l("This user's name, duty, state or keys are not those that were recorded."),
    "share_wrong": _l(
        "Active reviewers have a share of the vault and nobody else; with this user it is not so."
    ),
    "vault_unrecorded": _l("The vault's keys were put in without the journal."),
    "vault_missing": _l("The vault's keys are gone."),
    "vault_changed": _l("The vault's keys are not those that were recorded: texts may be sealed to others."),
    "intake_unrecorded": _l(
        "This intake key was put in without the journal: somebody else may open envelopes."
    ),
    "intake_changed": _l(
        "This intake key is not the one that was recorded: somebody else may open envelopes."
    ),
    "device_unrecorded": _l("This device was enrolled without the journal."),
    "device_missing": _l("This device was enrolled and is gone."),
    "device_changed": _l("This device's label, key or state are not those that were recorded."),
    "card_unrecorded": _l("This card for a phone was put in without the journal."),
    "card_changed": _l("This card's label, secret, end or use are not those that were recorded."),
    "phone_unrecorded": _l("This phone was put in without the journal: questions may be sealed to others."),
    "phone_missing": _l("This phone was enrolled and is gone."),
    "phone_changed": _l(
        "This phone's keys are not those that were recorded: questions may be sealed to others."
    ),
    "envelope_unrecorded": _l("An envelope of this statement was put in without the journal."),
    "envelope_missing": _l("An envelope of this statement was received and is gone."),
    "envelope_changed": _l("The digest of an envelope of this statement is not the one that was recorded."),
    # reviews
    "decisions_differ": _l("The decisions on this statement are not those that were recorded."),
    "messages_differ": _l(
        "The questions, answers and withdrawals asked for are not those that were recorded."
    ),
    "approvals_differ": _l("The approvals of this statement are not those that were recorded."),
    "texts_differ": _l("The approved texts of this statement are not those that two reviewers approved."),
    "approval_unrecorded": _l("This statement is marked as approved, and the journal knows nothing of it."),
    # cases and batches
    "case_unrecorded": _l("This case was put in without the journal."),
    "release_unrecorded": _l("This release was put in without the journal."),
    "release_missing": _l("This release was made and is gone."),
    "release_changed": _l("This release's audience, recipient or manifest are not those that were recorded."),
    "released_differ": _l("How many statements this release holds is not what was recorded."),
    "case_missing": _l("This case was created and is gone."),
    "indexes_differ": _l("A case's sealed index is not the one that was recorded: who is who may differ."),
    "rulings_differ": _l(
        "The reviewers' rulings on who of this case is one are not those that were recorded."
    ),
    "batch_unrecorded": _l("This batch was put in without the journal."),
    "batch_missing": _l("This batch was started and is gone."),
    "batch_changed": _l("This batch's state or counts are not those that were recorded."),
    # against a checkpoint
    "checkpoint_forged": _l(
        "The checkpoint's signature does not fit: it was changed, or a letter was misread."
    ),
    "checkpoint_foreign": _l("The checkpoint is of another store."),
    "checkpoint_unknown_key": _l("The checkpoint is signed with a key that no auditor of this store has."),
    "checkpoint_disabled": _l("The auditor who signed the checkpoint had been disabled before."),
    "checkpoint_unrecorded": _l("The journal does not say that this auditor made this checkpoint."),
    "journal_truncated": _l(
        "The journal is shorter than at the checkpoint: cut, or an old file was put back."
    ),
    "journal_rewritten": _l(
        "The journal is another one than at the checkpoint: it was written anew, or an old file was"
        " put back and used."
    ),
    # worth a question, and no proof of anything
    "clock_back": _l("The clock was set back before this entry; the order of the entries stands."),
    "action_unknown": _l("This version of the program does not know what was done here."),
    "failures_differ": _l("The count of this user's wrong passphrases is not the one that was recorded."),
    "restored": _l("A backup was put back here: checkpoints made between backup and restore fit no more."),
}


def fault_sentence(fault: Fault) -> str:
    """What a fault means."""
    return str(FAULT_SENTENCES.get(fault.code, fault.sentence))


def fault_place(fault: Fault) -> str:
    """Where it was found: an entry, an id, both or nowhere in particular."""
    entry = None if fault.sequence is None else _("entry %(number)s", number=fault.sequence)
    return ", ".join(part for part in (entry, fault.subject) if part)
