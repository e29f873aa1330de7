"""What a reviewer has beside the evidence: figures, the quorum, and what a verdict is bound to."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, FUNDS, MEETING, Office

from engine.errors import Forbidden, Refused
from engine.services.reviewing.review import Approval, Return, approve, open_review, send_back
from engine.services.reviewing.review_sheet import ReviewSheet, review_sheet
from engine.services.work.issue import issue
from engine.services.work.submit import FigureIn
from engine.store.database import Database

CLERK = "qu-shijian-ju-clerk"
VOTES = "special-inspections/2022"
LEVELS = "verification-rate/2022/qu-weijian-wei"
PARTS = (FigureIn("verified", 8, 9, "listed-devices"), FigureIn("verified", 1, 1, "household-meters"))


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


def sheet(office: Office, name: str, by: str = "office-1") -> ReviewSheet:
    return review_sheet(office.desk, office.work(name), office.person(by), at=office.now)


def test_figures_stand_beside_what_is_wanted(office: Office) -> None:
    office.hand_in(LEVELS, "qu-weijian-wei-clerk", FigureIn("verified", 9, 10), *PARTS)
    told = [(line.reached, line.counted, line.met, line.part) for line in sheet(office, LEVELS).figures]
    assert told == [("90%", "9 / 10", False, False), ("88.9%", "8 / 9", False, True), ("100%", "1 / 1", True, True)]
    assert all(line.wanted for line in sheet(office, LEVELS).figures)


def test_the_period_before_is_shown(office: Office) -> None:
    office.gather(MEETING)
    minutes = office.item(MEETING, "minutes")
    office.hand_in(MEETING, "qu-chuangjian-ban-clerk", FigureIn("meetings", 3), items=[minutes])
    later = office.on(date(2022, 5, 10))
    issue(later.desk, at=later.now)
    second = sheet(later, "joint-meeting/2022Q2", "qu-zhengfu-ban-reviewer")
    assert [line.before[:1] for line in second.figures] == ["3"]
    assert second.before == "2022年第一季度"
    assert sheet(later, MEETING, "qu-zhengfu-ban-reviewer").before == ""


def test_the_quorum_is_told_with_names(office: Office) -> None:
    event = office.item(VOTES, "inspection", effective_on=date(2022, 3, 3))
    office.hand_in(VOTES, CLERK, items=[event])
    assert sheet(office, VOTES).quorum == "2人中已有0人通过：尚无人。"
    office.approve(VOTES, "office-1")
    name = office.person("office-1").name
    assert sheet(office, VOTES).quorum == f"2人中已有1人通过：{name}。"
    assert "已经" in sheet(office, VOTES).refusal and sheet(office, VOTES, "office-2").refusal == ""


def test_nobody_judges_their_own_and_the_page_says_so(office: Office) -> None:
    office.gather(MEETING)
    minutes = office.item(MEETING, "minutes")
    office.hand_in(MEETING, "qu-chuangjian-ban-clerk", FigureIn("meetings", 1), items=[minutes])
    assert "区政府办" in sheet(office, MEETING).refusal
    with pytest.raises(Forbidden):
        sheet(office, MEETING, "su-00001-clerk")


def test_what_the_definition_offers_a_reviewer(office: Office) -> None:
    assert sheet(office, FUNDS).offered.rubric and not sheet(office, COVERAGE).offered.rubric
    assert str(sheet(office, FUNDS).offered.points) == "1"


def test_reasons_given_before_are_offered_to_colleagues_only(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 20, 20))
    office.send_back(COVERAGE, "office-1", "照片模糊")
    office.hand_in(LEVELS, "qu-weijian-wei-clerk", FigureIn("verified", 10, 10), *PARTS)
    assert sheet(office, LEVELS, "office-2").reasons == ("照片模糊",)
    assert sheet(office, LEVELS, "qu-weijian-wei-clerk").reasons == ()
    [line] = sheet(office, COVERAGE).verdicts
    assert (line.verdict, line.reason, line.standing) == ("returned", "照片模糊", False)


def test_who_comes_second_is_told(office: Office) -> None:
    """Both looked at the first level; the second verdict would have been one on the second level, unseen."""
    office.hand_in(LEVELS, "qu-weijian-wei-clerk", FigureIn("verified", 10, 10), *PARTS)
    number, stage = office.work(LEVELS), sheet(office, LEVELS).stage
    approve(office.desk, [Approval(number, office.person("office-1"), stage=stage)], at=office.now)
    for act in (
        lambda: approve(office.desk, [Approval(number, office.person("office-2"), stage=stage)], at=office.now),
        lambda: send_back(office.desk, [Return(number, office.person("office-2"), "x", stage=stage)], at=office.now),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "moved-meanwhile"
    assert office.row(LEVELS).stage == "office-review"


def test_opening_is_seen_on_the_sheet(office: Office) -> None:
    office.hand_in(LEVELS, "qu-weijian-wei-clerk", FigureIn("verified", 10, 10), *PARTS)
    assert not sheet(office, LEVELS).opened
    open_review(office.desk, office.work(LEVELS), office.person("office-1"), at=office.now)
    assert sheet(office, LEVELS).opened
