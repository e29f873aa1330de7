"""What units ask of the office and waits for its decision: each with its work, and whether this person may decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.vocabulary import RequestKind, Verb
from engine.errors import LuoshiError
from engine.services.cases import cases
from engine.services.desk import Desk
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.seeing import scope
from engine.store.looking import register

SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """One request. `refusal`: why this person cannot decide it; empty when they can."""

    id: int
    kind: RequestKind
    reason: str
    wanted_due: date | None
    wanted_unit: str
    asked_by: str
    asked_on: date
    row: AssignmentRow
    refusal: str


def open_requests(desk: Desk, actor: Actor, *, at: datetime) -> Sequence[OpenRequest]:
    """Up to `SHOWN` requests without a decision on work that `actor` may see, oldest first."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        rows = register.requests(connection, scope(office, actor), True, 0, SHOWN)
        found = cases(desk, connection, list(dict.fromkeys(row.assignment_id for row in rows)), at)
        lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
        people = register.names(connection, {row.asked_by for row in rows})
        return tuple(
            OpenRequest(
                row.id,
                RequestKind(row.kind),
                row.reason,
                row.wanted_due,
                office.names.get(row.wanted_unit or "", ""),
                people.get(row.asked_by, row.asked_by),
                row.asked_on,
                listed(found[row.assignment_id], str(lamp.of(found[row.assignment_id]))),
                _refusal(found[row.assignment_id], actor, row),
            )
            for row in rows
        )


def _refusal(case: Any, actor: Actor, row: Any) -> str:
    try:
        case.decide(Verb.GRANT, actor, asked_by=row.asked_by)
    except LuoshiError as refusal:
        return str(refusal)
    return ""
