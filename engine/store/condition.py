"""The condition of the database as `luoshi doctor` tells it: which kind, which version of the tables, which journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from engine.store.database import Database
from engine.store.migrations import is_current, newest
from engine.store.tallies import keeping


@dataclass(frozen=True, slots=True)
class Condition:
    """`kind`: sqlite or postgresql; `journal`: SQLite's journal mode, empty elsewhere.

    `wrong_sums`: kept sums that are not what a recount gives; not asked while the tables are of another version.
    """

    kind: str
    newest: str
    current: bool
    journal: str = ""
    wrong_sums: Sequence[str] = ()


def condition(database: Database) -> Condition:
    """Ask the database how it is. Raises Unavailable when it does not answer."""
    journal = ""
    if database.sqlite:
        with database.reading() as connection:
            journal = str(connection.execute(text("PRAGMA journal_mode")).scalar_one())
    current = is_current(database)
    wrong: Sequence[str] = ()
    if current:
        with database.reading() as connection:
            wrong = keeping.differences(connection)
    return Condition(database.url.get_backend_name(), newest(), current, journal, wrong)
