"""Many at once: the preview says what would become of each, and exactly that is done, or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, FUNDS, GROUP, Office

from engine.domain.vocabulary import Verb
from engine.errors import Forbidden, Invalid, LuoshiError, Refused
from engine.services.reviewing import bulk
from engine.services.scoring.score import score_due
from engine.services.word import letters
from engine.services.work.submit import FigureIn
from engine.store.database import Database

VOTES = "special-inspections/2022"
LEVELS = "verification-rate/2022/qu-weijian-wei"
PARTS = (FigureIn("verified", 9, 9, "listed-devices"), FigureIn("verified", 1, 1, "household-meters"))


@pytest.fixture
def office(database: Database) -> Office:
    """Three pieces of work have been handed in: one simple, one of two votes, one of two levels; one is not."""
    opened = Office.open(database, date(2022, 3, 15))
    opened.gather(COVERAGE)
    opened.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 20, 20))
    event = opened.item(VOTES, "inspection", effective_on=date(2022, 3, 3))
    opened.hand_in(VOTES, "qu-shijian-ju-clerk", items=[event])
    opened.hand_in(LEVELS, "qu-weijian-wei-clerk", FigureIn("verified", 10, 10), *PARTS)
    opened.hand_in(FUNDS, "qu-caizheng-ju-clerk")
    return opened


def order(office: Office, verb: Verb, *names: str, by: str = "office-1", reason: str = "") -> bulk.Order:
    return bulk.Order(verb, office.person(by), tuple(office.work(name) for name in names), reason)


def test_an_approval_of_many_does_what_its_preview_says(office: Office) -> None:
    seen = bulk.preview(office.desk, order(office, Verb.APPROVE, COVERAGE, VOTES, LEVELS, FUNDS, GROUP), at=office.now)
    told = {line.row.id: line.words for line in seen.will}
    assert told == {
        office.work(COVERAGE): "复核通过，待评分",
        office.work(VOTES): "通过（2人中第1人），还需其他人意见",
        office.work(LEVELS): "通过，转入“创建办复核”",
    }
    assert {line.row.id for line in seen.refused} == {office.work(FUNDS), office.work(GROUP)}
    assert "没有给出分数" in next(line.words for line in seen.refused if line.row.id == office.work(FUNDS))
    confirmed = order(office, Verb.APPROVE, COVERAGE, VOTES, LEVELS)
    assert bulk.carry_out(office.desk, confirmed, seen.digest, at=office.now) == 3
    stages = {name: office.row(name).stage_kind for name in (COVERAGE, VOTES, LEVELS, FUNDS, GROUP)}
    assert stages == {COVERAGE: "score", VOTES: "review", LEVELS: "review", FUNDS: "review", GROUP: "assign"}
    assert office.row(LEVELS).stage == "office-review"
    assert bulk.preview(office.desk, order(office, Verb.APPROVE, VOTES), at=office.now).refused


def test_nothing_is_done_when_anything_has_changed_since(office: Office) -> None:
    wanted = order(office, Verb.RETURN, COVERAGE, VOTES, reason="日期不清")
    seen = bulk.preview(office.desk, wanted, at=office.now)
    office.approve(VOTES, "office-2")
    office.approve(VOTES, "office-1")
    with pytest.raises(Refused) as caught:
        bulk.carry_out(office.desk, wanted, seen.digest, at=office.now)
    assert caught.value.code == "preview-outdated"
    assert office.row(COVERAGE).stage == "review" and not office.row(COVERAGE).returned


def test_a_vote_given_meanwhile_makes_another_preview(office: Office) -> None:
    """The first vote would now be the last: that is not what the preview said."""
    wanted = order(office, Verb.APPROVE, VOTES)
    seen = bulk.preview(office.desk, wanted, at=office.now)
    office.approve(VOTES, "office-2")
    with pytest.raises(Refused):
        bulk.carry_out(office.desk, wanted, seen.digest, at=office.now)
    assert office.row(VOTES).stage_kind == "review"
    again = bulk.preview(office.desk, wanted, at=office.now)
    assert bulk.carry_out(office.desk, wanted, again.digest, at=office.now) == 1
    assert office.row(VOTES).stage_kind == "score"


def test_a_return_of_many_wants_a_reason_and_closing_out_what_is_scored(office: Office) -> None:
    seen = bulk.preview(office.desk, order(office, Verb.RETURN, COVERAGE), at=office.now)
    assert not seen.will and "理由" in seen.refused[0].words
    given = order(office, Verb.RETURN, COVERAGE, reason="不全")
    seen = bulk.preview(office.desk, given, at=office.now)
    assert "2022-03-22" in seen.will[0].words
    bulk.carry_out(office.desk, given, seen.digest, at=office.now)
    row = office.row(COVERAGE)
    assert (row.stage, row.returned, row.resubmit_by) == ("collect", True, date(2022, 3, 22))
    assert bulk.preview(office.desk, order(office, Verb.CLOSE_OUT, COVERAGE), at=office.now).refused


def test_what_has_no_due_date_is_not_closed_out_before_its_assessment(office: Office) -> None:
    office.hand_in("lawful-licensing/2022", "qu-shijian-ju-clerk")
    assert bulk.not_yet(office.desk, office.person("office-1"), at=office.now) is None
    office.approve("lawful-licensing/2022", "office-1")
    score_due(office.desk, at=office.now)
    waiting = bulk.not_yet(office.desk, office.person("office-1"), at=office.now)
    assert waiting == bulk.Unassessed(1, date(2022, 11, 10))
    assert bulk.not_yet(office.desk, office.person("qu-shijian-ju-clerk"), at=office.now) is None
    november = office.on(date(2022, 11, 10))
    assert bulk.not_yet(november.desk, november.person("office-1"), at=november.now) is None


def test_the_office_closes_out_what_is_scored_but_not_its_own(office: Office) -> None:
    office.approve(COVERAGE, "office-1")
    score_due(office.desk, at=office.now)
    assert [row.id for row in bulk.to_close(office.desk, office.person("office-1"), at=office.now)] == [
        office.work(COVERAGE)
    ]
    assert bulk.to_close(office.desk, office.person("qu-shijian-ju-clerk"), at=office.now) == ()
    assert bulk.to_close(office.desk, office.person("qu-zhengfu-ban-reviewer"), at=office.now) == ()
    wanted = order(office, Verb.CLOSE_OUT, COVERAGE, reason="办结")
    seen = bulk.preview(office.desk, wanted, at=office.now)
    assert seen.will[0].words.startswith("销号，得")
    bulk.carry_out(office.desk, wanted, seen.digest, at=office.now)
    assert office.row(COVERAGE).stage == "closed"


def test_many_are_reminded_in_the_offices_words(office: Office) -> None:
    wanted = order(office, Verb.REMIND, COVERAGE, GROUP, reason="请本周五前报送")
    seen = bulk.preview(office.desk, wanted, at=office.now)
    assert {line.words for line in seen.will} == {
        f"向{name}经办人和负责人发催办通知" for name in ("区市监局", "区政府办")
    }
    assert bulk.carry_out(office.desk, wanted, seen.digest, at=office.now) == 2
    letters.expand(office.desk, at=office.now)
    told = [one for one in letters.lease(office.desk, owner="t", at=office.now, limit=999) if one.notice == "remind"]
    assert {one.person for one in told} == {
        f"{unit}-{role}" for unit in ("qu-shijian-ju", "qu-zhengfu-ban") for role in ("clerk", "head")
    }
    assert all(one.urgent and "请本周五前报送" in one.body for one in told)
    assert office.verbs(GROUP)[-1] == "remind" and office.row(GROUP).stage_kind == "assign"
    silent = bulk.preview(office.desk, order(office, Verb.REMIND, GROUP), at=office.now)
    assert not silent.will and "催办" in silent.refused[0].words


def test_many_are_withdrawn_and_come_back(office: Office) -> None:
    assert not bulk.preview(office.desk, order(office, Verb.TERMINATE, FUNDS), at=office.now).will
    ending = order(office, Verb.TERMINATE, FUNDS, GROUP, reason="上级调整")
    seen = bulk.preview(office.desk, ending, at=office.now)
    bulk.carry_out(office.desk, ending, seen.digest, at=office.now)
    assert {office.row(name).stage for name in (FUNDS, GROUP)} == {"withdrawn"}
    letters.expand(office.desk, at=office.now)
    told = [one for one in letters.lease(office.desk, owner="t", at=office.now, limit=999) if one.notice == "withdrawn"]
    assert {one.unit_name for one in told} == {"区财政局", "区政府办"} and all("上级调整" in one.body for one in told)
    back = order(office, Verb.REOPEN, FUNDS, GROUP, reason="调整撤回")
    seen = bulk.preview(office.desk, back, at=office.now)
    assert {line.words for line in seen.will} == {"退到“佐证报送”"}
    bulk.carry_out(office.desk, back, seen.digest, at=office.now)
    assert {office.row(name).stage_kind for name in (FUNDS, GROUP)} == {"collect"}
    assert office.row(FUNDS).returned and not office.row(GROUP).returned


def test_what_cannot_be_asked(office: Office) -> None:
    for wanted, code in (
        (order(office, Verb.APPROVE), "nothing-ticked"),
        (order(office, Verb.SUBMIT, COVERAGE), "not-in-bulk"),
        (bulk.Order(Verb.APPROVE, office.person("office-1"), tuple(range(1, 502))), "too-many"),
    ):
        with pytest.raises(Invalid) as caught:
            bulk.preview(office.desk, wanted, at=office.now)
        assert caught.value.code == code
    with pytest.raises(Forbidden):
        bulk.preview(office.desk, order(office, Verb.APPROVE, COVERAGE, by="qu-caizheng-ju-clerk"), at=office.now)
    with pytest.raises(LuoshiError):
        bulk.carry_out(office.desk, order(office, Verb.APPROVE, GROUP), "", at=office.now)
