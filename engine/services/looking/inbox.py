"""What a person has to do now, and whom they wait for: own work, parts asked for, verdicts and requests to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.days_left import days_left
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.lights import WORST_FIRST
from engine.domain.needs import Who
from engine.domain.periods import called
from engine.domain.vocabulary import Light, PartState, RequestKind, StageKind
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.reviewing.queue import values_of, verdicts_of
from engine.store.database import Connection
from engine.store.looking import inboxes
from engine.store.looking.inboxes import Asked
from engine.store.looking.shapes import Own, Ways
from engine.store.work import standing
from engine.wording import N_, say

PAGE: Final = 50
LISTS: Final = ("todo", "parts", "reviews", "waiting")
"""The lists that can be read on beyond their first page, by name."""
NAMED: Final = 3
"""So many units that one waits for are named."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A line of the inbox. `until`: the day that counts now, for returned work the one it is to be mended by; `left`:
    the working days to it in words; `turn`: who waits for whom, as a sentence."""

    row: AssignmentRow
    returned: bool
    until: date | None
    left: str
    turn: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request that waits for this person's decision."""

    id: int
    kind: RequestKind
    reason: str
    asked_on: date
    wanted_due: date | None
    assignment: int
    unit_name: str
    title: str
    period: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """Lists with what hurts first on top, each of at most `PAGE` lines; `now` is own work and parts together.

    `todo`: the unit's own work that waits for the unit. `parts`: another unit's work that waits for this one's part.
    `requests`: what units ask for and this person may decide. `reviews`: work that waits for this person's verdict.
    `waiting`: handed in, now with somebody else. `counts`: how many there are in each, beyond the page too. `lights`:
    how many of everything, whatever light was asked for. `indicators`: titles by id of what there is to narrow by.
    """

    todo: tuple[InboxRow, ...]
    parts: tuple[InboxRow, ...]
    reviews: tuple[InboxRow, ...]
    waiting: tuple[InboxRow, ...]
    requests: tuple[RequestRow, ...]
    counts: Mapping[str, int]
    lights: Mapping[Light, int] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)

    @property
    def now(self) -> tuple[InboxRow, ...]:
        """What waits for the unit, its own work and the parts asked of it, in the order of the lists."""
        return tuple(sorted((*self.todo, *self.parts), key=_hurt))


def inbox(
    desk: Desk,
    actor: Actor,
    *,
    at: datetime,
    light: Light | None = None,
    indicator: str | None = None,
    only: str = "",
    page: int = 1,
) -> Inbox:
    """The inbox of `actor` on the day of `at`, whole or of one light or indicator.

    `only`: nothing but this one of `LISTS`, its page `page`, counted from 1.
    Raises Refused when nothing has been applied yet.
    """
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
        question = ("inbox", actor, light, indicator, only, page, lamp.today)
        return desk.answers.of(connection, question, lambda: _inbox(lamp, actor, light, indicator, at, only, page))


def _inbox(
    lamp: Lamp, actor: Actor, light: Light | None, indicator: str | None, at: datetime, only: str, page: int
) -> Inbox:
    connection, office = lamp.connection, lamp.office
    lists: dict[str, Ways] = {
        "todo": (Own.WITH_IT,),
        "parts": (Own.ASKED_OF_IT,),
        "reviews": verdicts_of(lamp.rules, office, actor),
        "waiting": (Own.HANDED_IN,),
    }
    if only:
        lists = {only: lists[only]}
    whole = Asked(lamp.lit, tuple(way for ways in lists.values() for way in ways), values_of(office, actor))
    there = inboxes.there(connection, whole)
    narrowed = replace(whole, light=str(light or ""), indicator=indicator or "")
    nothing: tuple[tuple[InboxRow, ...], int] = ((), 0)
    found = dict.fromkeys(LISTS, nothing) | {
        name: _rows(lamp, replace(narrowed, ways=ways), at, _TURN[name], (page - 1) * PAGE)
        for name, ways in lists.items()
        if ways
    }
    asked = [] if light or indicator or only else _requests(connection, office, actor)
    lights = {each: sum(row.number for row in there if row.light == each) for each in WORST_FIRST}
    titles = {row.indicator: _title(office, row.indicator) for row in there}
    return Inbox(
        **{name: rows for name, (rows, _) in found.items()},
        requests=tuple(asked),
        counts={name: count for name, (_, count) in found.items()} | {"requests": len(asked)},
        lights=lights,
        indicators=dict(sorted(titles.items(), key=lambda each: each[1])),
    )


