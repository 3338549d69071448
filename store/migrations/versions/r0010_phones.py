"""Phones: cards that enrol one each, what the office and they tell each other, and digests of envelopes."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "device_cards",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_device_cards_device_id_devices"),
        sa.PrimaryKeyConstraint("id", name="pk_device_cards"),
        sa.UniqueConstraint("secret", name="uq_device_cards_secret"),
        sqlite_strict=True,
    )
    op.create_table(
        "phones",
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_phones_device_id_devices"),
        sa.PrimaryKeyConstraint("device_id", name="pk_phones"),
        sa.UniqueConstraint("token", name="uq_phones_token"),
        sqlite_strict=True,
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outgoing", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name="fk_messages_statement_id_statements"
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_messages_device_id_devices"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_messages_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sqlite_strict=True,
    )
    op.create_index("ix_messages_statement_id", "messages", ["statement_id"])
    op.create_index("ix_messages_device_id", "messages", ["device_id"])
    op.add_column("envelopes", sa.Column("digest", sa.Text(), nullable=True))
    op.create_index("ix_envelopes_digest", "envelopes", ["digest"])


def downgrade() -> None:
    """Drop them; refused where there are phones or messages: nobody could enrol or ask the same again."""
    for table in ("phones", "messages"):
        if op.get_bind().execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar():
            raise CommandError("phones and what was written to and from them would be lost")
    op.drop_index("ix_envelopes_digest", "envelopes")
    op.drop_column("envelopes", "digest")
    op.drop_index("ix_messages_device_id", "messages")
    op.drop_index("ix_messages_statement_id", "messages")
    op.drop_table("messages")
    op.drop_table("phones")
    op.drop_table("device_cards")
