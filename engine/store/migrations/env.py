"""Alembic's entry: the connection is handed over by `migrate`."""

from alembic import context
from sqlmodel import SQLModel

import engine.store.tables  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
