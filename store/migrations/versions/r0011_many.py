"""Many statements: indexes in which the queue is sorted.

On a server also one of the words for each audience, and a guard of the journal that reads no more of it the
longer it gets.
"""

import sqlalchemy as sa
from alembic import op

from store.guards import SERVER_GUARDS

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_QUEUE = "ix_statements_state_id_created_at_case_id_language"
_APPROVED = "ix_approvals_user_id_holds_statement_id"
_AUDIENCES = ("internal", "partner", "legal", "public")
_FOLLOWS, _NEW_WORDS, _ = SERVER_GUARDS["journal_no_replace"]
_OLD_WORDS = (
    " begin if exists (select 1 from journal where sequence >= new.sequence) "
    "then raise exception 'the journal is only added to'; end if; return new; end "
)


def upgrade() -> None:
    """Put wider or narrower indexes in the place of those there were."""
    op.create_index(_QUEUE, "statements", ["state", "id", "created_at", "case_id", "language"])
    op.drop_index("ix_statements_state", "statements")
    op.create_index(_APPROVED, "approvals", ["user_id", "holds", "statement_id"])
    op.drop_index("ix_approvals_user_id", "approvals")
    if op.get_bind().dialect.name == "sqlite":
        return
    # each row stands in one of them: to write takes as long, to look for a common word a quarter
    for audience in _AUDIENCES:
        op.execute(
            f"create index ix_approved_search_{audience} on approved_search using gin (vector) "
            f"where audience = '{audience}'"
        )
    op.execute("drop index ix_approved_search_vector")
    _put_words(_OLD_WORDS, _NEW_WORDS)


def downgrade() -> None:
    """Put those back."""
    op.create_index("ix_statements_state", "statements", ["state"])
    op.drop_index(_QUEUE, "statements")
    op.create_index("ix_approvals_user_id", "approvals", ["user_id"])
    op.drop_index(_APPROVED, "approvals")
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute("create index ix_approved_search_vector on approved_search using gin (vector)")
    for audience in _AUDIENCES:
        op.execute(f"drop index ix_approved_search_{audience}")
    _put_words(_NEW_WORDS, _OLD_WORDS)


def _put_words(old: str, new: str) -> None:
    """Change what the guard does; one that somebody has changed stays, so that the audit notices."""
    words = sa.text("select prosrc from pg_proc where oid = to_regproc(:name)")
    if op.get_bind().execute(words, {"name": _FOLLOWS}).scalar() == old:
        op.get_bind().exec_driver_sql(
            f"create or replace function {_FOLLOWS}() returns trigger language plpgsql as $${new}$$"
        )
