"""Releases: which bundle went to whom, and what it holds."""

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "releases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("formats", sa.Text(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("sealed_to", sa.Text(), nullable=True),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_releases_case_id_cases"),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name="fk_releases_made_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sqlite_strict=True,
    )
    op.create_index("ix_releases_case_id", "releases", ["case_id"])
    op.create_table(
        "released",
        sa.Column("release_id", sa.Text(), nullable=False),
        sa.Column("statement_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_released_release_id_releases"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name="fk_released_statement_id_statements"
        ),
        sa.PrimaryKeyConstraint("release_id", "statement_id", name="pk_released"),
        sqlite_strict=True,
    )
    op.create_index("ix_released_statement_id", "released", ["statement_id"])
    op.create_table(
        "release_requests",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.Text(), nullable=False),
        sa.Column("release_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_release_requests_case_id_cases"),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_release_requests_asked_by_users"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["releases.id"], name="fk_release_requests_release_id_releases"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_release_requests"),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them; refused where a bundle went out, for nobody could recall it any more."""
    if op.get_bind().execute(sa.text("select count(*) from releases")).scalar():
        raise CommandError("what was released could not be recalled")
    op.drop_table("release_requests")
    op.drop_index("ix_released_statement_id", "released")
    op.drop_table("released")
    op.drop_index("ix_releases_case_id", "releases")
    op.drop_table("releases")
