"""People as lists and pages show them: narrowed and paged in SQL, with their account beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, func, or_, select, type_coerce, update

from engine.domain.vocabulary import Role, StageKind, UnitKind
from engine.store import tables as t
from engine.store.work.standing import chunks

State = Literal["active", "left", "locked"]

_P, _U, _A = t.person.c, t.unit.c, t.account.c


@dataclass(frozen=True, slots=True)
class Sought:
    """Which people: with `words` in name, id or contact, of a unit (id), of a role, in a state; `of_shops` also those
    of service units, who are thousands. Empty fields ask for nothing."""

    words: str = ""
    unit: str = ""
    role: str = ""
    state: State | None = "active"
    of_shops: bool = False


def _listed() -> Select[Any]:
    return select(
        t.person,
        _U.name.label("unit_name"),
        _U.kind.label("unit_kind"),
        _A.locked_until,
        _A.failed,
        _A.must_change,
        func.coalesce(_A.password, "").label("password"),
    ).select_from(t.person.join(t.unit, _U.id == _P.unit_id).outerjoin(t.account, _A.person_id == _P.id))


def where(sought: Sought, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a search."""
    found: list[ColumnElement[bool]] = []
    if sought.words:
        parts = (_P.name, _P.id, _P.email, _P.phone, _U.name)
        found.append(or_(*(part.contains(sought.words, autoescape=True) for part in parts)))
    if sought.unit:
        found.append(_P.unit_id == sought.unit)
    elif not sought.of_shops and not sought.words:
        found.append(_U.kind != str(UnitKind.SERVICE_UNIT))
    if sought.role:
        found.append(_P.role == sought.role)
    match sought.state:
        case "active":
            found.append(_P.active.is_(True))
        case "left":
            found.append(_P.active.is_(False))
        case "locked":
            found += [_P.active.is_(True), _A.locked_until > at]
        case None:
            pass
    return found


def listed(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], *, limit: int, skip: int
) -> list[Row[Any]]:
    """People with their account, by unit and name."""
    statement = _listed().where(*conditions).order_by(_U.name, _P.name, _P.id).limit(limit).offset(skip)
    return list(connection.execute(statement))


def count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many fit."""
    return int(
        connection.execute(select(func.count()).select_from(_listed().where(*conditions).subquery())).scalar_one()
    )


def one(connection: Connection, person: str) -> Row[Any] | None:
    """A person with their account."""
    return connection.execute(_listed().where(_P.id == person)).one_or_none()


def others_active(connection: Connection, role: Role, but: Sequence[str]) -> int:
    """How many active people of a role there are beside these."""
    statement = select(func.count()).where(_P.role == str(role), _P.active.is_(True), _P.id.not_in(list(but)))
    return int(connection.execute(statement).scalar_one())


def with_email(connection: Connection, email: str, but: str) -> str | None:
    """The name of somebody else active who goes by that address."""
    statement = select(_P.name).where(_P.email == email, _P.active.is_(True), _P.id != but).limit(1)
    return connection.execute(statement).scalar_one_or_none()


def taken_ids(connection: Connection, stem: str) -> set[str]:
    """Ids of people and units that begin with `stem`."""
    found: set[str] = set()
    for column in (_P.id, _U.id):
        found |= set(connection.execute(select(column).where(column.startswith(stem, autoescape=True))).scalars())
    return found


def by_ids(connection: Connection, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """These people, those who left too."""
    found: dict[str, Row[Any]] = {}
    for some in chunks(sorted(set(ids))):
        found |= {row.id: row for row in connection.execute(select(t.person).where(_P.id.in_(some)))}
    return found


def colleagues(connection: Connection, unit: str, but: str = "") -> list[Row[Any]]:
    """Active people of a unit, heads and clerks first, without one of them."""
    order: Final = {str(Role.CLERK): 0, str(Role.HEAD): 1}
    rows = connection.execute(select(t.person).where(_P.unit_id == unit, _P.active.is_(True), _P.id != but))
    return sorted(rows, key=lambda row: (order.get(row.role, 2), row.name))


def acting_as(connection: Connection, roles: Collection[Role]) -> list[Row[Any]]:
    """Active people with one of these roles, whatever unit they sit in."""
    wanted = select(t.person).where(_P.active.is_(True), _P.role.in_([str(role) for role in roles]))
    return list(connection.execute(wanted.order_by(_P.id)))


def owned_count(connection: Connection, person: str) -> int:
    """How many open assignments a person owns."""
    a = t.assignment.c
    statement = select(func.count()).where(a.owner == person, a.stage_kind != str(StageKind.DONE))
    return int(connection.execute(statement).scalar_one())


def set_deputy(connection: Connection, person: str, deputy: str) -> None:
    """Who acts for a person; '' for nobody."""
    connection.execute(update(t.person).where(_P.id == person).values(deputy=deputy))


def acts_about(connection: Connection, verb: str, key: str, value: str) -> Row[Any] | None:
    """The newest act of a verb whose detail says `key`: `value`."""
    a = t.act.c
    told = f'"{key}":"{value}"'
    about = type_coerce(a.detail, Text).contains(told, autoescape=True)
    statement = select(t.act).where(a.verb == verb, about).order_by(a.id.desc())
    return connection.execute(statement.limit(1)).one_or_none()
