"""Reviews: counts for the queue, decisions, approvals, approved texts, settings."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "reviews",
        sa.Column("statement_id", sa.Text(), nullable=False),
        *(_count(name) for name in ("findings", "identities", "low", "suspects")),
        *(_count(name) for name in ("minor", "sexual", "high", "points")),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_at", sa.Text(), nullable=True),
        _of_statement("reviews"),
        sa.ForeignKeyConstraint(["claimed_by"], ["users.id"], name="fk_reviews_claimed_by_users"),
        sa.PrimaryKeyConstraint("statement_id", name="pk_reviews"),
        sqlite_strict=True,
    )
    op.create_index("ix_reviews_points", "reviews", ["points"])
    op.create_table(
        "decisions",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        _count("changes"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _of_statement("decisions"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_decisions_user_id_users"),
        sa.PrimaryKeyConstraint("statement_id", "number", name="pk_decisions"),
        sqlite_strict=True,
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        *(_count(name) for name in ("upto", "holds", "alone", "compared", "differences")),
        *(_count(name) for name in ("planted", "caught")),
        _of_statement("approvals"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_approvals_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sqlite_strict=True,
    )
    op.create_index("ix_approvals_statement_id", "approvals", ["statement_id"])
    op.create_index("ix_approvals_user_id", "approvals", ["user_id"])
    op.create_table(
        "approved_texts",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _of_statement("approved_texts"),
        sa.PrimaryKeyConstraint("statement_id", "audience", name="pk_approved_texts"),
        sqlite_strict=True,
    )
    op.create_table(
        "outcomes",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        *(_count(name) for name in ("accepted", "rejected", "relabelled", "added")),
        _of_statement("outcomes"),
        sa.PrimaryKeyConstraint("statement_id", "label", name="pk_outcomes"),
        sqlite_strict=True,
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
        sqlite_strict=True,
    )
    op.create_index("ix_statements_state", "statements", ["state"])


def downgrade() -> None:
    """Drop them; refused where somebody has decided, for nothing could say again what a reviewer saw."""
    decided = "select (select count(*) from decisions) + (select count(*) from approvals)"
    if op.get_bind().execute(sa.text(decided)).scalar():
        raise CommandError("the reviewers' decisions would be lost")
    op.drop_index("ix_statements_state", "statements")
    for table in ("settings", "outcomes", "approved_texts"):
        op.drop_table(table)
    op.drop_index("ix_approvals_user_id", "approvals")
    op.drop_index("ix_approvals_statement_id", "approvals")
    op.drop_table("approvals")
    op.drop_table("decisions")
    op.drop_index("ix_reviews_points", "reviews")
    op.drop_table("reviews")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _of_statement(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["statement_id"], ["statements.id"], name=f"fk_{table}_statement_id_statements"
    )
