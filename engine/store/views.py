"""Questions asked of the record: lights, boards, agendas, histories. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
)

from engine.domain.vocabulary import Light, StageKind, Terminal
from engine.store import tables as t
from engine.store.standing import facts

Behind = Sequence[tuple[int, str, date]]
"""(definition, stage, latest `stage_since` that counts as behind today): the SQL form of `within`."""


def light(today: date, near: date, behind: Behind) -> ColumnElement[str]:
    """The SQL twin of engine.domain.lights.light: the same rules in the same order (property-tested equal)."""
    a, p = t.assignment.c, t.period.c
    late = [and_(a.definition_id == number, a.stage == stage, a.stage_since <= since) for number, stage, since in behind]
    finished = a.stage_kind == str(StageKind.DONE)
    return case(
        (or_(a.stage.in_([str(Terminal.WITHDRAWN), str(Terminal.EXEMPT)]), p.open_on > today), str(Light.GREY)),
        (and_(a.received_on.is_(None), a.due_on < today), str(Light.RED)),
        (and_(a.returned.is_(True), a.resubmit_by < today), str(Light.RED)),
        (a.returned.is_(True), str(Light.YELLOW)),
        (and_(~finished, or_(*late, false())), str(Light.YELLOW)),
        (or_(a.missed_on.is_not(None), a.received_on > a.due_on), str(Light.YELLOW)),
        (and_(a.received_on.is_(None), ~finished, a.due_on <= near), str(Light.BLUE)),
        else_=str(Light.GREEN),
    )


def board(lit: ColumnElement[str]) -> Select[Any]:
    """Assignments with their facts and light, to be narrowed, ordered and limited by the caller."""
    return facts().add_columns(lit.label("light"))


def counts(connection: Connection, lit: ColumnElement[str], by: ColumnElement[Any], year: int) -> list[Row[Any]]:
    """How many assignments of a year show which light, by any column of period, unit or assignment."""
    statement = (
        select(by.label("key"), lit.label("light"), func.count().label("number"))
        .select_from(t.assignment)
        .join(t.period, t.period.c.id == t.assignment.c.period_id)
        .join(t.unit, t.unit.c.id == t.assignment.c.unit_id)
        .where(t.period.c.year == year)
        .group_by("key", "light")
        .order_by("key", "light")
    )
    return list(connection.execute(statement))


def stage_counts(connection: Connection, year: int) -> dict[str, int]:
    """How many assignments of a year stand at each kind of stage."""
    a, p = t.assignment.c, t.period.c
    statement = (
        select(a.stage_kind, func.count())
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .where(p.year == year)
        .group_by(a.stage_kind)
    )
    return {str(kind): int(number) for kind, number in connection.execute(statement).tuples()}


def unit_totals(connection: Connection, year: int, today: date) -> list[Row[Any]]:
    """Per unit: points earned and points that could be earned by what is scored or overdue, and vetoes.

    What waits for a reviewer counts for nothing yet; exempt and withdrawn work is out of the total (不适用).
    """
    a, p, u = t.assignment.c, t.period.c, t.unit.c
    scored = and_(a.stage_kind == str(StageKind.DONE), a.score.is_not(None))
    overdue = and_(a.received_on.is_(None), a.due_on < today, a.stage_kind != str(StageKind.DONE))
    counts_now = and_(or_(scored, overdue), a.stage.not_in([str(Terminal.WITHDRAWN), str(Terminal.EXEMPT)]))
    statement = (
        select(
            u.id,
            u.name,
            u.kind,
            func.coalesce(func.sum(case((scored, a.score), else_=0)), 0).label("earned"),
            func.sum(p.points).label("possible"),
            func.count().label("number"),
            func.coalesce(func.sum(case((a.vetoed.is_(True), 1), else_=0)), 0).label("vetoes"),
        )
        .select_from(t.assignment)
        .join(t.period, p.id == a.period_id)
        .join(t.unit, u.id == a.unit_id)
        .where(p.year == year, counts_now)
        .group_by(u.id, u.name, u.kind)
        .order_by(u.id)
    )
    return list(connection.execute(statement))


def figures(connection: Connection, indicators: Sequence[str], year: int) -> list[Row[Any]]:
    """Reported figures of indicators in a year with their unit, for rolling up by sums and naming who is below."""
    a, p, u, f = t.assignment.c, t.period.c, t.unit.c, t.figure.c
    statement = (
        select(p.indicator, p.key, p.milestone, u.id.label("unit_id"), u.name.label("unit_name"), u.kind.label("unit_kind"),
               f.measure, f.slice, f.numerator, f.denominator, a.stage, a.definition_id)
        .select_from(t.figure)
        .join(t.assignment, a.id == f.assignment_id)
        .join(t.period, p.id == a.period_id)
        .join(t.unit, u.id == a.unit_id)
        .where(p.indicator.in_(list(indicators)), p.year == year)
        .order_by(p.indicator, p.key, u.id, f.measure, f.slice)
    )
    return list(connection.execute(statement))


def acts(connection: Connection, assignment: int | None, limit: int, *, before: int | None = None) -> list[Row[Any]]:
    """Acts, newest first, with the person's name; of one assignment with its transition."""
    statement = (
        select(t.act, t.person.c.name.label("actor_name"))
        .select_from(t.act.outerjoin(t.person, t.person.c.id == t.act.c.actor))
        .order_by(t.act.c.id.desc())
        .limit(limit)
    )
    if assignment is not None:
        tr = t.transition.c
        statement = statement.join(t.transition, tr.act_id == t.act.c.id).where(tr.assignment_id == assignment)
        statement = statement.add_columns(tr.from_stage, tr.to_stage)
    else:
        moved = select(func.count()).where(t.transition.c.act_id == t.act.c.id).correlate(t.act).scalar_subquery()
        statement = statement.add_columns(moved.label("moved"))
    if before is not None:
        statement = statement.where(t.act.c.id < before)
    return list(connection.execute(statement))


def totals(connection: Connection) -> dict[str, int]:
    """How many rows of each thing there are."""
    tables = {
        "periods": t.period,
        "assignments": t.assignment,
        "evidence": t.evidence,
        "acts": t.act,
        "transitions": t.transition,
        "notices": t.outbox,
        "units": t.unit,
        "people": t.person,
    }
    return {name: int(connection.execute(select(func.count()).select_from(table)).scalar_one()) for name, table in tables.items()}


def open_requests(connection: Connection) -> list[Row[Any]]:
    """Requests that wait for a decision."""
    statement = (
        select(t.request, t.unit.c.name.label("unit_name"), t.period.c.indicator)
        .join(t.assignment, t.assignment.c.id == t.request.c.assignment_id)
        .join(t.unit, t.unit.c.id == t.assignment.c.unit_id)
        .join(t.period, t.period.c.id == t.assignment.c.period_id)
        .where(t.request.c.decision == "")
        .order_by(t.request.c.id)
    )
    return list(connection.execute(statement))


def unowned(connection: Connection) -> list[Row[Any]]:
    """Units with open work and nobody active to do it."""
    a, u, pe = t.assignment.c, t.unit.c, t.person.c
    somebody = select(pe.id).where(pe.unit_id == u.id, pe.active.is_(True)).exists()
    statement = (
        select(u.id, u.name, func.count().label("number"))
        .join_from(t.unit, t.assignment, a.unit_id == u.id)
        .where(a.stage_kind != str(StageKind.DONE), ~somebody)
        .group_by(u.id, u.name)
        .order_by(u.id)
    )
    return list(connection.execute(statement))


