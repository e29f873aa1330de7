"""From a declared `when` to the spans of one year: keys, opening, due date and evidence window."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from engine.domain.calendar import WorkingCalendar
from engine.domain.definition.programme import Programme
from engine.domain.definition.when import (
    By,
    Continuous,
    Count,
    Dates,
    Day,
    DaysAfter,
    Occasion,
    PeriodDue,
    Repeating,
    Timed,
    When,
    YearDay,
)

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Span:
    """A period before it gets its milestone's name and points."""

    key: str
    title: str
    open_on: date
    due_on: date | None
    window: tuple[date, date]


@dataclass(frozen=True, slots=True)
class ProgrammeYear:
    """A programme's year: its number, its own dates and the calendar."""

    programme: Programme
    number: int
    calendar: WorkingCalendar

    def on(self, day: Day | None) -> date | None:
        """The day in this year; None when there is none, or when it is fixed to another year."""
        return None if day is None or (day.fixed or self.number) != self.number else day.on(self.number)

    def window(self, when: Timed, otherwise: tuple[date, date]) -> tuple[date, date]:
        """The declared evidence window, or the one that goes without saying."""
        start, end = (self.on(day) for day in when.window or (None, None))
        return (start, end) if start and end else otherwise


def spans_of(when: When, year: ProgrammeYear) -> Iterator[Span]:
    """The spans `when` has in the year; none when its day is fixed to another year."""
    match when:
        case By():
            yield from _by(when, year.on(when.by), year)
        case Count():
            yield from _by(when, year.on(when.count.by or YearDay("12-31")), year)
        case Repeating():
            yield from _repeating(when, year)
        case Dates():
            yield from _dates(when, year)
        case Continuous():
            yield _continuous(when, year)
        case _:
            assert_never(when)


def _by(when: By | Count, due: date | None, year: ProgrammeYear) -> Iterator[Span]:
    if due is None:
        return
    due = year.calendar.shifted(due, when.shift)
    open_on = min(_opens(when, year), due)
    yield Span(f"{year.number}", "", open_on, due, year.window(when, (open_on, due)))


def _continuous(when: Continuous, year: ProgrammeYear) -> Span:
    first, last = date(year.number, 1, 1), year.programme.assessment.on(year.number)
    open_on = min(_opens(when, year), last)
    return Span(f"{year.number}", "", open_on, None, year.window(when, (first, last)))


def _opens(when: Timed, year: ProgrammeYear) -> date:
    """`open`, else the start of the window, else the programme's default."""
    first = when.window[0] if when.window else None
    default = year.programme.defaults.open.on(year.number)
    return year.on(when.open) or year.on(first) or default


def _repeating(when: Repeating, year: ProgrammeYear) -> Iterator[Span]:
    months = _MONTHS[when.every]
    for at in range(12 // months):
        first = date(year.number, at * months + 1, 1)
        last = date(year.number, (at + 1) * months, monthrange(year.number, (at + 1) * months)[1])
        due = year.calendar.shifted(_due(when.due, last, year), when.shift)
        # `open` names one day of the year: within a series it delays the periods it falls into or after, no other.
        declared = year.on(when.open) or first
        open_on = declared if first <= declared <= min(last, due) else first
        window = year.window(when, (first, last)) if when.every == "year" else (first, last)
        yield Span(_key(when, year.number, at + 1), _key(when, year.number, at + 1), open_on, due, window)


def _key(when: Repeating, year: int, number: int) -> str:
    match when.every:
        case "month":
            return f"{year}M{number:02}"
        case "quarter":
            return f"{year}Q{number}"
        case "half-year":
            return f"{year}H{number}"
        case "year":
            return f"{year}"
        case _:
            assert_never(when.every)


def _due(due: PeriodDue, last: date, year: ProgrammeYear) -> date:
    match due:
        case "period-end":
            return last
        case "last-working-day":
            return year.calendar.shifted(last, "before")
        case "assessment":
            return year.programme.assessment.on(year.number)
        case "recognition":
            return year.programme.recognition.day.on(year.number)
        case DaysAfter(days_after=days):
            return last + timedelta(days=days)
        case _:
            assert_never(due)


def _dates(when: Dates, year: ProgrammeYear) -> Iterator[Span]:
    for occasion in when.dates:
        due = _occasion_due(occasion, year)
        if due is None:
            continue
        due = year.calendar.shifted(due, when.shift)
        open_on = min(year.on(occasion.open) or year.on(when.open) or _month_before(due), due)
        window = year.window(when, (open_on, due))
        yield Span(f"{year.number}-{occasion.id}", occasion.title, open_on, due, window)


def _occasion_due(occasion: Occasion, year: ProgrammeYear) -> date | None:
    if occasion.month is not None:
        return date(year.number, occasion.month, monthrange(year.number, occasion.month)[1])
    return year.on(occasion.by)


def _month_before(day: date) -> date:
    """The first day of the month before `day`'s."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
