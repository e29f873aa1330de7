"""What a person has to do now, and what they wait for: their unit's own work, parts asked of it, work it reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.store.database import Connection
from engine.store.looking import inboxes, views

PAGE = 50


@dataclass(frozen=True, slots=True)
class Inbox:
    """Lists with what hurts first on top, each of at most `PAGE` lines.

    `todo`: the unit's own work that waits for the unit. `parts`: another unit's work that waits for this one's part.
    `reviews`: work that waits for this unit's verdict. `waiting`: handed in, now with somebody else. `counts`: how
    many there are in each, beyond the page too.
    """

    todo: tuple[AssignmentRow, ...]
    parts: tuple[AssignmentRow, ...]
    reviews: tuple[AssignmentRow, ...]
    waiting: tuple[AssignmentRow, ...]
    counts: dict[str, int]


def inbox(desk: Desk, actor: Actor, *, at: datetime) -> Inbox:
    """The inbox of `actor` on the day of `at`. Raises Refused when nothing has been applied yet."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
        wheres = {
            "todo": views.with_unit(actor.unit),
            "parts": views.asked_of(actor.unit),
            "reviews": _reviewed_by(office, actor),
            "waiting": views.handed_in_by(actor.unit),
        }
        found = {name: _rows(desk, connection, lamp, where, at) if where else ((), 0) for name, where in wheres.items()}
    return Inbox(**{name: rows for name, (rows, _) in found.items()}, counts={n: c for n, (_, c) in found.items()})


def to_do(desk: Desk, actor: Actor) -> int:
    """How much waits for `actor`'s unit: its own work and the parts asked of it."""
    with desk.database.reading() as connection:
        return inboxes.to_do(connection, actor.unit)


def _reviewed_by(office: Office, actor: Actor) -> Sequence[Any]:
    """What waits for a verdict of this person's unit: none for units that review nothing."""
    return views.reviewed_by(actor.unit_name) if actor.unit_name in office.industries else ()


def _rows(
    desk: Desk, connection: Connection, lamp: Lamp, where: Sequence[Any], at: datetime
) -> tuple[tuple[AssignmentRow, ...], int]:
    rows = views.page_of(connection, lamp.expression, where, PAGE)
    lines = tuple(
        listed(Case(row, desk.book.definition(connection, row.definition_id), lamp.office, at, lamp.today), row.light)
        for row in rows
    )
    return lines, len(rows) if len(rows) < PAGE else views.number(connection, where)
