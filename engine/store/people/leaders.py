"""Leaders in charge (分管领导): who leads which units by name, and who leads all the others."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from engine.domain.vocabulary import Role
from engine.store import tables as t

_U, _P = t.unit.c, t.person.c
_LEADER: Final = str(Role.LEADER)


def leads_in_general(person: Any) -> ColumnElement[bool]:
    """Whether a leader (columns of a person) is written to about units that name none: who leads no unit by name, or
    everybody of their unit where each of them leads some."""
    other = t.person.alias("another_leader").c
    free = exists().where(
        other.unit_id == person.unit_id, other.active.is_(True), other.role == _LEADER, ~_named(other.id)
    )
    return or_(~_named(person.id), ~free)


def in_general(connection: Connection, unit: str) -> list[Row[Any]]:
    """The leaders of the programme's leading unit who are written to about units that name none."""
    there = and_(_P.unit_id == unit, _P.active.is_(True), _P.role == _LEADER)
    return list(connection.execute(select(t.person).where(there, leads_in_general(_P)).order_by(_P.id)))


def leader_of(connection: Connection, unit: str, leading: str) -> str | None:
    """The leader in charge (id) who is written to about a unit: its own when there, or the first of `leading`'s."""
    own = select(_P.id).join_from(t.unit, t.person, _P.id == _U.leader).where(_U.id == unit)
    found: str | None = connection.execute(own.where(_P.active.is_(True), _P.role == _LEADER)).scalar_one_or_none()
    return found or next((str(each.id) for each in in_general(connection, leading)), None)


def led_by(connection: Connection, person: str) -> list[Row[Any]]:
    """The units (id, name, kind) that name this person as their leader in charge, by kind and name."""
    named = select(_U.id, _U.name, _U.kind).where(_U.leader == person, _U.left_on.is_(None))
    return list(connection.execute(named.order_by(_U.kind, _U.name)))


def numbers(connection: Connection) -> list[Row[Any]]:
    """Everybody named as a leader in charge (id, name, whether active) with the number of units they lead."""
    counted = select(_U.leader, func.count().label("units")).where(_U.leader != "", _U.left_on.is_(None))
    each = counted.group_by(_U.leader).subquery()
    named = select(each.c.leader.label("id"), func.coalesce(_P.name, each.c.leader).label("name"), _P.active)
    joined = named.add_columns(each.c.units).select_from(each.outerjoin(t.person, _P.id == each.c.leader))
    return list(connection.execute(joined.order_by(each.c.leader)))


def _named(person: Any) -> ColumnElement[bool]:
    led = t.unit.alias("led_by_name").c
    return exists().where(led.leader == person, led.left_on.is_(None))
