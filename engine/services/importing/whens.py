"""From what a row says of time to its `when`, or to milestones where it has several times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from engine.domain.definition.when import (
    By,
    Continuous,
    Count,
    Counting,
    Dates,
    DaysAfter,
    Every,
    Occasion,
    Repeating,
    When,
    YearDay,
)
from engine.reading.responsibility.doubts import Doubt, Weight
from engine.reading.times import value as times
from engine.reading.times.notes import in_words
from engine.services.importing.said import Saying
from engine.wording import N_

_EVERY: Final[dict[type[times.Reading], Every]] = {
    times.Monthly: "month",
    times.Quarterly: "quarter",
    times.HalfYearly: "half-year",
    times.Yearly: "year",
    times.Weekly: "month",
    times.Daily: "month",
}
_DATED: Final = (times.ByDate, times.Window, times.Dates)
_INSTEAD: Final = {
    "year": (N_("every year"), Repeating(every="year", due="assessment")),
    "term": (N_("every half year"), Repeating(every="half-year")),
}
"""Of periods that no work is given out by (每两年, 每学期), the next that some is."""
_UNTIMED = Continuous(continuous="unstated")


@dataclass(frozen=True)
class Part:
    """One dated part of a row: its `when`, and the words it comes from."""

    when: When
    saying: Saying | None = None


@dataclass
class Timing:
    """The parts of a row, and what is doubtful about them. `otherwise`: other readings by the doubt's place."""

    parts: list[Part] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def timed(sayings: list[Saying], line: int, year: int) -> Timing:
    """What is taken of everything a row says of time.

    Days go before rhythms, the time column before the requirement; a number of times takes the day beside it.
    """
    if any(isinstance(each.reading, _DATED) for each in sayings):
        sayings = [each for each in sayings if not isinstance(each.reading, times.Unset)]
    found = _Taking(line, year)
    sayings = found.settled(sayings)
    dated = [each for each in sayings if isinstance(each.reading, _DATED)]
    rhythms = [each for each in sayings if isinstance(each.reading, times.Recurring | times.Every)]
    counts = [each for each in sayings if isinstance(each.reading, times.CountPerYear)]
    if counts:
        found.counted(counts[0], dated)
    elif dated:
        found.dated(dated, rhythms)
    elif rhythms:
        found.rhythms(rhythms)
    elif sayings:
        found.undated(sayings)
    if not found.timing.parts:
        found.timing.parts = [Part(Continuous(continuous="stated"), sayings[0]) if sayings else Part(_UNTIMED)]
    return found.timing


