"""Periods over many years: keys never repeat, no year boundary repeats or skips, a moved date keeps its key."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from engine.domain.calendar import china
from engine.domain.definition.indicator import Definition, Milestone
from engine.domain.definition.programme import Programme
from engine.domain.definition.when import When
from engine.domain.definition.workflow import Workflow
from engine.domain.periods import find_period, opening, periods_of

WORKFLOW = Workflow.model_validate(
    {
        "id": "standard",
        "title": "标准流程",
        "stages": [{"id": kind, "title": kind, "kind": kind} for kind in ("assign", "collect", "score")],
    }
)
PROGRAMME = Programme.model_validate(
    {
        "id": "sample",
        "title": "样例",
        "year": 2022,
        "assessment": "11-10",
        "settlement": "01-15",
        "categories": [{"name": "甲", "slug": "a"}],
        "reviewers": {"office": "甲", "own_work": "乙", "leader": "丙"},
        "recognition": {"day": "11-18"},
    }
)

days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}")
shifts = st.sampled_from(["keep", "before", "after"])
years = st.integers(2022, 2040)


@st.composite
def whens(draw: st.DrawFn) -> dict[str, Any]:
    """Any way of saying when, without a day fixed to one year."""
    due = st.sampled_from(["period-end", "last-working-day", {"days_after": 10}])
    dates = st.dictionaries(st.from_regex(r"[a-z]{1,4}", fullmatch=True), days, min_size=1, max_size=4)
    when: dict[str, Any] = draw(
        st.one_of(
            days.map(lambda day: {"by": day}),
            st.builds(
                lambda every, due: {"every": every, "due": due},
                st.sampled_from(["month", "quarter", "half-year", "year"]),
                due,
            ),
            dates.map(lambda named: {"dates": [{"id": k, "title": k, "by": day} for k, day in named.items()]}),
            st.integers(1, 9).map(lambda n: {"count": {"at_least": n}}),
            st.just({"continuous": "unstated"}),
        )
    )
    return when | {"shift": draw(shifts)}


def declared(*whens: dict[str, Any], points: Decimal = Decimal(3)) -> Definition:
    """An indicator with one milestone for each `when`."""
    milestones = tuple(
        Milestone(
            id="" if len(whens) == 1 else f"m{at}",
            title="样例",
            when=TypeAdapter(When).validate_python(when),
            points=points,
            evidence=(),
        )
        for at, when in enumerate(whens)
    )
    return Definition(
        id="sample",
        number="1.1.1",
        title="样例",
        category="甲",
        group="甲",
        requirement="样例",
        row=1,
        lead=("甲",),
        workflow=WORKFLOW,
        milestones=milestones,
    )


@given(st.lists(whens(), min_size=1, max_size=3), years)
def test_no_key_comes_twice_in_any_run_of_years(wanted: list[dict[str, Any]], year: int) -> None:
    made = declared(*wanted)
    keys = [period.key for each in range(year, year + 3) for period in periods_of(made, PROGRAMME, each)]
    assert len(set(keys)) == len(keys)
    assert len(keys) == 3 * len(periods_of(made, PROGRAMME, year))


@given(st.sampled_from(["month", "quarter", "half-year", "year"]), st.dates(date(2022, 1, 1), date(2039, 12, 31)))
def test_every_day_lies_in_exactly_one_period_of_a_series(every: str, day: date) -> None:
    made = declared({"every": every})
    around = [period for year in (day.year - 1, day.year, day.year + 1) for period in periods_of(made, PROGRAMME, year)]
    assert sum(period.window[0] <= day <= period.window[1] for period in around) == 1


@given(whens(), st.dates(date(2022, 2, 1), date(2030, 12, 31)), st.lists(st.integers(1, 200), min_size=2, max_size=6))
def test_a_sweep_at_any_pace_opens_each_period_once(wanted: dict[str, Any], start: date, paces: list[int]) -> None:
    made = declared(wanted)
    opened, day = [], start
    for pace in paces:
        opened += opening(made, PROGRAMME, day, day + timedelta(days=pace))
        day += timedelta(days=pace)
    assert sorted(p.key for p in opened) == sorted(p.key for p in opening(made, PROGRAMME, start, day))
    every = [p for year in range(2022, day.year + 2) for p in periods_of(made, PROGRAMME, year)]
    assert {p.key for p in opened} == {p.key for p in every if start < p.open_on <= day}


@given(days, days, shifts, years)
def test_a_moved_due_date_keeps_its_key(before: str, after: str, shift: str, year: int) -> None:
    first, second = (periods_of(declared({"by": day, "shift": shift}), PROGRAMME, year) for day in (before, after))
    assert [period.key for period in first] == [period.key for period in second] == [str(year)]
    occasions = [
        periods_of(declared({"dates": [{"id": "x", "title": "x", "by": day}]}), PROGRAMME, year)[0].key
        for day in (before, after)
    ]
    assert occasions[0] == occasions[1] == f"{year}-x"


@given(whens(), years)
def test_a_period_is_open_before_it_is_due_and_found_by_its_key(wanted: dict[str, Any], year: int) -> None:
    made = declared(wanted)
    for period in periods_of(made, PROGRAMME, year):
        assert period.open_on <= period.assess_on
        assert period.due_on is None or period.open_on <= period.due_on == period.assess_on
        assert period.year == year and period.key.startswith(str(year))
        assert find_period(made, PROGRAMME, period.key) == period


@given(whens(), years, st.decimals(0, 100, places=2))
def test_the_points_of_a_year_add_up_to_the_milestones(wanted: dict[str, Any], year: int, points: Decimal) -> None:
    found = periods_of(declared(wanted, points=points), PROGRAMME, year)
    assert sum(period.points for period in found) == points
    assert sum(period.share for period in found) == 1
    assert max(p.points for p in found) - min(p.points for p in found) <= Decimal("0.01")


@settings(max_examples=50)
@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_working_days_forward_are_working_days_back(day: date, n: int) -> None:
    calendar = china()
    later, earlier = calendar.add(day, n), calendar.add(day, -n)
    assert calendar.is_working(later) and calendar.is_working(earlier)
    assert calendar.between(day, later) == n
    assert calendar.between(earlier - timedelta(days=1), day - timedelta(days=1)) == n
    assert calendar.shifted(day, "before") <= day <= calendar.shifted(day, "after")
