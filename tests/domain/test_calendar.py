"""China's working days: swapped weekends, unpublished years, moving a day off a rest day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.domain.calendar import china

CALENDAR = china()


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2022, 10, 8), True),  # Saturday, swapped
        (date(2022, 10, 9), True),  # Sunday, swapped
        (date(2022, 10, 7), False),  # Friday, substituted
        (date(2022, 10, 1), False),
        (date(2022, 8, 31), True),
        (date(2022, 8, 27), False),
        (date(2022, 1, 29), True),
        (date(2005, 12, 31), True),  # a Saturday, swapped by the notice for the next year
    ],
)
def test_a_day_is_worked_as_the_notice_says(day: date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working


def test_every_day_is_counted_once_forward_and_back() -> None:
    assert CALENDAR.add(date(2022, 8, 31), 3) == date(2022, 9, 5)
    assert CALENDAR.add(date(2022, 9, 30), 1) == date(2022, 10, 8)
    assert CALENDAR.add(date(2022, 10, 8), -1) == date(2022, 9, 30)
    assert CALENDAR.add(date(2022, 10, 1), 0) == date(2022, 10, 1)


def test_between_counts_what_add_walks() -> None:
    for start in (date(2021, 12, 29), date(2022, 1, 28), date(2022, 10, 1)):
        for n in range(1, 40):
            assert CALENDAR.between(start, CALENDAR.add(start, n)) == n
            assert CALENDAR.between(CALENDAR.add(start, n), start) == -n
    assert CALENDAR.between(date(2022, 1, 1), date(2022, 12, 31)) == CALENDAR.between(
        date(2022, 1, 1), date(2022, 6, 15)
    ) + CALENDAR.between(date(2022, 6, 15), date(2022, 12, 31))


def test_a_year_without_a_notice_is_flagged() -> None:
    assert all(CALENDAR.published(year) for year in range(2010, 2026))
    assert not CALENDAR.published(2060)
    new_year, first = date(2060, 1, 1), date(2060, 10, 1)
    assert not CALENDAR.is_working(new_year) and not CALENDAR.is_working(first)


@pytest.mark.parametrize(
    ("shift", "day"),
    [("keep", date(2022, 10, 1)), ("before", date(2022, 9, 30)), ("after", date(2022, 10, 8))],
)
def test_a_due_date_on_a_rest_day_moves_only_when_told(shift: str, day: date) -> None:
    assert CALENDAR.shifted(date(2022, 10, 1), shift) == day  # type: ignore[arg-type]
    working = date(2022, 8, 31)
    assert CALENDAR.shifted(working, shift) == working  # type: ignore[arg-type]


def test_the_calendar_is_one_value() -> None:
    assert china() is china()
    assert sum(CALENDAR.is_working(date(2022, 1, 1) + timedelta(days=n)) for n in range(365)) == 249
