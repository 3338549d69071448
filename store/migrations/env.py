"""Alembic's way to the store: always through a connection that store/upgrade.py hands over."""

from alembic import context

from store.tables import Base

# There is no offline mode: SQL written to a file would be a plan without the key.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
