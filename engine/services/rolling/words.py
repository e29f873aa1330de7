"""What the words of an indicator say of another year: feasts by the moon move, 2月底 grows by a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from engine.domain.definition import Indicator
from engine.reading.times import Reading, read_time
from engine.reading.times.value import ByDate, Dates, Recurring, Window


def moved_days(indicator: Indicator, before: int, year: int) -> dict[tuple[int, int], tuple[str, date]]:
    """Days of the year before (month, day) that the same words put elsewhere in `year`: the words and the new day."""
    moved: dict[tuple[int, int], tuple[str, date]] = {}
    for text in (indicator.time_text, indicator.requirement):
        old = read_time(text, before).readings
        new = read_time(text.replace(str(before), str(year)), year).readings
        if [each.kind for each in old] != [each.kind for each in new]:
            continue
        for was, now in zip(old, new, strict=True):
            for first, second in zip(_days(was), _days(now), strict=False):
                if first.year == before and second.year == year and second != _a_year_on(first, year):
                    moved.setdefault((first.month, first.day), (was.text, second))
    return moved


def comes_back(text: str, year: int) -> bool:
    """Whether words speak of something that comes back: 每季度, 每年, 年度考核."""
    readings = read_time(text, year).readings
    return any(isinstance(each, Recurring) or bool(getattr(each, "yearly", False)) for each in readings)


def _days(reading: Reading) -> Iterator[date]:
    match reading:
        case ByDate(date=day):
            yield day
        case Window(first=first, last=last):
            yield from ([first] if first else [])
            yield last
        case Dates(dates=days):
            yield from (date.fromisoformat(each) for each in days if len(each) > 7)


def _a_year_on(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
