"""People as they are looked at: the list, and one person with what may be done about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.actor import Actor, not_yours
from engine.domain.keeping import grantable
from engine.domain.vocabulary import Role
from engine.errors import Forbidden
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.people.account import keeps_accounts
from engine.services.people.keep import roster_word
from engine.services.seeing import scope
from engine.store.database import Connection
from engine.store.people import leaders, who
from engine.store.people.who import Sought
from engine.wording import N_

PAGE = 50


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in the list. `last_in`: when they last came in, if ever; `account`: whether they have a password."""

    id: str
    name: str
    unit: str
    unit_name: str
    role: Role
    email: str
    phone: str
    deputy: str
    active: bool
    sample: bool
    account: bool
    must_change: bool
    locked_until: datetime | None
    last_in: datetime | None


@dataclass(frozen=True, slots=True)
class PersonList:
    """A page of people and how many fit in all; `may_add`: whether the reader keeps people somewhere."""

    lines: tuple[PersonLine, ...]
    number: int
    may_add: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: what stands, the roster's differing words (`roster`), what they own, and what the reader may do.

    `leads`: the units (id, name) that name them as their leader in charge; `leads_the_rest`: they are written to about
    every unit that names none. `roles` are those the reader may grant here; none: they may look only. `colleagues` can
    be the deputy.
    """

    line: PersonLine
    deputy_name: str
    deputy_here: bool
    owned: int
    roster: dict[str, object]
    roles: tuple[Role, ...]
    keeps_account: bool
    colleagues: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    leads_the_rest: bool


def people(desk: Desk, actor: Actor, sought: Sought, *, at: datetime, page: int = 1, size: int = PAGE) -> PersonList:
    """People by unit and name: everybody for those who see every unit's work, a head's own unit. Raises Forbidden."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        conditions = who.where(_within(office, actor, sought), at)
        rows = who.listed(connection, conditions, limit=size, skip=(page - 1) * size)
        number = who.count(connection, conditions)
    return PersonList(tuple(map(_line, rows)), number, rights.may_keep(office, actor))


def person(desk: Desk, wanted: str, actor: Actor) -> PersonPage:
    """One person. Raises NotFound, or Forbidden for somebody of another unit."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        rights.known_person(connection, wanted)
        row: Any = who.one(connection, wanted)
        if not scope(office, actor).everything and row.unit_id != actor.unit:
            raise not_yours(actor, office.names[office.office])
        _check_looks(office, actor)
        return _page(connection, office, row, actor)


def _page(connection: Connection, office: Office, row: Any, actor: Actor) -> PersonPage:
    deputy = who.by_ids(connection, [row.deputy]).get(row.deputy) if row.deputy else None
    roles = grantable(actor, row.unit_id, office.office)
    return PersonPage(
        _line(row),
        deputy.name if deputy else row.deputy,
        deputy is not None and deputy.active,
        who.owned_count(connection, row.id),
        roster_word(office, row),
        roles if Role(row.role) in roles else (),
        keeps_accounts(actor) and row.active,
        tuple((each.id, each.name) for each in who.colleagues(connection, row.unit_id, row.id)),
        tuple((each.id, each.name) for each in leaders.led_by(connection, row.id)),
        any(each.id == row.id for each in leaders.in_general(connection, office.leader)),
    )


def _within(office: Office, actor: Actor, sought: Sought) -> Sought:
    _check_looks(office, actor)
    if scope(office, actor).everything:
        return sought
    return Sought(sought.words, actor.unit, sought.role, sought.state)


def _check_looks(office: Office, actor: Actor) -> None:
    if not scope(office, actor).everything and not rights.may_keep(office, actor):
        raise Forbidden(
            "not-everything",
            N_("{name} ({unit}) sees the work of their own side only."),
            hint=N_("The creation office, leaders, administrators and auditors see all of it."),
            name=actor.name,
            unit=actor.unit_name,
        )


def _line(row: Any) -> PersonLine:
    return PersonLine(
        row.id,
        row.name,
        row.unit_id,
        row.unit_name,
        Role(row.role),
        row.email,
        row.phone,
        row.deputy,
        row.active,
        row.sample,
        row.password != "",
        bool(row.must_change),
        row.locked_until,
        row.last_in,
    )
