"""Alembic migrations, run from code: `migrate(database)` brings any earlier version to this one."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.store.database import Connection, Database

_HERE = Path(__file__).parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    return config


def migrate(database: Database) -> None:
    """Bring the database to the newest version, in one transaction."""
    if is_current(database):
        return
    with database.transaction() as connection:
        upgrade(connection, "head")


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the open transaction's database up to a revision; tests stop at earlier ones."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def is_current(database: Database) -> bool:
    """Whether the database has the tables of this version."""
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest()


def newest() -> str:
    """The revision this version of the product needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())