def to_do(desk: Desk, actor: Actor) -> int:
    """How much waits for `actor`'s unit: its own work and the parts asked of it."""
    with desk.database.reading() as connection:
        return inboxes.to_do(connection, actor.unit)


def _rows(
    lamp: Lamp, asked: Asked, at: datetime, turn: Callable[[Case, Sequence[str]], str], skip: int
) -> tuple[tuple[InboxRow, ...], int]:
    desk, connection = lamp.desk, lamp.connection
    rows = inboxes.page_of(connection, asked, PAGE, skip=skip)
    parts = standing.parts_of(connection, [row.id for row in rows]) if turn is _ours else {}
    lines = []
    for row in rows:
        case = Case(row, desk.book.definition(connection, row.definition_id), lamp.office, at, lamp.today)
        open_parts = [part.unit_name for part in parts.get(row.id, ()) if part.state == PartState.ASKED]
        until = row.resubmit_by if row.returned and row.resubmit_by else row.due_on
        lines.append(
            InboxRow(
                listed(case, row.light),
                bool(row.returned),
                until,
                days_left(until, lamp.today, lamp.office.calendar),
                turn(case, open_parts),
            )
        )
    return tuple(lines), len(rows) if len(rows) < PAGE and not skip else inboxes.number(connection, asked)


def _hurt(line: InboxRow) -> tuple[int, date, int]:
    """The Python twin of the order in `inboxes.page_of`."""
    return WORST_FIRST.index(line.row.light), line.until or date.max, line.row.id


def _ours(case: Case, open_parts: Sequence[str]) -> str:
    if len(open_parts) > NAMED:
        named = "、".join(open_parts[:NAMED])
        return say(N_("Waiting for the parts of {number} units: {units} …"), number=len(open_parts), units=named)
    if open_parts:
        return say(N_("Waiting for the part of {units}"), units="、".join(open_parts))
    if case.row.returned:
        return say(N_("Returned: ours to mend"))
    return say(N_("Ours to accept") if case.row.stage_kind == StageKind.ASSIGN else N_("Ours to hand in"))


def _part(case: Case, _open_parts: Sequence[str]) -> str:
    return say(N_("{unit} waits for our part"), unit=case.row.unit_name)


def _verdict(case: Case, _open_parts: Sequence[str]) -> str:
    return say(N_("{unit} waits for our verdict"), unit=case.row.unit_name)


def _elsewhere(case: Case, _open_parts: Sequence[str]) -> str:
    stage = case.definition.workflow.stage(case.row.stage)
    side = case.who_can.get(Who(stage.who), "") if stage else ""
    return say(N_("With {unit} for review"), unit=side or case.office.names[case.reviewing_unit])


_TURN: Final[Mapping[str, Callable[[Case, Sequence[str]], str]]] = {
    "todo": _ours,
    "parts": _part,
    "reviews": _verdict,
    "waiting": _elsewhere,
}


def _requests(connection: Connection, office: Office, actor: Actor) -> list[RequestRow]:
    """The requests that `actor` decides: the office those of all others, who reviews the office's work the office's."""
    if actor.role not in OFFICE_ROLES or actor.unit not in (office.office, office.own_work):
        return []
    rows = inboxes.requests(connection, actor.id, office.office, own=actor.unit != office.office)
    return [
        RequestRow(
            row.id,
            RequestKind(row.kind),
            row.reason,
            row.asked_on,
            row.wanted_due,
            row.assignment_id,
            row.unit_name,
            _title(office, row.indicator),
            called(row.period_title, row.year),
        )
        for row in rows
    ]


def _title(office: Office, indicator: str) -> str:
    """What an indicator is called now; its id when the definitions no longer have it."""
    known = office.catalog.definitions.get(indicator)
    return known.title if known else indicator
