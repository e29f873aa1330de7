"""Units and groups as lists and pages show them: narrowed, counted and paged in SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, update

from engine.domain.vocabulary import Role, StageKind
from engine.store import tables as t
from engine.store.rows import upsert

State = Literal["here", "left"]

_U, _P, _M, _A = t.unit.c, t.person.c, t.member.c, t.assignment.c


@dataclass(frozen=True, slots=True)
class Sought:
    """Which units: of a kind, with `words` in name or id, of an industry department, at a place, of a group, in a
    state. Empty fields ask for nothing."""

    words: str = ""
    kind: str = ""
    industry: str = ""
    sub_district: str = ""
    group: str = ""
    state: State | None = "here"


def where(sought: Sought, today: date) -> list[ColumnElement[bool]]:
    """The conditions of a search on a day."""
    found: list[ColumnElement[bool]] = []
    if sought.words:
        found.append(
            or_(_U.name.contains(sought.words, autoescape=True), _U.id.contains(sought.words, autoescape=True))
        )
    for column, value in (
        (_U.kind, sought.kind),
        (_U.industry, sought.industry),
        (_U.sub_district, sought.sub_district),
    ):
        if value:
            found.append(column == value)
    if sought.group:
        found.append(_U.id.in_(select(_M.unit_id).where(_M.group == sought.group, *_belongs(today))))
    if sought.state is not None:
        left = _U.left_on <= today
        found.append(left if sought.state == "left" else or_(_U.left_on.is_(None), ~left))
    return found


def listed(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], *, limit: int, skip: int
) -> list[Row[Any]]:
    """Units by kind and name, each with its number of active people (`people`), heads (`heads`) and open work."""
    statement = _counted().where(*conditions).order_by(_U.kind, _U.name).limit(limit).offset(skip)
    return list(connection.execute(statement))


def count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many fit."""
    return int(connection.execute(select(func.count()).select_from(t.unit).where(*conditions)).scalar_one())


def per_kind(connection: Connection, today: date) -> dict[str, int]:
    """How many units of each kind are here."""
    statement = select(_U.kind, func.count().label("number")).where(*where(Sought(), today)).group_by(_U.kind)
    return {row.kind: row.number for row in connection.execute(statement)}


def one(connection: Connection, unit: str) -> Row[Any] | None:
    """A unit with its counts."""
    return connection.execute(_counted().where(_U.id == unit)).one_or_none()


def _counted() -> Select[Any]:
    active: Final = (_P.unit_id == _U.id, _P.active.is_(True))
    people = select(func.count()).where(*active).correlate(t.unit).scalar_subquery()
    heads = select(func.count()).where(*active, _P.role == str(Role.HEAD)).correlate(t.unit).scalar_subquery()
    work = select(func.count()).where(_A.unit_id == _U.id, _A.stage_kind != str(StageKind.DONE))
    leader = select(_P.name).where(_P.id == _U.leader).correlate(t.unit).scalar_subquery()
    return select(
        t.unit,
        func.coalesce(leader, _U.leader).label("leader_name"),
        people.label("people"),
        heads.label("heads"),
        work.correlate(t.unit).scalar_subquery().label("work"),
    )


def named(connection: Connection, name: str, but: str = "") -> str | None:
    """The id of another unit of that name, those that left too."""
    return connection.execute(select(_U.id).where(_U.name == name, _U.id != but)).scalar_one_or_none()


def referring(connection: Connection, name: str) -> int:
    """How many units name this one as their department in charge or their place."""
    statement = select(func.count()).select_from(t.unit).where(or_(_U.industry == name, _U.sub_district == name))
    return int(connection.execute(statement).scalar_one())


def memberships(connection: Connection, unit: str) -> list[Row[Any]]:
    """The groups a unit belongs or belonged to."""
    return list(connection.execute(select(t.member).where(_M.unit_id == unit).order_by(_M.group)))


def save_members(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add or change memberships."""
    upsert(connection, t.member, rows, ("group", "unit_id"))


def groups(connection: Connection, today: date) -> dict[str, int]:
    """How many members each group has on a day."""
    here = or_(_U.left_on.is_(None), _U.left_on > today)
    statement = (
        select(_M.group, func.count().label("number"))
        .join_from(t.member, t.unit, _U.id == _M.unit_id)
        .where(*_belongs(today), here)
        .group_by(_M.group)
    )
    return {row.group: row.number for row in connection.execute(statement)}


def members(connection: Connection, group: str, *, limit: int, skip: int) -> list[Row[Any]]:
    """Members of a group, those who left too, by name."""
    statement = (
        select(t.member, _U.name, _U.kind, _U.left_on.label("closed_on"))
        .join_from(t.member, t.unit, _U.id == _M.unit_id)
        .where(_M.group == group)
        .order_by(_M.left_on.is_not(None), _U.name)
    )
    return list(connection.execute(statement.limit(limit).offset(skip)))


def members_number(connection: Connection, group: str) -> int:
    """How many have ever been members of a group."""
    return int(connection.execute(select(func.count()).where(_M.group == group)).scalar_one())


def close(connection: Connection, unit: str, on: date | None) -> None:
    """A unit is gone from a day on; None: it is here again."""
    connection.execute(update(t.unit).where(_U.id == unit).values(left_on=on))


def _belongs(today: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        or_(_M.joined_on.is_(None), _M.joined_on <= today),
        or_(_M.left_on.is_(None), _M.left_on > today),
    )
