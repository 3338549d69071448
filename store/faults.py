"""What an audit can find: a code, a fixed sentence, and the entry or id that it was found at."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from store.journal import CHAIN_START

FAULTS: Final[dict[str, str]] = {
    # the chain
    "journal_empty": "The journal holds no entry.",
    "beginning_wrong": "The making of the store is the first entry and no other; here it is not.",
    "entries_missing": "Before this entry, others are missing.",
    "entry_unlinked": "This entry does not follow the one before it.",
    "entry_changed": "This entry is not as it was written: its hash does not fit.",
    "unreadable": "Something in the store cannot be read: a table is gone or no text. The audit stopped.",
    "guards_missing": "The triggers that keep the journal append-only are gone or not as they were made.",
    "entry_out_of_place": "This entry speaks of something that is not there, or not any more.",
    # statements and their records
    "statement_unrecorded": "This statement was put in without the journal.",
    "statement_missing": "This statement was added and is gone; no withdrawal says so.",
    "statement_twice": "This statement was added twice.",
    "statement_changed": "This statement's word count is not the one that was recorded.",
    "scope_changed": "The scope of consent of this statement is not the one that was recorded.",
    "record_missing": "The sealed record of this statement is gone; no withdrawal says so.",
    "record_replaced": "The sealed record of this statement is not the one that was recorded.",
    "withdrawal_unrecorded": "This statement is marked as withdrawn, and the journal knows nothing of it.",
    "withdrawal_undone": "This statement was withdrawn, and something of it stands in the store.",
    "withdrawals_differ": "The withdrawals, with their reasons and days, are not those that were recorded.",
    # users, keys, devices
    "user_unrecorded": "This user was put in without the journal.",
    "user_missing": "This user was added and is gone.",
    "user_changed": "This user's name, duty, state or keys are not those that were recorded.",
    "share_wrong": "Active reviewers have a share of the vault and nobody else; with this user it is not so.",
    "vault_unrecorded": "The vault's keys were put in without the journal.",
    "vault_missing": "The vault's keys are gone.",
    "vault_changed": "The vault's keys are not those that were recorded: texts may be sealed to others.",
    "intake_unrecorded": "This intake key was put in without the journal: somebody else may open envelopes.",
    "intake_changed": "This intake key is not the one that was recorded: somebody else may open envelopes.",
    "device_unrecorded": "This device was enrolled without the journal.",
    "device_missing": "This device was enrolled and is gone.",
    "device_changed": "This device's label, key or state are not those that were recorded.",
    "card_unrecorded": "This card for a phone was put in without the journal.",
    "card_changed": "This card's label, secret, end or use are not those that were recorded.",
    "phone_unrecorded": "This phone was put in without the journal: questions may be sealed to others.",
    "phone_missing": "This phone was enrolled and is gone.",
    "phone_changed": "This phone's keys are not those that were recorded: questions may be sealed to others.",
    "envelope_unrecorded": "An envelope of this statement was put in without the journal.",
    "envelope_missing": "An envelope of this statement was received and is gone.",
    "envelope_changed": "The digest of an envelope of this statement is not the one that was recorded.",
    # reviews
    "decisions_differ": "The decisions on this statement are not those that were recorded.",
    "messages_differ": "The questions, answers and withdrawals asked for are not those that were recorded.",
    "approvals_differ": "The approvals of this statement are not those that were recorded.",
    "texts_differ": "The approved texts of this statement are not those that two reviewers approved.",
    "approval_unrecorded": "This statement is marked as approved, and the journal knows nothing of it.",
    # releases
    "release_unrecorded": "This release was put in without the journal.",
    "release_missing": "This release was made and is gone.",
    "release_changed": "This release's audience, recipient or manifest are not those that were recorded.",
    "released_differ": "How many statements this release holds is not what was recorded.",
    # cases and batches
    "case_unrecorded": "This case was put in without the journal.",
    "case_missing": "This case was created and is gone.",
    "indexes_differ": "A case's sealed index is not the one that was recorded: who is who may differ.",
    "rulings_differ": "The reviewers' rulings on who of this case is one are not those that were recorded.",
    "batch_unrecorded": "This batch was put in without the journal.",
    "batch_missing": "This batch was started and is gone.",
    "batch_changed": "This batch's state or counts are not those that were recorded.",
    # against a checkpoint
    "checkpoint_forged": "The checkpoint's signature does not fit: it was changed, or a letter was misread.",
    "checkpoint_foreign": "The checkpoint is of another store.",
    "checkpoint_unknown_key": "The checkpoint is signed with a key that no auditor of this store has.",
    "checkpoint_disabled": "The auditor who signed the checkpoint had been disabled before.",
    "checkpoint_unrecorded": "The journal does not say that this auditor made this checkpoint.",
    "journal_truncated": "The journal is shorter than at the checkpoint: cut, or an old file was put back.",
    "journal_rewritten": "The journal is another one than at the checkpoint: it was written anew, or an "
    "old file was put back and used.",
    # worth a question, and no proof of anything
    "clock_back": "The clock was set back before this entry; the order of the entries stands.",
    "action_unknown": "This version of the program does not know what was done here.",
    "failures_differ": "The count of this user's wrong passphrases is not the one that was recorded.",
    "restored": "A backup was put back here: checkpoints made between backup and restore fit no more.",
}
WARNINGS: Final = frozenset({"clock_back", "action_unknown", "failures_differ", "restored"})
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found, at an entry (`sequence`) or about something with an id (`subject`)."""

    code: str
    sequence: int | None = None
    subject: str | None = None

    @property
    def sentence(self) -> str:
        """What it means."""
        return FAULTS[self.code]

    @property
    def fails(self) -> bool:
        """False for a warning."""
        return self.code not in WARNINGS


@dataclass(slots=True)
class Verdict:
    """What an audit came to: the end of the journal, all faults counted, and the first of each code."""

    entries: int = 0
    sequence: int = 0
    head: str = CHAIN_START
    at: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """True if nothing fails; warnings are no failure."""
        return all(code in WARNINGS for code in self.counts)

    def add(self, code: str, *, sequence: int | None = None, subject: str | None = None) -> None:
        """Note a fault."""
        self.put(Fault(code, sequence, subject))

    def put(self, fault: Fault) -> None:
        """Note a fault; of each code only the first are kept, for a table can be wrong in every row."""
        self.counts[fault.code] += 1
        if self.counts[fault.code] <= _SHOWN:
            self.faults.append(fault)
