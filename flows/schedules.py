"""From definitions to dates: when Prefect calls each indicator (open, remind, due, close)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from engine.catalog import Catalog
from engine.domain.calendar import WorkingCalendar, china
from engine.domain.chasing import rung_dates
from engine.domain.clockwork import STAGES, Stage
from engine.domain.days import day_of
from engine.domain.definition import Definition, Programme
from engine.domain.periods import Period, periods_of

LONGEST: Final = 6500
"""How many characters of rule Prefect takes."""

_DAY = timedelta(days=1)
# After the day has begun, before people sit down; reminders when they do; closing just after midnight.
_HOURS: Final[dict[str, time]] = {
    "open": time(6, 0),
    "remind": time(9, 0),
    "due": time(9, 0),
    "close": time(0, 10),
}
_FIRST_MINUTES = time(0, 10)


@dataclass(frozen=True)
class Timetable:
    """One schedule of a deployment: its slug, the parameters of its runs, and either explicit instants or an interval.

    `instants` are wall-clock times in `timezone`, in order. `rule` always carries a DTSTART, without which Prefect
    counts from its own anchor in 2020.
    """

    slug: str
    timezone: str
    instants: tuple[datetime, ...] = ()
    cron: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone its instants are told in."""
        return ZoneInfo(self.timezone)

    @cached_property
    def rule(self) -> str:
        """The instants as an iCalendar rule: the exact dates, computed by us (Prefect knows no Chinese holidays)."""
        stamps = [f"{instant:%Y%m%dT%H%M%S}" for instant in self.instants]
        return f"DTSTART:{stamps[0]}\nRDATE:{','.join(stamps)}"


def occurrences(timetable: Timetable, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """What a dated schedule's rule really yields in [start, end], read back the way Prefect's server reads it."""
    zone = timetable.zone
    first, last = (instant.astimezone(zone).replace(tzinfo=None) for instant in (start, end))
    found = rrulestr(timetable.rule, cache=True).between(first, last, inc=True)
    return tuple(instant.replace(tzinfo=zone) for instant in found)


@dataclass(frozen=True)
class Years:
    """What schedules are computed for: a catalog and the programme's years from `first` to the one after it.

    Only the year counts, not the day, so that a deployment changes when its definition does, or the year.
    """

    catalog: Catalog
    first: int
    calendar: WorkingCalendar = field(default_factory=china)

    @classmethod
    def around(cls, catalog: Catalog, at: datetime) -> Years:
        """The current year and the next one; the year the catalog serves when that is still to come."""
        return cls(catalog, max(day_of(at, catalog.programme).year, catalog.year))

    @property
    def programme(self) -> Programme:
        """The programme of the catalog."""
        return self.catalog.programme

    @property
    def span(self) -> range:
        """The years on the timetable."""
        return range(self.first, self.first + 2)

    def of(self, definition: Definition) -> tuple[Timetable, ...]:
        """An indicator's schedules, by stage; a stage that never comes (no due date) has none."""
        dates: dict[Stage, set[date]] = {stage: set() for stage in STAGES}
        for year in range(self.first - 1, self.span.stop + 1):  # a January date may open, or close, in another year
            for period in periods_of(definition, self.programme, year, self.calendar):
                for stage, day in self._calls(definition, period):
                    dates[stage].add(day)
        return self.timetables(dates)

    def next_instants(self, after: datetime, *, limit: int) -> list[datetime]:
        """The next instants of all indicators after `after`, soonest first, in UTC."""
        found = (
            instant.replace(tzinfo=timetable.zone).astimezone(UTC)
            for definition in self.catalog.definitions.values()
            for timetable in self.of(definition)
            for instant in timetable.instants
        )
        return sorted(instant for instant in found if instant > after)[:limit]

    def timetables(self, dates: dict[Stage, set[date]]) -> tuple[Timetable, ...]:
        """Schedules by stage out of days, those outside the years left out."""
        return tuple(
            self.dated(stage, days, _HOURS[stage], {"stage": stage})
            for stage, days in dates.items()
            if any(day.year in self.span for day in days)
        )

    def dated(self, slug: str, days: Iterable[date], at: time, parameters: dict[str, str]) -> Timetable:
        """A schedule for the given days, at a time of day before the programme's closing time."""
        closing = self.programme.closing_time
        hour = at if closing == "24:00" or at < time.fromisoformat(closing) else _FIRST_MINUTES
        instants = tuple(datetime.combine(day, hour) for day in sorted(set(days)) if day.year in self.span)
        return Timetable(slug, self.programme.timezone, instants, parameters=parameters)

    def _calls(self, definition: Definition, period: Period) -> Iterator[tuple[Stage, date]]:
        yield "open", period.open_on
        if period.due_on is None:
            yield "close", period.assess_on
            return
        yield "due", period.due_on
        yield "close", period.due_on + _DAY
        remind = definition.milestone(period.milestone).remind
        for rung in self.catalog.chasing.ladder:
            if rung.before is not None or rung.overdue is not None:
                for day, _ in rung_dates(rung, period.due_on, remind, self.calendar):
                    if day >= period.open_on and day not in (period.due_on, period.due_on + _DAY):
                        yield "remind", day  # on those two days `due` and `close` climb the ladder
