"""Days left are working days with 调休, in words; a rest day in between is never called today."""

from __future__ import annotations

from datetime import date

import pytest

from engine.domain.calendar import china
from engine.domain.days_left import days_left
from engine.wording import use_language


@pytest.mark.parametrize(
    ("until", "today", "words"),
    [
        (None, date(2022, 6, 15), ""),
        (date(2022, 6, 15), date(2022, 6, 15), "今日到期"),
        (date(2022, 6, 20), date(2022, 6, 15), "还剩3个工作日"),
        (date(2022, 6, 13), date(2022, 6, 15), "已逾期2个工作日"),
        # 30 April to 4 May 2022 were days off, 7 May, a Saturday, was worked.
        (date(2022, 5, 7), date(2022, 4, 29), "还剩3个工作日"),
        (date(2022, 6, 4), date(2022, 6, 3), "2022-06-04到期，此前无工作日"),
        (date(2022, 6, 3), date(2022, 6, 4), "已逾期（2022-06-03到期）"),
    ],
)
def test_what_is_left_is_said_in_working_days(until: date | None, today: date, words: str) -> None:
    with use_language("zh"):
        assert days_left(until, today, china()) == words
