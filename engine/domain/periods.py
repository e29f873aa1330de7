"""Which periods an indicator has in a year: their keys, when they open, when they are due and what they may earn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from engine.domain.calendar import WorkingCalendar, china
from engine.domain.definition.indicator import Definition, Milestone
from engine.domain.definition.programme import Programme
from engine.domain.spans import ProgrammeYear, Span, spans_of
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Period:
    """One period of one milestone. `key` never contains the due date, so a moved date keeps its assignments.

    Dates are days in the programme's time zone. `due_on` is None for what is never overdue; `assess_on` is the day it
    is assessed at the latest by plan. `window`: evidence counts when its effective date lies in it, both ends in.
    `share` of the milestone's points in one year; `points` is that share in whole hundredths: the year sums up exactly.
    """

    key: str
    year: int
    milestone: str
    title: str
    open_on: date
    due_on: date | None
    assess_on: date
    window: tuple[date, date]
    share: Fraction
    points: Decimal = Decimal(0)


def periods_of(
    definition: Definition, programme: Programme, year: int, calendar: WorkingCalendar | None = None
) -> tuple[Period, ...]:
    """Every period of `year`, by due date (assessment date when there is none), then key.

    None before the programme's first year, and none after it when the programme does not continue. A day fixed to
    one year (`2022-08-31`) gives a period in that year only.
    """
    if year < programme.year or (year > programme.year and not programme.continues):
        return ()
    found: list[Period] = []
    for milestone in definition.milestones:
        spans = tuple(spans_of(milestone.when, ProgrammeYear(programme, year, calendar or china())))
        for span, points in zip(spans, split(milestone.points, len(spans)), strict=True):
            found.append(_period(milestone, programme, year, span, Fraction(1, len(spans)), points))
    return tuple(sorted(found, key=lambda period: (period.due_on or period.assess_on, period.key)))


def find_period(definition: Definition, programme: Programme, key: str) -> Period | None:
    """The period of that key, or None when the definition has no such period (any more)."""
    if not key[:4].isdecimal():
        return None
    return next((one for one in periods_of(definition, programme, int(key[:4])) if one.key == key), None)


def opening(definition: Definition, programme: Programme, after: date, until: date) -> tuple[Period, ...]:
    """Periods whose opening lies in (after, until]; a January date may open in the December before it."""
    years = range(after.year - 1, until.year + 2)
    every = (period for year in years for period in periods_of(definition, programme, year))
    return tuple(period for period in every if after < period.open_on <= until)


def assessment_on(programme: Programme, year: int) -> date:
    """The day continuous duties of `year` are assessed: the programme's own date."""
    return programme.assessment.on(year)


def settlement_on(programme: Programme, year: int) -> date:
    """The last day late evidence of `year` is taken: the first one not before the assessment, maybe next year's."""
    return programme.settles_on(year)


def split(points: Decimal, parts: int) -> tuple[Decimal, ...]:
    """`points` in equal parts of whole hundredths whose sum is exact: earlier parts take what does not divide."""
    if parts == 0:
        return ()
    each, rest = divmod(int((points * 100).to_integral_value(ROUND_HALF_UP)), parts)
    return tuple(Decimal(each + (at < rest)) / 100 for at in range(parts))


def _period(
    milestone: Milestone, programme: Programme, year: int, span: Span, share: Fraction, points: Decimal
) -> Period:
    key = f"{span.key}.{milestone.id}" if milestone.id else span.key
    named = [name for name in (milestone.title if milestone.id else "", span.title) if name]
    return Period(
        key=key,
        year=year,
        milestone=milestone.id,
        title=" · ".join(named) or span.key,
        open_on=span.open_on,
        due_on=span.due_on,
        assess_on=span.due_on or assessment_on(programme, year),
        window=span.window,
        share=share,
        points=points,
    )


_SPOKEN = (
    (re.compile(r"^(?P<year>\d{4})Q1$"), N_("Quarter 1 of {year}")),
    (re.compile(r"^(?P<year>\d{4})Q2$"), N_("Quarter 2 of {year}")),
    (re.compile(r"^(?P<year>\d{4})Q3$"), N_("Quarter 3 of {year}")),
    (re.compile(r"^(?P<year>\d{4})Q4$"), N_("Quarter 4 of {year}")),
    (re.compile(r"^(?P<year>\d{4})M0?(?P<n>\d+)$"), N_("Month {n} of {year}")),
    (re.compile(r"^(?P<year>\d{4})H1$"), N_("First half of {year}")),
    (re.compile(r"^(?P<year>\d{4})H2$"), N_("Second half of {year}")),
    (re.compile(r"^(?P<year>\d{4})$"), N_("Year {year}")),
)


def called(title: str, year: int) -> str:
    """A period by its stored title as people say it, with its year: 2022年第三季度, 2022年 · 建立台账."""
    said = spoken(title)
    return said if str(year) in title else f"{spoken(str(year))} · {said}"


def spoken(title: str) -> str:
    """A period's key or stored title as people say it, each part that is a key in words; other parts stay."""
    return " · ".join(_part(each) for each in title.split(" · "))


def _part(part: str) -> str:
    span, _, milestone = part.partition(".")
    for pattern, message in _SPOKEN:
        if found := pattern.match(span):
            said = say(message, **found.groupdict())
            return f"{said} · {milestone}" if milestone else said
    return part
