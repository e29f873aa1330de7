"""Assignments in every state that dates, stages and returns can make, drawn from one seed and written to the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from sqlalchemy import Connection, bindparam, select, update

from engine.domain.definition import Definition
from engine.domain.lifecycle import kind_of
from engine.domain.vocabulary import Terminal
from engine.services.desk import Desk
from engine.store import tables as t
from engine.store.tallies import keeping

COLUMNS = (
    "stage",
    "stage_kind",
    "stage_since",
    "due_on",
    "received_on",
    "returned",
    "resubmit_by",
    "missed_on",
    "settled",
)


def definitions(desk: Desk, connection: Connection) -> dict[int, Definition]:
    """The definition of every assignment."""
    rows = connection.execute(select(t.assignment.c.id, t.assignment.c.definition_id))
    return {row.id: desk.book.definition(connection, row.definition_id) for row in rows}


def scatter(
    connection: Connection, of: Mapping[int, Definition], seed: int, around: date, stages: Sequence[str] = ()
) -> None:
    """Put every assignment somewhere, at one of `stages` or any of its own, with dates within weeks of a day."""
    rng = Random(seed)
    rows = [_state(rng, number, of[number], around, stages) for number in sorted(of)]
    values = {name: bindparam(name) for name in COLUMNS} | {"score": None}
    statement = update(t.assignment).where(t.assignment.c.id == bindparam("number")).values(values)
    connection.execute(statement, rows)
    keeping.recount(connection)


def _state(rng: Random, number: int, definition: Definition, around: date, stages: Sequence[str]) -> dict[str, object]:
    def day(earliest: int, latest: int, none: float) -> date | None:
        return None if rng.random() < none else around + timedelta(days=rng.randint(earliest, latest))

    known = [stage.id for stage in definition.workflow.stages]
    stage = rng.choice(stages or (*known, *known, *map(str, Terminal)))
    return {
        "number": number,
        "stage": stage,
        "stage_kind": str(kind_of(definition.workflow, stage)),
        "stage_since": day(-28, 0, 0),
        "due_on": day(-28, 45, 0.1),
        "received_on": day(-30, 0, 0.5),
        "returned": rng.random() < 0.3,
        "resubmit_by": day(-20, 10, 0.3),
        "missed_on": day(-20, 0, 0.7),
        "settled": stage == Terminal.SCORED and rng.random() < 0.5,
    }
