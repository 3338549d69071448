"""Search over approved redacted texts, for which the store's key is enough; search_words.py has the words.

What is found by a word is counted and ranked in the index alone; texts are read only for what is shown.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from re import Pattern
from typing import Final

from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session

from models.base32 import encode
from models.errors import AigaqError
from models.labels import Audience, Language
from store.search_server import server_phrases, server_query, server_vector
from store.search_words import (
    Piece,
    Term,
    excerpt_of,
    fold_words,
    fts5_query,
    in_quotes,
    indexed_words,
    pattern_of,
    query_of,
    terms_of,
)
from store.store import Store, case_name
from store.tables import ApprovedTextRow, CaseRow, StatementRecord

__all__ = ["Found", "Hit", "Piece", "drop_search_rows", "fold_words", "put_search_rows", "query_of", "search"]

# To rank a text takes longer than to find it, and nobody turns that many pages.
_MOST_RANKED: Final = 10_000
# What stands in the upper bits of a row's number: rows of an audience lie together. Never to be changed.
_PLACES: Final = {Audience.INTERNAL: 0, Audience.PARTNER: 1, Audience.LEGAL: 2, Audience.PUBLIC: 3}
_ID_BITS: Final = 56
_NUMBERS: Final = 1 << _ID_BITS


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A statement that was found; the pieces of the excerpt make up at most two cuts of its text."""

    statement_id: str
    case: str
    language: Language
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """How many there are in all, and those that were asked for, the best first."""

    total: int
    hits: tuple[Hit, ...]


def put_search_rows(session: Session, statement_id: str, texts: Mapping[Audience, str]) -> None:
    """Index a statement's approved texts in the open transaction, in place of what was indexed of it."""
    drop_search_rows(session, statement_id)
    case_id = session.scalar(select(StatementRecord.case_id).where(StatementRecord.id == statement_id))
    if case_id is None:
        raise AigaqError("no_such_statement")
    numbered = session.get_bind().dialect.name == "sqlite"
    for audience in sorted(texts, key=_PLACES.__getitem__):
        words = indexed_words(texts[audience])
        row = {"id": statement_id, "audience": audience.value, "case": case_id, "words": words}
        if numbered:
            session.execute(_PUT, {**row, "number": _number(statement_id, audience)})
        else:
            session.execute(_PUT_SERVER, {**row, "vector": server_vector(words)})


