"""Lists that programs page through: assignments and requests by number, within what a person may see."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from engine.domain.scope import Scope
from engine.store import tables as t
from engine.store.looking import views


def assignments(
    connection: Connection, lit: ColumnElement[str], where: list[ColumnElement[bool]], after: int, limit: int
) -> list[Row[Any]]:
    """Assignments of these conditions with their light, in the order of their numbers, after one of them."""
    a = t.assignment.c
    return list(connection.execute(views.board(lit).where(*where, a.id > after).order_by(a.id).limit(limit)))


def requests(connection: Connection, scope: Scope, open_only: bool, after: int, limit: int) -> list[Row[Any]]:
    """What units asked for, in the order of their numbers, of assignments within `scope`."""
    r = t.request.c
    statement = (
        select(t.request)
        .join(t.assignment, t.assignment.c.id == r.assignment_id)
        .join(t.unit, t.unit.c.id == t.assignment.c.unit_id)
        .where(r.id > after, *views.within(scope), *([r.decision == ""] if open_only else []))
    )
    return list(connection.execute(statement.order_by(r.id).limit(limit)))


def people(connection: Connection, unit: str | None, after: str, limit: int) -> list[Row[Any]]:
    """People with their unit's name, in the order of their ids: everybody's, or a unit's."""
    p = t.person.c
    statement = select(t.person, t.unit.c.name.label("unit_name")).join(t.unit, t.unit.c.id == p.unit_id)
    where = [p.id > after, *([p.unit_id == unit] if unit is not None else [])]
    return list(connection.execute(statement.where(*where).order_by(p.id).limit(limit)))


def names(connection: Connection, people: Collection[str]) -> dict[str, str]:
    """The names of these people by id."""
    p = t.person.c
    return {row.id: row.name for row in connection.execute(select(p.id, p.name).where(p.id.in_(sorted(people))))}


def units(connection: Connection, after: str, limit: int) -> list[Row[Any]]:
    """Units in the order of their ids."""
    u = t.unit.c
    return list(connection.execute(select(t.unit).where(u.id > after).order_by(u.id).limit(limit)))
