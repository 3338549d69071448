"""The first tables: cases, batches, statements, sealed records, tags, journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("name", name="uq_cases_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "batches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_batches_case_id_cases"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sqlite_strict=True,
    )
    op.create_index("ix_batches_case_id", "batches", ["case_id"])
    op.create_table(
        "statements",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_statements_case_id_cases"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_statements_batch_id_batches"),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
        sa.UniqueConstraint("digest", name="uq_statements_digest"),
        sqlite_strict=True,
    )
    op.create_index("ix_statements_case_id", "statements", ["case_id"])
    op.create_index("ix_statements_batch_id", "statements", ["batch_id"])
    op.create_table(
        "sealed_records",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name="fk_sealed_records_statement_id_statements"
        ),
        sa.PrimaryKeyConstraint("statement_id", name="pk_sealed_records"),
        sqlite_strict=True,
    )
    op.create_table(
        "tags",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name="fk_tags_statement_id_statements"),
        sa.PrimaryKeyConstraint("statement_id", "kind", "code", name="pk_tags"),
        sqlite_strict=True,
    )
    op.create_index("ix_tags_kind_code", "tags", ["kind", "code"])
    op.create_table(
        "journal",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_journal"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop all tables."""
    op.drop_table("journal")
    op.drop_index("ix_tags_kind_code", table_name="tags")
    op.drop_table("tags")
    op.drop_table("sealed_records")
    op.drop_index("ix_statements_batch_id", table_name="statements")
    op.drop_index("ix_statements_case_id", table_name="statements")
    op.drop_table("statements")
    op.drop_index("ix_batches_case_id", table_name="batches")
    op.drop_table("batches")
    op.drop_table("cases")
