"""Questions asked of the record: lights, boards, agendas, histories. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, or_, select

from engine.domain.lights import WORST_FIRST
from engine.domain.scope import Scope
from engine.domain.vocabulary import StageKind
from engine.store import tables as t
from engine.store.looking import conditions
from engine.store.looking.conditions import Lit
from engine.store.looking.shapes import Behind, Within, seen
from engine.store.looking.told import GROUPS, ROWS, Told
from engine.store.work.standing import facts


@lru_cache(maxsize=32)
def light(behind: Behind, days: tuple[tuple[str, date], ...], told: Told = ROWS) -> Lit:
    """The light as SQL with its days in it (`shapes.Lit`), for questions that are asked seldom."""
    return conditions.light(behind, told).params(dict(days))


def board(lit: ColumnElement[str]) -> Select[Any]:
    """Assignments with their facts and light, to be narrowed, ordered and limited by the caller."""
    return facts().add_columns(lit.label("light"))


def lights_of(connection: Connection, lit: ColumnElement[str], year: int) -> dict[str, int]:
    """How many assignments of a year show which light; `lit` is told of groups."""
    statement = _of_year(year, lit.label("light"))
    return {str(light): int(number) for light, number in connection.execute(statement).tuples()}


def stage_counts(connection: Connection, year: int) -> dict[str, int]:
    """How many assignments of a year stand at each kind of stage."""
    statement = _of_year(year, GROUPS.stage_kind.label("stage_kind"))
    return {str(kind): int(number) for kind, number in connection.execute(statement).tuples()}


def _of_year(year: int, by: Any) -> Select[Any]:
    return select(by, GROUPS.number).select_from(GROUPS.source).where(t.period.c.year == year).group_by(by)


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
    return {
        name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for name, table in tables.items()
    }


def rank_of(lit: ColumnElement[str]) -> ColumnElement[int]:
    """The place of a light in the order of what hurts first."""
    return case({str(shown): place for place, shown in enumerate(WORST_FIRST)}, value=lit)


def worst_first(statement: Select[Any], lit: ColumnElement[str]) -> Select[Any]:
    """What hurts first on top: by light, then due date (none last), then number."""
    due = t.assignment.c.due_on
    return statement.order_by(rank_of(lit), due.is_(None), due, t.assignment.c.id)


def narrowed(
    *,
    unit: str | None = None,
    indicator: str | None = None,
    stage_kind: StageKind | None = None,
    year: int | None = None,
) -> list[ColumnElement[bool]]:
    """Conditions for a list of assignments; a unit by id or name."""
    a, p, u = t.assignment.c, t.period.c, t.unit.c
    given = (
        (unit, or_(u.id == unit, u.name == unit)),
        (indicator, p.indicator == indicator),
        (stage_kind, a.stage_kind == str(stage_kind)),
        (year, p.year == year),
    )
    return [condition for value, condition in given if value is not None]


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """The SQL twin of engine.domain.scope.Scope.holds, with its values in it."""
    return [each.params(seen(scope)) for each in conditions.seen_by(Within.of(scope))]


def wanted_by(until: date) -> list[ColumnElement[bool]]:
    """What is with the units and due, or to be mended, by a day."""
    a = t.assignment.c
    with_unit = a.stage_kind.in_(conditions.WITH_UNIT)
    return [with_unit, or_(a.due_on <= until, a.resubmit_by <= until)]


def page_of(
    connection: Connection, lit: ColumnElement[str], where: Sequence[ColumnElement[bool]], limit: int, *, skip: int = 0
) -> list[Row[Any]]:
    """A page of assignments with their light, what hurts first on top."""
    return list(connection.execute(worst_first(board(lit).where(*where), lit).limit(limit).offset(skip)))


def find(connection: Connection, indicator: str, period: str, unit: str) -> Row[Any] | None:
    """One assignment by what it is."""
    where = [*narrowed(unit=unit, indicator=indicator), t.period.c.key == period]
    return connection.execute(facts().where(*where)).one_or_none()
