"""What a joint meeting has before it: numbers by unit, rates by sums, reds with reasons, extensions, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.domain.periods import find_period, spoken
from engine.domain.vocabulary import Light
from engine.errors import Refused
from engine.services.desk import Desk, Office
from engine.services.looking.lights import Lamp
from engine.services.scoring.rates import Coverage, coverage
from engine.store.database import Connection
from engine.store.scoring import quarters, results
from engine.store.work import owning
from engine.wording import N_, say

_REDS: Final = 100
"""So many reds are named; all are counted."""


@dataclass(frozen=True, slots=True)
class UnitState:
    """Where one unit stands in the quarter: numbers of assignments."""

    unit: str
    unit_name: str
    assigned: int
    done: int
    overdue: int
    returned: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Red:
    """What is red and why; `said`: the last words of anybody about it."""

    assignment: int
    number: str
    title: str
    unit_name: str
    due_on: date | None
    why: str
    said: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a unit asked for; `decision` is '' while nobody has decided, `wanted` the day or unit that was asked for."""

    assignment: int
    title: str
    unit_name: str
    kind: str
    reason: str
    asked_on: date
    wanted: str
    decision: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole packet of a quarter as of a day. `due_on`: the last day for the meeting."""

    quarter: str
    title: str
    due_on: date
    as_of: date
    rows: tuple[UnitState, ...]
    lights: Mapping[str, int]
    rates: tuple[Coverage, ...]
    reds: tuple[Red, ...]
    extensions: tuple[Asked, ...]
    unresolved: tuple[Asked, ...]
    unowned: tuple[str, ...]


def compiled(desk: Desk, connection: Connection, office: Office, today: date, quarter: str | None) -> Sheet:
    """The packet of a quarter (the next meeting's when None) as it stands today. Raises as `meet.packet`."""
    meeting = office.catalog.programme.joint_meeting
    if meeting is None:
        raise Refused("no-meeting", N_("This programme declares no joint meeting."))
    definition = office.catalog.definitions[meeting.indicator]
    if quarter is None:
        found = results.latest_due(connection, meeting.indicator, today)
        quarter = found.key if found else f"{today.year}Q{(today.month + 2) // 3}"
    period = find_period(definition, office.catalog.programme, quarter)
    if period is None or period.due_on is None:
        raise Refused("no-such-quarter", N_("There is no joint meeting in {quarter}."), quarter=quarter)
    lit, until = Lamp(desk, connection, office, today).expression, min(today, period.due_on)
    where = quarters.in_span(period.open_on, until)
    counted = quarters.lights(connection, lit, where)
    named = {name: each.title for name, each in office.catalog.definitions.items()}
    asked = quarters.extensions(connection, period.open_on, period.due_on)
    return Sheet(
        quarter,
        spoken(quarter),
        period.due_on,
        today,
        tuple(
            UnitState(r.id, r.name, *(int(n) for n in (r.assigned, r.done, r.overdue, r.returned, r.waiting)))
            for r in results.unit_states(connection, lit, period.open_on, until)
            if r.kind != "service-unit"
        ),
        {str(light): counted.get(str(light), 0) for light in Light},
        tuple(each for each in coverage(connection, office, list(named), period.year) if each.denominator),
        _reds(desk, connection, quarters.reds(connection, lit, where, _REDS)),
        tuple(_asked(row, named) for row in asked),
        tuple(_asked(row, named) for row in quarters.open_requests(connection)),
        tuple(row.name for row in owning.unowned(connection)),
    )


def _reds(desk: Desk, connection: Connection, rows: Sequence[Any]) -> tuple[Red, ...]:
    said = quarters.last_words(connection, [row.id for row in rows])
    found = []
    for row in rows:
        definition = desk.book.definition(connection, row.definition_id)
        if row.returned:
            why = say(N_("returned, and not mended by {day}"), day=row.resubmit_by)
        else:
            why = say(N_("nothing handed in; due {day}"), day=row.due_on)
        found.append(
            Red(row.id, definition.number, definition.title, row.unit_name, row.due_on, why, said.get(row.id, ""))
        )
    return tuple(found)


def _asked(row: Any, named: Mapping[str, str]) -> Asked:
    wanted = row.wanted_due.isoformat() if row.wanted_due else row.wanted_unit or ""
    title = named.get(row.indicator, row.indicator)
    return Asked(row.assignment_id, title, row.unit_name, row.kind, row.reason, row.asked_on, wanted, row.decision)
