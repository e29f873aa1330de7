"""The day loop: the sweep, the office's dates, and people who act late, wrongly, or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from engine.catalog import Catalog
from engine.catalog.samples import with_service_units
from engine.domain.actor import SYSTEM
from engine.domain.days import start_of
from engine.domain.vocabulary import StageKind, Terminal
from engine.evidence import EvidenceFiles
from engine.services.cases import cases
from engine.services.desk import Desk, Office
from engine.services.office import recognise
from engine.services.programme.adopt import adopt
from engine.services.rehearsal.acting import Acting
from engine.services.rehearsal.people import People
from engine.services.rehearsal.report import Rehearsal, report
from engine.services.rehearsal.temperament import Temperament, temperament
from engine.services.sweep import sweep
from engine.services.word import letters
from engine.services.work.close_out import CloseOut, close_out
from engine.store.database import Database
from engine.store.migrations import migrate
from engine.store.work import standing

Progress = Callable[[int, int], None]
"""Called with days played and days in all."""

Doing = Literal["accept", "submit", "mend", "ask", "review"]
_ORDER: tuple[Doing, ...] = ("accept", "ask", "mend", "submit", "review")


def rehearsal_in_memory(
    catalog: Catalog,
    *,
    seed: int,
    units: int | None = None,
    until: date | None = None,
    progress: Progress | None = None,
) -> Rehearsal:
    """Play the catalog's year in a throw-away database; nothing outside is touched, and the same seed gives the same
    bytes. `units`: so many synthetic service units instead of the sample roster's."""
    if units is not None:
        catalog = with_service_units(catalog, units)
    with TemporaryDirectory(prefix="luoshi-rehearsal-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'rehearsal.db'}", durable=False)
        try:
            migrate(database)
            desk = Desk(database, EvidenceFiles(f"memory://{Path(folder).name}"))
            evening = _play_through(desk, catalog, seed, until, progress)
            return report(desk, seed=seed, at=evening)
        finally:
            database.close()


def rehearse(
    desk: Desk, catalog: Catalog, *, seed: int, until: date | None = None, progress: Progress | None = None
) -> Rehearsal:
    """Adopt the catalog as of 1 January of its year and play it day by day to `until` (31 December by default).

    Letters written on the way are counted as sent, so that nobody is written to about a rehearsal.
    """
    evening = _play_through(desk, catalog, seed, until, progress)
    letters.count_as_sent(desk, at=evening, answer="rehearsal")
    return report(desk, seed=seed, at=evening)


def _play_through(desk: Desk, catalog: Catalog, seed: int, until: date | None, progress: Progress | None) -> datetime:
    """Play every day and expand what is addressed to many; returns the last evening."""
    first, last = date(catalog.year, 1, 1), until or date(catalog.year, 12, 31)
    adopt(desk, catalog, actor=SYSTEM, at=start_of(first, catalog.programme), since=first)
    play = _Play(desk, desk.office(), seed, last)
    days = (last - first).days + 1
    for at in range(days):
        play.day(first + timedelta(days=at))
        if progress is not None:
            progress(at + 1, days)
    evening = start_of(last, catalog.programme) + timedelta(hours=23)
    letters.expand(desk, at=evening)
    return evening


@dataclass
class _Play:
    """The state of the play: what is planned for which day, and how everybody goes about it."""

    desk: Desk
    office: Office
    seed: int
    last: date
    seen: int = 0
    planned: dict[date, dict[Doing, list[int]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    manners: dict[int, Temperament] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = People.read(self.desk)
        self.acting = Acting(self.desk, self.people, self.manners)

    def day(self, day: date) -> None:
        """One day: the office's clockwork at eight, people from ten on."""
        morning = start_of(day, self.office.catalog.programme) + timedelta(hours=8)
        sweep(self.desk, at=morning)
        self._office_dates(day, morning)
        self._meet_new(day)
        for doing in _ORDER:
            if numbers := self.planned.get(day, {}).get(doing):
                self._do(doing, sorted(numbers), day, morning + timedelta(hours=2 + _ORDER.index(doing)))
        self.planned.pop(day, None)

    def _office_dates(self, day: date, at: datetime) -> None:
        """What the sweep waits for people to do: approving the recognition list, closing out at each month's end."""
        on = self.office.catalog.programme.recognition.day.on(day.year)
        if self.people.officers and day == self.office.calendar.add(on, 2):
            recognise.approve_list(self.desk, day.year, self.people.officers[0], at=at)
        if (day + timedelta(days=1)).day == 1:
            self._close_out(at)

    def _close_out(self, at: datetime) -> None:
        with self.desk.database.reading() as connection:
            scored = standing.at_stage(connection, str(Terminal.SCORED))
            found = cases(self.desk, connection, scored, at) if scored else {}
        orders = [
            CloseOut(case.id, self.people.desk_of(case)[0]) for case in found.values() if self.people.desk_of(case)
        ]
        for start in range(0, len(orders), 5000):
            close_out(self.desk, orders[start : start + 5000], at=at)

    def _meet_new(self, day: date) -> None:
        """Draw how every new assignment will be gone about, and plan its first steps."""
        with self.desk.database.reading() as connection:
            rows = standing.newer_than(connection, self.seen)
        calendar = self.office.calendar
        for row in rows:
            self.seen = row.id
            how = temperament(self.seed, row.indicator, row.period, row.unit_id)
            self.manners[row.id] = how
            if how.silent or self.people.clerk(row.unit_id) is None:
                continue
            accepts = calendar.add(day, how.accept_after)
            self._plan(accepts, "accept", row.id)
            submits = self._submit_day(row, how)
            if how.asks and row.due_on is not None and calendar.add(row.due_on, -1) > accepts:
                self._plan(calendar.add(row.due_on, -1), "ask", row.id)
            self._plan(max(submits, accepts), "submit", row.id)

    def _submit_day(self, row: standing.Facts, how: Temperament) -> date:
        calendar = self.office.calendar
        if row.due_on is None:
            span = max((row.assess_on - row.open_on).days, 1)
            return calendar.shifted(row.open_on + timedelta(days=how.luck % span), "before")
        if how.days_before_due >= 0:
            return calendar.add(row.due_on, -how.days_before_due)
        return calendar.shifted(row.due_on - timedelta(days=how.days_before_due), "after")

    def _do(self, doing: Doing, numbers: list[int], day: date, at: datetime) -> None:
        with self.desk.database.reading() as connection:
            found = cases(self.desk, connection, numbers, at)
        live = [case for case in found.values() if case.row.stage_kind != StageKind.DONE]
        calendar = self.office.calendar
        match doing:
            case "accept":
                self.acting.accept(live, at)
            case "ask":
                self.acting.ask(live, at)
            case "submit" | "mend":
                for case in self.acting.submit(live, at):
                    self._plan(calendar.add(day, self.manners[case.id].review_after), "review", case.id)
            case "review":
                again, returned = self.acting.review(live, at)
                self._plan_all(again, "review", lambda n: calendar.add(day, 1 + self.manners[n].review_after % 3))
                self._plan_all(returned, "mend", lambda n: calendar.add(day, self.manners[n].mends_after))

    def _plan_all(self, numbers: Iterable[int], doing: Doing, on: Callable[[int], date]) -> None:
        for number in numbers:
            self._plan(on(number), doing, number)

    def _plan(self, on: date, doing: Doing, number: int) -> None:
        if on <= self.last:
            self.planned[on][doing].append(number)
