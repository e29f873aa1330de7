"""Campaign days by rule, over the years; and those whose day a notice sets, for which none is made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from told_times import all_told

from engine.reading.times import read_time
from engine.reading.times.campaigns import BY_NOTICE, FIXED, campaign_days, campaign_month

DOC = Path(__file__).parents[2] / "docs" / "campaigns.md"
BY_RULE = {
    "农民丰收节": ["2018-09-23", "2019-09-23", "2020-09-22", "2021-09-23", "2022-09-23", "2023-09-23", "2024-09-22"],
    "全民国防教育日": ["2021-09-18", "2022-09-17", "2023-09-16", "2024-09-21", "2025-09-20"],
    "全国助残日": ["2021-05-16", "2022-05-15", "2023-05-21", "2024-05-19", "2025-05-18"],
    "文化和自然遗产日": ["2021-06-12", "2022-06-11", "2023-06-10", "2024-06-08", "2025-06-14"],
    "全国中小学生安全教育日": ["2021-03-29", "2022-03-28", "2023-03-27", "2024-03-25", "2025-03-31"],
}


@pytest.mark.parametrize(("name", "day"), [(name, day) for name, days in BY_RULE.items() for day in days])
def test_a_day_by_rule_is_the_one_that_was_held(name: str, day: str) -> None:
    assert all_told(name, int(day[:4])) == [f"dates {day}"]


@pytest.mark.parametrize(("year", "span"), [(2022, "2022-05-09..2022-05-15"), (2023, "2023-05-15..2023-05-21")])
def test_the_week_of_the_day_of_families(year: int, span: str) -> None:
    assert all_told("全国家庭教育宣传周", year) == [f"by-date {span[12:]} in {span}"]


@pytest.mark.parametrize("name", FIXED)
def test_every_fixed_name_has_its_days(name: str) -> None:
    assert campaign_month(name) or campaign_days(2022, name)


@pytest.mark.parametrize("name", BY_NOTICE)
def test_no_day_is_made_up_for_what_a_notice_sets(name: str) -> None:
    read = read_time(f"“{name}”期间", 2022).as_json()
    assert read["ambiguous"] is True
    assert [(each["kind"], each["note"], each["text"]) for each in read["readings"]] == [
        ("none", "by-notice", f"{name}”期间")
    ]


def test_the_page_names_every_campaign_that_a_notice_sets() -> None:
    page = DOC.read_text(encoding="utf-8")
    assert not [name for name in BY_NOTICE if name not in page]
