"""A responsibility table that was sent in, as it was read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import Field

from engine.services.importing import report
from engine.services.importing.received import Received
from engine.services.importing.taking_in import Clash
from portal.api.models.value import Answered, Given


class WaitingTable(Answered):
    """A table that can be looked at again, by its `id`; `year` null: the one that the table names."""

    id: str
    file: str
    year: int | None
    made_at: datetime


class Waiting(Answered):
    """Tables of mine."""

    items: tuple[WaitingTable, ...]


class TableDoubt(Answered):
    """What is doubtful, with its cell and the characters in it. `row` counts requirements; null: the whole table."""

    kind: str = Field(description="ambiguous, unread or assumed")
    code: str
    row: int | None
    cell: str
    text: str
    place: tuple[int, int] | None = None
    message: str
    taken: str


class Table(Answered):
    """What was read. `rows`: each requirement with its times, targets, units and points, each with its place."""

    number: str
    file: str
    title: str
    year: int
    counts: dict[str, int]
    doubts: tuple[TableDoubt, ...]
    rows: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, found: Received) -> Self:
        """From the service's reading."""
        told = report.as_json(found.file, found.drafted)
        doubts = tuple(TableDoubt.model_validate(each) for each in told["doubts"])
        return cls(number=found.number, file=found.file, title=told["title"], year=told["year"],
                   counts=told["counts"], doubts=doubts, rows=tuple(told["rows"]))  # fmt: skip


class Clashing(Answered):
    """A requirement (`row` counts them) that is there already: by id, or because an indicator asks it word for word.

    `there`: that indicator's id; empty for one that is a draft only.
    """

    row: int
    id: str
    title: str
    there: str
    other: str
    drafted: bool


class Fitting(Answered):
    """How a table fits the definitions; `fresh`: requirements that are not there yet."""

    clashing: tuple[Clashing, ...]
    unknown: tuple[str, ...] = Field(description="Names that stand for no unit or group in the definitions.")
    categories: tuple[str, ...]
    fresh: int


class TakeIn(Given):
    """What becomes of requirements that are there already: left out, put in its place, or beside it."""

    clash: Clash = "leave"


class Taken(Answered):
    """The files kept as drafts, and what was left out."""

    files: tuple[str, ...]
    left: tuple[Clashing, ...]
