"""When something is wanted: the closed union behind `when:` in an indicator (see docs/definitions.md)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from engine.domain.definition.value import Slug, Value, Words

_DAY = re.compile(r"^(?:(?P<year>\d{4})-)?(?P<month>\d{2})-(?P<day>\d{2}|end)$")


class YearDay:
    """A day of the programme's year, `MM-DD` or `MM-end`; `YYYY-MM-DD` fixes the year for good.

    `on(year)` gives the date; 02-29 falls on 28 February in ordinary years.
    """

    __slots__ = ("text", "fixed", "month", "day")

    def __init__(self, text: str) -> None:
        found = _DAY.match(text)
        if not found:
            raise ValueError("a day is written MM-DD, MM-end or YYYY-MM-DD")
        self.text = text
        self.fixed = int(found["year"]) if found["year"] else None
        self.month = int(found["month"])
        self.day = 31 if found["day"] == "end" else int(found["day"])
        if not 1 <= self.month <= 12:
            raise ValueError("the month runs from 01 to 12")
        if found["day"] != "end" and not 1 <= self.day <= monthrange(2024, self.month)[1]:
            raise ValueError("this month has no such day")

    def on(self, year: int) -> date:
        """The date in `year` (or in its own fixed year), never later than the month's last day."""
        year = self.fixed or year
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, YearDay) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"YearDay({self.text!r})"


def _read_day(value: Any) -> YearDay:
    match value:
        case YearDay():
            return value
        case date():
            return YearDay(value.isoformat())
        case str():
            return YearDay(value)
    raise ValueError("a day is written MM-DD, MM-end or YYYY-MM-DD")


Day = Annotated[
    YearDay,
    PlainValidator(_read_day),
    PlainSerializer(lambda day: day.text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}-)?\d{2}-(\d{2}|end)$"}),
]
Month = Annotated[int, Field(ge=1, le=12)]
Shift = Literal["keep", "before", "after"]
"""What happens to a due date on a rest day: kept (the default), or moved to the working day before or after."""


class Timed(Value):
    """What every `when` may add."""

    open: Day | None = None
    window: tuple[Day, Day] | None = None
    shift: Shift = "keep"
    yearly: bool = False

    @model_validator(mode="after")
    def _window_in_order(self) -> Timed:
        if self.window and self.window[0].on(2024) > self.window[1].on(2024):
            raise ValueError("the evidence window ends before it starts")
        return self


class By(Timed):
    """One period a year, due on a day."""

    by: Day

    @model_validator(mode="after")
    def _opens_first(self) -> By:
        if self.open and self.open.on(2024) > self.by.on(2024):
            raise ValueError("it opens after it is due")
        return self


class DaysAfter(Value):
    """Due some calendar days after the period's end."""

    days_after: Annotated[int, Field(ge=0, le=90)]


Every = Literal["month", "quarter", "half-year", "year"]
PeriodDue = Literal["period-end", "last-working-day", "assessment", "recognition"] | DaysAfter


class Repeating(Timed):
    """A period each month, quarter, half-year or year; `due` says when in it.

    `assessment` and `recognition` are the programme's own dates: for a year the table names no day in.
    """

    every: Every
    due: PeriodDue = "period-end"


class Occasion(Value):
    """One of a list of dates: by a day, or by the end of a month."""

    id: Slug
    title: Words
    by: Day | None = None
    month: Month | None = None
    open: Day | None = None

    @model_validator(mode="after")
    def _one_time(self) -> Occasion:
        if (self.by is None) == (self.month is None):
            raise ValueError("give either `by` or `month`")
        return self


class Dates(Timed):
    """A list of dates or months, one period each."""

    dates: Annotated[tuple[Occasion, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _distinct(self) -> Dates:
        ids = [occasion.id for occasion in self.dates]
        if len(set(ids)) < len(ids):
            raise ValueError("two dates share one id")
        return self


class Counting(Value):
    """At least so many dated events, before a final date (the year's end when the table names none)."""

    at_least: Annotated[int, Field(ge=1)]
    by: Day | None = None


class Count(Timed):
    """One assignment a year that wants at least n dated events."""

    count: Counting


class Continuous(Timed):
    """Evidence at any time, assessed at the programme's assessment date; never overdue (story 8).

    `unstated`: the source names no time at all. `stated`: it says continuous, round the clock, as needed.
    """

    continuous: Literal["unstated", "stated"]


When = By | Repeating | Dates | Count | Continuous
