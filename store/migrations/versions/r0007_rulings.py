"""Rulings of reviewers on who of a case is one."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "case_rulings",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_rulings_case_id_cases"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_case_rulings_user_id_users"),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_case_rulings"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop it; refused where somebody has ruled, for nothing could say again what a reviewer saw."""
    if op.get_bind().execute(sa.text("select count(*) from case_rulings")).scalar():
        raise CommandError("the reviewers' rulings would be lost")
    op.drop_table("case_rulings")
