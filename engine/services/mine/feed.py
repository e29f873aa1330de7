"""A person's calendar for other programs: a secret address, and the iCalendar text that is read there (ADR 0016)."""

from __future__ import annotations

from datetime import date, datetime

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.vocabulary import Role
from engine.errors import NotFound
from engine.services.desk import Desk
from engine.services.doors import secret
from engine.services.doors.secret import digest_of
from engine.services.mine.calendar import entries
from engine.services.mine.calendar_text import calendar_text
from engine.store.doors import feeds
from engine.wording import N_


def issue(desk: Desk, key: bytes, actor: Actor, *, at: datetime) -> str:
    """A new secret for `actor`'s address, told once; the one they had opens nothing from now on."""
    token = secret.fresh(key, secret.FEED)
    with desk.database.transaction() as connection:
        feeds.put(connection, actor.id, digest_of(token), at)
    return token


def revoke(desk: Desk, actor: Actor) -> bool:
    """`actor`'s address opens nothing from now on; whether there was one."""
    with desk.database.transaction() as connection:
        return feeds.drop(connection, actor.id) > 0


def issued_at(desk: Desk, actor: Actor) -> datetime | None:
    """Since when `actor` has an address; None without one."""
    with desk.database.reading() as connection:
        return feeds.issued_at(connection, actor.id)


def feed(desk: Desk, key: bytes, token: str, *, address: str, at: datetime) -> bytes:
    """The calendar behind a secret: last year, this one and the next, as iCalendar; entries lead to `address`.

    Raises NotFound for a secret that was never given out, was revoked, or whose holder has left: nobody can tell which.
    """
    if not secret.genuine(key, secret.FEED, token):
        raise _unknown()
    with desk.database.reading() as connection:
        row = feeds.holder(connection, digest_of(token))
        if row is None:
            raise _unknown()
        actor = Actor(row.id, row.name, row.unit_id, row.unit_name, Role(row.role))
        office = desk.book.office(connection)
        year = day_of(at, office.catalog.programme).year
        found = entries(desk, connection, office, actor, date(year - 1, 1, 1), date(year + 1, 12, 31), at=at)
    return calendar_text(found, office.catalog.programme, office.calendar, name=actor.unit_name, address=address)


def _unknown() -> NotFound:
    return NotFound(
        "no-such-calendar",
        N_("There is no calendar at this address."),
        hint=N_("A new address is made on the calendar page."),
    )
