"""Who owns which open work, and what has nobody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from engine.domain.vocabulary import StageKind
from engine.store import tables as t
from engine.store.standing import facts


def owned_by(person: str) -> list[ColumnElement[bool]]:
    """Open assignments a person owns."""
    return [t.assignment.c.owner == person, t.assignment.c.stage_kind != str(StageKind.DONE)]


def open_work(connection: Connection, unit: str) -> list[Row[Any]]:
    """Open assignments of a unit."""
    where = [t.assignment.c.unit_id == unit, t.assignment.c.stage_kind != str(StageKind.DONE)]
    return list(connection.execute(facts().where(*where).order_by(t.assignment.c.id)))


def colleagues(connection: Connection, unit: str) -> list[str]:
    """The active people of a unit."""
    statement = select(t.person.c.id).where(t.person.c.unit_id == unit, t.person.c.active.is_(True))
    return list(connection.execute(statement.order_by(t.person.c.id)).scalars())
