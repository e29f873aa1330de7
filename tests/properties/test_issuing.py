"""Every duty is issued once: by three at once, after a restart, by the sweep, after a moved date, and over New Year."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_programme import at, catalog, changed, days, desk_at
from sqlalchemy import delete, func, insert, select

from engine.domain.actor import SYSTEM
from engine.domain.calendar import china
from engine.domain.definition.when import By, YearDay
from engine.domain.measures import MeasureValue
from engine.domain.periods import periods_of
from engine.evidence import EvidenceFiles
from engine.services.desk import Desk
from engine.services.programme.adopt import adopt
from engine.services.scoring.rates import rolled_up
from engine.services.sweep import sweep
from engine.services.work.issue import issue
from engine.store import tables as t
from engine.store import verifying
from engine.store.database import Database
from engine.store.tallies import keeping

DAY = date(2022, 6, 1)
A, P = t.assignment.c, t.period.c


def keys(desk: Desk) -> list[tuple[Any, ...]]:
    """What was issued to whom, as the duty and not as a number."""
    wanted = select(P.indicator, P.key, A.unit_id).join_from(t.assignment, t.period)
    with desk.database.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(wanted))


def planned(desk: Desk) -> list[tuple[Any, ...]]:
    """The same with every date and where it stands."""
    dates = (A.due_on, A.first_due_on, A.missed_on, A.stage, A.stage_since, A.score, P.open_on, P.assess_on, P.points)
    wanted = select(P.indicator, P.key, A.unit_id, *dates).join_from(t.assignment, t.period)
    with desk.database.reading() as connection:
        return sorted((tuple(row) for row in connection.execute(wanted)), key=str)


def once_each(desk: Desk) -> None:
    found = Counter(keys(desk))
    assert found and set(found.values()) == {1}
    with desk.database.reading() as connection:
        acts, moved, fault = verifying.first_fault(connection)
        assert keeping.differences(connection) == []
        parts = connection.execute(select(func.count()).select_from(t.part)).scalar_one()
        lines = select(t.transition.c.assignment_id).where(t.transition.c.from_stage == "")
        first = connection.execute(lines).scalars().all()
    assert fault is None
    assert Counter(first) == Counter(range(1, len(found) + 1)), "one first line each"
    assert parts > 0 and acts > 1 and moved >= len(found)


@pytest.fixture
def desk(database: Database) -> Desk:
    return desk_at(database, since=date(2022, 5, 15))


def test_three_threads_at_once(desk: Desk) -> None:
    start, counts = threading.Barrier(3), []

    def run() -> None:
        mine = Desk(desk.database, desk.files)
        start.wait()
        counts.append(issue(mine, at=at(DAY)).assignments)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 0, len(keys(desk))], "one did it all, the others found nothing to do"
    once_each(desk)


def issue_elsewhere(url: str, start: Any, told: Any) -> None:
    """What another process does: open the database by itself and issue."""
    database = Database(url)
    start.wait()
    told.put(issue(Desk(database, EvidenceFiles("memory://elsewhere")), at=at(DAY)).assignments)
    database.close()


def test_three_processes_at_once_and_once_more_after_a_restart(desk: Desk, database_url: str) -> None:
    apart = multiprocessing.get_context("spawn")
    start, told = apart.Barrier(3), apart.Queue()
    processes = [apart.Process(target=issue_elsewhere, args=(database_url, start, told)) for _ in range(3)]
    for process in processes:
        process.start()
    counts = sorted(told.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    assert counts == [0, 0, len(keys(desk))]
    once_each(desk)
    again = Desk(Database(database_url), desk.files)
    assert issue(again, at=at(DAY)).periods == 0
    assert not sweep(again, at=at(date(2022, 5, 1))).issued.assignments
    again.database.close()


def test_by_hand_by_the_sweep_and_by_hand_again(desk: Desk) -> None:
    alone = issue(desk, at=at(DAY), indicator="joint-meeting")
    assert alone.opened == ("joint-meeting/2022Q2",)
    rest = sweep(desk, at=at(DAY)).issued
    assert not set(alone.opened) & set(rest.opened)
    before = keys(desk)
    assert issue(desk, at=at(DAY)).periods == 0
    assert not sweep(desk, at=at(DAY) + timedelta(hours=1)).anything
    assert keys(desk) == before
    once_each(desk)


@pytest.mark.parametrize("moved_to", ["08-20", "10-31", "04-01"])
def test_a_moved_due_date_makes_no_second(desk: Desk, moved_to: str) -> None:
    issue(desk, at=at(DAY))
    before = keys(desk)
    moved = changed(catalog(), "free-verification-coverage", when=By(by=YearDay(moved_to)))
    adopt(desk, moved, actor=SYSTEM, at=at(DAY, 10))
    assert issue(desk, at=at(DAY, 11)).periods == 0
    sweep(desk, at=at(DAY + timedelta(days=1)))
    assert keys(desk) == before
    due = YearDay(moved_to).on(2022)
    where = P.indicator == "free-verification-coverage"
    with desk.database.reading() as connection:
        row = connection.execute(
            select(A.due_on, A.first_due_on, P.due_on.label("of")).join_from(t.assignment, t.period).where(where)
        ).one()
    assert tuple(row) == (due, due, due)
    once_each(desk)


class TestNewYear:
    """From the first of December to the end of January: swept daily, and swept once after a standstill."""

    FIRST, LAST = date(2022, 12, 1), date(2023, 1, 31)

    @pytest.fixture
    def daily(self, database: Database) -> Desk:
        desk = desk_at(database, since=self.FIRST)
        for day in days(self.FIRST, self.LAST):
            sweep(desk, at=at(day))
        return desk

    def test_nothing_is_repeated_and_nothing_skipped(self, daily: Desk) -> None:
        programme, calendar = catalog().programme, china()
        wanted = {
            (definition.id, period.key)
            for definition in catalog().definitions.values()
            for year in (2022, 2023, 2024)
            for period in periods_of(definition, programme, year, calendar)
            if period.open_on <= self.LAST and (period.due_on or period.assess_on) >= self.FIRST
        }
        assert {(indicator, key) for indicator, key, _ in keys(daily)} == wanted
        assert ("joint-meeting", "2022Q4") in wanted and ("joint-meeting", "2023Q1") in wanted
        assert ("lawful-licensing", "2023") in wanted
        once_each(daily)

    def test_a_standstill_is_made_good_with_the_planned_dates(
        self, daily: Desk, sqlite_template: Any, tmp_path: Any
    ) -> None:
        for place, stops in enumerate(([], [date(2022, 12, 30)], [date(2022, 12, 31), date(2023, 1, 1)])):
            path = tmp_path / f"still-{place}.db"
            path.write_bytes(sqlite_template.read_bytes())
            late = desk_at(Database(f"sqlite:///{path}", durable=False), since=self.FIRST)
            for day in [*stops, self.LAST]:
                sweep(late, at=at(day))
            assert planned(late) == planned(daily)
            assert self.letters(late) == self.letters(daily)
            reminded = {day for *_, day in self.letters(late, reminders=True)}
            assert reminded <= {*stops, self.LAST}, "nobody is reminded of days that have passed"
            late.database.close()

    def letters(self, desk: Desk, *, reminders: bool = False) -> list[tuple[Any, ...]]:
        """The letters of the ladder before a due date, or all the others."""
        o = t.outbox.c
        with desk.database.reading() as connection:
            rows = connection.execute(select(o.notice, o.unit_id, o.person, o.assignment_id, o.as_of))
            ahead = ("remind", "blue-sheet", "yellow-sheet")
            return sorted((tuple(row) for row in rows if (row.notice in ahead) is reminders), key=str)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    reports=st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda pair: (min(pair), max(pair))),
        min_size=1,
        max_size=10,
    ),
    gone=st.sets(st.integers(0, 9), max_size=3),
)
def test_rates_are_rolled_up_by_sums(issued: Desk, reports: list[tuple[int, int]], gone: set[int]) -> None:
    """Over units, never as a mean of rates; what was withdrawn or exempt is not counted (story 5)."""
    with issued.database.transaction() as connection:
        of = connection.execute(
            select(A.id).join_from(t.assignment, t.period).where(P.indicator == "verification-rate").order_by(A.id)
        ).scalars()
        numbers = list(of)[: len(reports)]
        connection.execute(delete(t.figure))
        rows = [
            {"assignment_id": number, "measure": "verified", "slice": name, "numerator": some, "denominator": whole}
            for number, (some, whole) in zip(numbers, reports, strict=True)
            for name in ("", "listed-devices")
        ]
        connection.execute(insert(t.figure), [{**row, "act_id": 1} for row in rows])
        connection.execute(t.assignment.update().values(stage="collect"))
        for place, end in zip(sorted(gone), ("withdrawn", "exempt", "withdrawn"), strict=False):
            if place < len(numbers):
                connection.execute(t.assignment.update().where(A.id == numbers[place]).values(stage=end))
    counted = [pair for place, pair in enumerate(reports) if place not in gone]
    with issued.database.reading() as connection:
        found = rolled_up(connection, "verification-rate", "verified", 2022)
        other = rolled_up(connection, "verification-rate", "verified", 2023)
    assert other == MeasureValue()
    if not counted:
        assert found == MeasureValue()
        return
    assert (found.numerator, found.denominator) == (sum(n for n, _ in counted), sum(d for _, d in counted))
    whole = sum(d for _, d in counted)
    assert found.rate == (Decimal(sum(n for n, _ in counted)) / whole if whole else None)


@pytest.fixture
def issued(desk: Desk) -> Desk:
    issue(desk, at=at(DAY))
    return desk
