"""What a year's end finds: assignments never handed in, and periods that passed without an answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, or_, select

from engine.domain.vocabulary import StageKind
from engine.store import tables as t

_OPEN = (str(StageKind.ASSIGN), str(StageKind.COLLECT))


def years(connection: Connection) -> list[int]:
    """Years that still have assignments with the units."""
    a, p = t.assignment.c, t.period.c
    statement = (
        select(p.year)
        .where(select(a.id).where(a.period_id == p.id, a.stage_kind.in_(_OPEN)).exists())
        .distinct()
        .order_by(p.year)
    )
    return list(connection.execute(statement).scalars())


def never_in(year: int, today: date) -> list[ColumnElement[bool]]:
    """Assignments of a year that are still with the unit and, where dated, past their (extended) due date."""
    a = t.assignment.c
    of_year = select(t.period.c.id).where(t.period.c.year == year)
    return [a.stage_kind.in_(_OPEN), a.period_id.in_(of_year), or_(a.due_on.is_(None), a.due_on < today)]


def unmarked_due_dates(connection: Connection, today: date) -> list[date]:
    """Past due dates of assignments that did not come in and are not marked as missed yet."""
    statement = select(t.assignment.c.due_on).where(*_unmarked(), t.assignment.c.due_on < today).distinct()
    return sorted(day for day in connection.execute(statement).scalars() if day is not None)


def unmarked(due_on: date) -> list[ColumnElement[bool]]:
    """Assignments of one past due date to mark as missed."""
    return [*_unmarked(), t.assignment.c.due_on == due_on]


def _unmarked() -> list[ColumnElement[bool]]:
    a = t.assignment.c
    return [a.stage_kind.in_(_OPEN), a.received_on.is_(None), a.missed_on.is_(None)]
