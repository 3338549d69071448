"""Limits that a tired reviewer feels: opening a long statement, a key, a page of a long queue."""

import statistics
import time

from sqlalchemy import insert

from models.labels import Language
from models.statements import ConsentScope, StatementState
from store.journal import now
from store.tables import CaseRow, ReviewRow, StatementRecord

FINDINGS, WORDS = 800, 5000


def long_statement():
    """5,000 words with 800 findings of 160 identities and 20 suspects, in paragraphs."""
    parts = []
    for at in range(FINDINGS):
        who = at % 160 + 1
        parts.append(f"[[PERSON person-{who} 0.9|Житель{who:03d}]] шёл по улице и говорил")
        parts.append(f"[[? capital|предмет{at}]]." if at % 40 == 0 else "тихо.")
        if at % 10 == 9:
            parts.append("\n\n")
    return " ".join(parts)


def test_a_long_statement_opens_and_answers_at_once(
    office, serve, page_at, sign_in, desk_of, elapsed_keystroke
):
    marked = long_statement()
    assert len(marked.split()) > WORDS
    statement = office.add(marked)
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    started = time.perf_counter()
    page.goto(f"/statement/{statement}")
    page.wait_for_selector(".mark.here")
    assert time.perf_counter() - started <= 1.0
    assert page.locator(".o .mark:not(.doubt)").count() == FINDINGS
    desk = desk_of(page)
    desk.press("n")
    moved, decided = [], []
    for _ in range(9):
        was = page.get_attribute(".o .mark.here", "data-s")
        moved.append(
            elapsed_keystroke(page, "n", f"document.querySelector('.o .mark.here').dataset.s !== '{was}'")
        )
        has = page.get_attribute("#statement", "data-has")
        condition = f"document.getElementById('statement').dataset.has !== '{has}'"
        decided.append(elapsed_keystroke(page, "a", condition))
    assert statistics.median(moved) <= 50
    assert statistics.median(decided) <= 100, decided


def test_a_queue_of_ten_thousand_pages_at_once(office, serve, page_at, sign_in):
    with office.store.writing() as session:
        session.add(CaseRow(id="CASE", name="many", created_at=now()))
        session.flush()
        session.execute(
            insert(StatementRecord),
            [
                {
                    "id": f"S{at:08d}",
                    "case_id": "CASE",
                    "batch_id": None,
                    "state": StatementState.WAITING,
                    "language": Language.RU,
                    "words": 600,
                    "digest": at.to_bytes(4, "big"),
                    "submission": None,
                    "consent": ConsentScope.INTERNAL,
                    "created_at": now(),
                }
                for at in range(10_000)
            ],
        )
        session.execute(
            insert(ReviewRow),
            [
                {
                    "statement_id": f"S{at:08d}", "findings": 40, "identities": 12, "low": at % 7,
                    "suspects": at % 11, "minor": int(at % 50 == 0), "sexual": 0, "high": int(at % 50 == 0),
                    "points": at % 997, "claimed_by": None, "claimed_at": None,
                }
                for at in range(10_000)
            ],
        )  # fmt: skip
    page = page_at(serve(office.app))
    sign_in(page, "Сәуле")
    took = []
    for path in ("/queue", "/queue?page=2", "/queue?page=200", "/queue?mine=free", "/queue?risk=minor"):
        page.goto(path)
        started = time.perf_counter()
        page.goto(path)
        took.append(time.perf_counter() - started)
    assert statistics.median(took) <= 0.2, took
    assert page.locator("table.queue tbody tr").count() == 50
