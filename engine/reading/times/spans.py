"""Spans of the calendar that words name: a day, a 旬, a month, a quarter, half a year, a year, a five-year plan."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from engine.reading.times.campaigns import campaign_days, campaign_month


class Grain(IntEnum):
    """How exactly a span is named."""

    DAY = 1
    END = 2
    PART = 3
    MONTH = 4
    LONGER = 5


@dataclass(frozen=True)
class Span:
    """First and last day, both included. `vague`: the words leave open where it ends; `other`: its other end then."""

    first: date
    last: date
    grain: Grain
    other: date | None = None
    feast: bool = False

    @property
    def window(self) -> tuple[date, ...]:
        """The span as a window, where it is more than its last day."""
        return (self.first, self.last) if self.grain >= Grain.PART else ()

    def at_end(self) -> Span:
        """Its end alone: 三季度 → 三季度末."""
        return replace(self, grain=Grain.END)

    def at_start(self) -> Span:
        """Its beginning, which leaves its own end open: 三季度初 is the first ten days, or the first month."""
        month_end = _month_end(self.first.year, self.first.month)
        return Span(self.first, self.first.replace(day=10), Grain.PART, other=month_end)

    @property
    def months_part(self) -> str:
        """The name of the 旬 it is, empty for none: 10月中旬 → 中旬."""
        if self.grain is not Grain.PART or self.other is not None or self.feast:
            return ""
        days = {name: each for name, each in _THIRDS.items() if each[0] == self.first.day}
        last = 0 if self.last == _month_end(self.last.year, self.last.month) else self.last.day
        return next((name for name, each in days.items() if each[1] == last), "")


def day(year: int, month: int, number: int) -> Span | None:
    """A day, or None where the calendar has none such."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Span(found, found, Grain.DAY)


def month(year: int, number: int) -> Span:
    """A whole month."""
    return Span(date(year, number, 1), _month_end(year, number), Grain.MONTH)


def part_of_month(year: int, number: int, part: str) -> Span:
    """上旬 1–10, 中旬 11–20, 下旬 21 to the end; 底/末 the last day; 初 and 中 leave their end open."""
    end = _month_end(year, number)
    match part:
        case "底" | "末" | "月底" | "月末":
            return Span(end, end, Grain.END)
        case "初":
            return Span(date(year, number, 1), date(year, number, 10), Grain.PART, other=date(year, number, 5))
        case "中":
            return Span(date(year, number, 11), date(year, number, 20), Grain.PART, other=end)
    first, last = _THIRDS[part]
    return Span(date(year, number, first), date(year, number, last) if last else end, Grain.PART)


_THIRDS: Final = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0), "上中旬": (1, 20), "中下旬": (11, 0)}


def months(year: int, first: int, last: int) -> Span:
    """From a month to a month of one year: quarters, halves, the first three quarters, the year."""
    return Span(date(year, first, 1), _month_end(year, last), Grain.LONGER)


def quarter(year: int, number: int) -> Span:
    """A quarter, 1 to 4."""
    return months(year, 3 * number - 2, 3 * number)


def part_of_year(year: int, part: str) -> Span:
    """年底 and the like end the year; 年初 and 年中 leave their end open."""
    match part:
        case "初":
            return replace(months(year, 1, 1), grain=Grain.PART, other=date(year, 3, 31))
        case "中":
            return Span(date(year, 6, 1), date(year, 6, 30), Grain.PART, other=date(year, 7, 31))
        case "内":
            return months(year, 1, 12)
    return months(year, 1, 12).at_end()


def years(first: int, last: int) -> Span:
    """Whole years: a five-year plan."""
    return Span(date(first, 1, 1), date(last, 12, 31), Grain.LONGER)


def feast(year: int, name: str) -> Span | None:
    """A feast or campaign by its name as people write it; None for none that is known, or in no such year."""
    if found := campaign_month(name):
        return month(year, found)
    days = campaign_days(year, name)
    if days is None:
        return None
    return Span(*days, Grain.DAY if days[0] == days[1] else Grain.PART, feast=True)


def _month_end(year: int, number: int) -> date:
    return date(year, number, monthrange(year, number)[1])


def day_before(span: Span) -> date:
    """The day before a span begins."""
    return span.first - timedelta(days=1)
