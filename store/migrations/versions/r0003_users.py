"""Users, the vault's keys, intake keys, devices, envelopes, withdrawals; consent; the journal's guard."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from store.guards import drop_guards, put_guards

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns."""
    op.create_table(
        "vault",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recovery_recipient", sa.Text(), nullable=False),
        sa.Column("recovery_share", sa.LargeBinary(), nullable=False),
        sa.Column("digest_key", sa.LargeBinary(), nullable=False),
        sa.Column("signing_seed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vault"),
        sqlite_strict=True,
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("share", sa.LargeBinary(), nullable=True),
        sa.Column("signing_key", sa.LargeBinary(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
        sqlite_strict=True,
    )
    op.create_table(
        "intake_keys",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_intake_keys"),
        sa.UniqueConstraint("recipient", name="uq_intake_keys_recipient"),
        sqlite_strict=True,
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("enrolled_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_devices"),
        sa.UniqueConstraint("label", name="uq_devices_label"),
        sa.UniqueConstraint("public_key", name="uq_devices_public_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "envelopes",
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name="fk_envelopes_statement_id_statements"
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_envelopes_device_id_devices"),
        sa.PrimaryKeyConstraint("nonce", name="pk_envelopes"),
        sa.UniqueConstraint("receipt", name="uq_envelopes_receipt"),
        sqlite_strict=True,
    )
    op.create_index("ix_envelopes_statement_id", "envelopes", ["statement_id"])
    op.create_index("ix_envelopes_device_id", "envelopes", ["device_id"])
    op.create_table(
        "withdrawals",
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name="fk_withdrawals_statement_id_statements"
        ),
        sa.PrimaryKeyConstraint("statement_id", name="pk_withdrawals"),
        sqlite_strict=True,
    )
    op.add_column("statements", sa.Column("consent", sa.Text(), nullable=False, server_default="internal"))
    op.add_column("journal", sa.Column("digest", sa.Text(), nullable=True))
    put_guards(op.get_bind())


def downgrade() -> None:
    """Drop them; refused where keys are in them, for without these nothing sealed could be opened."""
    if op.get_bind().execute(sa.text("select count(*) from vault")).scalar():
        raise CommandError("the vault's keys would be lost")
    drop_guards(op.get_bind())
    op.drop_column("journal", "digest")
    op.drop_column("statements", "consent")
    op.drop_table("withdrawals")
    op.drop_index("ix_envelopes_device_id", "envelopes")
    op.drop_index("ix_envelopes_statement_id", "envelopes")
    op.drop_table("envelopes")
    op.drop_table("devices")
    op.drop_table("intake_keys")
    op.drop_table("users")
    op.drop_table("vault")
