"""Lists for programs, by number and in pages, within what a person may see; and the look at one thing they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.scoring import Scored
from engine.domain.vocabulary import Light, StageKind
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.looking.remember import ActLine, history
from engine.services.scoring import score
from engine.services.seeing import case_for, check_sees_all, scope
from engine.store.looking import register, views


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which assignments: a unit by id or name, an indicator by id, a light, a kind of stage, a year. None: any."""

    unit: str | None = None
    indicator: str | None = None
    light: Light | None = None
    stage: StageKind | None = None
    year: int | None = None
    due_until: date | None = None


def assignments(
    desk: Desk, actor: Actor, wanted: Wanted, *, at: datetime, after: int = 0, limit: int = 50
) -> tuple[AssignmentRow, ...]:
    """Up to `limit` assignments that `actor` may see, numbered after `after`."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
        where = views.narrowed(
            unit=wanted.unit, indicator=wanted.indicator, stage_kind=wanted.stage, year=wanted.year
        ) + views.within(scope(office, actor))
        if wanted.light is not None:
            where.append(lamp.expression == str(wanted.light))
        if wanted.due_until is not None:
            where += views.wanted_by(wanted.due_until)
        rows = register.assignments(connection, lamp.expression, where, after, limit)
        return tuple(
            listed(Case(row, desk.book.definition(connection, row.definition_id), office, at, lamp.today), row.light)
            for row in rows
        )


def requests(desk: Desk, actor: Actor, *, open_only: bool, after: int = 0, limit: int = 50) -> Sequence[Any]:
    """Up to `limit` requests on assignments that `actor` may see, numbered after `after`; rows of the request table."""
    with desk.database.reading() as connection:
        seen = scope(desk.book.office(connection), actor)
        return register.requests(connection, seen, open_only, after, limit)


def people(desk: Desk, actor: Actor, *, after: str = "", limit: int = 50) -> Sequence[Any]:
    """Up to `limit` people with ids after `after`: everybody for those who see every unit's work, else one's own unit.

    Rows of the person table with `unit_name`.
    """
    with desk.database.reading() as connection:
        seen = scope(desk.book.office(connection), actor)
        return register.people(connection, None if seen.everything else actor.unit, after, limit)


def units(desk: Desk, *, after: str = "", limit: int = 50) -> Sequence[Any]:
    """Up to `limit` units with ids after `after`, those that left too; rows of the unit table."""
    with desk.database.reading() as connection:
        return register.units(connection, after, limit)


def explained(desk: Desk, assignment: int, actor: Actor, *, at: datetime) -> Scored:
    """The score of an assignment that `actor` may see, point by point. Raises NotFound or Forbidden."""
    check(desk, assignment, actor, at=at)
    return score.explained(desk, assignment, at=at)


def acts(
    desk: Desk, actor: Actor, *, at: datetime, assignment: int | None, before: int | None = None, limit: int = 50
) -> list[ActLine]:
    """Acts, newest first: of one assignment that `actor` may see, or of all for those who see every unit's work."""
    if assignment is None:
        check_sees_all(desk, actor)
    else:
        check(desk, assignment, actor, at=at)
    return history(desk, assignment=assignment, limit=limit, before=before)


def check(desk: Desk, assignment: int, actor: Actor, *, at: datetime) -> None:
    """Raise NotFound for an unknown number, Forbidden for an assignment that `actor` may not see."""
    with desk.database.reading() as connection:
        case_for(desk, connection, assignment, actor, at)
