"""个人链接: a signed, expiring address and QR code by which a service unit without an account reaches its own list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from engine.domain.actor import Actor, not_yours
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.vocabulary import Role, UnitKind, Verb
from engine.errors import Invalid, NotFound, Refused
from engine.services.desk import Desk, Office
from engine.services.doors import secret, sign_in
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.doors import personal_links
from engine.store.doors.personal_links import State, Wanted
from engine.store.programme import adopted
from engine.wording import N_

DAYS: Final = 90
"""How many days a link lasts unless somebody says otherwise."""
LONGEST_DAYS: Final = 366
AT_ONCE: Final = 1000
"""So many links at most are issued by one act: what fits one sheet to print."""
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A service unit in the list. The instants are None without a link; `state`: none, open or expired."""

    id: str
    name: str
    service: str
    industry: str
    sub_district: str
    sample: bool
    person_name: str | None
    issued_at: datetime | None
    ends_at: datetime | None
    used_at: datetime | None
    state: State


@dataclass(frozen=True, slots=True)
class UnitList:
    """A page of service units and how many fit in all; `groups` can be chosen from."""

    lines: tuple[UnitLine, ...]
    number: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """A link just made. `token` is its secret, told once."""

    unit: str
    unit_name: str
    person_name: str
    ends_at: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a link lets in, until when."""

    number: int
    person: str
    person_name: str
    unit_name: str
    ends_at: datetime


def hands_out(office: Office, actor: Actor) -> str | None:
    """For whose units `actor` issues links: '' for all, a unit's name for those it is in charge of, None for nobody's.

    The creation office and administrators for all; a department for the units of its industry, a sub-district for
    those at its place.
    """
    everywhere = actor.unit == office.office and actor.role in OFFICE_ROLES
    if everywhere or actor.role in (Role.ADMINISTRATOR, Role.SYSTEM):
        return ""
    return actor.unit_name if actor.role in (*OFFICE_ROLES, Role.CLERK) else None


def units(desk: Desk, actor: Actor, wanted: Wanted, *, at: datetime, page: int = 1, size: int = PAGE) -> UnitList:
    """The service units `actor` may give links to, narrowed; `page` counts from 1. Raises Forbidden."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        conditions = personal_links.where(_within(office, actor, wanted), at)
        rows = personal_links.units(connection, conditions, limit=size, skip=(page - 1) * size)
        number = personal_links.count(connection, conditions)
    return UnitList(tuple(_line(row, at) for row in rows), number, tuple(office.catalog.groups))


def chosen(
    desk: Desk, actor: Actor, *, at: datetime, ids: Sequence[str] = (), wanted: Wanted | None = None
) -> tuple[UnitLine, ...]:
    """The units named by id or name, or all that `wanted` describes: what a bulk issue would concern.

    Raises NotFound for a name that is no service unit of `actor`'s, Invalid for more than fit one sheet or none.
    """
    with desk.database.reading() as connection:
        return _chosen(connection, desk.book.office(connection), actor, at, ids, wanted)


def issue(
    desk: Desk, key: bytes, ids: Sequence[str], actor: Actor, *, at: datetime, days: int = DAYS
) -> tuple[Issued, ...]:
    """A new link for each unit (by id or name), by name; the ones they had are void from now on.

    It is given to the unit's first clerk, or else its head; a unit with neither gets a person “联系人”. Raises what
    `chosen` raises, and Invalid for a time out of range.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid("link-days", N_("A link lasts from 1 to {most} days."), most=LONGEST_DAYS)
    ends = at + timedelta(days=days)
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rows = _chosen(connection, office, actor, at, ids, None)
        people = _contacts(connection, rows)
        detail = {"units": {row.id: people[row.id][0] for row in rows}, "until": ends}
        act_id = _record(connection, office, Verb.LINK, actor, at, detail)
        personal_links.close(connection, [row.id for row in rows], at, sign_in.BY_LINK)
        made = [Issued(row.id, row.name, people[row.id][1], ends, secret.fresh(key, secret.LINK)) for row in rows]
        personal_links.add_links(
            connection,
            [
                {
                    "digest": secret.digest_of(one.token),
                    "person_id": people[one.unit][0],
                    "unit_id": one.unit,
                    "issued_at": at,
                    "ends_at": ends,
                    "act_id": act_id,
                }
                for one in made
            ],
        )
    return tuple(made)


def revoke(desk: Desk, ids: Sequence[str], actor: Actor, *, at: datetime, reason: str = "") -> tuple[str, ...]:
    """These units' links open nothing from now on, and who is in by one is out. Returns the units' names.

    Raises what `chosen` raises, and Refused when none of them has a link.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rows = [row for row in _chosen(connection, office, actor, at, ids, None) if row.state != "none"]
        if not rows:
            raise Refused("no-link", N_("None of these units has a link."), hint=N_("Nothing had to be revoked."))
        _record(connection, office, Verb.UNLINK, actor, at, {"units": [row.id for row in rows]}, reason.strip())
        personal_links.close(connection, [row.id for row in rows], at, sign_in.BY_LINK)
    return tuple(row.name for row in rows)


