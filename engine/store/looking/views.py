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

from engine.domain.lights import WORST_FIRST
from engine.domain.scope import Scope
from engine.domain.vocabulary import Light, PartState, StageKind, Terminal
from engine.store import tables as t
from engine.store.work.standing import facts

Lit = ColumnElement[str]
"""The light as SQL."""

Behind = Sequence[tuple[int, str, date]]
"""(definition, stage, latest `stage_since` that counts as behind today): the SQL form of `within`."""


def light(today: date, near: date, behind: Behind) -> ColumnElement[str]:
    """The SQL twin of engine.domain.lights.light: the same rules in the same order (property-tested equal)."""
    a, p = t.assignment.c, t.period.c
    # A duty without a date waits in its score stage for the assessment, and is not behind before it (story 8).
    expected = case((and_(a.stage_kind == str(StageKind.SCORE), a.due_on.is_(None)), p.assess_on), else_=a.stage_since)
    late = [
        and_(a.definition_id == number, a.stage == stage, a.stage_since <= since, expected <= since)
        for number, stage, since in behind
    ]
    finished = a.stage_kind == str(StageKind.DONE)
    return case(
        (or_(a.stage.in_([str(Terminal.WITHDRAWN), str(Terminal.EXEMPT)]), p.open_on > today), str(Light.GREY)),
        (and_(a.received_on.is_(None), or_(a.settled.is_(True), a.due_on < today)), str(Light.RED)),
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
    """How many assignments of a year show which light, by any column of period, unit or assignment (`counted_by`)."""
    # A label named like a column, `key` say, would be taken for the column in GROUP BY.
    statement = (
        select(by.label("counted_by"), lit.label("light"), func.count().label("number"))
        .select_from(t.assignment)
        .join(t.period, t.period.c.id == t.assignment.c.period_id)
        .join(t.unit, t.unit.c.id == t.assignment.c.unit_id)
        .where(t.period.c.year == year)
        .group_by("counted_by", "light")
        .order_by("counted_by", "light")
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


BY_YEAR, BY_CATEGORY_OF, BY_UNIT = t.period.c.year, t.period.c.indicator, t.unit.c.id
"""Columns that `counts` may count by."""


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
    """The SQL twin of engine.domain.scope.Scope.holds: conditions for assignments joined with their unit."""
    if scope.everything:
        return []
    a, u, p = t.assignment.c, t.unit.c, t.part.c
    helped = select(p.assignment_id).where(p.assignment_id == a.id, p.unit_id == scope.unit).exists()
    ways = [a.unit_id.in_(sorted(scope.units)), helped]
    if scope.industry:
        ways.append(u.industry == scope.industry)
    return [or_(*ways)]


def wanted_by(until: date) -> list[ColumnElement[bool]]:
    """What is with the units and due, or to be mended, by a day."""
    a = t.assignment.c
    with_unit = a.stage_kind.in_([str(StageKind.ASSIGN), str(StageKind.COLLECT)])
    return [with_unit, or_(a.due_on <= until, a.resubmit_by <= until)]


_WITH_UNIT = (str(StageKind.ASSIGN), str(StageKind.COLLECT))


def with_unit(unit: str) -> list[ColumnElement[bool]]:
    """A unit's own work that waits for the unit."""
    return [t.assignment.c.unit_id == unit, t.assignment.c.stage_kind.in_(_WITH_UNIT)]


def handed_in_by(unit: str) -> list[ColumnElement[bool]]:
    """A unit's own work that somebody else looks at now."""
    return [t.assignment.c.unit_id == unit, t.assignment.c.stage_kind == str(StageKind.REVIEW)]


def asked_of(unit: str) -> list[ColumnElement[bool]]:
    """Other units' work that waits for this unit's part."""
    asked = select(t.part.c.assignment_id).where(t.part.c.unit_id == unit, t.part.c.state == str(PartState.ASKED))
    return [t.assignment.c.id.in_(asked), t.assignment.c.stage_kind.in_(_WITH_UNIT)]


def at_stages(
    stages: Sequence[tuple[int, str]], *, of: str | None = None, but_of: str | None = None, industry: str | None = None
) -> ColumnElement[bool]:
    """Work in review at one of these stages (definition, stage): of a unit, of any but a unit, of an industry."""
    a, u = t.assignment.c, t.unit.c
    here = or_(*(and_(a.definition_id == number, a.stage == stage) for number, stage in stages), false())
    given = ((of, a.unit_id == of), (but_of, a.unit_id != but_of), (industry, u.industry == industry))
    return and_(
        a.stage_kind == str(StageKind.REVIEW), here, *(condition for value, condition in given if value is not None)
    )


def any_of(ways: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whatever fits one of these conditions; nothing when there are none."""
    return or_(*ways, false())


def all_of(where: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whatever fits all of these conditions."""
    return and_(*where)


def page_of(
    connection: Connection, lit: ColumnElement[str], where: Sequence[ColumnElement[bool]], limit: int, *, skip: int = 0
) -> list[Row[Any]]:
    """A page of assignments with their light, what hurts first on top."""
    return list(connection.execute(worst_first(board(lit).where(*where), lit).limit(limit).offset(skip)))


def number(connection: Connection, where: Sequence[ColumnElement[bool]]) -> int:
    """How many assignments fit."""
    statement = facts().where(*where).with_only_columns(func.count())
    return int(connection.execute(statement).scalar_one())


def find(connection: Connection, indicator: str, period: str, unit: str) -> Row[Any] | None:
    """One assignment by what it is."""
    where = [*narrowed(unit=unit, indicator=indicator), t.period.c.key == period]
    return connection.execute(facts().where(*where)).one_or_none()
