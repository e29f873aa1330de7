"""The times of an indicator against the year: what no series takes, what opens too late, what settlement cuts off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.catalog.checks.indicators import parts_of
from engine.catalog.draft import Draft
from engine.catalog.problems import At, Finding
from engine.catalog.salvage import legible, readable
from engine.domain.calendar import china
from engine.domain.definition import Programme
from engine.domain.definition.when import By, Continuous, Count, Dates, Repeating, When, YearDay, comes_after
from engine.domain.spans import ProgrammeYear, Span, spans_of
from engine.wording import N_


def check(draft: Draft) -> Iterator[Finding]:
    """Faults of every `when` that pass its own rules and would surprise when the year runs."""
    programme = draft.programme
    year = draft.year if draft.year is not None else programme.year if programme else None
    for file, indicator in draft.indicators.items():
        for way, part in parts_of(indicator):
            when, at = part.when, (*way, "when")
            if when is None or (file in draft.broken and not legible(when)):
                continue
            series = isinstance(when, Repeating) and when.every != "year"
            wrong = list(_series(file, at, when) if series else _disordered(file, at, when, programme))
            yield from wrong
            if programme is not None and year is not None and readable(year) and not wrong:
                yield from _planned(file, at, when, programme, year)


def _series(file: str, at: At, when: When) -> Iterator[Finding]:
    """What names days of the whole year and cannot hold for each of its months, quarters or half-years."""
    assert isinstance(when, Repeating)
    if when.window:
        message = N_("a series takes no `window`: each period has its own days, from its first to its last")
        hint = N_("leave `window` out, or write milestones, each with its own `by` and `window`")
        yield Finding(file, (*at, "window"), "series-window", message, hint)
    if when.due in ("assessment", "recognition"):
        message = N_("`{due}` is one day of the year: every period of the series would be due on it")
        hint = N_("write `due: period-end`, or `every: year`")
        yield Finding(file, (*at, "due"), "series-due", message, hint, {"due": when.due})


def _disordered(file: str, at: At, when: When, programme: Programme | None) -> Iterator[Finding]:
    """An evidence window or an `open` that comes after the day it is meant for."""
    days = [(day, opened) for day, opened in _due_days(when, programme) if readable(day)]
    if when.window and (due := next((day for day, _ in days if comes_after(when.window[0], day)), None)):
        message, hint = N_("the evidence window starts after the due date"), N_("start it on {due} or before")
        yield Finding(file, (*at, "window"), "order", message, hint, {"due": due.text})
    if when.open and (due := next((day for day, opened in days if opened and comes_after(when.open, day)), None)):
        message, hint = N_("it opens after it is due"), N_("open it on {due} or before")
        yield Finding(file, (*at, "open"), "order", message, hint, {"due": due.text})


def _due_days(when: When, programme: Programme | None) -> Iterator[tuple[YearDay, bool]]:
    """The days of the year by which something must be there, and whether `open` is held against them here."""
    match when:
        case By():
            yield when.by, False  # its own rule
        case Count():
            yield when.count.by or YearDay("12-31"), False
        case Dates():
            for each in when.dates:
                if each.by or each.month:  # an occasion of a faulty file may have neither
                    yield each.by or YearDay(f"{each.month:02}-end"), each.open is None
        case Continuous() if programme is not None:
            yield programme.assessment, True
        case Repeating(due="assessment") if programme is not None:
            yield programme.assessment, False  # told of a series
        case Repeating(due="recognition") if programme is not None:
            yield programme.recognition.day, False


def _planned(file: str, at: At, when: When, programme: Programme, year: int) -> Iterator[Finding]:
    served = ProgrammeYear(programme, year, china())
    try:
        spans, settled = list(spans_of(when, served)), programme.settles_on(year)
    except TypeError:  # a date of the programme that could not be read
        return
    if isinstance(when, Repeating) and (opens := served.on(when.open)):
        yield from _opening(file, (*at, "open"), opens, spans)
    late = [span for span in spans if span.due_on and span.due_on > settled]
    if late:
        span = late[-1]
        message = N_("{period} is due on {due}, after the settlement on {settled}: one day late is scored zero")
        hint = N_("choose an earlier day, or a later `settlement` in programme.yaml")
        params = {"period": span.key, "due": span.due_on, "settled": settled}
        yield Finding(file, (*at, *_due_key(when, span)), "after-settlement", message, hint, params, "warning")


def _opening(file: str, at: At, opens: date, spans: list[Span]) -> Iterator[Finding]:
    """A series opens with the first day of each period; `open` can delay the first, up to its due date."""
    first = spans[0]
    place = (opens.month - 1) * len(spans) // 12
    if place:
        message = N_("`open` would delay {period} alone: the periods before it are given out all the same")
        hint = N_("leave `open` out; to begin later in the year, list the periods under `dates`")
        yield Finding(file, at, "series-open", message, hint, {"period": spans[place].key})
    elif first.due_on and opens > first.due_on:
        message, hint = N_("{period} would open after it is due"), N_("choose a day not after {due}")
        yield Finding(file, at, "series-open", message, hint, {"period": first.key, "due": first.due_on})


def _due_key(when: When, span: Span) -> At:
    """Where the due date of a period is written."""
    match when:
        case Dates():
            return ("dates", [each.id for each in when.dates].index(span.key.partition("-")[2]))
        case Count():
            return ("count", "by")
        case Repeating():
            return ("due",)
        case _:
            return ("by",)
