"""What is a person's own: the inbox, the calendar, letters, and where their unit stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from engine.domain.vocabulary import Light, RequestKind
from engine.services.looking.inbox import Inbox, InboxRow
from engine.services.mine.calendar import Month, State
from engine.services.mine.office_days import DayKind
from engine.services.mine.standing import Standing
from portal.api.models.assignment import Assignment, Score
from portal.api.models.value import Answered, Given


class InboxAssignment(Assignment):
    """A line of the inbox. `until`: the day that counts now, for returned work the one it is to be mended by; `left`:
    the working days to it in words; `turn`: who waits for whom."""

    returned: bool
    until: date | None
    left: str
    turn: str

    @classmethod
    def line(cls, line: InboxRow) -> Self:
        """From a line of the inbox."""
        told = Assignment.of(line.row).model_dump()
        return cls(**told, returned=line.returned, until=line.until, left=line.left, turn=line.turn)


class InboxRequest(Answered):
    """A request that waits for my decision."""

    id: int
    kind: RequestKind
    reason: str
    asked_on: date
    wanted_due: date | None
    assignment: int
    unit_name: str
    title: str
    period: str


class InboxLists(Answered):
    """What a person has to do now. `counts`: how many there are in each list, beyond its first page too; `lights`: how
    many of everything, whatever light was asked for; `indicators`: titles by id of what the lists can be narrowed by.
    """

    todo: tuple[InboxAssignment, ...]
    parts: tuple[InboxAssignment, ...]
    reviews: tuple[InboxAssignment, ...]
    waiting: tuple[InboxAssignment, ...]
    requests: tuple[InboxRequest, ...]
    counts: dict[str, int]
    lights: dict[Light, int]
    indicators: dict[str, str]

    @classmethod
    def of(cls, inbox: Inbox) -> Self:
        """From the inbox of a person."""
        lists = {
            name: tuple(map(InboxAssignment.line, getattr(inbox, name)))
            for name in ("todo", "parts", "reviews", "waiting")
        }
        return cls(
            **lists,
            requests=tuple(map(InboxRequest.model_validate, inbox.requests)),
            counts=dict(inbox.counts),
            lights=dict(inbox.lights),
            indicators=dict(inbox.indicators),
        )


class CalendarEntry(Answered):
    """What stands on a day. `assignment`: where it leads, null for a day of the programme."""

    day: date
    kind: DayKind
    title: str
    state: State
    assignment: int | None
    period: str
    unit_name: str
    light: Light | None


class CalendarDay(Answered):
    """A day. `rest`: nobody works; `swapped`: 调休. `due`: how much is due and not in, for those who see all work."""

    day: date
    rest: bool
    swapped: bool
    due: int
    entries: tuple[CalendarEntry, ...]


class CalendarMonth(Answered):
    """Whole weeks that hold a month. `published`: the year's 调休 is known. `feed_since`: I have a secret address."""

    first: date
    today: date
    published: bool
    days: tuple[CalendarDay, ...]
    feed_since: datetime | None

    @classmethod
    def of(cls, month: Month, feed_since: datetime | None) -> Self:
        """From a month."""
        days = tuple(CalendarDay.model_validate(day) for week in month.weeks for day in week)
        same = {name: getattr(month, name) for name in ("first", "today", "published")}
        return cls(**same, days=days, feed_since=feed_since)


class FeedAddress(Answered):
    """The secret address of my calendar, told once."""

    address: str


class Revoked(Answered):
    """Whether there was an address to revoke."""

    revoked: bool


class Letter(Answered):
    """A letter to me. `read_at` is null while it is unread; `about`: what the work is called that it leads to."""

    id: int
    subject: str
    body: str
    as_of: date
    urgent: bool
    sent_at: datetime | None
    read_at: datetime | None
    assignment: int | None
    about: str


class ReadIn(Given):
    """Whether a letter counts as read."""

    read: bool


class MarkedRead(Answered):
    """How many letters were unread until now."""

    read: int


class StandingRow(Answered):
    """A piece of work and why its score is so; null while it has none."""

    assignment: Assignment
    score: Score | None


class PublishedPlace(Answered):
    """A place in the published recognition list: its rank, or the reason why the unit was left out."""

    rank: int | None
    points: str
    reason: str


class OwnStanding(Answered):
    """My unit's year. `earned` and `possible`: points of what is scored or overdue, `rate` in percent, `whole`: what
    the year could bring, all with two places. `place` is null until a list is published."""

    year: int
    unit_name: str
    lights: dict[Light, int]
    earned: str
    possible: str
    rate: str
    whole: str
    sample_points: bool
    rows: tuple[StandingRow, ...]
    place: PublishedPlace | None

    @classmethod
    def of(cls, told: Standing) -> Self:
        """From a standing."""
        hundredths = {n: f"{getattr(told, n) / 100:.2f}" for n in ("earned", "possible", "rate", "whole")}
        rows = (
            StandingRow(assignment=Assignment.of(each.row), score=Score.of(each.scored) if each.scored else None)
            for each in told.rows
        )
        return cls(
            **hundredths,
            year=told.year,
            unit_name=told.unit_name,
            lights=dict(told.lights),
            sample_points=told.sample_points,
            rows=tuple(rows),
            place=PublishedPlace.model_validate(told.place) if told.place else None,
        )
