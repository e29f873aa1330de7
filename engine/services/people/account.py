"""Accounts as administrators keep them: a new password told once, the end of a lock, the end of every visit."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from engine.domain.actor import Actor, not_yours
from engine.domain.vocabulary import Role, Verb
from engine.errors import Refused
from engine.services.desk import Desk, Office
from engine.services.doors import sign_in
from engine.services.people import rights
from engine.store.database import Connection
from engine.store.doors import access
from engine.wording import N_

What = Literal["reset", "unlock", "end-visits"]


def reset_password(desk: Desk, person: str, actor: Actor, *, at: datetime) -> str:
    """A password that is good for one sign-in, to be told to the person; every visit of theirs ends.

    Raises NotFound, Forbidden for all but administrators, Refused for who has left.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        _check(connection, office, person, actor)
        password = sign_in.new_password(connection, person, at=at)
        _record(connection, office, "reset", person, actor, at)
    return password


def unlock(desk: Desk, person: str, actor: Actor, *, at: datetime) -> None:
    """Wrong tries are forgotten: the person may try again at once. Raises as `reset_password`."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        _check(connection, office, person, actor)
        access.change_account(connection, person, {"failed": 0, "locked_until": None})
        _record(connection, office, "unlock", person, actor, at)


def end_visits(desk: Desk, person: str, actor: Actor, *, at: datetime) -> int:
    """The person is out everywhere; returns how many visits ended. Raises as `reset_password`."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        _check(connection, office, person, actor)
        ended = access.end_visits(connection, person)
        _record(connection, office, "end-visits", person, actor, at)
    return ended


def keeps_accounts(actor: Actor) -> bool:
    """Whether `actor` keeps accounts: administrators do."""
    return actor.role in (Role.ADMINISTRATOR, Role.SYSTEM)


def _check(connection: Connection, office: Office, person: str, actor: Actor) -> None:
    if not keeps_accounts(actor):
        raise not_yours(actor, office.names[office.office])
    row = rights.known_person(connection, person)
    if not row.active:
        raise Refused("person-left", N_("{name} has left and can no longer act."), name=row.name)


def _record(connection: Connection, office: Office, what: What, person: str, actor: Actor, at: datetime) -> None:
    rights.record(connection, rights.act_of(office, Verb.ACCOUNT, actor, at, {"person": person, "what": what}))
