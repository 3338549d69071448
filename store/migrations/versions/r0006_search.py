"""Search: an index of the approved texts, filled from those that are there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from models.labels import Audience
from store.search import put_search_rows

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        # The words come folded, so that the tokenizer has nothing left to do but cut at spaces.
        op.execute(
            "create virtual table approved_search using fts5"
            "(words, case_id, statement_id unindexed, audience unindexed, "
            "tokenize = 'unicode61 remove_diacritics 0', prefix = '3 4')"
        )
        # Without it a deleted word stays in the index until its pages happen to be merged.
        op.execute("insert into approved_search(approved_search, rank) values ('secure-delete', 1)")
        # How rare a case is says nothing of how well a text fits.
        op.execute("insert into approved_search(approved_search, rank) values ('rank', 'bm25(1.0, 0.0)')")
    else:
        op.execute(
            "create table approved_search (statement_id text not null, audience text not null, "
            "case_id text not null, words text not null, vector tsvector not null, "
            "constraint pk_approved_search primary key (statement_id, audience))"
        )
        op.execute("create index ix_approved_search_vector on approved_search using gin (vector)")
    _fill(connection)


def downgrade() -> None:
    """Drop it: the approved texts make it anew."""
    op.drop_table("approved_search")


def _fill(connection: sa.Connection) -> None:
    chosen = sa.text("select audience, text from approved_texts where statement_id = :id")
    with Session(connection) as session:
        for (statement_id,) in connection.execute(
            sa.text("select distinct statement_id from approved_texts")
        ).all():
            rows = connection.execute(chosen, {"id": statement_id})
            put_search_rows(session, statement_id, {Audience(row.audience): row.text for row in rows})
