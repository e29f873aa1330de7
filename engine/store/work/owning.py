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


def unowned(connection: Connection) -> list[Row[Any]]:
    """Units with open work that nobody owns and nobody is there to take on: nobody active at all, or every clerk has
    left and no deputy of theirs acts. Columns: id, name, number of assignments."""
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
    deserted = or_(~anybody, and_(has_left, ~at_work, ~acting))
    statement = (
        select(u.id, u.name, func.count().label("number"))
        .join_from(t.unit, t.assignment, a.unit_id == u.id)
        .where(a.stage_kind != str(StageKind.DONE), nobody_owns(), deserted)
        .group_by(u.id, u.name)
        .order_by(u.id)
    )
    return list(connection.execute(statement))
