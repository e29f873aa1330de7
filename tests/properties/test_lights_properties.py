"""The light is a total function with one answer, and its promises hold for any standing on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.lights import Standing, light
from engine.domain.vocabulary import Light, StageKind

days = st.dates(date(2022, 1, 1), date(2022, 12, 31))
maybe = st.none() | days
standings = st.builds(
    Standing,
    stage_kind=st.sampled_from(StageKind),
    stage=st.sampled_from(["collect", "review", "scored", "closed", "withdrawn", "exempt"]),
    open_on=days,
    due_on=maybe,
    received_on=maybe,
    returned=st.booleans(),
    resubmit_by=maybe,
    missed_on=maybe,
    behind_on=maybe,
    finished=st.booleans(),
    settled=st.booleans(),
)
leads = st.integers(0, 20).map(lambda n: timedelta(days=n))


@given(standings, days, leads)
def test_every_standing_has_one_light(standing: Standing, today: date, lead: timedelta) -> None:
    assert light(standing, today, today + lead) in Light


@given(standings, days, leads)
def test_what_was_missed_or_came_late_is_never_green_nor_blue(standing: Standing, today: date, lead: timedelta) -> None:
    late = standing.received_on and standing.due_on and standing.received_on > standing.due_on
    if standing.missed_on or late:
        assert light(standing, today, today + lead) not in (Light.GREEN, Light.BLUE)


@given(standings, days, leads)
def test_without_a_date_and_unreturned_it_is_red_only_once_settled_with_nothing_in(
    standing: Standing, today: date, lead: timedelta
) -> None:
    undated = replace(standing, due_on=None, returned=False)
    assert light(replace(undated, settled=False), today, today + lead) is not Light.RED
    empty = light(replace(undated, settled=True, received_on=None), today, today + lead)
    assert empty is (Light.GREY if light(undated, today, today + lead) is Light.GREY else Light.RED)


@given(standings, days, leads)
def test_red_says_that_something_is_owed(standing: Standing, today: date, lead: timedelta) -> None:
    if light(standing, today, today + lead) is Light.RED:
        overdue = standing.received_on is None and standing.due_on is not None and standing.due_on < today
        unmended = standing.returned and standing.resubmit_by is not None and standing.resubmit_by < today
        unanswered = standing.received_on is None and standing.settled
        assert overdue or unmended or unanswered


@given(standings, days, leads)
def test_once_received_and_finished_the_light_no_longer_moves(standing: Standing, today: date, lead: timedelta) -> None:
    closed = replace(standing, finished=True, returned=False, received_on=date(2022, 1, 1), open_on=date(2022, 1, 1))
    assert light(closed, today, today + lead) is light(closed, date(2023, 6, 1), date(2023, 6, 8))


@given(standings, days, leads)
def test_blue_begins_with_the_near_date(standing: Standing, today: date, lead: timedelta) -> None:
    if light(standing, today, today + lead) is Light.BLUE:
        assert standing.due_on is not None and today <= standing.due_on <= today + lead
        assert light(standing, today, standing.due_on - timedelta(days=1)) is Light.GREEN
