"""The quarters' packets and the August countdown for the pages: as they stand now, and as they were told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.periods import spoken
from engine.domain.vocabulary import Verb
from engine.errors import LuoshiError, NotFound, Refused
from engine.services.desk import Desk, Office
from engine.services.office.meet import audience_of, check_tells
from engine.services.office.packet import Sheet, compiled
from engine.services.scoring.rates import Below, Coverage, below_threshold, coverage
from engine.services.seeing import check_sees_all
from engine.services.word.foreseeing import Foreseen, foreseen
from engine.store.database import Connection
from engine.store.looking import acts
from engine.wording import N_

_REPORTS = 500


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter with its meeting; `told`: the acts that told its packet, the newest first, with their days."""

    key: str
    title: str
    due_on: date
    told: tuple[tuple[int, date], ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A quarter's packet as of now, or (`act`) as that act told it: then `sheet` is plain data.

    `sends`: what telling it now would send; None where this person may not, or it was told today already.
    """

    quarters: tuple[Quarter, ...]
    sheet: Sheet | Mapping[str, Any]
    quarter: Quarter
    act: int | None
    may: bool
    sends: Foreseen | None


@dataclass(frozen=True, slots=True)
class CountdownDay:
    """What the countdown told on a day; numbers are None for days before they were kept in the act."""

    act: int
    day: date
    days_left: int | None
    below: int | None
    coverage: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class CountdownPage:
    """Free verification as it stands: rates by sums, who is below, working days left, and what was told day by day."""

    starts: date
    deadline: date
    as_of: date
    days_left: int
    coverage: tuple[Coverage, ...]
    below: tuple[Below, ...]
    days: tuple[CountdownDay, ...]


def meeting_page(
    desk: Desk, actor: Actor, *, at: datetime, quarter: str | None = None, act: int | None = None
) -> MeetingPage:
    """A quarter's packet, the next meeting's when none is named. Raises Forbidden, NotFound, and as `meet.packet`."""
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        now = compiled(desk, connection, office, today, quarter)
        quarters = _quarters(connection, office, today, now)
        this = next(each for each in quarters if each.key == now.quarter)
        may = _may(office, actor)
        sends = None
        if may and not any(day == today for _, day in this.told):
            rows = [{"unit": row.unit_name, **_numbers(row)} for row in now.rows]
            params = {"rows": rows, "period": now.title, "due_on": now.due_on}
            sends = foreseen(desk, connection, "meeting-packet", params, audience_of(office), today)
        sheet = now if act is None else _told(connection, this, act)
        return MeetingPage(quarters, sheet, this, act, may, sends)


def countdown_page(desk: Desk, actor: Actor, *, at: datetime) -> CountdownPage:
    """The countdown of this year. Raises Forbidden for a limited view, Refused when nothing is watched."""
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        programme, today = office.catalog.programme, day_of(at, office.catalog.programme)
        watch = programme.free_verification
        if watch is None:
            raise Refused("no-countdown", N_("This programme watches no free verification."))
        deadline = watch.deadline.on(today.year)
        told = [row for row in _reports(connection, "countdown/") if row.as_of.year == today.year]
        return CountdownPage(
            watch.countdown_from.on(today.year),
            deadline,
            today,
            max(0, office.calendar.between(today, deadline)),
            coverage(connection, office, watch.indicators, today.year),
            below_threshold(desk, connection, office, watch.indicators, today.year),
            tuple(
                CountdownDay(
                    row.id,
                    row.as_of,
                    row.detail.get("days_left"),
                    row.detail.get("below"),
                    row.detail.get("coverage", ()),
                )
                for row in told
            ),
        )


def _quarters(connection: Connection, office: Office, today: date, now: Sheet) -> tuple[Quarter, ...]:
    meeting = office.catalog.programme.joint_meeting
    assert meeting is not None  # `now` would have been refused
    told: dict[str, list[tuple[int, date]]] = {}
    for row in _reports(connection, "packet/"):
        told.setdefault(row.detail["key"].split("/")[1], []).append((row.id, row.as_of))
    definition = office.catalog.definitions[meeting.indicator]
    years = range(office.year, max(today.year, int(now.due_on.year)) + 1)
    periods = [each for year in years for each in office.periods(definition, year) if each.due_on]
    return tuple(
        Quarter(each.key, spoken(each.key), each.due_on, tuple(told.get(each.key, ())))
        for each in periods
        if each.due_on is not None and (each.open_on <= today or each.key == now.quarter)
    )


def _reports(connection: Connection, prefix: str) -> list[Any]:
    found = acts.of_key(connection, Verb.REPORT, limit=_REPORTS)
    return [row for row in found if isinstance(row.detail, dict) and str(row.detail.get("key", "")).startswith(prefix)]


def _told(connection: Connection, quarter: Quarter, act: int) -> Mapping[str, Any]:
    row = acts.one(connection, act) if act in {number for number, _ in quarter.told} else None
    if row is None or "packet" not in row.detail:
        raise NotFound("no-such-packet", N_("This act has told no packet of {quarter}."), quarter=quarter.title)
    told: Mapping[str, Any] = row.detail["packet"]
    return told


def _may(office: Office, actor: Actor) -> bool:
    try:
        check_tells(office, actor)
    except LuoshiError:
        return False
    return True


def _numbers(row: Any) -> dict[str, int]:
    return {name: getattr(row, name) for name in ("assigned", "done", "overdue", "returned", "waiting")}