def look(desk: Desk, key: bytes, token: str, *, at: datetime) -> Guest:
    """Whom a token would let in. Raises NotFound for one never given out, Refused for one that is void."""
    if not secret.genuine(key, secret.LINK, token):
        raise _unknown()
    with desk.database.reading() as connection:
        row = personal_links.by_digest(connection, secret.digest_of(token))
    if row is None:
        raise _unknown()
    if row.ends_at <= at:
        raise Refused("link-expired", N_("This link has expired."), hint=_ASK)
    gone = not row.active or row.left_on is not None or row.unit_kind != UnitKind.SERVICE_UNIT
    if row.revoked_at is not None or gone:
        raise Refused("link-revoked", N_("This link is no longer valid."), hint=_ASK)
    return Guest(row.id, row.person_id, row.person_name, row.unit_name, row.ends_at)


def enter(desk: Desk, key: bytes, token: str, *, at: datetime) -> sign_in.Entered:
    """Let somebody in by their link, at most until it expires. Raises what `look` raises."""
    guest = look(desk, key, token, at=at)
    with desk.database.transaction() as connection:
        personal_links.used(connection, guest.number, at)
    lasts = min(sign_in.LONGEST, guest.ends_at - at)
    return sign_in.enter(desk, guest.person, via=sign_in.BY_LINK, at=at, lasts=lasts)


_ASK: Final = N_("Ask whoever gave it to you for a new one.")


def _unknown() -> NotFound:
    return NotFound("no-such-link", N_("This address opens nothing."), hint=_ASK)


def _within(office: Office, actor: Actor, wanted: Wanted) -> Wanted:
    """What is asked for, within what the actor is in charge of. Raises Forbidden."""
    reach = hands_out(office, actor)
    if reach is None:
        raise not_yours(actor, office.names[office.office])
    return Wanted(reach, wanted.group, wanted.words, wanted.state)


def _chosen(
    connection: Connection, office: Office, actor: Actor, at: datetime, ids: Sequence[str], wanted: Wanted | None
) -> tuple[UnitLine, ...]:
    conditions = personal_links.where(_within(office, actor, wanted or Wanted()), at)
    if wanted is not None:
        rows = personal_links.units(connection, conditions, limit=AT_ONCE + 1)
    else:
        rows = personal_links.among(connection, ids, conditions)
        known = {row.id for row in rows} | {row.name for row in rows}
        for name in ids:
            if name not in known:
                raise NotFound(
                    "no-such-service-unit",
                    N_("“{unit}” is no service unit that you are in charge of."),
                    hint=N_("Links are for service units; other units have accounts."),
                    unit=name,
                )
    if not 1 <= len(rows) <= AT_ONCE:
        raise Invalid(
            "link-number",
            N_("A sheet takes from 1 to {most} units."),
            hint=N_("Choose units, or narrow the list."),
            most=AT_ONCE,
        )
    return tuple(_line(row, at) for row in rows)


def _line(row: Any, at: datetime) -> UnitLine:
    state: State = "none" if row.ends_at is None else "open" if row.ends_at > at else "expired"
    return UnitLine(**row._asdict(), state=state)


def _contacts(connection: Connection, rows: Sequence[UnitLine]) -> dict[str, tuple[str, str]]:
    """Id and name of the person behind each unit's link; who is missing is added as the unit's 联系人."""
    known = personal_links.contacts(connection, [row.id for row in rows])
    people = {unit: (str(person.id), str(person.name)) for unit, person in known.items()}
    missing = [row for row in rows if row.id not in people]
    added: list[dict[str, object]] = [
        {
            "id": f"{row.id}-contact",
            "name": f"{row.name}联系人",
            "unit_id": row.id,
            "role": str(Role.CLERK),
            "email": "",
            "phone": "",
            "deputy": "",
            "active": True,
            "sample": row.sample,
        }
        for row in missing
    ]
    adopted.save_people(connection, added)
    return people | {str(each["unit_id"]): (str(each["id"]), str(each["name"])) for each in added}


def _record(
    connection: Connection, office: Office, verb: Verb, actor: Actor, at: datetime, detail: Any, reason: str = ""
) -> int:
    programme = office.catalog.programme
    act = Act(programme.id, verb, actor.id, at, day_of(at, programme), reason, "", detail)
    return moves.record(connection, [(act, [])])[0]
