"""Questions asked of the record: lights, boards, agendas, histories. Nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
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
    union,
)

from engine.domain.lights import WORST_FIRST
from engine.domain.scope import Scope
from engine.domain.vocabulary import Light, PartState, StageKind, Terminal, UnitKind
from engine.store import tables as t
from engine.store.looking.told import GROUPS, ROWS, Told
from engine.store.work.standing import facts

Lit = ColumnElement[str]
"""The light as SQL."""

Behind = tuple[tuple[tuple[int, ...] | None, str, date], ...]
"""(definitions, None for all; stage; latest `stage_since` that counts as behind today): the SQL form of `within`."""


@lru_cache(maxsize=32)
def light(today: date, near: date, behind: Behind, told: Told = ROWS) -> ColumnElement[str]:
    """The SQL twin of engine.domain.lights.light: the same rules in the same order (property-tested equal).

    Built once a day and kept: every question of the day is put with it.
    """
    p = t.period.c
    # A duty without a date waits in its score stage for the assessment, and is not behind before it (story 8).
    waits = and_(told.stage_kind == str(StageKind.SCORE), told.undated)
    expected = case((waits, p.assess_on), else_=told.stage_since)
    late = [
        and_(
            told.stage == stage,
            told.stage_since <= since,
            expected <= since,
            *([] if numbers is None else [told.definition_id.in_(numbers)]),
        )
        for numbers, stage, since in behind
    ]
    finished = told.stage_kind == str(StageKind.DONE)
    return case(
        (or_(told.stage.in_([str(Terminal.WITHDRAWN), str(Terminal.EXEMPT)]), p.open_on > today), str(Light.GREY)),
        (and_(told.not_in, or_(told.settled, told.due_on < today)), str(Light.RED)),
        (and_(told.returned, told.resubmit_by < today), str(Light.RED)),
        (told.returned, str(Light.YELLOW)),
        (and_(~finished, or_(*late, false())), str(Light.YELLOW)),
        (or_(told.missed, told.in_late), str(Light.YELLOW)),
        (and_(told.not_in, ~finished, told.due_on <= near), str(Light.BLUE)),
        else_=str(Light.GREEN),
    )


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
    """The SQL twin of engine.domain.scope.Scope.holds: conditions for assignments joined with their unit."""
    if scope.everything:
        return []
    a, u, p = t.assignment.c, t.unit.c, t.part.c
    ways = [
        select(a.id).where(a.unit_id.in_(sorted(scope.units))),
        select(p.assignment_id).where(p.unit_id == scope.unit),
    ]
    if scope.industry:
        ways.append(select(a.id).join_from(t.assignment, t.unit, u.id == a.unit_id).where(u.industry == scope.industry))
    # Each way has an index of its own; told as “or” they would be tried on every assignment there is.
    return [a.id.in_(union(*ways))]


def units_of(scope: Scope, kind: UnitKind | None) -> list[ColumnElement[bool]]:
    """Conditions for units: those whose own work is in scope, of one kind or of all."""
    u = t.unit.c
    ways = [u.id.in_(sorted(scope.units)), *([u.industry == scope.industry] if scope.industry else [])]
    return [*([] if scope.everything else [or_(*ways)]), *([u.kind == str(kind)] if kind else [])]


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