def drop_search_rows(session: Session, statement_id: str) -> None:
    """Take a statement's texts out of the index in the open transaction.

    The words are gone from the pages once the log is cut (clear() in withdrawals.py). Where a page of the
    index began with a word, as much of its beginning as told it from the word before may stay, with no
    statement to it, until SQLite merges those pages.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_DROP_SERVER, {"id": statement_id})
        return
    for audience in Audience:
        session.execute(_DROP, {"id": statement_id, "number": _number(statement_id, audience)})


def search(  # noqa: PLR0913 - a question and where to look, all but two named
    store: Store,
    typed: str,
    *,
    audience: Audience = Audience.INTERNAL,
    case: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Found:
    """The approved texts for an audience that have all the words, the best first.

    Words in quotes must stand side by side as they were typed. An unknown case has no statements. Where more
    than 10,000 texts have the words, the best of so many are given and not of all.
    """
    terms = terms_of(typed)
    if not terms:
        return Found(0, ())
    with store.reading() as session:
        case_id = None
        if case is not None:
            case_id = session.scalar(select(CaseRow.id).where(CaseRow.name == case_name(case)))
            if case_id is None:
                return Found(0, ())
        count, page, values = _question(session, terms, audience, case_id)
        if session.get_bind().dialect.name != "sqlite":
            session.execute(_BY_INDEX)
        total = int(session.scalar(count, values) or 0)
        offset = min(max(offset, 0), _MOST_RANKED)
        part = {"limit": min(max(limit, 0), _MOST_RANKED - offset), "offset": offset}
        ids = session.scalars(page, {**values, **part, **_share(values, total)}).all()
        return Found(total, tuple(_hits(session, ids, audience, pattern_of(terms))))


_WHERE: Final = (
    "from approved_search where approved_search match :question and rowid between :first and :last"
)
_COUNT: Final = text(f"select count(*) {_WHERE}")
_PAGE: Final = text(f"select statement_id {_WHERE} order by rank limit :limit offset :offset")
_PUT: Final = text(
    "insert into approved_search (rowid, words, case_id, statement_id, audience) "
    "values (:number, :words, :case, :id, :audience)"
)
_DROP: Final = text("delete from approved_search where rowid = :number and statement_id = :id")

# The planner holds a row for short that has its words elsewhere, and would read the words of all texts.
_BY_INDEX: Final = text("set local enable_seqscan = off")
_ASKED: Final = "cast(:question as tsquery)"
_WHERE_SERVER: Final = (
    # as a word of the statement, not as a value: each audience has an index of its own
    f"from approved_search where vector @@ {_ASKED} and audience = '%s' "
    "and (case_id = :case or cast(:case as text) is null)"
)
# 1: of a long text, as much must speak of it more often
_RANKED: Final = f"order by ts_rank(vector, {_ASKED}, 1) desc, statement_id limit :limit offset :offset"
_BELOW: Final = '(statement_id collate "C" < :below or cast(:below as text) is null)'
_PUT_SERVER: Final = text(
    "insert into approved_search (statement_id, audience, case_id, words, vector) "
    "values (:id, :audience, :case, :words, cast(:vector as tsvector))"
)
_DROP_SERVER: Final = text("delete from approved_search where statement_id = :id")


def _question(
    session: Session, terms: Sequence[Term], audience: Audience, case_id: str | None
) -> tuple[TextClause, TextClause, dict[str, str | int | None]]:
    """What counts, what gives a page, and their parameters."""
    if session.get_bind().dialect.name != "sqlite":
        return _server_question(terms, audience, case_id)
    question = f"words : ({fts5_query(terms)})"
    if case_id is not None:
        # By the index: to look the case up for each text that fits would read all those texts.
        question += f" AND case_id : {in_quotes(case_id)}"
    first = _PLACES[audience] << _ID_BITS
    return _COUNT, _PAGE, {"question": question, "first": first, "last": first + _NUMBERS - 1}


def _server_question(
    terms: Sequence[Term], audience: Audience, case_id: str | None
) -> tuple[TextClause, TextClause, dict[str, str | int | None]]:
    """The same for PostgreSQL: its index finds words, its rows say whether they stand side by side."""
    phrases = {f"phrase{n}": phrase for n, phrase in enumerate(server_phrases(terms))}
    side_by_side = "".join(f" and strpos(' ' || words || ' ', :{name}) > 0" for name in phrases)
    where = _WHERE_SERVER % Audience(audience).value + side_by_side
    asked = {"question": server_query(terms), "case": case_id, **phrases}
    page = f"select statement_id {where} and {_BELOW} {_RANKED}"
    return text(f"select count(*) {where}"), text(page), {**asked}


def _share(values: Mapping[str, str | int | None], total: int) -> dict[str, str | int | None]:
    """Of very many texts, the rows up to a number or an id: those are random, so it is any of them."""
    first, many = values.get("first"), total > _MOST_RANKED
    if isinstance(first, int):
        return {"last": first + _NUMBERS * _MOST_RANKED // total} if many else {}
    if not many:
        return {"below": None}
    return {"below": encode(((_MOST_RANKED << 40) // total).to_bytes(5), characters=8)}


def _number(statement_id: str, audience: Audience) -> int:
    """The number of a text's row, so that it is found again without reading the others."""
    digest = hashlib.blake2b(statement_id.encode(), digest_size=_ID_BITS // 8).digest()
    return _PLACES[audience] << _ID_BITS | int.from_bytes(digest)


def _hits(session: Session, ids: Sequence[str], audience: Audience, pattern: Pattern[str]) -> Iterator[Hit]:
    chosen = (
        select(ApprovedTextRow.statement_id, ApprovedTextRow.text, StatementRecord.language, CaseRow.name)
        .join(StatementRecord, StatementRecord.id == ApprovedTextRow.statement_id)
        .join(CaseRow, CaseRow.id == StatementRecord.case_id)
        .where(ApprovedTextRow.audience == audience, ApprovedTextRow.statement_id.in_(ids))
    )
    rows = {row.statement_id: row for row in session.execute(chosen)}
    for row in (rows[statement_id] for statement_id in ids if statement_id in rows):
        yield Hit(row.statement_id, row.name, row.language, excerpt_of(row.text, pattern))
