"""What one row says of time and of figures: both columns read, each reading with its cell and its characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from engine.reading.responsibility.table import Row
from engine.reading.targets import Target, read_targets
from engine.reading.times import Reading, read_time

Column = Literal["time", "requirement", "figure"]


@dataclass(frozen=True)
class Saying:
    """One reading, the column it stands in, its cell, and its characters in that cell."""

    column: Column
    spot: str
    start: int
    end: int
    reading: Reading

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return self.reading.as_json() | {"column": self.column, "cell": self.spot, "place": [self.start, self.end]}


@dataclass(frozen=True)
class Figure:
    """One target, the column it stands in, its cell, and its characters in that cell."""

    column: Column
    spot: str
    start: int
    end: int
    target: Target

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return self.target.as_json() | {"column": self.column, "cell": self.spot, "place": [self.start, self.end]}


def times_of(row: Row, year: int) -> list[Saying]:
    """Everything a row says of time, the time column first; what both columns say alike is listed once."""
    found: list[Saying] = []
    for column, text in _texts(row):
        offset = _offset(row, column, text)
        for each in read_time(text, year).readings:
            if not any(each.same_as(known.reading) for known in found):
                found.append(Saying(column, row.spots.get(column, ""), each.start + offset, each.end + offset, each))
    return found


def figures_of(row: Row, year: int) -> list[Figure]:
    """Every figure a row wants, the time column first; the same figure of the other column is listed once."""
    found: list[Figure] = []
    of_its_own: tuple[Column, str] = ("figure", row.cells.get("figure", ""))
    for column, text in (*_texts(row), of_its_own):
        offset = _offset(row, column, text)
        before = {_key(known.target) for known in found}
        found += [
            Figure(column, row.spots.get(column, ""), each.start + offset, each.end + offset, each)
            for each in read_targets(text, year)
            if _key(each) not in before
        ]
    return found


def _key(target: Target) -> tuple[object, ...]:
    return target.op, target.value, target.unit.split("/")[0]


def _texts(row: Row) -> tuple[tuple[Column, str], ...]:
    return ("time", row.time), ("requirement", row.requirement)


def _offset(row: Row, column: Column, text: str) -> int:
    return max(row.cells.get(column, "").find(text), 0)
