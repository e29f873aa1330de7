"""The definitions against the year they shall serve: fixed dates, published holidays, the programme's own span."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.catalog.checks.indicators import parts_of
from engine.catalog.draft import PROGRAMME, Draft
from engine.catalog.problems import At, Finding
from engine.catalog.salvage import readable
from engine.domain.calendar import china
from engine.domain.definition import Programme
from engine.domain.definition.value import Value
from engine.domain.definition.when import YearDay
from engine.wording import N_


def check(draft: Draft) -> Iterator[Finding]:
    """Faults and warnings that depend on the year."""
    if draft.programme is None:
        return
    year = draft.year if draft.year is not None else draft.programme.year
    if not readable(year):
        return
    if readable(draft.programme.year, draft.programme.continues):
        yield from _served(draft.programme, year)
    for at, day in days_in(draft.programme, ()):
        yield from _fixed(PROGRAMME, at, day, year)
    for file, indicator in draft.indicators.items():
        for way, part in parts_of(indicator):
            for at, day in days_in(part.when, (*way, "when")):
                yield from _fixed(file, at, day, year)


def days_in(value: Any, at: At) -> Iterator[tuple[At, YearDay]]:
    """Every day declared in a value, with the way to it."""
    if isinstance(value, YearDay):
        yield at, value
    elif isinstance(value, tuple):
        for position, each in enumerate(value):
            yield from days_in(each, (*at, position))
    elif isinstance(value, Value):
        for name in value.model_fields_set:
            yield from days_in(getattr(value, name), (*at, name))


def _served(programme: Programme, year: int) -> Iterator[Finding]:
    first = programme.year
    if year < first:
        message = N_("the programme begins in {first} and does not serve {year}")
        params = {"first": first, "year": year}
        yield Finding(PROGRAMME, ("year",), "year", message, N_("choose {first} or a later year"), params)
    elif year > first and not programme.continues:
        message = N_("the programme ends with {first} and does not serve {year}")
        params = {"first": first, "year": year}
        yield Finding(PROGRAMME, ("continues",), "year", message, N_("write `continues: true`"), params)
    elif year > 2100:
        params = {"first": first, "year": year}
        yield Finding(PROGRAMME, ("year",), "year", N_("the year {year} is too far away"), "", params)
    elif not china().published(year):
        message = N_("the holidays of {year} are not published: working days are provisional")
        hint = N_("update the `holidays` package when the State Council has announced them")
        yield Finding(PROGRAMME, ("year",), "holidays", message, hint, {"year": year}, "warning")


def _fixed(file: str, at: At, day: YearDay, year: int) -> Iterator[Finding]:
    if day.fixed is not None and day.fixed != year:
        message = N_("{day} never comes in {year}")
        hint = N_("write {plain} if it is meant every year")
        params = {"day": day.text, "year": year, "plain": day.text[5:]}
        yield Finding(file, at, "fixed-year", message, hint, params, "warning")
