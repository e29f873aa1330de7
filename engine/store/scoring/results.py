"""What the year has brought, by unit: points, figures, states, reds and vetoes. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Subquery, and_, case, false, func, literal, or_, select

from engine.domain.vocabulary import Light, StageKind, Terminal
from engine.store import tables as t
from engine.store.tallies.alike import MISSED, NOT_IN
from engine.store.work.standing import facts

_FELL_AWAY = (str(Terminal.WITHDRAWN), str(Terminal.EXEMPT))


def unit_totals(connection: Connection, year: int, today: date) -> list[Row[Any]]:
    """Per unit: points earned and points that could be earned by what is scored or overdue, and vetoes.

    What waits for a reviewer counts for nothing yet; exempt and withdrawn work is out of the total (不适用).
    """
    totals, u = _totals(connection, year, today), t.unit.c
    statement = select(u.id, u.name, u.kind, *_sums_of(totals)).join_from(totals, t.unit, u.id == totals.c.unit_id)
    return list(connection.execute(statement.order_by(u.id)))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page of a ranking: rows as `unit_totals` gives them with their `rate`, the place of the first, and of how many.

    A rate is in hundredths of a percent, rounded half up; zero where nothing was possible.
    """

    rows: Sequence[Row[Any]]
    place: int
    total: int


def ranked(
    connection: Connection,
    year: int,
    today: date,
    where: Sequence[ColumnElement[bool]],
    *,
    limit: int | None,
    skip: int,
) -> Ranked:
    """Units that fit `where` (conditions on units), the best rate first, then who earned more."""
    totals, u = _totals(connection, year, today), t.unit.c
    c = totals.c
    rate = case((c.possible == 0, 0), else_=(c.earned * 20_000 + c.possible) // (c.possible * 2))
    source = totals.join(t.unit, u.id == c.unit_id)
    page = (
        select(u.id, u.name, u.kind, *_sums_of(totals), rate.label("rate"))
        .select_from(source)
        .where(*where)
        .order_by(rate.desc(), c.earned.desc(), u.id)
    )
    rows = connection.execute(page.limit(limit).offset(skip)).all()
    best = rows[0].rate if rows else 0
    counted = select(func.count(), func.coalesce(func.sum(case((rate > best, 1), else_=0)), 0)).select_from(source)
    total, before = connection.execute(counted.where(*where)).tuples().one()
    return Ranked(rows, int(before) + 1, int(total))


def _sums_of(totals: Subquery) -> list[ColumnElement[Any]]:
    return [totals.c[name] for name in ("earned", "possible", "number", "vetoes")]


def _totals(connection: Connection, year: int, today: date) -> Subquery:
    """The kept sums of units, put right by what the sweep has not marked as missed yet."""
    k, a, p = t.unit_tally.c, t.assignment.c, t.period.c
    kept = select(k.unit_id, k.earned, k.possible, k.number, k.vetoes).where(k.year == year)
    periods = _unmarked_periods(connection, year, today)
    if not periods:
        return kept.where(k.number != 0).subquery()
    open_still = and_(a.received_on.is_(None), a.stage_kind != str(StageKind.DONE), a.stage.not_in(_FELL_AWAY))
    marked = func.coalesce(a.missed_on > a.due_on, false())
    overdue = a.due_on < today
    sign = case((and_(overdue, ~marked), 1), (and_(~overdue, marked), -1), else_=0)
    more = (
        select(
            a.unit_id,
            literal(0),
            sign * func.coalesce(a.points, p.points),
            sign,
            sign * case((a.vetoed.is_(True), 1), else_=0),
        )
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .where(a.period_id.in_(periods), open_still, sign != 0)
    )
    both = kept.union_all(more).subquery()
    summed = [func.sum(both.c[name]).label(name) for name in ("earned", "possible", "number", "vetoes")]
    return select(both.c.unit_id, *summed).group_by(both.c.unit_id).having(func.sum(both.c.number) != 0).subquery()


def _unmarked_periods(connection: Connection, year: int, today: date) -> list[int]:
    """Periods with work whose mark of being missed is not what the day says: mostly none, after a sweep."""
    g, p = t.tally.c, t.period.c
    otherwise = or_(and_(g.missed != MISSED, g.due_on < today), and_(g.missed == MISSED, g.due_on >= today))
    here = and_(g.received == NOT_IN, g.stage_kind != str(StageKind.DONE), g.stage.not_in(_FELL_AWAY), otherwise)
    statement = select(g.period_id).join_from(t.tally, t.period, p.id == g.period_id).where(p.year == year, here)
    return list(connection.execute(statement.distinct()).scalars())


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
