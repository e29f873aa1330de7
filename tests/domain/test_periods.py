"""Periods of each kind of `when`: keys, opening, due date, window, points and the turn of the year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from declared import definition, milestone, programme

from engine.domain.periods import Period, called, find_period, opening, periods_of, settlement_on, split, spoken
from engine.wording import use_language


def periods(when: dict[str, Any], year: int = 2022, **changes: Any) -> tuple[Period, ...]:
    return periods_of(definition(milestone(when)), programme(**changes), year)


def test_one_day_gives_one_period_a_year() -> None:
    (only,) = periods({"by": "08-31", "open": "03-01"})
    assert (only.key, only.open_on, only.due_on, only.assess_on) == (
        "2022",
        date(2022, 3, 1),
        date(2022, 8, 31),
        date(2022, 8, 31),
    )
    assert only.window == (date(2022, 3, 1), date(2022, 8, 31))
    assert (only.share, only.points) == (Fraction(1), Decimal(3))


def test_opening_comes_from_the_window_then_from_the_defaults() -> None:
    assert periods({"by": "03-20", "window": ["03-11", "03-20"]})[0].open_on == date(2022, 3, 11)
    assert periods({"by": "03-20"})[0].open_on == date(2022, 1, 1)
    late = periods({"by": "03-20"}, defaults={"open": "05-01"})[0]
    assert late.open_on == late.due_on == date(2022, 3, 20)


def test_quarters_have_their_own_windows_and_share_the_points() -> None:
    found = periods({"every": "quarter"})
    assert [one.key for one in found] == ["2022Q1", "2022Q2", "2022Q3", "2022Q4"]
    assert [one.due_on for one in found] == [
        date(2022, 3, 31),
        date(2022, 6, 30),
        date(2022, 9, 30),
        date(2022, 12, 31),
    ]
    assert found[1].open_on == date(2022, 4, 1)
    assert found[1].window == (date(2022, 4, 1), date(2022, 6, 30))
    assert [one.points for one in found] == [Decimal("0.75")] * 4


@pytest.mark.parametrize(
    ("due", "last"),
    [
        ("period-end", date(2022, 12, 31)),
        ("last-working-day", date(2022, 12, 30)),
        ({"days_after": 10}, date(2023, 1, 10)),
    ],
)
def test_a_quarter_is_due_as_declared(due: Any, last: date) -> None:
    found = periods({"every": "quarter", "due": due})
    assert (found[-1].key, found[-1].due_on) == ("2022Q4", last)


def test_months_half_years_and_the_programmes_own_dates() -> None:
    assert [one.key for one in periods({"every": "month"})][::11] == ["2022M01", "2022M12"]
    assert [one.key for one in periods({"every": "half-year"})] == ["2022H1", "2022H2"]
    (assessed,) = periods({"every": "year", "due": "assessment"})
    (recognised,) = periods({"every": "year", "due": "recognition"})
    assert (assessed.key, assessed.due_on, recognised.due_on) == ("2022", date(2022, 11, 10), date(2022, 11, 18))


def test_occasions_keep_their_names_in_the_key() -> None:
    dates = [{"id": "june", "title": "6月", "month": 6}, {"id": "day", "title": "3.15", "by": "03-15"}]
    found = periods({"dates": dates})
    assert [(one.key, one.due_on, one.open_on) for one in found] == [
        ("2022-day", date(2022, 3, 15), date(2022, 2, 1)),
        ("2022-june", date(2022, 6, 30), date(2022, 5, 1)),
    ]


def test_an_occasion_in_january_opens_in_the_year_before() -> None:
    when = {"dates": [{"id": "january", "title": "1月", "by": "01-10"}]}
    (january,) = periods(when, 2023)
    assert january.open_on == date(2022, 12, 1)
    made = opening(definition(milestone(when)), programme(), date(2022, 11, 30), date(2022, 12, 1))
    assert [one.key for one in made] == ["2023-january"]


def test_no_date_is_no_date() -> None:
    (always,) = periods({"continuous": "unstated"})
    assert (always.key, always.due_on, always.assess_on) == ("2022", None, date(2022, 11, 10))
    assert always.window == (date(2022, 1, 1), date(2022, 11, 10))


def test_a_count_ends_with_the_year_unless_a_day_is_named() -> None:
    assert periods({"count": {"at_least": 4}})[0].due_on == date(2022, 12, 31)
    assert periods({"count": {"at_least": 2, "by": "11-30"}})[0].due_on == date(2022, 11, 30)


def test_milestones_have_their_own_keys_in_order_of_due_date() -> None:
    filing = milestone({"by": "08-20"}, id="filing", title="归档", points=1)
    verification = milestone({"by": "07-31"}, id="verification", title="检定", points=2)
    found = periods_of(definition(filing, verification), programme(), 2022)
    assert [(one.key, one.points, one.title) for one in found] == [
        ("2022.verification", Decimal(2), "检定"),
        ("2022.filing", Decimal(1), "归档"),
    ]


def test_the_series_goes_on_after_new_year() -> None:
    quarterly = {"every": "quarter"}
    assert periods(quarterly, 2023)[0].key == "2023Q1"
    assert periods(quarterly, 2021) == ()
    assert periods(quarterly, 2023, continues=False) == ()


def test_a_day_fixed_to_its_year_does_not_come_again() -> None:
    assert periods({"by": "2022-08-31"})[0].due_on == date(2022, 8, 31)
    assert periods({"by": "2022-08-31"}, 2023) == ()
    (next_year,) = periods({"by": "08-31", "open": "2022-03-01"}, 2023)
    assert next_year.open_on == date(2023, 1, 1)


def test_a_rest_day_is_kept_unless_shifted() -> None:
    assert periods({"by": "10-01"})[0].due_on == date(2022, 10, 1)
    assert periods({"by": "10-01", "shift": "before"})[0].due_on == date(2022, 9, 30)
    assert periods({"by": "10-01", "shift": "after"})[0].due_on == date(2022, 10, 8)


def test_a_period_is_found_by_its_key_or_not_at_all() -> None:
    quarterly = definition(milestone({"every": "quarter"}))
    found = find_period(quarterly, programme(), "2024Q2")
    assert found is not None and found.due_on == date(2024, 6, 30)
    assert find_period(quarterly, programme(), "2024") is None
    assert find_period(quarterly, programme(), "nonsense") is None
    assert find_period(quarterly, programme(), "") is None


def test_settlement_follows_the_assessment() -> None:
    assert settlement_on(programme(), 2022) == date(2023, 1, 15)
    assert settlement_on(programme(settlement="12-10"), 2022) == date(2022, 12, 10)


def test_points_that_do_not_divide_still_add_up() -> None:
    assert split(Decimal(1), 3) == (Decimal("0.34"), Decimal("0.33"), Decimal("0.33"))
    assert split(Decimal(0), 2) == (Decimal(0), Decimal(0))


def test_a_key_is_said_as_people_say_it() -> None:
    with use_language("en"):
        assert spoken("2022Q1") == "Quarter 1 of 2022"
        assert spoken("2022M06.progress") == "Month 6 of 2022 · progress"
        assert spoken("2022-june") == "2022-june"
    assert spoken("2022Q1") == "2022年第一季度"


@pytest.mark.parametrize(
    ("title", "said", "english"),
    [
        ("2022", "2022年", "Year 2022"),
        ("季度推进 · 2022Q3", "季度推进 · 2022年第三季度", "季度推进 · Quarter 3 of 2022"),
        ("建立台账", "2022年 · 建立台账", "Year 2022 · 建立台账"),
        ("2022-06", "2022-06", "2022-06"),
    ],
)
def test_a_stored_title_is_said_with_its_year(title: str, said: str, english: str) -> None:
    assert called(title, 2022) == said
    with use_language("en"):
        assert called(title, 2022) == english
