"""The sealed index of a case: who is who across its statements."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "case_indexes",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("proposals", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_indexes_case_id_cases"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_indexes"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop it: an index holds nothing that linking the case does not find again."""
    op.drop_table("case_indexes")
