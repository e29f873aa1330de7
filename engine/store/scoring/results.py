"""What the year has brought, by unit: points, figures, states, reds and vetoes. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, literal, or_, select

from engine.domain.vocabulary import Light, StageKind, Terminal
from engine.store import tables as t
from engine.store.work.standing import facts

_FELL_AWAY = (str(Terminal.WITHDRAWN), str(Terminal.EXEMPT))


def figures(connection: Connection, indicators: Sequence[str], year: int) -> list[Row[Any]]:
    """Reported figures of indicators in a year with their unit, for rolling up by sums and naming who is below.

    Those of withdrawn and exempt work are left out: what was handed on to another unit is reported there.
    """
    a, p, u, f = t.assignment.c, t.period.c, t.unit.c, t.figure.c
    statement = (
        select(
            p.indicator,
            p.key,
            p.milestone,
            u.id.label("unit_id"),
            u.name.label("unit_name"),
            u.kind.label("unit_kind"),
            f.measure,
            f.slice,
            f.numerator,
            f.denominator,
            a.stage,
            a.definition_id,
        )
        .select_from(t.figure)
        .join(t.assignment, a.id == f.assignment_id)
        .join(t.period, p.id == a.period_id)
        .join(t.unit, u.id == a.unit_id)
        .where(p.indicator.in_(list(indicators)), p.year == year, a.stage.not_in(_FELL_AWAY))
        .order_by(p.indicator, p.key, u.id, f.measure, f.slice)
    )
    return list(connection.execute(statement))


def unit_states(connection: Connection, lit: ColumnElement[str], open_from: date, until: date) -> list[Row[Any]]:
    """Per unit: how much it was asked that was open between two days, and how much is done, overdue, returned."""
    a, p, u = t.assignment.c, t.period.c, t.unit.c
    in_span = and_(
        p.open_on <= until, or_(a.due_on.is_(None), a.due_on >= open_from, a.stage_kind != str(StageKind.DONE))
    )
    finished = or_(a.stage_kind.in_([str(StageKind.DONE), str(StageKind.SCORE)]))
    counted = {
        "assigned": literal(1),
        "done": case((finished, 1), else_=0),
        "overdue": case((lit == str(Light.RED), 1), else_=0),
        "returned": case((a.returned.is_(True), 1), else_=0),
        "waiting": case((a.stage_kind == str(StageKind.REVIEW), 1), else_=0),
    }
    statement = (
        select(u.id, u.name, u.kind, *[func.sum(what).label(name) for name, what in counted.items()])
        .select_from(t.assignment)
        .join(t.period, p.id == a.period_id)
        .join(t.unit, u.id == a.unit_id)
        .where(in_span, a.stage.not_in(_FELL_AWAY))
        .group_by(u.id, u.name, u.kind)
        .order_by(u.kind, u.id)
    )
    return list(connection.execute(statement))


def reds(connection: Connection, lit: ColumnElement[str], year: int) -> list[Row[Any]]:
    """What is red in a year: unit and indicator."""
    statement = (
        facts()
        .where(t.period.c.year == year, lit == str(Light.RED))
        .order_by(t.assignment.c.unit_id, t.assignment.c.id)
    )
    return list(connection.execute(statement))


def vetoed(connection: Connection, year: int) -> list[Row[Any]]:
    """Established vetoes of a year: the unit and which veto."""
    j, a, p = t.judgement.c, t.assignment.c, t.period.c
    statement = (
        select(a.unit_id, a.definition_id, p.milestone, j.note)
        .select_from(t.judgement)
        .join(t.assignment, a.id == j.assignment_id)
        .join(t.period, p.id == a.period_id)
        .where(j.kind == "veto", p.year == year)
        .order_by(a.unit_id, a.id)
    )
    return list(connection.execute(statement))


def latest_due(connection: Connection, indicator: str, on: date) -> Row[Any] | None:
    """The period of an indicator whose due date comes next, else the last one."""
    p = t.period.c
    coming = select(t.period).where(p.indicator == indicator, p.due_on >= on).order_by(p.due_on).limit(1)
    last = select(t.period).where(p.indicator == indicator).order_by(p.due_on.desc()).limit(1)
    return connection.execute(coming).one_or_none() or connection.execute(last).one_or_none()


def asked(connection: Connection, indicator: str, year: int) -> list[tuple[str, str]]:
    """The units asked for an indicator in a year that are not exempt: id and name."""
    a, p, u = t.assignment.c, t.period.c, t.unit.c
    statement = (
        select(u.id, u.name)
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .join(t.unit, u.id == a.unit_id)
        .where(p.indicator == indicator, p.year == year, a.stage.not_in(_FELL_AWAY))
        .distinct()
        .order_by(u.id)
    )
    return [(row.id, row.name) for row in connection.execute(statement)]
