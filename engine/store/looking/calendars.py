"""What stands in a unit's calendar: its own work and the parts asked of it, by the days that count."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from engine.domain.scope import Scope
from engine.domain.vocabulary import StageKind
from engine.store import tables as t
from engine.store.looking import views

_A = t.assignment.c


def dated(connection: Connection, lit: ColumnElement[str], unit: str, first: date, last: date) -> list[Row[Any]]:
    """Assignments due or to be mended from `first` to `last`, with their light and `changed_at` (their last act).

    Those of `unit` and those it was asked a part for, by number.
    """
    # Two questions that an index answers each; as one OR, PostgreSQL walks the whole table.
    own = select(t.assignment.c.id).where(t.assignment.c.unit_id == unit)
    asked = select(t.part.c.assignment_id).where(t.part.c.unit_id == unit)
    mending = and_(_A.returned.is_(True), _A.resubmit_by.between(first, last))
    statement = (
        views.board(lit)
        .add_columns(t.act.c.at.label("changed_at"))
        .join(t.act, t.act.c.id == _A.act_id)
        .where(_A.id.in_(own.union(asked)), or_(_A.due_on.between(first, last), mending))
        .order_by(_A.id)
    )
    return list(connection.execute(statement))


def due_counts(connection: Connection, scope: Scope, first: date, last: date) -> dict[date, int]:
    """How much is due on each day and not in yet, of what lies within `scope`."""
    statement = (
        select(_A.due_on, func.count())
        .select_from(t.assignment.join(t.unit, t.unit.c.id == _A.unit_id))
        .where(
            _A.due_on.between(first, last),
            _A.received_on.is_(None),
            _A.stage_kind != str(StageKind.DONE),
            *views.within(scope),
        )
        .group_by(_A.due_on)
    )
    return {day: int(number) for day, number in connection.execute(statement).tuples()}
