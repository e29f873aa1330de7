"""The light, story by story and rule by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.domain.calendar import china
from engine.domain.lights import Standing, light, near
from engine.domain.vocabulary import Light, StageKind

QUARTER = Standing(StageKind.COLLECT, "collect", date(2022, 1, 1), date(2022, 3, 31))


def shown(standing: Standing, today: date) -> Light:
    return light(standing, today, near(today, 7, china()))


def test_made_good_is_yellow_and_stays_yellow() -> None:
    assert shown(QUARTER, date(2022, 3, 31)) is Light.BLUE
    assert shown(QUARTER, date(2022, 4, 1)) is Light.RED
    missed = replace(QUARTER, missed_on=date(2022, 4, 1))
    handed_in = replace(missed, stage_kind=StageKind.REVIEW, stage="review", received_on=date(2022, 4, 8))
    assert shown(handed_in, date(2022, 4, 8)) is Light.YELLOW
    closed = replace(handed_in, stage_kind=StageKind.DONE, stage="closed", finished=True)
    assert shown(closed, date(2022, 12, 1)) is Light.YELLOW


def test_an_extension_moves_the_red_but_does_not_clear_it() -> None:
    extended = Standing(StageKind.COLLECT, "collect", date(2022, 3, 1), date(2022, 9, 5))
    assert shown(extended, date(2022, 9, 5)) is Light.BLUE
    assert shown(extended, date(2022, 9, 6)) is Light.RED
    in_time = replace(extended, received_on=date(2022, 9, 5), finished=True, stage="scored")
    assert shown(in_time, date(2022, 9, 6)) is Light.GREEN
    asked_too_late = replace(extended, missed_on=date(2022, 9, 1))
    assert shown(asked_too_late, date(2022, 9, 2)) is Light.YELLOW


@pytest.mark.parametrize("stage", ["withdrawn", "exempt"])
def test_what_fell_away_is_grey(stage: str) -> None:
    assert shown(replace(QUARTER, stage=stage, stage_kind=StageKind.DONE), date(2022, 5, 1)) is Light.GREY


def test_what_is_not_open_yet_is_grey() -> None:
    assert shown(QUARTER, date(2021, 12, 31)) is Light.GREY
    assert shown(QUARTER, date(2022, 1, 1)) is Light.GREEN


def test_blue_begins_seven_working_days_before() -> None:
    assert shown(QUARTER, date(2022, 3, 21)) is Light.GREEN
    assert shown(QUARTER, date(2022, 3, 22)) is Light.BLUE


def test_no_date_is_never_red_or_blue() -> None:
    always = replace(QUARTER, due_on=None)
    assert {shown(always, date(2022, month, 28)) for month in range(1, 13)} == {Light.GREEN}


def test_a_return_is_yellow_until_its_own_day_passes() -> None:
    back = replace(QUARTER, received_on=date(2022, 3, 10), returned=True, resubmit_by=date(2022, 3, 17))
    assert shown(back, date(2022, 3, 17)) is Light.YELLOW
    assert shown(back, date(2022, 3, 18)) is Light.RED
    whole = replace(back, received_on=None, resubmit_by=date(2022, 4, 10))
    assert shown(whole, date(2022, 3, 30)) is Light.YELLOW
    assert shown(whole, date(2022, 4, 1)) is Light.RED


def test_a_stage_beyond_its_days_is_yellow_until_it_is_done() -> None:
    slow = replace(QUARTER, behind_on=date(2022, 2, 1))
    assert shown(slow, date(2022, 1, 31)) is Light.GREEN
    assert shown(slow, date(2022, 2, 1)) is Light.YELLOW
    assert shown(replace(slow, finished=True, received_on=date(2022, 1, 20)), date(2022, 2, 1)) is Light.GREEN


def test_settled_with_nothing_in_stays_red() -> None:
    settled = replace(QUARTER, stage="scored", stage_kind=StageKind.DONE, finished=True, missed_on=date(2022, 4, 1))
    assert shown(settled, date(2023, 2, 1)) is Light.RED
    undated = replace(QUARTER, due_on=None)
    assert shown(undated, date(2022, 12, 31)) is Light.GREEN
    empty = replace(undated, stage="scored", stage_kind=StageKind.DONE, finished=True, settled=True)
    assert shown(empty, date(2023, 1, 16)) is Light.RED
