"""Statements of the hot path: compiled once per dialect, run on the driver's own cursor in the open transaction.

A single act is a dozen small statements; through the ordinary way each costs more in Python than in the database
(`make bench ONLY=transition`). Values and types are still SQLAlchemy's own: only the repeated work is saved.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.dml import Delete, Insert, Update

_Process = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement ready for one dialect."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    bound: tuple[tuple[str, _Process], ...]
    positional: bool
    row: Callable[..., Any] | None
    read: tuple[tuple[int, Callable[[Any], Any]], ...]

    def given(self, values: Mapping[str, Any]) -> Any:
        """The values as the driver takes them: in the statement's order, or by name."""
        if self.fixed:
            values = {**values, **self.fixed}  # what the statement says by itself, nobody says otherwise
        if not self.positional:
            return {
                name: process(values[name]) if process is not None else values[name] for name, process in self.bound
            }
        return [process(values[name]) if process is not None else values[name] for name, process in self.bound]

    def told(self, found: Any) -> Any:
        """A row as the driver gave it, as a named tuple of Python values."""
        assert self.row is not None
        if not self.read:
            return self.row(*found)
        cells = list(found)
        for at, process in self.read:
            cells[at] = process(cells[at])
        return self.row(*cells)


class Prepared:
    """A SELECT, INSERT, UPDATE or DELETE whose bind parameters are given by name at each call; no expanding lists."""

    def __init__(self, statement: Select[Any] | Insert | Update | Delete) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def one(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        """The first row as a named tuple, or None."""
        ready = self._for(connection.dialect)
        cursor = self._execute(connection, ready, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else ready.told(found)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Every row as a named tuple."""
        ready = self._for(connection.dialect)
        cursor = self._execute(connection, ready, values)
        found = cursor.fetchall()
        cursor.close()
        return [ready.told(row) for row in found]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Execute and return how many rows it touched."""
        cursor = self._execute(connection, self._for(connection.dialect), values)
        touched = int(cursor.rowcount)
        cursor.close()
        return touched

    def many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute once for each row of values; returns how many rows were touched in all."""
        if len(rows) == 1:
            return self.run(connection, rows[0])
        if not rows:
            return 0
        ready = self._for(connection.dialect)
        cursor = connection.connection.cursor()
        cursor.executemany(ready.text, [ready.given(row) for row in rows])
        touched = int(cursor.rowcount)
        cursor.close()
        return touched

    @staticmethod
    def _execute(connection: Connection, ready: _Ready, values: Mapping[str, Any]) -> Any:
        cursor = connection.connection.cursor()
        cursor.execute(ready.text, ready.given(values))
        return cursor

    def _for(self, dialect: Dialect) -> _Ready:
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = self._compile(dialect)
        return ready

    def _compile(self, dialect: Dialect) -> _Ready:
        compiled: Any = self._statement.compile(dialect=dialect)
        assert not compiled.post_compile_params, "a list of open length: name its members (`one_of`)"
        positional = bool(compiled.positional)
        names = tuple(compiled.positiontup if positional else compiled.bind_names.values())
        processes = {name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
        columns = list(self._statement.selected_columns) if isinstance(self._statement, Select) else []
        shape = namedtuple("Row", [str(column.key) for column in columns])  # type: ignore[misc]
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        return _Ready(
            text=str(compiled),
            names=names,
            fixed=_fixed(compiled),
            bound=tuple((name, processes[name]) for name in names),
            positional=positional,
            row=shape if columns else None,
            read=tuple((at, process) for at, process in enumerate(readers) if process is not None),
        )


def _fixed(compiled: Any) -> dict[str, Any]:
    """What the statement itself says: its literals, and the defaults of columns that an INSERT leaves out."""
    literals = {name: value for name, value in compiled.params.items() if value is not None}
    for column in getattr(compiled, "insert_prefetch", ()):
        plain = column.default.arg
        literals[str(column.key)] = plain.value if isinstance(plain, Enum) else plain
    return literals
