"""Units as they are looked at: the list by kind, and one unit with its people, groups, work and who is in charge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.keeping import grantable, keeps_all
from engine.domain.periods import called
from engine.domain.vocabulary import Role, UnitKind
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.people.units import known_unit, roster_word
from engine.services.seeing import check_sees_all
from engine.store.database import Connection
from engine.store.people import where
from engine.store.people.where import Sought
from engine.store.work import owning

PAGE = 50


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the list with its number of active people, heads, and open assignments.

    `leader`: the id of its own leader in charge, '' for the programme's.
    """

    id: str
    name: str
    kind: UnitKind
    service: str
    industry: str
    sub_district: str
    leader: str
    leader_name: str
    sample: bool
    left_on: date | None
    people: int
    heads: int
    work: int


@dataclass(frozen=True, slots=True)
class UnitList:
    """A page of units, how many fit, how many of each kind are here, and whether the reader may change any."""

    lines: tuple[UnitLine, ...]
    number: int
    kinds: dict[str, int]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Belonging:
    """A group the unit belongs or belonged to, with the days agreed."""

    group: str
    joined_on: date | None
    left_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Duty:
    """An open assignment of the unit, with the name of who owns it ('' for nobody yet)."""

    number: int
    indicator: str
    title: str
    period: str
    due_on: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit. `people`: id, name, role, whether somebody is active; `roster`: the definitions' differing words."""

    line: UnitLine
    people: tuple[tuple[str, str, Role, bool], ...]
    belongs: tuple[Belonging, ...]
    duties: tuple[Duty, ...]
    roster: dict[str, object]
    may_change: bool
    may_add_people: bool
    other_groups: tuple[str, ...]


def units(desk: Desk, actor: Actor, sought: Sought, *, at: datetime, page: int = 1, size: int = PAGE) -> UnitList:
    """Units by kind and name, for those who see every unit's work. Raises Forbidden."""
    check_looks(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        conditions = where.where(sought, today)
        rows = where.listed(connection, conditions, limit=size, skip=(page - 1) * size)
        number = where.count(connection, conditions)
        kinds = where.per_kind(connection, today)
    return UnitList(tuple(map(_line, rows)), number, kinds, keeps_all(actor, office.office))


def unit(desk: Desk, wanted: str, actor: Actor) -> UnitPage:
    """One unit, for its own people and those who see every unit's work. Raises NotFound, Forbidden."""
    if actor.unit != wanted:
        check_looks(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        row = known_unit(connection, wanted)
        return _page(desk, connection, office, row, actor)


def check_looks(desk: Desk, actor: Actor) -> None:
    """Raise Forbidden for whoever does not see every unit."""
    check_sees_all(desk, actor)


def check_changes(desk: Desk, actor: Actor) -> None:
    """Raise Forbidden for whoever may not change units."""
    rights.check_keeps_all(desk.office(), actor)


def _page(desk: Desk, connection: Connection, office: Office, row: Any, actor: Actor) -> UnitPage:
    everybody = owning.people_of(connection, row.id)
    names = {each.id: each.name for each in everybody}
    duties = []
    for case in owning.theirs(connection, owning.open_of(row.id)):
        told = desk.book.definition(connection, case.definition_id)
        owner = names.get(case.owner, case.owner or "")
        duties.append(Duty(case.id, told.number, told.title, called(case.period_title, case.year), case.due_on, owner))
    belongs = tuple(
        Belonging(each.group, each.joined_on, each.left_on, each.due_on)
        for each in where.memberships(connection, row.id)
    )
    may_change = keeps_all(actor, office.office)
    member_of = {each.group for each in belongs if each.left_on is None}
    return UnitPage(
        _line(row),
        tuple((each.id, each.name, Role(each.role), each.active) for each in sorted(everybody, key=_order)),
        belongs,
        tuple(duties),
        roster_word(office, row),
        may_change,
        bool(grantable(actor, row.id, office.office)),
        tuple(name for name in office.catalog.groups if name not in member_of) if may_change else (),
    )


def _order(row: Any) -> tuple[bool, bool, str]:
    return not row.active, row.role != Role.HEAD, row.name


def _line(row: Any) -> UnitLine:
    return UnitLine(
        row.id,
        row.name,
        UnitKind(row.kind),
        row.service,
        row.industry,
        row.sub_district,
        row.leader,
        row.leader_name,
        row.sample,
        row.left_on,
        row.people,
        row.heads,
        row.work,
    )
