"""China's working days, with the swapped ones (调休), and whether a year's holidays have been published at all."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal, assert_never

from holidays import country_holidays

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Year:
    working: frozenset[date]
    ordered: tuple[date, ...]
    published: bool


@cache
def _year(country: str, year: int) -> _Year:
    known = country_holidays(country, years=year, language="en_US")
    day, days = date(year, 1, 1), []
    while day.year == year:
        if known.is_working_day(day):
            days.append(day)
        day += _DAY
    # A State Council notice always swaps some weekend for work; without one only the statutory days are known.
    swapped = any(day.weekday() >= 5 for day in days)
    return _Year(frozenset(days), tuple(days), swapped)


@lru_cache(4096)
def _between(country: str, start: date, end: date) -> int:
    """How many working days lie in (start, end]. The lines of a list ask for the same few days again and again."""
    years = (_year(country, year).ordered for year in range(start.year, end.year + 1))
    return sum(bisect_right(days, end) - bisect_right(days, start) for days in years)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days of a country; all days are dates in the programme's own time zone.

    Source: the `holidays` package, which carries the State Council's yearly notices. For a year without a notice
    the answers rest on weekends and statutory days alone; `published` says so and callers must flag it.
    """

    country: str = "CN"

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`: swapped weekends are working days, substituted weekdays are not."""
        return day in _year(self.country, day.year).working

    def add(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`; before it when `n` is negative; `day` itself when `n` is 0."""
        step = _DAY if n > 0 else -_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie in (start, end]; negative when `end` comes before `start`."""
        return -_between(self.country, end, start) if end < start else _between(self.country, start, end)

    def published(self, year: int) -> bool:
        """Whether the year's holiday notice is known; False means its swapped days are not in the calendar."""
        return _year(self.country, year).published

    def shifted(self, day: date, shift: Literal["keep", "before", "after"]) -> date:
        """A due date on a rest day, kept or moved to the nearest working day before or after."""
        match shift:
            case "keep":
                return day
            case "before":
                return day if self.is_working(day) else self.add(day, -1)
            case "after":
                return day if self.is_working(day) else self.add(day, 1)
            case _:
                assert_never(shift)


@cache
def china() -> WorkingCalendar:
    """The calendar every programme uses."""
    return WorkingCalendar("CN")
