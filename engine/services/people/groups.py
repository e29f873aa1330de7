"""A unit joins or leaves a group from a day on, with a due date agreed at joining (story 3); and how groups stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.vocabulary import Verb
from engine.errors import Invalid, NotFound, Refused
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.people.units import known_unit
from engine.services.work.issue import Issued, follow_members
from engine.store.database import Connection
from engine.store.people import where
from engine.wording import N_

PAGE = 100


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group: how many belong to it today, whether it goes by attributes, and how many indicators it leads."""

    name: str
    members: int
    by_attribute: bool
    leads: int


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A unit of a group with the days agreed; `closed_on`: the day the unit itself was gone."""

    unit: str
    name: str
    kind: str
    joined_on: date | None
    left_on: date | None
    due_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group with a page of its members, those who left too."""

    line: GroupLine
    members: tuple[MemberLine, ...]
    number: int


def join(desk: Desk, unit: str, group: str, on: date, actor: Actor, *, at: datetime, due: date | None = None) -> Issued:
    """The unit belongs to the group from `on`. What is open then is issued to it at once, or on that day; what was due
    before is asked of it by `due`, or not at all without it. Returns what was issued.

    Raises NotFound, Forbidden, Invalid for a due date before joining, Refused for a member.
    """
    if due is not None and due < on:
        raise Invalid(
            "due-before-joining",
            N_("The agreed date {due} lies before the joining on {on}."),
            hint=N_("Agree on a later day, or leave it empty."),
            due=due,
            on=on,
        )
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row, member = _member(connection, office, unit, group, actor)
        if member is not None and member.left_on is None:
            raise Refused("member-already", N_("“{unit}” belongs to “{group}” already."), unit=row.name, group=group)
        new = {"group": group, "unit_id": unit, "joined_on": on, "left_on": None, "due_on": due}
        _save(connection, office, new, actor, at, "")
        return follow_members(desk, connection, office, at=at, actor=actor)


def quit_group(desk: Desk, unit: str, group: str, on: date, actor: Actor, *, at: datetime, reason: str = "") -> None:
    """The unit no longer belongs to the group from `on`: what it was asked as a member is withdrawn, its evidence
    stays, its points leave the total. Raises NotFound, Forbidden, Refused for no member, Invalid for a day before it
    joined."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row, member = _member(connection, office, unit, group, actor)
        if member is None or member.left_on is not None:
            raise Refused("no-member", N_("“{unit}” does not belong to “{group}”."), unit=row.name, group=group)
        if member.joined_on is not None and on < member.joined_on:
            raise Invalid(
                "left-before-joining",
                N_("{on} lies before the joining on {joined}."),
                hint=N_("Choose that day or a later one."),
                on=on,
                joined=member.joined_on,
            )
        _save(connection, office, {**member._mapping, "left_on": on}, actor, at, reason)
        follow_members(desk, connection, office, at=at, actor=actor)


def groups(desk: Desk, *, at: datetime) -> tuple[GroupLine, ...]:
    """Every group in the order of the definitions."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        counts = where.groups(connection, day_of(at, office.catalog.programme))
    return tuple(_line(office, name, counts) for name in office.catalog.groups)


def group(desk: Desk, name: str, *, at: datetime, page: int = 1, size: int = PAGE) -> GroupPage:
    """One group with its members. Raises NotFound."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        _known(office, name)
        counts = where.groups(connection, day_of(at, office.catalog.programme))
        rows = where.members(connection, name, limit=size, skip=(page - 1) * size)
        number = where.members_number(connection, name)
    members = tuple(
        MemberLine(row.unit_id, row.name, row.kind, row.joined_on, row.left_on, row.due_on, row.closed_on)
        for row in rows
    )
    return GroupPage(_line(office, name, counts), members, number)


def _line(office: Office, name: str, counts: dict[str, int]) -> GroupLine:
    leads = sum(name in each.lead for each in office.catalog.definitions.values())
    return GroupLine(name, counts.get(name, 0), office.catalog.groups[name].where is not None, leads)


def _member(connection: Connection, office: Office, unit: str, group: str, actor: Actor) -> tuple[Any, Any]:
    rights.check_keeps_all(office, actor)
    row = known_unit(connection, unit)
    _known(office, group)
    return row, next((each for each in where.memberships(connection, unit) if each.group == group), None)


def _save(connection: Connection, office: Office, row: dict[str, Any], actor: Actor, at: datetime, reason: str) -> None:
    where.save_members(connection, [row])
    rights.record(connection, rights.act_of(office, Verb.MEMBERSHIP, actor, at, row, reason))


def _known(office: Office, group: str) -> None:
    if group not in office.catalog.groups:
        raise NotFound("no-such-group", N_("There is no group “{group}”."), group=group)
