"""Who owns which open work, and what has nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from engine.domain.vocabulary import Role, StageKind
from engine.store import tables as t
from engine.store.work.standing import facts


def owned_by(person: str) -> list[ColumnElement[bool]]:
    """Open assignments a person owns."""
    return [t.assignment.c.owner == person, t.assignment.c.stage_kind != str(StageKind.DONE)]


def of_unit_or_person(unit: str, person: str) -> list[ColumnElement[bool]]:
    """Open assignments a person owns, and those of a unit that nobody has taken on."""
    a = t.assignment.c
    return [
        a.stage_kind != str(StageKind.DONE),
        or_(a.owner == person, and_(a.unit_id == unit, a.owner.is_(None))),
    ]


def moved_by(act: int, owner: str | None) -> list[ColumnElement[bool]]:
    """Open assignments that an act moved and that are still with the owner it gave them (None: nobody)."""
    a, moved = t.assignment.c, t.transition.c
    mine = a.owner.is_(None) if owner is None else a.owner == owner
    these = select(moved.assignment_id).where(moved.act_id == act)
    return [a.id.in_(these), mine, a.stage_kind != str(StageKind.DONE)]


def nobody_owns() -> ColumnElement[bool]:
    """Whether an assignment has no active owner."""
    pe = t.person.alias("owner").c
    return ~select(pe.id).where(pe.id == t.assignment.c.owner, pe.active.is_(True)).correlate(t.assignment).exists()


def without_owner(connection: Connection, unit: str) -> list[Row[Any]]:
    """Open assignments of a unit that no active person owns."""
    where = [t.assignment.c.unit_id == unit, t.assignment.c.stage_kind != str(StageKind.DONE), nobody_owns()]
    return list(connection.execute(facts().where(*where).order_by(t.assignment.c.id)))


def active(connection: Connection, unit: str, roles: Sequence[Role]) -> list[str]:
    """The active people of a unit with one of these roles."""
    pe = t.person.c
    listed = [str(role) for role in roles]
    statement = select(pe.id).where(pe.unit_id == unit, pe.active.is_(True), pe.role.in_(listed))
    return list(connection.execute(statement.order_by(pe.id)).scalars())


def people_of(connection: Connection, unit: str) -> list[Row[Any]]:
    """Everybody of a unit, those who have left too."""
    return list(connection.execute(select(t.person).where(t.person.c.unit_id == unit).order_by(t.person.c.id)))


def deserted() -> list[ColumnElement[bool]]:
    """Open work that nobody owns and nobody is there to take on: nobody active in the unit at all, or every clerk has
    left and no deputy of theirs acts."""
    a, u, pe = t.assignment.c, t.unit.c, t.person.c
    deputy = t.person.alias("deputy").c
    here = pe.unit_id == u.id
    clerk = pe.role == str(Role.CLERK)
    anybody = select(pe.id).where(here, pe.active.is_(True)).correlate(t.unit).exists()
    at_work = select(pe.id).where(here, clerk, pe.active.is_(True)).correlate(t.unit).exists()
    has_left = select(pe.id).where(here, clerk, pe.active.is_(False)).correlate(t.unit).exists()
    acting = (
        select(pe.id).where(here, clerk, deputy.id == pe.deputy, deputy.active.is_(True)).correlate(t.unit).exists()
    )
    return [a.stage_kind != str(StageKind.DONE), nobody_owns(), or_(~anybody, and_(has_left, ~at_work, ~acting))]


def unowned(connection: Connection) -> list[Row[Any]]:
    """Units with deserted work. Columns: id, name, number of assignments."""
    a, u = t.assignment.c, t.unit.c
    statement = (
        select(u.id, u.name, func.count().label("number"))
        .join_from(t.unit, t.assignment, a.unit_id == u.id)
        .where(*deserted())
        .group_by(u.id, u.name)
        .order_by(u.id)
    )
    return list(connection.execute(statement))


def deserted_work(connection: Connection, units: Sequence[str], limit: int, skip: int = 0) -> list[Row[Any]]:
    """Deserted assignments, by unit and due date; of these units, of all when none is named."""
    where = [*deserted(), *([t.assignment.c.unit_id.in_(list(units))] if units else [])]
    order = (t.unit.c.name, t.assignment.c.due_on.is_(None), t.assignment.c.due_on, t.assignment.c.id)
    return list(connection.execute(facts().where(*where).order_by(*order).limit(limit).offset(skip)))


def deserted_count(connection: Connection) -> int:
    """How many assignments are deserted."""
    a, u = t.assignment.c, t.unit.c
    statement = select(func.count()).select_from(t.assignment.join(t.unit, u.id == a.unit_id)).where(*deserted())
    return int(connection.execute(statement).scalar_one())


def among(numbers: Sequence[int]) -> list[ColumnElement[bool]]:
    """Of these assignments those that are open and have no active owner."""
    return [t.assignment.c.id.in_(list(numbers)), t.assignment.c.stage_kind != str(StageKind.DONE), nobody_owns()]


def theirs(connection: Connection, where: Sequence[ColumnElement[bool]]) -> list[Row[Any]]:
    """The facts of what some conditions select, by due date."""
    a = t.assignment.c
    return list(connection.execute(facts().where(*where).order_by(a.due_on.is_(None), a.due_on, a.id)))


def open_of(unit: str) -> list[ColumnElement[bool]]:
    """The open assignments of a unit."""
    return [t.assignment.c.unit_id == unit, t.assignment.c.stage_kind != str(StageKind.DONE)]
