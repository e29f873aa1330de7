"""Rows written by the names of their columns: added, or changed where their key is known; each shape is built once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.prepared import Prepared

Rows = Sequence[Mapping[str, object]]
"""Rows that all name the same columns."""


def add(connection: Connection, table: Table, rows: Rows) -> None:
    """Add rows, the short way past SQLAlchemy."""
    if rows:
        _adding(table, tuple(rows[0])).many(connection, rows)


def upsert(connection: Connection, table: Table, rows: Rows, keys: tuple[str, ...]) -> None:
    """Add rows, or change those whose key exists."""
    if not rows:
        return
    _upserting(connection.dialect.name, table, tuple(rows[0]), keys).many(connection, rows)


def add_unless_known(connection: Connection, table: Table, row: Mapping[str, object], key: str) -> int:
    """Add a row unless its unique `key` is there already; 1 when it was added, else 0."""
    return _adding_new(connection.dialect.name, table, tuple(row), key).run(connection, row)


@cache
def _adding(table: Table, names: tuple[str, ...]) -> Prepared:
    # Inline: PostgreSQL would otherwise hand the new number back, which nobody asked for.
    return Prepared(insert(table).values(_open(table, names)).inline())


@cache
def _upserting(dialect: str, table: Table, names: tuple[str, ...], keys: tuple[str, ...]) -> Prepared:
    statement = inserting(dialect, table)
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    whole = statement.on_conflict_do_update(index_elements=list(keys), set_=changed)
    return Prepared(whole.values(_open(table, names)).inline())


@cache
def _adding_new(dialect: str, table: Table, names: tuple[str, ...], key: str) -> Prepared:
    statement = inserting(dialect, table).values(_open(table, names)).inline()
    return Prepared(statement.on_conflict_do_nothing(index_elements=[key]))


def inserting(dialect: str, table: Table) -> Any:
    """The INSERT of a kind of database that knows what to do when a key exists."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


def _open(table: Table, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: bindparam(name, type_=table.c[name].type) for name in names}
