"""What a reviewer compares with: figures of the period before, earlier verdicts and reasons; what is to be closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from engine.domain.vocabulary import StageKind, Terminal
from engine.store import tables as t

RETURNED = "returned"


def verdicts(connection: Connection, assignment: int) -> list[Row[Any]]:
    """Every verdict on an assignment, oldest first, with who gave it and when (an instant)."""
    r, a, p = t.review.c, t.act.c, t.person.c
    statement = (
        select(t.review, a.at, func.coalesce(p.name, r.reviewer).label("name"))
        .select_from(t.review.join(t.act, a.id == r.act_id).outerjoin(t.person, p.id == r.reviewer))
        .where(r.assignment_id == assignment)
        .order_by(r.id)
    )
    return list(connection.execute(statement))


def figures_before(connection: Connection, indicator: str, unit: str, open_on: date) -> list[Row[Any]]:
    """The figures of the unit's last earlier period of an indicator that has any; empty without one."""
    p, a, f = t.period.c, t.assignment.c, t.figure.c
    joined = t.figure.join(t.assignment, a.id == f.assignment_id).join(t.period, p.id == a.period_id)
    earlier = (
        select(a.id)
        .select_from(joined)
        .where(p.indicator == indicator, a.unit_id == unit, p.open_on < open_on)
        .order_by(p.open_on.desc(), a.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(t.figure, p.title.label("period_title"), p.key.label("period")).select_from(joined)
    return list(connection.execute(statement.where(f.assignment_id == earlier).order_by(f.measure, f.slice)))


def reasons(connection: Connection, unit: str, limit: int) -> Sequence[str]:
    """What people of a unit have given as reasons of returns: the most frequent first, then the newest."""
    r, p = t.review.c, t.person.c
    statement = (
        select(r.reason)
        .join_from(t.review, t.person, p.id == r.reviewer)
        .where(p.unit_id == unit, r.verdict == RETURNED, r.reason != "")
        .group_by(r.reason)
        .order_by(func.count().desc(), func.max(r.id).desc())
        .limit(limit)
    )
    return list(connection.execute(statement).scalars())


def scored_of(office: str, *, own: bool) -> list[ColumnElement[bool]]:
    """Scored work that is not closed out yet: of the office itself (`own`), or of everybody else."""
    unit = t.assignment.c.unit_id
    return [t.assignment.c.stage == str(Terminal.SCORED), unit == office if own else unit != office]


def unassessed(
    connection: Connection, where: Sequence[ColumnElement[bool]], office: str, today: date, *, own: bool
) -> Row[Any]:
    """Approved work without a due date that waits for its assessment: how many (`number`), and the next `day`."""
    a, p, u = t.assignment.c, t.period.c, t.unit.c
    waits = (a.stage_kind == str(StageKind.SCORE), a.due_on.is_(None), p.assess_on > today)
    statement = (
        select(func.count().label("number"), func.min(p.assess_on).label("day"))
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .join(t.unit, u.id == a.unit_id)
        .where(*waits, a.unit_id == office if own else a.unit_id != office, *where)
    )
    return connection.execute(statement).one()
