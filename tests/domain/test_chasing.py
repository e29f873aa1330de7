"""Rungs fire on their day, once; missed ones are caught up, late reminders are dropped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from declared import chasing

from engine.domain.calendar import china
from engine.domain.chasing import behind_on, due_cutoffs, latest_since, lead_days, nearer_lead, rung_dates

CALENDAR = china()
AUGUST = date(2022, 8, 31)


def fires(rung: dict[str, Any], due_on: date = AUGUST, remind: tuple[str, ...] = ()) -> dict[str, date]:
    (only,) = chasing({"id": "x"} | rung).ladder
    return {key: day for day, key in rung_dates(only, due_on, remind, CALENDAR)}


def test_reminders_count_working_days() -> None:
    days = fires({"before": "remind"}, date(2022, 10, 10), ("7d", "1d", "48h"))
    assert days == {"x-7d": date(2022, 9, 26), "x-1d": date(2022, 10, 9), "x-48h": date(2022, 10, 8)}


def test_the_red_sheet_and_three_working_days_later_the_leader() -> None:
    assert fires({"overdue": 0}) == {"x": date(2022, 9, 1)}
    assert fires({"overdue": 3}) == {"x": date(2022, 9, 6)}


def test_the_first_day_overdue_may_be_a_rest_day_but_later_rungs_are_not() -> None:
    assert fires({"overdue": 0}, date(2022, 9, 30)) == {"x": date(2022, 10, 1)}
    for days in range(1, 15):
        assert CALENDAR.is_working(fires({"overdue": days}, date(2022, 9, 30))["x"])


@pytest.mark.parametrize(
    "rung",
    [
        {"before": 7},
        {"before": 0},
        {"overdue": 0},
        {"overdue": 3},
        {"unfixed": 0},
        {"unfixed": 2},
        {"closed": 0},
        {"closed": 3},
    ],
    ids=str,
)
def test_the_cutoffs_hold_exactly_the_dates_whose_rung_has_come(rung: dict[str, Any]) -> None:
    (only,) = chasing({"id": "x"} | rung).ladder
    for day in (date(2022, 9, 1), date(2022, 10, 1), date(2022, 10, 7), date(2022, 10, 8), date(2022, 12, 31)):
        *again, cutoff = due_cutoffs(chasing({"id": "x"} | rung), day, CALENDAR)
        mended = [("again", cutoff.until)] if "overdue" in rung else []
        assert [(each.reference, each.until) for each in again] == mended
        for offset in range(-60, 60):
            due = day + timedelta(days=offset)
            fires = rung_dates(only, due, (), CALENDAR)[0][0]
            come = fires <= day
            in_time = due >= day if only.before is not None else only.closed is None or fires > day - timedelta(days=7)
            inside = (cutoff.since is None or cutoff.since <= due) and due <= cutoff.until
            assert inside is (come and in_time), (rung, day, due)


def test_each_lead_has_its_own_cutoff() -> None:
    leads = (("7d", "1d"), ("1d", ""), ("7d", ""))
    found = due_cutoffs(chasing({"id": "remind", "before": "remind"}), date(2022, 8, 22), CALENDAR, leads)
    assert [(one.key, one.lead, one.since, one.until) for one in found] == [
        ("remind-1d", "1d", date(2022, 8, 22), date(2022, 8, 23)),
        ("remind-7d", "7d", date(2022, 8, 22), date(2022, 8, 31)),
        ("remind-7d", "7d", date(2022, 8, 24), date(2022, 8, 31)),  # where one day before is asked for as well
    ]
    assert (
        due_cutoffs(chasing({"id": "remind", "before": "remind"}), date(2022, 8, 22), CALENDAR, leads, late=True) == ()
    )


@pytest.mark.parametrize(
    ("lead", "nearer"), [("30d", "7d"), ("7d", "48h"), ("48h", "1d"), ("1d", ""), ("2d", "1d"), ("24h", "")]
)
def test_the_next_nearer_lead(lead: str, nearer: str) -> None:
    assert nearer_lead(lead, ("30d", "7d", "48h", "1d", lead)) == nearer


def test_a_reminder_is_not_sent_after_the_due_date() -> None:
    (cutoff,) = due_cutoffs(chasing({"id": "blue", "before": 7}), date(2022, 9, 1), CALENDAR)
    assert cutoff.since == date(2022, 9, 1)


def test_a_nearer_sheet_takes_the_place_of_a_farther_one_that_reaches_nobody_else() -> None:
    blue, yellow = {"id": "blue", "before": 7}, {"id": "yellow", "before": 3, "to": ["clerk", "head"]}
    since = {one.key: one.since for one in due_cutoffs(chasing(blue, yellow), date(2022, 8, 22), CALENDAR)}
    assert since == {"blue": date(2022, 8, 26), "yellow": date(2022, 8, 22)}  # three working days on is the 25th
    to_the_head = yellow | {"to": ["head"]}
    since = {one.key: one.since for one in due_cutoffs(chasing(blue, to_the_head), date(2022, 8, 22), CALENDAR)}
    assert since["blue"] == date(2022, 8, 22), "nobody else would tell the clerk"


def test_a_review_of_ten_silent_working_days_is_escalated() -> None:
    ladder = chasing({"id": "silence", "unreviewed": 5})
    since = date(2022, 8, 1)  # five days to review, five more of silence: 15 August is the tenth
    assert CALENDAR.add(since, 10) == date(2022, 8, 15)
    before, after = (
        due_cutoffs(ladder, day, CALENDAR, withins=(5,))[0] for day in (date(2022, 8, 15), date(2022, 8, 16))
    )
    assert (after.reference, after.within) == ("unreviewed", 5)
    assert not since <= before.until
    assert since <= after.until


@pytest.mark.parametrize("within", [1, 3, 5, 10])
def test_behind_has_one_rule_in_two_forms(within: int) -> None:
    for day in (date(2022, 2, 7), date(2022, 10, 8), date(2022, 10, 12), date(2023, 1, 3)):
        latest = latest_since(day - timedelta(days=1), within, CALENDAR)
        for offset in range(40):
            since = day - timedelta(days=offset)
            first_behind = behind_on(since, within, CALENDAR)
            assert first_behind is not None
            assert (first_behind <= day) is (since <= latest), (day, since)
    assert behind_on(AUGUST, None, CALENDAR) is None


def test_hours_are_begun_days() -> None:
    assert [lead_days(lead) for lead in ("7d", "24h", "25h", "1h")] == [7, 1, 2, 1]
