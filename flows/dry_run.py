"""Every schedule tried before it is handed to Prefect, where a rule that never matches is silently nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engine.catalog import Catalog
from engine.errors import Invalid, LuoshiError
from engine.wording import N_
from flows.programme_schedules import programme_flows
from flows.schedules import LONGEST, Timetable, Years, occurrences


def dry_run(catalog: Catalog, *, first: int | None = None) -> tuple[LuoshiError, ...]:
    """What is wrong with the schedules of a catalog for `first` (the year it serves by default) and the year after.

    A schedule must be short enough for Prefect and yield exactly the instants it was made of; every indicator must
    be opened and closed at least once. An empty answer is a good one.
    """
    years = Years(catalog, first or catalog.year)
    found: list[LuoshiError] = []
    for definition in catalog.definitions.values():
        timetables = years.of(definition)
        found += [problem for timetable in timetables for problem in faults(definition.id, timetable, years)]
        missing = {"open", "close"} - {timetable.slug for timetable in timetables}
        found += [_never(definition.id, slug) for slug in sorted(missing)]
    for flow in programme_flows(years):
        found += [problem for timetable in flow.timetables for problem in faults(flow.name, timetable, years)]
    return tuple(found)


def faults(deployment: str, timetable: Timetable, years: Years) -> Iterator[LuoshiError]:
    """What is wrong with one schedule."""
    if timetable.cron:
        return
    if not timetable.instants:
        yield _never(deployment, timetable.slug)
        return
    if len(timetable.rule) > LONGEST:
        yield Invalid(
            "schedule-too-long",
            N_("The schedule “{slug}” of “{deployment}” names more dates than Prefect takes."),
            hint=N_("Use fewer reminders, or split the indicator."),
            slug=timetable.slug,
            deployment=deployment,
        )
    zone = timetable.zone
    start, end = (datetime(year, 1, 1, tzinfo=zone) for year in (years.span.start, years.span.stop))
    meant = tuple(instant.replace(tzinfo=zone) for instant in timetable.instants)
    if occurrences(timetable, start, end) != meant:
        yield Invalid(
            "schedule-differs",
            N_("The schedule “{slug}” of “{deployment}” would not run on the dates it was made for."),
            slug=timetable.slug,
            deployment=deployment,
        )


def _never(deployment: str, slug: str) -> LuoshiError:
    return Invalid(
        "schedule-empty",
        N_("The schedule “{slug}” of “{deployment}” would never run."),
        hint=N_("Check its dates: a day fixed to one year comes only in that year."),
        slug=slug,
        deployment=deployment,
    )
