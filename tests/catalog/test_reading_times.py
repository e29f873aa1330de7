"""Every deadline of the hand reading stands in the definitions, and none that it lacks."""

from __future__ import annotations

from typing import Any

import pytest
from responsibility_table import (
    ROWS,
    YEAR,
    dates_of,
    doubts_of,
    due_dates,
    every_row,
    in_chinese,
    indicators,
    programme,
    wanted_of,
)

from engine.domain.definition.when import By, Continuous, Count, Repeating


@every_row
def test_every_deadline_of_the_reading_is_kept(row: dict[str, Any]) -> None:
    seq, whens = row["seq"], [when for _, when, _ in wanted_of(indicators()[row["seq"]])]
    for deadline in row.get("deadlines", []):
        match deadline["kind"]:
            case "by-date":
                assert deadline["date"] in dates_of(seq)
                if "alt" in deadline:
                    assert in_chinese(deadline["date"]) in doubts_of(seq)
                    assert in_chinese(deadline["alt"]) in doubts_of(seq)
            case "quarterly" if deadline.get("ambiguous"):
                assert "每季度" in doubts_of(seq)
            case "quarterly" | "dates":
                assert set(deadline["due"]) <= dates_of(seq)
            case "yearly":
                # Due on a day the table does not name: the programme's; or the row's own day, said to be yearly.
                assert any(when.yearly or (isinstance(when, Repeating) and when.every == "year") for when in whens)
            case "count-per-year":
                assert deadline["count"] in [when.count.at_least for when in whens if isinstance(when, Count)]
            case "continuous":
                assert any(isinstance(when, Continuous) and when.continuous == "stated" for when in whens)
            case unknown:
                pytest.fail(f"the reading has a deadline of unknown kind {unknown}")


@every_row
def test_no_deadline_is_invented(row: dict[str, Any]) -> None:
    deadlines = row.get("deadlines", [])
    allowed = {one["date"] for one in deadlines if "date" in one}
    allowed |= {due for one in deadlines if not one.get("ambiguous") for due in one.get("due", [])}
    kinds = {one["kind"] for one in deadlines}
    if "yearly" in kinds:
        allowed |= {programme().assessment.on(YEAR).isoformat(), programme().recognition.day.on(YEAR).isoformat()}
    if "count-per-year" in kinds and not allowed:
        allowed.add(f"{YEAR}-12-31")
    assert dates_of(row["seq"]) <= allowed


@every_row
def test_no_time_in_the_source_is_continuous_unstated(row: dict[str, Any]) -> None:
    whens = [when for _, when, _ in wanted_of(indicators()[row["seq"]])]
    unstated = all(isinstance(when, Continuous) and when.continuous == "unstated" for when in whens)
    assert unstated is row.get("no_time", False)


def test_sixteen_rows_name_no_time() -> None:
    assert sum(row.get("no_time", False) for row in ROWS) == 16


@every_row
def test_windows_of_the_ten_day_spans(row: dict[str, Any]) -> None:
    declared = {
        tuple(day.on(YEAR).isoformat() for day in when.window)
        for _, when, _ in wanted_of(indicators()[row["seq"]])
        if when.window
    }
    assert declared == {tuple(one["window"]) for one in row.get("deadlines", []) if "window" in one}


def test_two_deadlines_in_one_row_are_two_milestones() -> None:
    assert due_dates(17) == {("verification", "2022-07-31"), ("filing", "2022-08-20")}
    assert due_dates(54) == {("pledge", "2022-07-31"), ("results", "2022-10-31")}
    assert ("exchange", "2022-11-30") in due_dates(38)
    five_unified = next(one for one in indicators()[50].milestones if one.id == "five-unified")
    assert five_unified.only is not None
    assert five_unified.only.service == ("集贸市场",)


def test_dates_are_written_without_the_year() -> None:
    for one in indicators().values():
        for _, when, _ in wanted_of(one):
            fixed = [day for day in (when.open, *(when.window or ()), getattr(when, "by", None)) if day and day.fixed]
            assert fixed == [], one.id
    assert isinstance(indicators()[18].when, By)