class _Taking:
    def __init__(self, line: int, year: int) -> None:
        self._line, self._year = line, year
        self.timing = Timing()

    def settled(self, sayings: list[Saying]) -> list[Saying]:
        """Of readings that exclude each other the first, with the others told; of the rest all."""
        kept: dict[tuple[str, int, int], Saying] = {}
        for each in sayings:
            key = (each.column, each.start, each.end)
            if key in kept and each.reading.ambiguous:
                first = kept[key]
                message = N_("“{text}” can be read in two ways: {first}, or {second}.")
                params = {"first": told(first.reading), "second": told(each.reading)}
                self._doubt("ambiguous", "two-readings", message, N_("as {first}"), each, **params)
            elif key in kept:
                kept[(each.column, each.start, each.end + len(kept) * 1000)] = each
            else:
                kept[key] = each
        said = {(doubt.spot, doubt.start) for doubt in self.timing.doubts}
        for each in kept.values():
            if each.reading.ambiguous and (each.spot, each.start) not in said:
                message, taken = N_("“{text}” leaves open when: {note}."), N_("as {first}")
                note = in_words(each.reading.note or "no-day")
                self._doubt(
                    "ambiguous",
                    "open-time",
                    message,
                    taken,
                    each,
                    note=note,
                    first=told(each.reading),
                )
        return list(kept.values())

    def counted(self, count: Saying, dated: list[Saying]) -> None:
        assert isinstance(count.reading, times.CountPerYear)
        if count.reading.op == "<=":
            self._doubt(
                "assumed", "upper-bound", N_("“{text}” is an upper bound, which is no work to be done."), "", count
            )
            if dated:
                self.dated(dated, [])
            return
        days = [day for each in dated for day in _days(each.reading)]
        last = self._served(max(days), dated[-1]) if days else None
        by = self._day(last) if last else None
        self.timing.parts.append(Part(Count(count=Counting(at_least=max(count.reading.count, 1), by=by)), count))

    def dated(self, dated: list[Saying], rhythms: list[Saying]) -> None:
        in_time = [each for each in rhythms if each.column == "time" and not isinstance(each.reading, times.Yearly)]
        yearly = any(isinstance(each.reading, times.Yearly) for each in rhythms)
        for each in rhythms:
            if each not in in_time and not isinstance(each.reading, times.Yearly):
                message = N_("The requirement says “{text}”, the time column names days: {days}.")
                days = "、".join(dict.fromkeys(one.reading.text for one in dated))
                self._doubt("ambiguous", "two-rhythms", message, N_("the days of the time column"), each, days=days)
        for each in dated:
            when = self._on_days(each, yearly)
            if when is not None and not any(part.when == when for part in self.timing.parts):
                self.timing.parts.append(Part(when, each))
        self.rhythms(in_time)

    def rhythms(self, rhythms: list[Saying]) -> None:
        for each in rhythms:
            when = self._repeating(each)
            if not any(part.when == when for part in self.timing.parts):
                self.timing.parts.append(Part(when, each))

    def undated(self, sayings: list[Saying]) -> None:
        for each in sayings:
            if isinstance(each.reading, times.Relative):
                message = N_("“{text}” is a length of time after an event, and no day.")
                self._doubt("assumed", "duration", message, N_("continuous work"), each)
            elif isinstance(each.reading, times.From):
                message = N_("“{text}” says from when on, not until when.")
                self._doubt("assumed", "from-only", message, N_("continuous work"), each)
        self.timing.parts.append(Part(Continuous(continuous="stated"), sayings[0]))

    def _on_days(self, saying: Saying, yearly: bool) -> When | None:
        match saying.reading:
            case times.ByDate(date=named, window=window):
                by = self._served(named, saying)
                if by is None:
                    return None
                inside = window and by == named and window[0] <= window[1] <= by and window[0].year == by.year
                short = inside and (window[1] - window[0]).days <= 31
                span = (self._day(window[0]), self._day(window[1])) if short else None
                return By(by=self._day(by), window=span, yearly=yearly)
            case times.Window(first=first, last=named):
                by = self._served(named, saying)
                if by is None:
                    return None
                opened = first if first and by == named and (first.year == by.year or by.year > self._year) else None
                fixed = opened is not None and opened.year != by.year
                return By(by=self._day(by, fixed), open=self._day(opened, fixed) if opened else None, yearly=yearly)
            case times.Dates(dates=days, yearly=again):
                return self._occasions(days, saying, yearly or bool(again))
        return None

    def _occasions(self, days: tuple[str, ...], saying: Saying, yearly: bool) -> When | None:
        made: dict[str, Occasion] = {}
        for each in days:
            year, month, *rest = (int(part) for part in each.split("-"))
            day = self._served(date(year, month, rest[0]) if rest else month_end(year, month), saying)
            if day is None:
                continue
            own = day.year == self._year
            name = f"{'d' if rest else 'm'}{'' if own else day.year}{month:02}{f'{rest[0]:02}' if rest else ''}"
            title = f"{month}月{rest[0]}日" if rest else f"{month}月"
            by = self._day(day) if rest or not own else None
            made[name] = Occasion(id=name, title=title, by=by, month=None if by else month)
        if not made:
            return None
        if len(made) == 1:
            only = next(iter(made.values()))
            return By(by=only.by or YearDay(f"{only.month:02}-end"), yearly=yearly)
        return Dates(dates=tuple(made.values()), yearly=yearly)

    def _repeating(self, saying: Saying) -> When:
        reading = saying.reading
        if isinstance(reading, times.Every):
            message = N_("“{text}” is no period that work can be given out by.")
            taken, when = _INSTEAD.get(reading.unit, (N_("every month"), Repeating(every="month")))
            self._doubt("assumed", "odd-rhythm", message, taken, saying)
            return when
        every = _EVERY[type(reading)]
        assert isinstance(reading, times.Recurring)
        if isinstance(reading, times.Weekly | times.Daily):
            message = N_("“{text}” comes more often than work is given out.")
            self._doubt("assumed", "odd-rhythm", message, N_("every month"), saying)
            return Repeating(every="month")
        if every == "year":
            if reading.due and reading.due[0].year == self._year and reading.due[0] != date(self._year, 12, 31):
                return By(by=self._day(reading.due[0]), yearly=True)
            self._doubt(
                "assumed", "yearly", N_("“{text}” names no day of the year."), N_("the day of the assessment"), saying
            )
            return Repeating(every="year", due="assessment", yearly=True)
        return self._series(every, reading, saying)

    def _series(self, every: Every, reading: times.Recurring, saying: Saying) -> When:
        length = {"month": 1, "quarter": 3, "half-year": 6}[every]
        ends = [month_end(self._year, month) for month in range(length, 13, length)]
        if not reading.due or list(reading.due) == ends:
            return Repeating(every=every)
        if len(reading.due) == len(ends):
            after = {(due - end).days for due, end in zip(reading.due, ends, strict=True)}
            if len(after) == 1 and 0 < (days := after.pop()) <= 90:
                return Repeating(every=every, due=DaysAfter(days_after=days))
        if isinstance(reading, times.Monthly) and reading.next_month and reading.day:
            return Repeating(every=every, due=DaysAfter(days_after=reading.day))
        named = tuple(due.isoformat() for due in reading.due)
        return self._occasions(named, saying, False) or Repeating(every=every)

    def _day(self, day: date, fixed: bool = False) -> YearDay:
        """Written without the year where it is the table's own: next year is then served the same way."""
        if fixed or day.year != self._year:
            return YearDay(day.isoformat())
        end = day == month_end(day.year, day.month)
        return YearDay(f"{day.month:02}-end" if end and day.month == 2 else f"{day.month:02}-{day.day:02}")

    def _served(self, day: date, saying: Saying) -> date | None:
        """The day as this year's work has it: a past one comes again, one after the next year is no day of ours."""
        if day.year == self._year:
            return day
        message = N_("“{text}” lies outside the year {year}.")
        if day.year == self._year + 1 <= 2100:
            self._doubt(
                "assumed", "other-year", message, N_("that very day, in that year only"), saying, year=self._year
            )
            return day
        if day.year < self._year:
            taken = N_("the same day of {year}")
            self._doubt("assumed", "other-year", message, taken, saying, year=self._year)
            return date(self._year, day.month, min(day.day, month_end(self._year, day.month).day))
        taken = N_("continuous work, assessed every year until then")
        self._doubt("assumed", "other-year", message, taken, saying, year=self._year)
        return None

    def _doubt(self, weight: Weight, code: str, message: str, taken: str, saying: Saying, **params: object) -> None:
        text = saying.reading.text
        told = {"text": re.sub(r"\s+", "", text), **params}
        self.timing.doubts.append(
            Doubt(weight, code, message, taken, self._line, saying.spot, text, saying.start, saying.end, told)
        )


def told(reading: times.Reading) -> str:
    """The heart of a reading in figures: days, or its kind."""
    return "、".join(each.isoformat() for each in _days(reading)) or reading.text


def _days(reading: times.Reading) -> list[date]:
    match reading:
        case times.ByDate(date=by):
            return [by]
        case times.Window(last=last):
            return [last]
        case times.Dates(dates=days):
            return [
                date.fromisoformat(each) if len(each) > 7 else month_end(*map(int, each.split("-"))) for each in days
            ]
        case times.Recurring(due=due):
            return list(due[:1])
    return []


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
