"""Linking the people of a case: its statements are opened, compared, and the index is put in the store.

Shared by the page of a case and by `aigaq link`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from models.cases import CaseIndex
from redact.case_evidence import Told, people_of
from redact.case_people import link_people
from store.cases import OpenedCase, open_records, write_index
from store.rulings import read_rulings
from store.store import Store
from store.vault import Vault


@dataclass(frozen=True, slots=True, repr=False)
class Linked:
    """What came of it; `told` quotes the statements, `written` is False where nothing had changed."""

    index: CaseIndex
    told: tuple[Told, ...]
    written: bool


def link_case(
    store: Store,
    opened: OpenedCase,
    vault: Vault,
    *,
    write: bool = True,
    progress: Callable[[int], None] = lambda read: None,
) -> Linked:
    """Find who of a case is one, as the reviewers ruled and as the names say.

    `progress` is told how many statements are read; what it raises leaves everything as it was. Errors:
    reviewer_locked, record_damaged, store_busy where the case was changed meanwhile.
    """
    rulings = [ruled.ruling for ruled in read_rulings(store, opened.case_id, vault)]
    told: list[Told] = []
    read: list[str] = []
    for record in open_records(store, opened.statements, vault):
        told += people_of(record.statement_id, record.raw_text, record.analysis)
        read.append(record.statement_id)
        progress(len(read))
    index = link_people(
        told,
        case_id=opened.case_id,
        statements=read,
        earlier=opened.index,
        last=opened.last,
        rulings=rulings,
    )
    written = write and index != opened.index
    if written:
        write_index(store, opened, index, vault)
    return Linked(index, tuple(told), written)
