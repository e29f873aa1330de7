"""What is wrong with who there is and what is dated, each found by one set-based question: id, name, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from engine.domain.delivering import Wanted
from engine.domain.vocabulary import Role, StageKind, UnitKind
from engine.store import tables as t
from engine.store.people.leaders import leads_in_general
from engine.store.work.owning import deserted

FIRST: Final = 20
"""So many places of a kind are named; the count says how many there are."""

_U, _P, _M, _A = t.unit.c, t.person.c, t.member.c, t.assignment.c
_SHOP: Final = str(UnitKind.SERVICE_UNIT)


@dataclass(frozen=True, slots=True)
class Found:
    """How many, and the first of them: id and name."""

    count: int
    first: tuple[tuple[str, str], ...]


def unowned_work(connection: Connection) -> Found:
    """Deserted work, by its unit."""
    return _found(
        connection,
        select(_A.unit_id.label("id"), _U.name).join_from(t.assignment, t.unit, _U.id == _A.unit_id).where(*deserted()),
        distinct=True,
    )


def units_without_people(connection: Connection, today: date) -> Found:
    """Units for which nobody active acts."""
    return _found(connection, _units(today, ~_active()))


def units_without_head(connection: Connection, today: date) -> Found:
    """Units other than service units with people but without a head or a leader."""
    heads = _active(_P.role.in_([str(Role.HEAD), str(Role.LEADER)]))
    return _found(connection, _units(today, _U.kind != _SHOP, _active(), ~heads))


def units_unreached(connection: Connection, today: date, at: datetime, channels: Sequence[Wanted]) -> Found:
    """Units with people none of whom any of these channels leads to; with no channels, none of whom can come in."""
    if not channels:
        return _found(connection, _units(today, _active(), ~_signs_in(), ~_link_opens(at)))
    return _found(connection, _units(today, _active(), ~_active(_led_to(channels))))


def units_whose_leader_is_not_reached(
    connection: Connection, today: date, at: datetime, channels: Sequence[Wanted], leading: str
) -> Found:
    """Units that name a leader in charge who is none any more or whom no channel leads to; and `leading`, the unit of
    the programme's leaders, when none of those is there and reached. With no channels: who cannot come in."""
    account = t.account.c
    come_in = exists().where(account.person_id == _P.id, account.password != "")
    reached = and_(_P.active.is_(True), _P.role == str(Role.LEADER), _led_to(channels) if channels else come_in)
    own = exists().where(_P.id == _U.leader, reached)
    general = exists().where(_P.unit_id == _U.id, reached, leads_in_general(_P))
    return _found(connection, _units(today, or_(and_(_U.leader != "", ~own), and_(_U.id == leading, ~general))))


def people_without_contact(connection: Connection) -> Found:
    """Active people whom no notice reaches outside the product; those of service units come by their link."""
    return _found(
        connection,
        select(_P.id, _P.name)
        .join_from(t.person, t.unit, _U.id == _P.unit_id)
        .where(_P.active.is_(True), _P.email == "", _P.phone == "", _U.kind != _SHOP),
    )


def deputies_gone(connection: Connection) -> Found:
    """Active people whose deputy is not there, has left, or sits in another unit."""
    deputy = t.person.alias("deputy").c
    fits = exists().where(deputy.id == _P.deputy, deputy.active.is_(True), deputy.unit_id == _P.unit_id)
    return _found(connection, select(_P.id, _P.name).where(_P.active.is_(True), _P.deputy != "", ~fits))


def deputies_missing(connection: Connection) -> Found:
    """Active clerks who are their unit's only one, and have named no deputy; service units are not asked for one."""
    other = t.person.alias("other").c
    clerk = str(Role.CLERK)
    alone = ~exists().where(other.unit_id == _P.unit_id, other.id != _P.id, other.active.is_(True), other.role == clerk)
    return _found(
        connection,
        select(_P.id, _P.name)
        .join_from(t.person, t.unit, _U.id == _P.unit_id)
        .where(_P.active.is_(True), _P.role == clerk, _P.deputy == "", _U.kind != _SHOP, alone),
    )


def without_way_in(connection: Connection, today: date, at: datetime) -> Found:
    """Service units nobody of which has a password, and that have no link that opens."""
    return _found(connection, _units(today, _U.kind == _SHOP, ~_signs_in(), ~_link_opens(at)))


def impossible_assignments(connection: Connection) -> Found:
    """Open assignments that are due before their period begins; id is the assignment's number."""
    p = t.period.c
    return _found(
        connection,
        select(_A.id, (_U.name + " · " + p.title).label("name"))
        .select_from(t.assignment.join(t.period, p.id == _A.period_id).join(t.unit, _U.id == _A.unit_id))
        .where(_A.stage_kind != str(StageKind.DONE), _A.due_on < p.open_on),
    )


def impossible_memberships(connection: Connection) -> Found:
    """Units that left a group before they joined, or agreed on a date before that."""
    wrong = or_(_M.left_on < _M.joined_on, _M.due_on < _M.joined_on)
    return _found(
        connection,
        select(_U.id, (_U.name + " · " + _M.group).label("name"))
        .join_from(t.member, t.unit, _U.id == _M.unit_id)
        .where(wrong),
    )


def samples(connection: Connection, today: date) -> tuple[Found, Found]:
    """Units, and active people, that come from sample rosters."""
    return (
        _found(connection, _units(today, _U.sample.is_(True))),
        _found(connection, select(_P.id, _P.name).where(_P.active.is_(True), _P.sample.is_(True))),
    )


def unit_names(connection: Connection, today: date) -> frozenset[str]:
    """The names of the units that are here."""
    return frozenset(connection.execute(select(_U.name).where(_here(today))).scalars())


def _units(today: date, *where: ColumnElement[bool]) -> Select[Any]:
    return select(_U.id, _U.name).where(_here(today), *where)


def _here(today: date) -> ColumnElement[bool]:
    return or_(_U.left_on.is_(None), _U.left_on > today)


def _active(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(and_(_P.unit_id == _U.id, _P.active.is_(True), *more))


def _led_to(channels: Sequence[Wanted]) -> ColumnElement[bool]:
    """Whether any of these channels leads to somebody."""
    known = {"email": _P.email != "", "phone": _P.phone != "", "person": _P.id != ""}
    return or_(*(and_(*(known[name] for name in wanted)) for wanted in channels))


def _signs_in() -> ColumnElement[bool]:
    account = t.account.c
    return exists().where(_P.unit_id == _U.id, _P.active.is_(True), account.person_id == _P.id, account.password != "")


def _link_opens(at: datetime) -> ColumnElement[bool]:
    link = t.personal_link.c
    return exists().where(link.unit_id == _U.id, link.revoked_at.is_(None), link.ends_at > at)


def _found(connection: Connection, rows: Select[Any], *, distinct: bool = False) -> Found:
    """`distinct`: the count is of rows, the first places each once."""
    every = rows.subquery()
    count = int(connection.execute(select(func.count()).select_from(every)).scalar_one())
    if not count:
        return Found(0, ())
    places = select(every.c.id, every.c.name).order_by(every.c.name, every.c.id).limit(FIRST)
    first: Sequence[Any] = connection.execute(places.distinct() if distinct else places).all()
    return Found(count, tuple((str(row.id), str(row.name)) for row in first))
