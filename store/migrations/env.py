"""Alembic's way to the store: always through a connection that store/upgrade.py hands over."""

from alembic import context

from store.tables import Base


def _is_compared(name: str | None, kind: str, _: object) -> bool:
    """The search's tables are no tables of the models: what full text is differs by database."""
    return kind != "table" or not (name or "").startswith("approved_search")


# There is no offline mode: SQL written to a file would be a plan without the key.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    include_name=_is_compared,
)
with context.begin_transaction():
    context.run_migrations()
