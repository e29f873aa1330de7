"""A person's own letters: what was written to them, read or not yet, and where each leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.periods import spoken
from engine.errors import NotFound
from engine.services.desk import Desk
from engine.services.mine.calendar_text import Invitation
from engine.services.word import dates
from engine.services.word.letter_facts import Correspondence
from engine.store.database import Connection
from engine.store.word import attempts, inboxes, leases, reading
from engine.wording import N_

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """A letter as its reader finds it. `sent_at`, `read_at`: instants, None while on its way and while unread.

    `about`: what the work is called that it leads to; empty when it is about none.
    """

    id: int
    subject: str
    body: str
    as_of: date
    urgent: bool
    sent_at: datetime | None
    read_at: datetime | None
    assignment: int | None
    about: str


def unread(desk: Desk, actor: Actor) -> int:
    """How many letters `actor` has not read."""
    with desk.database.reading() as connection:
        return inboxes.unread(connection, actor.id, actor.unit)


def letters(
    desk: Desk, actor: Actor, *, unread_only: bool = False, before: int | None = None, limit: int = PAGE
) -> list[OwnLetter]:
    """Up to `limit` letters to `actor`, and to their unit while it had nobody, newest first, before number `before`."""
    with desk.database.reading() as connection:
        rows = reading.letters(connection, actor.id, actor.unit, unread_only=unread_only, before=before, limit=limit)
        return [_letter(desk, connection, row) for row in rows]


def letter(desk: Desk, number: int, actor: Actor) -> OwnLetter:
    """A letter to `actor`. Raises NotFound for one that was not written to them."""
    with desk.database.reading() as connection:
        return _letter(desk, connection, _theirs(connection, number, actor))


def open_letter(desk: Desk, number: int, actor: Actor, *, at: datetime) -> OwnLetter:
    """A letter to `actor`, which has thereby arrived and counts as read. Raises NotFound for one that is not theirs."""
    with desk.database.transaction() as connection:
        found = _letter(desk, connection, _theirs(connection, number, actor))
        if found.read_at is None:
            attempts.read_by(connection, [number], actor.id, at)
    return found


def named_day(desk: Desk, number: int, actor: Actor, *, at: datetime) -> Invitation | None:
    """The day a letter to `actor` names, as it stands now, for their calendar; None where it names none.

    Raises NotFound for a letter that is not theirs.
    """
    with desk.database.reading() as connection:
        _theirs(connection, number, actor)
        [row] = leases.rows(connection, [number])
        return dates.named(Correspondence.read(desk, connection, [row]), row, at=at)


def day_file(desk: Desk, number: int, actor: Actor, *, at: datetime) -> Invitation:
    """The same. Raises NotFound for a letter that names no day as well."""
    found = named_day(desk, number, actor, at=at)
    if found is None:
        raise NotFound(
            "no-day-named",
            N_("Letter {number} names no day for the calendar."),
            hint=N_("The days that count are under “Calendar”."),
            number=number,
        )
    return found


def mark(desk: Desk, number: int, actor: Actor, *, read: bool, at: datetime) -> None:
    """A letter counts as read, or as unread again. Raises NotFound for one that was not written to `actor`."""
    with desk.database.transaction() as connection:
        _theirs(connection, number, actor)
        if read:
            attempts.read_by(connection, [number], actor.id, at)
        else:
            reading.forget(connection, actor.id, number)


def mark_all_read(desk: Desk, actor: Actor, *, at: datetime) -> int:
    """Every letter to `actor` counts as read; returns how many were not yet."""
    with desk.database.transaction() as connection:
        unread = reading.unread_ids(connection, actor.id, actor.unit)
        attempts.read_by(connection, unread, actor.id, at)
    return len(unread)


def _theirs(connection: Connection, number: int, actor: Actor) -> Any:
    row = reading.letter(connection, number, actor.id, actor.unit)
    if row is None:
        raise NotFound(
            "no-such-letter",
            N_("There is no letter {number} to you."),
            hint=N_("Your letters are listed under “Letters”."),
            number=number,
        )
    return row


def _letter(desk: Desk, connection: Connection, row: Any) -> OwnLetter:
    about = ""
    if row.definition_id is not None:
        title = desk.book.definition(connection, row.definition_id).title
        about = f"{title} · {spoken(row.period_title)}"
    return OwnLetter(
        row.id,
        row.subject,
        row.body,
        row.as_of,
        bool(row.urgent),
        row.sent_at,
        row.read_at,
        row.assignment_id,
        about,
    )
