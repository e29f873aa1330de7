"""What the year has brought each unit, from the kept sums, and in which order. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from engine.domain.scope import Scope
from engine.domain.vocabulary import StageKind, Terminal, UnitKind
from engine.store import tables as t
from engine.store.looking.conditions import among
from engine.store.looking.shapes import Within, seen
from engine.store.prepared import Prepared
from engine.store.tallies.alike import MISSED, NOT_IN
from engine.store.types import one_of

_FELL_AWAY: Final = (str(Terminal.WITHDRAWN), str(Terminal.EXEMPT))
_SUMS: Final = ("earned", "possible", "number", "vetoes")
_K, _U, _P = t.unit_tally.c, t.unit.c, t.period.c
_YEAR, _TODAY = bindparam("year", type_=_P.year.type), bindparam("today", type_=_P.open_on.type)


def unit_totals(connection: Connection, year: int, today: date) -> list[Any]:
    """Per unit: points earned and points that could be earned by what is scored or overdue, and vetoes.

    What waits for a reviewer counts for nothing yet; exempt and withdrawn work is out of the total (不适用).
    """
    values = {"year": year, "today": today}
    return _unit_totals(_all_marked(connection, values)).all(connection, values)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page of a ranking: rows as `unit_totals` gives them with their `rate`, the place of the first, and of how many.

    A rate is in hundredths of a percent, rounded half up; zero where nothing was possible.
    """

    rows: Sequence[Any]
    place: int
    total: int


def ranked(
    connection: Connection,
    year: int,
    today: date,
    scope: Scope,
    kind: UnitKind | None = None,
    *,
    limit: int | None,
    skip: int = 0,
) -> Ranked:
    """Units whose own work is in scope, of one kind or of all, the best rate first, then who earned more."""
    values = {"year": year, "today": today, **seen(scope), "kind": str(kind or "")}
    shape = (_all_marked(connection, values), Within.of(scope), kind is not None)
    rows = _page(*shape, limit).all(connection, {**values, "skip": skip})
    counted = _beyond(*shape).one(connection, {**values, "best": rows[0].rate if rows and skip else 0})
    before = int(counted.before) if counted and skip else 0
    return Ranked(rows, before + 1, int(counted.total) if counted else 0)


@lru_cache
def _unit_totals(marked: bool) -> Prepared:
    totals = _totals(marked).subquery()
    statement = select(_U.id, _U.name, _U.kind, *(totals.c[name] for name in _SUMS))
    return Prepared(statement.join_from(totals, t.unit, _U.id == totals.c.unit_id).order_by(_U.id))


@lru_cache
def _page(marked: bool, within: Within | None, of_kind: bool, limit: int | None) -> Prepared:
    """The units' names are looked up for those of the page alone."""
    rated = _rated(marked, within, of_kind)
    c = rated.c
    page: Any = select(rated).order_by(c.rate.desc(), c.earned.desc(), c.unit_id).limit(limit)
    page = page.offset(bindparam("skip", type_=Integer())).subquery()
    c = page.c
    statement = select(_U.id, _U.name, _U.kind, *(c[name] for name in _SUMS), c.rate)
    statement = statement.join_from(page, t.unit, _U.id == c.unit_id)
    return Prepared(statement.order_by(c.rate.desc(), c.earned.desc(), _U.id))


@lru_cache
def _beyond(marked: bool, within: Within | None, of_kind: bool) -> Prepared:
    rated = _rated(marked, within, of_kind)
    better = case((rated.c.rate > bindparam("best", type_=_K.earned.type), 1), else_=0)
    before = func.coalesce(func.sum(better), 0).label("before")
    return Prepared(select(func.count().label("total"), before).select_from(rated))


def _rated(marked: bool, within: Within | None, of_kind: bool) -> Subquery:
    c = _totals(marked).subquery().c
    rate = case((c.possible == 0, 0), else_=(c.earned * 20_000 + c.possible) // (c.possible * 2))
    rated = select(c.unit_id, *(c[name] for name in _SUMS), rate.label("rate"))
    if within is None and not of_kind:
        return rated.subquery()
    return rated.where(c.unit_id.in_(select(_U.id).where(*_of(within, of_kind)))).subquery()


def _of(within: Within | None, of_kind: bool) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if within is not None:
        industry = [_U.industry == bindparam("seen_industry", type_=_U.industry.type)] if within.industry else []
        found.append(or_(among(_U.id, "seen", within.units), *industry))
    return [*found, _U.kind == bindparam("kind", type_=_U.kind.type)] if of_kind else found


def _totals(marked: bool) -> Select[Any]:
    """The kept sums of units, put right by what the sweep has not marked as missed yet, if there is any."""
    a, p = t.assignment.c, _P
    kept = select(_K.unit_id, *(_K[name] for name in _SUMS)).where(_K.year == _YEAR)
    if marked:
        return kept.where(_K.number != 0)
    open_still = and_(a.received_on.is_(None), a.stage_kind != str(StageKind.DONE), ~one_of(a.stage, _FELL_AWAY))
    missed = func.coalesce(a.missed_on > a.due_on, false())
    overdue = a.due_on < _TODAY
    sign = case((and_(overdue, ~missed), 1), (and_(~overdue, missed), -1), else_=0)
    more = (
        select(
            a.unit_id,
            literal(0),
            sign * func.coalesce(a.points, p.points),
            sign,
            sign * case((a.vetoed.is_(True), 1), else_=0),
        )
        .join_from(t.assignment, t.period, p.id == a.period_id)
        .where(a.period_id.in_(_unmarked_periods()), open_still, sign != 0)
    )
    both = kept.union_all(more).subquery()
    summed = [func.sum(both.c[name]).label(name) for name in _SUMS]
    return select(both.c.unit_id, *summed).group_by(both.c.unit_id).having(func.sum(both.c.number) != 0)


def _unmarked_periods() -> Select[Any]:
    """Periods with work whose mark of being missed is not what the day says: mostly none, after a sweep."""
    g = t.tally.c
    otherwise = or_(and_(g.missed != MISSED, g.due_on < _TODAY), and_(g.missed == MISSED, g.due_on >= _TODAY))
    here = and_(g.received == NOT_IN, g.stage_kind != str(StageKind.DONE), ~one_of(g.stage, _FELL_AWAY), otherwise)
    return select(g.period_id).join_from(t.tally, t.period, _P.id == g.period_id).where(_P.year == _YEAR, here)


def _all_marked(connection: Connection, values: dict[str, Any]) -> bool:
    row = _UNMARKED.one(connection, values)
    return not (row and row.there)


_UNMARKED: Final = Prepared(select(exists(_unmarked_periods()).label("there")))
