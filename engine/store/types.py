"""Column types and expressions that read the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Integer, String, Text, false, literal
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


def instant_text(value: datetime) -> str:
    """An aware datetime as fixed-width UTC text, which sorts as time does."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


class Instant(TypeDecorator[datetime]):
    """An instant, kept as UTC text so that both databases sort, compare and hash it alike."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Aware datetime to text."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Text to aware UTC datetime."""
        return None if value is None else datetime.fromisoformat(value)


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode


def canonical_json(value: Any) -> str:
    """Sorted, compact JSON: equal values have equal bytes. Dates and decimals become text."""
    return _canonical(value)


def parsed_json(text: str) -> Any:
    """A value as it comes back from its canonical text."""
    return json.loads(text)


class Json(TypeDecorator[Any]):
    """JSON kept as canonical text, so that its bytes can be hashed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Value to canonical text."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Text to value."""
        return None if value is None else json.loads(value)


class days_between(FunctionElement[int]):
    """`days_between(a, b)`: calendar days from date a to date b, as an integer."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _days_sqlite(element: days_between, compiler: Any, **kw: Any) -> str:
    start, end = element.clauses
    return f"CAST(julianday({compiler.process(end, **kw)}) - julianday({compiler.process(start, **kw)}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _days_postgresql(element: days_between, compiler: Any, **kw: Any) -> str:
    start, end = element.clauses
    return f"(CAST({compiler.process(end, **kw)} AS DATE) - CAST({compiler.process(start, **kw)} AS DATE))"


class greatest(FunctionElement[int]):
    """`greatest(a, b)`: the larger of two whole numbers, neither of them NULL."""

    name = "greatest"
    type = Integer()
    inherit_cache = True


class least(FunctionElement[int]):
    """`least(a, b)`: the smaller of two whole numbers, neither of them NULL."""

    name = "least"
    type = Integer()
    inherit_cache = True


def _named(function: type[FunctionElement[int]], *, sqlite: str, postgresql: str) -> None:
    """The same function under the name that each database knows it by."""
    for dialect, name in (("sqlite", sqlite), ("postgresql", postgresql)):

        def write(element: FunctionElement[int], compiler: Any, name: str = name, **kw: Any) -> str:
            return f"{name}({compiler.process(element.clauses, **kw)})"

        compiles(function, dialect)(write)


_named(greatest, sqlite="max", postgresql="greatest")
_named(least, sqlite="min", postgresql="least")


class joined_lines(FunctionElement[str]):
    """`joined_lines(line, order)`: the lines of a group in that order, separated by newlines."""

    name = "joined_lines"
    type = Text()
    inherit_cache = True


@compiles(joined_lines, "sqlite")
def _lines_sqlite(element: joined_lines, compiler: Any, **kw: Any) -> str:
    line, _order = element.clauses  # the caller's subquery is ordered; SQLite concatenates in that order
    return f"group_concat({compiler.process(line, **kw)}, char(10))"


@compiles(joined_lines, "postgresql")
def _lines_postgresql(element: joined_lines, compiler: Any, **kw: Any) -> str:
    line, order = element.clauses
    return f"string_agg({compiler.process(line, **kw)}, chr(10) ORDER BY {compiler.process(order, **kw)})"


def one_of(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether a column has one of these values, each written into the statement; a plain `in_` is filled in late."""
    each = [value if isinstance(value, ColumnElement) else literal(value, column.type) for value in values]
    return column.in_(each) if each else false()
