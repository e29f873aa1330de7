"""The sweep: find and do everything that is due or was missed, day by day with the planned dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.domain.days import day_of, start_of
from engine.services.desk import Desk
from engine.services.office.chase import chase, miss_due
from engine.services.office.office_days import office_days
from engine.services.scoring.score import score_due, settle_due
from engine.services.work.issue import NOTHING, Issued, issue
from engine.store.programme import adopted


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did, and the days it did it for (more than one after a standstill)."""

    issued: Issued = NOTHING
    missed: int = 0
    chased: int = 0
    scored: int = 0
    settled: int = 0
    office: int = 0
    days: tuple[date, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether it changed anything at all."""
        counts = (self.issued.assignments, self.missed, self.chased, self.scored, self.settled, self.office)
        return any(counts)


def sweep(desk: Desk, *, at: datetime, late: bool = False) -> Swept:
    """Do everything due up to `at`. Days that passed without a sweep are done first, each as of its own date.

    Safe to run at any moment, any number of times, and after any standstill: it is what makes a lost schedule
    harmless (story 12). `late`: the day of `at` is itself no longer the present one, so nobody is reminded for it.
    Each step is a transaction of its own; a sweep cut short is simply continued by the next.
    """
    with desk.database.reading() as connection:
        programme = desk.book.office(connection).catalog.programme
        row = adopted.in_force(connection)
    today = day_of(at, programme)
    last = row.swept_on or row.since - timedelta(days=1) if row else today
    total = Swept()
    day = min(last + timedelta(days=1), today)
    while day <= today:
        total = _sweep_day(desk, at if day == today else start_of(day, programme), day, total, late or day != today)
        with desk.database.transaction() as connection:
            adopted.set_swept(connection, day)
        day += timedelta(days=1)
    return total


def _sweep_day(desk: Desk, at: datetime, day: date, total: Swept, late: bool) -> Swept:
    return Swept(
        total.issued + issue(desk, at=at),
        total.missed + miss_due(desk, at=at),
        total.chased + chase(desk, at=at, late=late).total,
        total.scored + score_due(desk, at=at),
        total.settled + settle_due(desk, at=at),
        total.office + office_days(desk, at=at),
        (*total.days, day),
    )
