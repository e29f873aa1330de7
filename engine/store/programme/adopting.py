"""What a change of definitions does to live work: who is still free to move, who has answered, and moving them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select, update

from engine.domain.vocabulary import StageKind, Terminal, Verb
from engine.store import tables as t
from engine.store.tallies import keeping

_FREE = (str(StageKind.ASSIGN), str(StageKind.COLLECT))
_DONE = str(StageKind.DONE)


def _free() -> ColumnElement[bool]:
    a = t.assignment.c
    return and_(a.stage_kind.in_(_FREE), a.received_on.is_(None))


def _answered() -> ColumnElement[bool]:
    a = t.assignment.c
    return and_(a.stage_kind != _DONE, or_(a.stage_kind.not_in(_FREE), a.received_on.is_not(None)))


def live_periods(connection: Connection, indicators: Sequence[str], first: int) -> list[Row[Any]]:
    """Open periods of these indicators with how many of their assignments are free, answered and done.

    Those of years before `first`, the programme's own, stay as they were issued: a change is of what is served.
    """
    p, a = t.period.c, t.assignment.c
    counted = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0).label(name)
        for name, condition in (("free", _free()), ("answered", _answered()), ("done", a.stage_kind == _DONE))
    ]
    statement = (
        select(
            p.id,
            p.indicator,
            p.key,
            p.milestone,
            p.year,
            p.due_on,
            p.definition_id,
            p.points,
            p.window_from,
            p.window_to,
            *counted,
        )
        .select_from(t.period.outerjoin(t.assignment, a.period_id == p.id))
        .where(p.indicator.in_(list(indicators)), p.year >= first)
        .group_by(p.id)
        .order_by(p.id)
    )
    return list(connection.execute(statement))


def open_of(connection: Connection, unit: str, indicators: Sequence[str]) -> int:
    """How many assignments of these indicators a unit still has to do something about."""
    p, a = t.period.c, t.assignment.c
    theirs = and_(a.unit_id == unit, a.stage_kind != _DONE, p.indicator.in_(list(indicators)))
    statement = select(func.count()).select_from(t.assignment.join(t.period, a.period_id == p.id)).where(theirs)
    return int(connection.execute(statement).scalar_one())


def change_period(connection: Connection, period_id: int, values: Mapping[str, object]) -> None:
    """Give a period its new facts; its key never changes."""
    here = [t.assignment.c.period_id == period_id]
    keeping.add_to_units(connection, here, -1)
    connection.execute(update(t.period).where(t.period.c.id == period_id).values(**values))
    keeping.add_to_units(connection, here, 1)


def free_in(period_id: int) -> list[ColumnElement[bool]]:
    """Assignments of a period nobody has answered yet."""
    return [t.assignment.c.period_id == period_id, _free()]


def answered_in(period_id: int) -> list[ColumnElement[bool]]:
    """Assignments of a period that have been answered and are not done."""
    return [t.assignment.c.period_id == period_id, _answered()]


def withdrawn_with(period_id: int, reason: str) -> list[ColumnElement[bool]]:
    """Assignments of a period whose last act withdrew them for this reason."""
    a, why = t.assignment.c, t.act.c
    acts = select(why.id).where(why.verb == str(Verb.TERMINATE), why.reason == reason)
    return [a.period_id == period_id, a.stage == str(Terminal.WITHDRAWN), a.act_id.in_(acts)]


def moved_due(was: date | None, becomes: date | None) -> dict[str, Any]:
    """The new due date for all but those extended to a date of their own, and the planned one for everybody."""
    a = t.assignment.c
    same = a.due_on.is_(None) if was is None else a.due_on == was
    return {"due_on": case((same, becomes), else_=a.due_on), "first_due_on": becomes}


def touched_in(period_id: int, *, answered: bool) -> list[ColumnElement[bool]]:
    """Assignments of a period that are done, and those that have been answered too."""
    done = t.assignment.c.stage_kind == _DONE
    return [t.assignment.c.period_id == period_id, or_(done, _answered()) if answered else done]


def kept_facts() -> dict[str, Any]:
    """The period's present points and window as an assignment's own, unless it keeps earlier ones already."""
    a, p = t.assignment.c, t.period.c
    return {
        name: func.coalesce(
            a[name], select(p[name]).where(p.id == a.period_id).correlate(t.assignment).scalar_subquery()
        )
        for name in OWN_FACTS
    }


OWN_FACTS = ("points", "window_from", "window_to")
"""What an assignment may keep from an earlier definition; None follows its period."""


def stages_at(connection: Connection, period_id: int) -> list[str]:
    """The stages at which answered assignments of a period stand."""
    statement = select(t.assignment.c.stage).where(*answered_in(period_id)).distinct().order_by(t.assignment.c.stage)
    return list(connection.execute(statement).scalars())


def at_stage(stage: str) -> ColumnElement[bool]:
    """Assignments at a stage."""
    return t.assignment.c.stage == stage
