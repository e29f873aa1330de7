"""A person's calendar: what their unit has to do by which day, the programme's days, rest days and 调休."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.calendar import WorkingCalendar
from engine.domain.days import day_of
from engine.domain.vocabulary import Light, StageKind, Terminal
from engine.errors import Invalid
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.services.looking.ask import listed
from engine.services.looking.lights import Lamp
from engine.services.mine.office_days import DayKind, programme_days
from engine.services.seeing import scope
from engine.store.database import Connection
from engine.store.looking import calendars
from engine.wording import N_

_FELL_AWAY: Final = (Terminal.WITHDRAWN, Terminal.EXEMPT)
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100


class State(StrEnum):
    """How an entry's work stands: to be done, handed in, done, or no longer wanted."""

    OPEN = "open"
    IN = "in"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on a day. `key` stays the same when the date moves; `assignment` is where it leads, None for a day of
    the programme. `changed_at`: the instant of the last act, `version` its number; both None for the programme's."""

    day: date
    kind: DayKind
    key: str
    title: str
    state: State = State.OPEN
    assignment: int | None = None
    indicator: str = ""
    period: str = ""
    unit_name: str = ""
    light: Light | None = None
    changed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the page. `rest`: nobody works; `swapped`: 调休, a weekend worked or a weekday off. `due`: how much of
    all that the reader may see is due and not in, for who sees every unit's work."""

    day: date
    rest: bool
    swapped: bool
    entries: tuple[Entry, ...]
    due: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """Whole weeks from Monday that hold a month. `published`: the year's 调休 is known, rest days can be relied on."""

    first: date
    today: date
    weeks: tuple[tuple[Day, ...], ...]
    published: bool


def month(desk: Desk, actor: Actor, *, at: datetime, year: int | None = None, number: int | None = None) -> Month:
    """A month of `actor`'s calendar, this month without one. Raises Invalid for a month there is none of."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        first = _first(year or today.year, number or today.month)
        begin = first - timedelta(days=first.weekday())
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        end = last + timedelta(days=6 - last.weekday())
        found = entries(desk, connection, office, actor, begin, end, at=at)
        seen = scope(office, actor)
        due = calendars.due_counts(connection, seen, begin, end) if seen.everything else {}
    days = [_day(begin + timedelta(days=n), office.calendar, found, due) for n in range((end - begin).days + 1)]
    weeks = tuple(tuple(days[n : n + 7]) for n in range(0, len(days), 7))
    return Month(first, today, weeks, office.calendar.published(first.year))


def entries(
    desk: Desk, connection: Connection, office: Office, actor: Actor, first: date, last: date, *, at: datetime
) -> list[Entry]:
    """All of `actor`'s calendar from `first` to `last`, by day; their unit's work before the programme's days."""
    lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
    own: list[Entry] = []
    for row in calendars.dated(connection, lamp.expression, actor.unit, first, last):
        case = Case(row, desk.book.definition(connection, row.definition_id), office, at, lamp.today)
        own += [entry for entry in _of_case(case, actor) if first <= entry.day <= last]
    meeting = office.catalog.programme.joint_meeting
    held = {entry.day for entry in own if meeting and entry.indicator == meeting.indicator}
    of_programme = [
        Entry(each.day, each.kind, f"{each.kind}-{each.key}", each.title)
        for each in programme_days(office, first, last, for_office=actor.unit == office.office)
        if not (each.kind is DayKind.MEETING and each.day in held)
    ]
    return sorted([*own, *of_programme], key=lambda entry: entry.day)


def _of_case(case: Case, actor: Actor) -> list[Entry]:
    row, line = case.row, listed(case, case.row.light)
    more: dict[str, Any] = {
        "title": line.title,
        "state": state_of(row),
        "assignment": case.id,
        "indicator": line.indicator,
        "period": line.period,
        "unit_name": line.unit_name,
        "light": line.light,
        "changed_at": row.changed_at,
        "version": int(row.act_id),
    }
    own, found = row.unit_id == actor.unit, []
    if row.due_on is not None:
        found.append(due_entry(row, own=own, **more))
    if own and row.returned and row.resubmit_by is not None:
        found.append(mending_entry(row, **more))
    return found


def due_entry(row: Any, *, own: bool, **more: Any) -> Entry:
    """The day an assignment is due, as its own unit's calendar has it or that of a unit asked for a part."""
    return Entry(row.due_on, DayKind.DUE if own else DayKind.PART, f"assignment-{row.id}", **more)


def mending_entry(row: Any, **more: Any) -> Entry:
    """The day by which what was returned is to be mended."""
    return Entry(row.resubmit_by, DayKind.MEND, f"mend-{row.id}", **more)


def state_of(row: Any) -> State:
    """How the work of an assignment's plain facts stands."""
    if row.stage in _FELL_AWAY:
        return State.CANCELLED
    if row.stage_kind == StageKind.DONE:
        return State.DONE
    return State.IN if row.received_on is not None and not row.returned else State.OPEN


def _day(day: date, calendar: WorkingCalendar, found: list[Entry], due: Mapping[date, int]) -> Day:
    working = calendar.is_working(day)
    weekend = day.weekday() >= 5
    mine = tuple(entry for entry in found if entry.day == day)
    return Day(day, not working, working == weekend, mine, due.get(day, 0))


def _first(year: int, number: int) -> date:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
        raise Invalid(
            "no-such-month",
            N_("There is no month {year}-{month} in this calendar."),
            hint=N_("Months from 2000-01 to 2100-12 can be shown."),
            year=year,
            month=number,
        )
    return date(year, number, 1)
