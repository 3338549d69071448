"""A store copied to another place, a file to a server or back, and compared; nothing of the old is removed.

The copy is one transaction, and whoever would write to the old store waits: it is of one moment. Sealed
records are copied as they are, so that nobody's passphrase is needed but the store's own.
"""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Integer, LargeBinary, TableClause, Text, column, func, insert, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from models.errors import AigaqError
from models.labels import Audience
from store.backup import BESIDE
from store.columns import Words
from store.engine import for_writing, open_engine, storage_error
from store.journal import Done, record, verify_journal
from store.place import StorePlace, find_place
from store.private_files import create_private
from store.search import put_search_rows
from store.store import Store, open_store
from store.tables import ApprovedTextRow, Base, JournalRow, StatementRecord
from store.upgrade import tables_made
from store.withdrawals import list_path, read_list

_PORTION: Final = 100  # sealed records are large
_SUMS: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Moved:
    """What the copy holds, compared with the store table by table."""

    statements: int
    entries: int
    tables: int


def move_store(url: str, target: str, *, passphrase: str) -> Moved:
    """Copy a store to an empty place, a path or URL, with its keys file and list of withdrawals.

    Both journals say that it was done. Errors: those of opening a store, store_exists where something is,
    withdrawals_damaged, and move_failed where the store or the copy is not whole: nothing is kept of it.
    """
    there = find_place(target)
    with open_store(url, passphrase=passphrase) as store:
        copy = Store(open_engine(there, store.database_key), there, database_key=store.database_key)
        theirs = (there.keys, list_path(copy), *_files(there))
        if any(path.exists() or path.is_symlink() for path in theirs):
            raise AigaqError("store_exists")
        read_list(store, list_path(store))  # a damaged one is not carried on
        made: list[Path] = []
        try:
            _put_files(store, copy, made)
            return _fill(store, copy, made)
        except BaseException as error:
            copy.close()
            for path in made:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
            if isinstance(error, DBAPIError):
                raise storage_error(error) from None
            raise
        finally:
            copy.close()


def _files(place: StorePlace) -> list[Path]:
    if place.database is None:
        return []
    return [place.database.with_name(place.database.name + end) for end in ("", *BESIDE)]


def _put_files(store: Store, copy: Store, made: list[Path]) -> None:
    """Make the copy's files; those that were made, and are to go if it fails, are put into the list."""
    create_private(copy.place.keys, store.place.keys.read_bytes())
    made.append(copy.place.keys)
    if copy.place.database is not None:
        create_private(copy.place.database)
        made += _files(copy.place)


def _put_list(store: Store, copy: Store, made: list[Path]) -> None:
    """Copy the list of withdrawals while nobody can add to it."""
    if list_path(store).is_file():
        create_private(list_path(copy), list_path(store).read_bytes())
        made.append(list_path(copy))


def _fill(store: Store, copy: Store, made: list[Path]) -> Moved:
    """Fill the copy in one transaction, which ends only where it is the same as the store."""
    tables = [_plain(each) for each in Base.metadata.sorted_tables]
    with tables_made(copy.engine), Session(for_writing(copy.engine)) as new, new.begin():
        with store.writing() as old:
            if not verify_journal(old):
                raise AigaqError("move_failed")
            _put_list(store, copy, made)
            for each in tables:
                _copy_rows(old, new, each)
            _index(new)
            if any(_sum(old, each) != _sum(new, each) for each in (*tables, _INDEXED)):
                raise AigaqError("move_failed")
            if not verify_journal(new):
                raise AigaqError("move_failed")
            statements, entries = _count(new, StatementRecord), _count(new, JournalRow)
            record(old, Done.BACKED_UP)  # before there is a copy that could be carried away
        record(new, Done.RESTORED, counts={"statements": statements, "withdrawn": 0})
    return Moved(statements, entries, len(tables))


def _plain(of: Any) -> TableClause:
    """A table whose values come as they are stored: a moment as text, a closed list as any word."""
    return table(of.name, *(column(each.name, _plain_type(each.type)) for each in of.columns))


def _plain_type(of: TypeEngine[Any]) -> TypeEngine[Any]:
    return of if isinstance(of, Integer | LargeBinary | Words) else Text()


# The words come from the approved texts, and are made anew; these say that each text has its own.
_INDEXED: Final = table("approved_search", column("statement_id", Text()), column("audience", Text()))


def _copy_rows(old: Session, new: Session, each: TableClause) -> None:
    query = select(*each.c)
    if each.name == JournalRow.__tablename__:
        query = query.order_by(each.c.sequence)  # its guard lets in what follows, and nothing else
    found = old.execute(query.execution_options(yield_per=_PORTION))
    for portion in found.mappings().partitions():
        new.execute(insert(each), [dict(row) for row in portion])


def _index(new: Session) -> None:
    if new.get_bind().dialect.name != "sqlite":
        # A plan made while the index was empty would read all of it for each text.
        new.execute(text("set local plan_cache_mode = 'force_custom_plan'"))
    texts = select(ApprovedTextRow.audience, ApprovedTextRow.text)
    for statement_id in new.scalars(select(ApprovedTextRow.statement_id).distinct()).all():
        found = new.execute(texts.where(ApprovedTextRow.statement_id == statement_id))
        put_search_rows(new, statement_id, {Audience(row.audience): row.text for row in found})


def _sum(session: Session, each: TableClause) -> tuple[int, int]:
    """How many rows there are, and the sum of their digests: databases differ in how they sort text."""
    rows = sums = 0
    for row in session.execute(select(*each.c).execution_options(yield_per=_PORTION)):
        rows += 1
        sums += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest())
    return rows, sums % _SUMS


def _count(session: Session, kind: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0
