"""The year of an indicator before it is applied: its days, the notices that would go out, whom it asks, its points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.catalog import Catalog, Problem
from engine.domain.calendar import WorkingCalendar
from engine.domain.chasing import rung_dates
from engine.domain.days import day_of
from engine.domain.definition import Definition, Milestone
from engine.domain.names import role_name
from engine.domain.periods import Period, spoken
from engine.domain.vocabulary import Role
from engine.services.desk import Desk, Office
from engine.services.drafts.changing import check_for
from engine.services.drafts.keeping import drafts, laid_over, opened
from engine.store.database import Connection
from engine.store.programme.reach import reached
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that goes out on a day, by issuing or the chasing ladder: what, to which roles, and whether only when
    overdue."""

    day: date
    title: str
    to: tuple[str, ...]
    overdue: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Due:
    """One period of the year. `due_on` None: never overdue, assessed on `assess_on`."""

    title: str
    open_on: date
    due_on: date | None
    assess_on: date
    window: tuple[date, date]
    rest_day: bool
    points: Decimal
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit that is asked, with the clerks who are written to; none: nobody there can be reached."""

    unit: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearAhead:
    """A year of one indicator; `points` is what it may earn a unit."""

    year: int
    dues: tuple[Due, ...]
    lead: tuple[Asked, ...]
    cooperating: tuple[Asked, ...]
    points: Decimal

    @property
    def people(self) -> int:
        """How many people are written to."""
        return len({name for each in (*self.lead, *self.cooperating) for name in each.people})

    @property
    def silent(self) -> int:
        """How many units have nobody who is written to."""
        return sum(not each.people for each in (*self.lead, *self.cooperating))


@dataclass(frozen=True, slots=True)
class Drafted:
    """The year of a draft, or the faults that stand in its way; `year` None without any: the text has none."""

    title: str
    year: YearAhead | None
    problems: tuple[Problem, ...] = ()


def of_draft(desk: Desk, folder: Path, file: str, *, at: datetime) -> Drafted:
    """The year of a file as its draft would have it, the other drafts beside it unless one of them is at fault.

    Raises NotFound for a file that neither lies in the folder nor has a draft.
    """
    text, office = opened(desk, folder, file).text, desk.office()
    seen = check_for(office, folder, {**laid_over(drafts(desk, folder)), file: text})
    if seen.catalog is None:
        seen = check_for(office, folder, {file: text})
    name = file.rsplit("/", 1)[-1].removesuffix(".yaml")
    if seen.catalog is None:
        return Drafted(name, None, seen.errors)
    known = seen.catalog.definitions.get(name)
    return Drafted(known.title if known else name, year_ahead(desk, seen.catalog, name, at=at))


def year_ahead(desk: Desk, catalog: Catalog, indicator: str, *, at: datetime) -> YearAhead | None:
    """The year in force of an indicator of `catalog`, in force or not yet; None where it has none."""
    definition = catalog.definitions.get(indicator)
    if definition is None:
        return None
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today, year = day_of(at, catalog.programme), max(office.year, catalog.programme.year)
        planned = Office(catalog, catalog.digest, year, office.units).periods(definition, year)
        milestones = {each.id: each for each in definition.milestones}
        return YearAhead(
            year,
            tuple(_due(period, milestones[period.milestone], catalog, office.calendar, today) for period in planned),
            tuple(_asked(connection, definition, today)),
            tuple(_gathered(reached(connection, definition.cooperating, None, today))),
            sum((period.points for period in planned), Decimal(0)),
        )


def _due(period: Period, part: Milestone, catalog: Catalog, calendar: WorkingCalendar, today: date) -> Due:
    due = period.due_on
    return Due(
        spoken(period.title),
        period.open_on,
        due,
        period.assess_on,
        period.window,
        due is not None and not calendar.is_working(due),
        period.points,
        tuple(sorted(_notices(period, part, catalog, calendar, today), key=lambda each: each.day)),
    )


def _notices(
    period: Period, part: Milestone, catalog: Catalog, calendar: WorkingCalendar, today: date
) -> Iterator[Notice]:
    yield Notice(period.open_on, say(N_("The work is issued")), (role_name(Role.CLERK),), False, period.open_on < today)
    if period.due_on is None:
        return
    for rung in catalog.chasing.ladder:
        if rung.before is None and rung.overdue is None:
            continue  # what chases acceptance and review depends on when others act
        roles = tuple(role_name(role) for role in rung.to)
        for day, _ in rung_dates(rung, period.due_on, part.remind, calendar):
            yield Notice(day, rung.title, roles, rung.overdue is not None, day < today)


def _asked(connection: Connection, definition: Definition, today: date) -> Iterator[Asked]:
    seen: dict[str, Asked] = {}
    for part in definition.milestones:
        for each in _gathered(reached(connection, definition.lead, part.only, today)):
            seen.setdefault(each.unit, each)
    yield from seen.values()


def _gathered(rows: Sequence[Any]) -> Iterator[Asked]:
    people: dict[str, list[str]] = {}
    for row in rows:
        names = people.setdefault(row.name, [])
        if row.person_name:
            names.append(row.person_name)
    for unit, names in people.items():
        yield Asked(unit, tuple(names))
