"""When something is wanted: the closed union behind `when:` in an indicator (see docs/definitions.md)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, PlainSerializer, PlainValidator, Tag, WithJsonSchema

from engine.domain.definition.value import Fault, Ruled, Slug, Value, Words
from engine.wording import N_

_DAY = re.compile(r"^(?:(?P<year>\d{4})-)?(?P<month>\d{2})-(?P<day>\d{2}|end)$")


_WRITTEN = N_("a day is written MM-DD, MM-end or YYYY-MM-DD")
_FOR_EXAMPLE = N_("for example 08-31, 08-end or 2022-08-31")


class YearDay:
    """A day of the programme's year, `MM-DD` or `MM-end`; `YYYY-MM-DD` fixes the year for good.

    `on(year)` gives the date; 02-29 falls on 28 February in ordinary years.
    """

    __slots__ = ("day", "fixed", "month", "text")

    def __init__(self, text: str) -> None:
        found = _DAY.match(text)
        if not found:
            raise Fault("day", _WRITTEN, hint=_FOR_EXAMPLE)
        self.text = text
        self.fixed = int(found["year"]) if found["year"] else None
        self.month = int(found["month"])
        self.day = 31 if found["day"] == "end" else int(found["day"])
        if not 1 <= self.month <= 12:
            raise Fault("day", N_("the month runs from 01 to 12"), hint=_FOR_EXAMPLE)
        if self.fixed is not None and not 2000 <= self.fixed <= 2100:
            raise Fault("day", N_("the year runs from 2000 to 2100"), hint=_FOR_EXAMPLE)
        last = monthrange(self.fixed or 2024, self.month)[1]
        if found["day"] != "end" and not 1 <= self.day <= last:
            raise Fault(
                "day", N_("this month has no such day"), hint=N_("its last day is {last}, or write `end`"), last=last
            )

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
    raise Fault("day", _WRITTEN, hint=_FOR_EXAMPLE)


def comes_after(first: YearDay, last: YearDay) -> bool:
    """Whether `first` comes after `last` in one and the same year: the year that one of them fixes, else any."""
    year = last.fixed or first.fixed or 2024
    return first.on(year) > last.on(year)


Day = Annotated[
    YearDay,
    PlainValidator(_read_day),
    PlainSerializer(lambda day: day.text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}-)?\d{2}-(\d{2}|end)$"}),
]
Month = Annotated[int, Field(ge=1, le=12)]
Shift = Literal["keep", "before", "after"]
"""What happens to a due date on a rest day: kept (the default), or moved to the working day before or after."""


class Timed(Ruled):
    """What every `when` may add."""

    open: Day | None = None
    window: tuple[Day, Day] | None = None
    shift: Shift = "keep"
    yearly: bool = False

    def faults(self) -> Iterator[Fault]:
        """A window that ends before it starts."""
        if self.window and comes_after(*self.window):
            yield Fault("order", N_("the evidence window ends before it starts"), "window")


class By(Timed):
    """One period a year, due on a day."""

    by: Day

    def faults(self) -> Iterator[Fault]:
        """A window the wrong way round, or a start after the due date."""
        yield from super().faults()
        if self.open and comes_after(self.open, self.by):
            yield Fault("order", N_("it opens after it is due"), "open")


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


class Occasion(Ruled):
    """One of a list of dates: by a day, or by the end of a month."""

    id: Slug
    title: Words
    by: Day | None = None
    month: Month | None = None
    open: Day | None = None

    def faults(self) -> Iterator[Fault]:
        """Not exactly one time, or a start after it."""
        if (self.by is None) == (self.month is None):
            message = N_("an occasion has either `by` or `month`")
            hint = N_("for example `by: 03-15` or `month: 6`")
            yield Fault("occasion", message, *(("month",) if self.by else ()), hint=hint)
            return
        due = self.by or YearDay(f"{self.month:02}-end")
        if self.open and comes_after(self.open, due):
            yield Fault("order", N_("it opens after it is due"), "open")


class Dates(Timed):
    """A list of dates or months, one period each."""

    dates: Annotated[tuple[Occasion, ...], Field(min_length=1)]

    def faults(self) -> Iterator[Fault]:
        """A window the wrong way round, or occasions of one id."""
        yield from super().faults()
        seen: set[str] = set()
        for at, occasion in enumerate(self.dates):
            if occasion.id in seen:
                yield Fault("twice", N_("two dates share the id `{id}`"), "dates", at, "id", id=occasion.id)
            seen.add(occasion.id)


class Counting(Value):
    """At least so many dated events, before a final date (the year's end when the table names none)."""

    at_least: Annotated[int, Field(ge=1)]
    by: Day | None = None


class Count(Timed):
    """One assignment a year that wants at least n dated events."""

    count: Counting

    def faults(self) -> Iterator[Fault]:
        """A window the wrong way round, or a start after the final date."""
        yield from super().faults()
        if self.open and self.count.by and comes_after(self.open, self.count.by):
            yield Fault("order", N_("it opens after it is due"), "open")


class Continuous(Timed):
    """Evidence at any time, assessed at the programme's assessment date; never overdue (story 8).

    `unstated`: the source names no time at all. `stated`: it says continuous, round the clock, as needed.
    """

    continuous: Literal["unstated", "stated"]


SHAPES = ("by", "every", "dates", "count", "continuous")


def _shape(value: Any) -> str | None:
    """Which member of the union is meant: the one key that only it has; None when none or several stand there."""
    keys = value if isinstance(value, Mapping) else type(value).model_fields if isinstance(value, Timed) else ()
    given = [name for name in SHAPES if name in keys]
    return given[0] if len(given) == 1 else None


When = Annotated[
    Annotated[By, Tag("by")]
    | Annotated[Repeating, Tag("every")]
    | Annotated[Dates, Tag("dates")]
    | Annotated[Count, Tag("count")]
    | Annotated[Continuous, Tag("continuous")],
    Discriminator(
        _shape,
        custom_error_type="when-shape",
        custom_error_message=N_("`when` says exactly one of `by`, `every`, `dates`, `count`, `continuous`"),
    ),
]
