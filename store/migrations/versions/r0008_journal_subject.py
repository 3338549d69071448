"""The journal can be asked about one subject, so that what is read can be compared with what was recorded."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_journal_subject", "journal", ["subject"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_journal_subject", "journal")
