"""Statements of the hot path: compiled once per dialect, run on the driver's own cursor in the open transaction.

A single act is six small statements; through the ordinary way each costs more in Python than in the database
(`make bench ONLY=transition`). Values and types are still SQLAlchemy's own: only the repeated work is saved.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.dml import Insert, Update

_Process = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement ready for one dialect."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    bound: Mapping[str, _Process]
    positional: bool
    row: Callable[..., Any] | None
    read: tuple[tuple[int, Callable[[Any], Any]], ...]


class Prepared:
    """A SELECT, INSERT or UPDATE whose bind parameters are given by name at each call; no expanding lists."""

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def one(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        """The first row as a named tuple, or None."""
        ready = self._for(connection.dialect)
        cursor = self._execute(connection, ready, values)
        found = cursor.fetchone()
        cursor.close()
        if found is None or ready.row is None:
            return None
        if ready.read:
            cells = list(found)
            for at, process in ready.read:
                cells[at] = process(cells[at])
            return ready.row(*cells)
        return ready.row(*found)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Execute and return how many rows it touched."""
        cursor = self._execute(connection, self._for(connection.dialect), values)
        touched = int(cursor.rowcount)
        cursor.close()
        return touched

    @staticmethod
    def _execute(connection: Connection, ready: _Ready, values: Mapping[str, Any]) -> Any:
        cells = {}
        for name in ready.names:
            value = values[name] if name in values else ready.fixed[name]
            process = ready.bound[name]
            cells[name] = process(value) if process is not None else value
        cursor = connection.connection.cursor()
        cursor.execute(ready.text, tuple(cells[name] for name in ready.names) if ready.positional else cells)
        return cursor

    def _for(self, dialect: Dialect) -> _Ready:
        if dialect.name not in self._ready:
            self._ready[dialect.name] = self._compile(dialect)
        return self._ready[dialect.name]

    def _compile(self, dialect: Dialect) -> _Ready:
        compiled: Any = self._statement.compile(dialect=dialect)
        positional = bool(compiled.positional)
        names = tuple(compiled.positiontup if positional else compiled.bind_names.values())
        bound = {name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
        columns = list(self._statement.selected_columns) if isinstance(self._statement, Select) else []
        shape = namedtuple("Row", [str(column.key) for column in columns])  # type: ignore[misc]
        processes = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        read = tuple((at, process) for at, process in enumerate(processes) if process is not None)
        row = shape if columns else None
        return _Ready(str(compiled), names, dict(compiled.params), bound, positional, row, read)
