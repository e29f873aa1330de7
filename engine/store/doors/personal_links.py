"""Personal links: which units have one, who came in by it, and the units that somebody may give one to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, func, or_, select, update

from engine.domain.vocabulary import Role, UnitKind
from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.rows import add
from engine.store.work.standing import chunks

State = Literal["none", "open", "expired"]
"""No link (never one, or revoked), one that opens, one whose time is over."""

_U, _L, _P, _M = t.unit.c, t.personal_link.c, t.person.c, t.member.c
_OPEN: Final = and_(_L.unit_id == _U.id, _L.revoked_at.is_(None))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which service units: those `industry_or_place` (a unit's name) is in charge of, of a group, with words in their
    name, in a state. Empty fields ask for nothing."""

    industry_or_place: str = ""
    group: str = ""
    words: str = ""
    state: State | None = None


def where(wanted: Wanted, at: datetime) -> list[ColumnElement[bool]]:
    """The conditions for `units`; `at` is the instant the states are asked for."""
    found = [_U.kind == str(UnitKind.SERVICE_UNIT), _U.left_on.is_(None)]
    if wanted.industry_or_place:
        found.append(or_(_U.industry == wanted.industry_or_place, _U.sub_district == wanted.industry_or_place))
    if wanted.group:
        members = select(_M.unit_id).where(_M.group == wanted.group, _M.left_on.is_(None))
        found.append(_U.id.in_(members))
    if wanted.words:
        found.append(or_(_U.name.contains(wanted.words, autoescape=True), _U.id == wanted.words))
    states = {"none": _L.id.is_(None), "open": _L.ends_at > at, "expired": _L.ends_at <= at}
    if wanted.state is not None:
        found.append(states[wanted.state])
    return found


def units(
    connection: Connection, conditions: Sequence[ColumnElement[bool]], *, limit: int, skip: int = 0
) -> list[Row[Any]]:
    """Service units by name, each with its link that was not revoked: person, issued_at, ends_at, used_at, or nulls."""
    statement = (
        select(
            _U.id,
            _U.name,
            _U.service,
            _U.industry,
            _U.sub_district,
            _U.sample,
            _P.name.label("person_name"),
            _L.issued_at,
            _L.ends_at,
            _L.used_at,
        )
        .select_from(t.unit.outerjoin(t.personal_link, _OPEN).outerjoin(t.person, _P.id == _L.person_id))
        .where(*conditions)
        .order_by(_U.name)
        .limit(limit)
        .offset(skip)
    )
    return list(connection.execute(statement))


def count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many units fit."""
    statement = select(func.count()).select_from(t.unit.outerjoin(t.personal_link, _OPEN)).where(*conditions)
    return int(connection.execute(statement).scalar_one())


def among(connection: Connection, ids: Iterable[str], conditions: Sequence[ColumnElement[bool]]) -> list[Row[Any]]:
    """Those of the units with these ids or names that fit, by name."""
    found: list[Row[Any]] = []
    for some in chunks(sorted(set(ids))):
        named = or_(_U.id.in_(some), _U.name.in_(some))
        found += units(connection, [*conditions, named], limit=len(some) * 2)
    return sorted(found, key=lambda row: str(row.name))


def contacts(connection: Connection, unit_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """The person of each unit whom a link is given to: the first active clerk, or else the first active head."""
    roles = [str(Role.CLERK), str(Role.HEAD)]
    found: dict[str, Row[Any]] = {}
    for some in chunks(unit_ids):
        people = select(_P.id, _P.name, _P.unit_id, _P.role).where(
            _P.unit_id.in_(some), _P.active.is_(True), _P.role.in_(roles)
        )
        for row in sorted(connection.execute(people), key=lambda row: (roles.index(row.role), row.id)):
            found.setdefault(row.unit_id, row)
    return found


def add_links(connection: Connection, rows: Sequence[dict[str, object]]) -> None:
    """Keep links that were just issued."""
    add(connection, t.personal_link, rows)


def close(connection: Connection, unit_ids: Sequence[str], at: datetime, via: str) -> None:
    """Revoke what these units have, and end the visits of the door `via` that began with it."""
    for some in chunks(unit_ids):
        mine = and_(_L.unit_id.in_(some), _L.revoked_at.is_(None))
        holders = select(_L.person_id).where(mine)
        connection.execute(delete(t.visit).where(t.visit.c.via == via, t.visit.c.person_id.in_(holders)))
        connection.execute(update(t.personal_link).where(mine).values(revoked_at=at))


def used(connection: Connection, number: int, at: datetime) -> None:
    """Somebody came in by this link."""
    connection.execute(update(t.personal_link).where(_L.id == number).values(used_at=at))


_BY_DIGEST = Prepared(
    select(
        _L.id,
        _L.person_id,
        _L.ends_at,
        _L.revoked_at,
        _P.name.label("person_name"),
        _P.active,
        _U.name.label("unit_name"),
        _U.kind.label("unit_kind"),
        _U.left_on,
    )
    .select_from(t.personal_link.join(t.person, _P.id == _L.person_id).join(t.unit, _U.id == _L.unit_id))
    .where(_L.digest == bindparam("wanted"))
)


def by_digest(connection: Connection, digest: str) -> Any | None:
    """A link with its person and unit."""
    return _BY_DIGEST.one(connection, {"wanted": digest})
