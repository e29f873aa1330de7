"""Who may keep whom: the rights of engine/domain/keeping.py put to a person, a unit, and to roles that change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.domain.actor import Actor, not_yours
from engine.domain.days import day_of
from engine.domain.keeping import grantable, keeps_all
from engine.domain.vocabulary import Role, Verb
from engine.errors import Forbidden, NotFound, Refused
from engine.services.desk import Office
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.people import who
from engine.store.programme import adopted
from engine.wording import N_


def check_keeps_all(office: Office, actor: Actor) -> None:
    """Raise Forbidden for whoever does not keep people and units everywhere."""
    if not keeps_all(actor, office.office):
        raise not_yours(actor, office.names[office.office])


def may_keep(office: Office, actor: Actor) -> bool:
    """Whether `actor` keeps the people of some unit, their own for example."""
    return bool(grantable(actor, actor.unit, office.office)) or keeps_all(actor, office.office)


def check_may_keep(office: Office, actor: Actor) -> None:
    """Raise Forbidden for whoever keeps the people of no unit."""
    if not may_keep(office, actor):
        raise not_yours(actor, office.names[office.office])


def check_keeps(office: Office, actor: Actor, row: Any) -> None:
    """Raise Forbidden when the person of `row` (unit_id, role) is none that `actor` keeps."""
    if Role(row.role) not in grantable(actor, row.unit_id, office.office):
        raise not_yours(actor, office.names[office.office])


def check_may_grant(office: Office, actor: Actor, person: str, unit: str, role: str, was: str = "") -> None:
    """Raise Forbidden for a role that `actor` may not grant to `person`, their own among them."""
    if person == actor.id and role != was:
        raise Forbidden(
            "own-role",
            N_("Nobody changes their own role."),
            hint=N_("Ask another administrator."),
        )
    if role != was and Role(role) not in grantable(actor, unit, office.office):
        raise Forbidden(
            "role-not-yours",
            N_("You may not grant this role in that unit."),
            hint=N_("Administrators grant every role; the office and heads those of units they keep."),
        )


def check_an_administrator_stays(connection: Connection, leaving: str) -> None:
    """Raise Refused when `leaving` is the last administrator."""
    row = adopted.person_row(connection, leaving)
    if row is None or not row.active or row.role != Role.ADMINISTRATOR:
        return
    if not who.others_active(connection, Role.ADMINISTRATOR, [leaving]):
        raise Refused(
            "last-administrator",
            N_("{name} is the only administrator."),
            hint=N_("Make somebody else an administrator first."),
            name=row.name,
        )


def known_person(connection: Connection, person: str) -> Any:
    """A person's row with `unit_name`. Raises NotFound."""
    row = adopted.person_row(connection, person)
    if row is None:
        raise NotFound("unknown-person", N_("There is no person “{person}” here."), person=person)
    return row


def record(connection: Connection, act: Act) -> int:
    """Write an act that moves no work into the history; returns its number."""
    return moves.record(connection, [(act, [])])[0]


def act_of(office: Office, verb: Verb, actor: Actor, at: datetime, detail: Any, reason: str = "") -> Act:
    """The act that records what `actor` does to people or units."""
    programme = office.catalog.programme
    return Act(programme.id, verb, actor.id, at, day_of(at, programme), reason.strip(), "", detail)
