"""Statements out of form exports: a keyed digest of the form's own id, so that each is stored once."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the digest and its index."""
    op.add_column("statements", sa.Column("submission", sa.LargeBinary(), nullable=True))
    op.create_index("ix_statements_submission", "statements", ["submission"], unique=True)


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_statements_submission", "statements")
    op.drop_column("statements", "submission")
