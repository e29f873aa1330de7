"""评分, 销号, 终止, 重开: scores are explained, what is closed stays, what is reopened starts again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from at_the_office import COVERAGE, GROUP, LICENSING, MEETING, Office

from engine.domain.vocabulary import Terminal
from engine.errors import Forbidden, LuoshiError, NotFound, Refused
from engine.services.looking import ask, remember
from engine.services.scoring.indicator_score import indicator_score
from engine.services.scoring.score import explained, score_due, settle_due
from engine.services.word import letters
from engine.services.work.close_out import CloseOut, close_out, reopen, terminate
from engine.services.work.submit import FigureIn
from engine.store.database import Database
from engine.wording import use_language

CLERK = "qu-shijian-ju-clerk"
HALF = FigureIn("coverage", 10, 20)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return scored(sqlite_database)


def scored(database: Database) -> Office:
    """Row 18 at half coverage is scored."""
    office = Office.open(database, date(2022, 3, 15))
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, HALF)
    office.approve(COVERAGE, "office-1")
    assert score_due(office.desk, at=office.now) == 1
    return office


def test_scored_once_and_explained_to_the_same_figure(database: Database) -> None:
    office = scored(database)
    assert score_due(office.desk, at=office.now) == 0
    row, why = office.row(COVERAGE), explained(office.desk, office.work(COVERAGE), at=office.now)
    assert (row.stage, row.score, why.final) == (Terminal.SCORED, 150, Decimal("1.50"))
    sentences = [line.sentence for line in why.lines]
    assert any("50%" in each for each in sentences)
    with use_language("en"):
        assert not {line.sentence for line in why.lines} & set(sentences)


def test_one_way_and_the_other_give_the_same(sqlite_database: Database) -> None:
    office = Office.open(sqlite_database, date(2022, 3, 15))
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, HALF)
    office.approve(COVERAGE, "office-1")
    score_due(office.desk, at=office.now, set_based=False)
    assert office.row(COVERAGE).score == 150


def test_a_duty_without_a_date_is_scored_from_the_assessment_on(office: Office) -> None:
    office.hand_in(LICENSING, CLERK)
    office.approve(LICENSING, "office-1")
    assert score_due(office.desk, at=office.on(date(2022, 11, 9)).now) == 0
    assert score_due(office.desk, at=office.on(date(2022, 11, 10)).now) == 1


def test_what_never_came_in_is_settled_at_nothing(database: Database) -> None:
    office = scored(database)
    assert settle_due(office.desk, at=office.on(date(2023, 1, 15)).now) == 0
    late = office.on(date(2023, 1, 16))
    assert settle_due(late.desk, at=late.now) > 0
    assert settle_due(late.desk, at=late.now) == 0
    row = late.row(GROUP)
    assert (row.stage, row.score, row.settled) == (Terminal.SCORED, 0, True)
    assert office.row(COVERAGE).score == 150
    assert explained(late.desk, late.work(GROUP), at=late.now).final == 0


def test_closed_by_the_office_and_by_nobody_else(office: Office) -> None:
    def closed(by: str, name: str = COVERAGE) -> None:
        close_out(office.desk, [CloseOut(office.work(name), office.person(by))], at=office.now)

    with pytest.raises(Forbidden):
        closed(CLERK)
    with pytest.raises(Refused) as caught:
        closed("office-1", GROUP)
    assert caught.value.code == "wrong-stage"
    closed("office-1")
    assert office.row(COVERAGE).stage == Terminal.CLOSED
    assert office.row(COVERAGE).score == 150


def test_the_office_does_not_close_its_own_work(office: Office) -> None:
    office.gather(MEETING)
    minutes = office.item(MEETING, "minutes")
    office.hand_in(MEETING, "qu-chuangjian-ban-clerk", FigureIn("meetings", 1), items=[minutes])
    office.approve(MEETING, "qu-zhengfu-ban-reviewer")
    score_due(office.desk, at=office.now)
    with pytest.raises(Forbidden) as caught:
        close_out(office.desk, [CloseOut(office.work(MEETING), office.person("office-1"))], at=office.now)
    assert caught.value.code == "own-work"


def test_reopened_work_is_handed_in_and_judged_anew(database: Database) -> None:
    office = scored(database)
    number = office.work(COVERAGE)
    for by, reason, code in (("office-1", " ", "reason-wanted"), (CLERK, "算错了", "not-yours")):
        with pytest.raises(LuoshiError) as caught:
            reopen(office.desk, number, office.person(by), reason, at=office.now)
        assert caught.value.code == code
    reopen(office.desk, number, office.person("office-1"), "数字有误", at=office.now)
    row = office.row(COVERAGE)
    assert (row.stage, row.score, row.returned) == ("collect", None, True)
    assert [state for _, state in office.evidence(COVERAGE)] == ["approved", "approved"]
    reopened = remember.history(office.desk, assignment=number)[0]
    assert (reopened.verb, reopened.reason, reopened.detail) == ("reopen", "数字有误", {"score": 150})
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 20, 20), items=[])
    office.approve(COVERAGE, "office-1")
    score_due(office.desk, at=office.now)
    assert office.row(COVERAGE).score == 300
    assert remember.verify(office.desk).sound


def test_withdrawn_with_a_reason_and_the_unit_is_told(office: Office) -> None:
    number = office.work(GROUP)
    for by, reason, code in (("office-1", "", "reason-wanted"), ("qu-zhengfu-ban-clerk", "不做了", "not-yours")):
        with pytest.raises(LuoshiError) as caught:
            terminate(office.desk, number, office.person(by), reason, at=office.now)
        assert caught.value.code == code
    terminate(office.desk, number, office.person("office-1"), "与另一项重复", at=office.now)
    assert office.row(GROUP).stage == Terminal.WITHDRAWN
    assert str(ask.card(office.desk, number, at=office.now).row.light) == "grey"
    letters.expand(office.desk, at=office.now)
    letter = next(each for each in letters.lease(office.desk, owner="t", at=office.now) if each.notice == "withdrawn")
    assert (letter.person, "与另一项重复" in letter.body) == ("qu-zhengfu-ban-clerk", True)


def test_an_indicator_s_score_is_told_part_by_part(office: Office) -> None:
    total = indicator_score(office.desk, "free-verification-coverage", 2022, at=office.now)
    assert (total.points, total.final) == (Decimal("3.00"), Decimal("1.50"))
    assert total.sentences[0].startswith("2022年：3.00分中得1.50分")
    with pytest.raises(NotFound):
        indicator_score(office.desk, "free-verification-coverage", 2031, at=office.now)


def test_withdrawn_work_leaves_the_indicators_score(office: Office) -> None:
    terminate(office.desk, office.work(GROUP), office.person("office-1"), "重复", at=office.now)
    total = indicator_score(office.desk, "leading-group", 2022, at=office.now)
    assert (total.final, total.parts[0].total.units) == (None, 0)
    assert "1.00分中得-分" in total.sentences[0]
