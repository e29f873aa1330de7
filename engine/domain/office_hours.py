"""When word may disturb people: at once, in office hours, or gathered into one message a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from engine.domain.calendar import WorkingCalendar
from engine.domain.vocabulary import Pace

_DAY: Final = timedelta(days=1)
_MIDNIGHT: Final = "24:00"


@dataclass(frozen=True, slots=True)
class Times:
    """Times of day in the programme's zone, as HH:MM: word goes from `begin` until before `end`.

    `digest`: when what can wait goes, in one message. `working_days`: on those only, 调休
    respected; otherwise on any day.
    """

    begin: str = "00:00"
    end: str = _MIDNIGHT
    digest: str = "00:00"
    working_days: bool = False

    def faulty(self) -> bool:
        """Whether these hours are empty, or the digest lies outside of them."""
        return not (self.begin < self.end and self.begin <= self.digest < self.end)


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What turns times of day into instants: the programme's zone and the working days."""

    zone: ZoneInfo
    calendar: WorkingCalendar

    def waits_until(self, pace: Pace, times: Times, since: datetime, at: datetime) -> datetime | None:
        """Until when a notice that is due from `since` on waits at the instant `at`; None when it may go now."""
        if pace is Pace.AT_ONCE:
            return None
        if pace is Pace.DIGEST and (gathered := self.next_at(times.digest, times, since)) > at:
            return gathered
        opens = self._open(times, at)
        return opens if opens > at else None

    def next_at(self, hour: str, times: Times, since: datetime) -> datetime:
        """The first instant not before `since` at that time of day, on a day on which word may go."""
        day = since.astimezone(self.zone).date()
        if self._at(day, hour) < since:
            day += _DAY
        return self._at(self._day(times, day), hour)

    def _open(self, times: Times, at: datetime) -> datetime:
        local = at.astimezone(self.zone)
        now, today = f"{local:%H:%M}", local.date()
        if self._day(times, today) == today and times.begin <= now < times.end:
            return at
        return self.next_at(times.begin, times, at)

    def _day(self, times: Times, day: date) -> date:
        """That day, or the next one on which word may go."""
        return self.calendar.shifted(day, "after") if times.working_days else day

    def _at(self, day: date, hour: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(hour), tzinfo=self.zone)
