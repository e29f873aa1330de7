"""复核: nobody their own, nothing unseen, no points without a reviewer, and a return says why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from at_the_office import COVERAGE, FUNDS, GROUP, MEETING, Office, programme

from engine.domain.actor import SYSTEM
from engine.domain.vocabulary import ItemState, Role
from engine.errors import Forbidden, Invalid, LuoshiError, Refused
from engine.services.programme.adopt import adopt
from engine.services.reviewing.review import Return, send_back
from engine.services.scoring.score import explained, score_due
from engine.services.work.submit import FigureIn, Item
from engine.store.database import Database

CLERK = "qu-shijian-ju-clerk"
FULL = FigureIn("coverage", 20, 20)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """The coverage of row 18 has been handed in and waits for review."""
    opened = Office.open(sqlite_database, date(2022, 3, 15))
    opened.gather(COVERAGE)
    opened.hand_in(COVERAGE, CLERK, FULL)
    return opened


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("qu-weijian-wei-reviewer", "not-yours"),
        ("qu-shijian-ju-reviewer", "not-yours"),
        ("qu-chuangjian-ban-auditor", "not-yours"),
        ("qu-chuangjian-ban-administrator", "not-yours"),
        ("qu-zhengfu-ban-leader", "not-yours"),
    ],
)
def test_only_the_office_reviews(office: Office, person: str, code: str) -> None:
    with pytest.raises(Forbidden) as caught:
        office.approve(COVERAGE, person)
    assert caught.value.code == code
    assert "区创建办" in caught.value.remedy
    with pytest.raises(Forbidden):
        office.send_back(COVERAGE, person)
    assert office.row(COVERAGE).stage == "review"


def test_the_office_s_own_work_is_reviewed_elsewhere(office: Office) -> None:
    office.gather(MEETING)
    minutes = office.item(MEETING, "minutes")
    office.hand_in(MEETING, "qu-chuangjian-ban-clerk", FigureIn("meetings", 1), items=[minutes])
    for act in (office.approve, office.send_back):
        with pytest.raises(Forbidden) as caught:
            act(MEETING, "office-1")
        assert caught.value.code == "own-work"
        assert "区政府办" in caught.value.remedy
    office.approve(MEETING, "qu-zhengfu-ban-reviewer")
    assert office.row(MEETING).stage == "score"


def test_who_handed_it_in_does_not_review_it_after_changing_posts(office: Office) -> None:
    record = programme().record
    moved = {
        file: tuple(
            p.model_copy(update={"unit": "区创建办", "role": Role.REVIEWER}) if p.id == CLERK else p for p in rows
        )
        for file, rows in record.people.items()
    }
    changed = type(programme()).of(record.model_copy(update={"people": moved}))
    adopt(office.desk, changed, actor=SYSTEM, at=office.now)
    with pytest.raises(Forbidden) as caught:
        office.approve(COVERAGE, CLERK)
    assert caught.value.code == "own-submission"


def test_not_before_it_is_in(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        office.approve(GROUP, "office-1")
    assert caught.value.code == "wrong-stage"


@pytest.mark.parametrize(
    ("reason", "items", "code"), [(" ", (), "reason-wanted"), ("不全", (999,), "no-such-evidence")]
)
def test_a_return_says_why_and_what(office: Office, reason: str, items: tuple[int, ...], code: str) -> None:
    with pytest.raises(LuoshiError) as caught:
        office.send_back(COVERAGE, "office-1", reason, items=items)
    assert caught.value.code == code
    assert office.row(COVERAGE).stage == "review"


def test_a_whole_return_resets_the_day_and_the_answer_goes_straight_back(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 15))
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FULL)
    office.send_back(COVERAGE, "office-1")
    row = office.row(COVERAGE)
    assert (row.stage, row.received_on, row.returned, row.returned_from) == ("collect", None, True, "review")
    assert row.resubmit_by == date(2022, 3, 22)
    assert [state for _, state in office.evidence(COVERAGE)] == [ItemState.RETURNED] * 2
    later = office.on(date(2022, 3, 18))
    later.hand_in(COVERAGE, CLERK)
    row = later.row(COVERAGE)
    assert (row.stage, row.received_on, row.returned) == ("review", date(2022, 3, 18), False)
    states = [ItemState.REPLACED] * 2 + [ItemState.PENDING] * 2
    assert [state for _, state in later.evidence(COVERAGE)] == states


def test_item_by_item_keeps_the_day_and_what_was_good(office: Office) -> None:
    office.send_back(COVERAGE, "office-1", items=(office.pieces(COVERAGE)["register"],))
    assert office.row(COVERAGE).received_on == date(2022, 3, 15)
    assert office.evidence(COVERAGE) == [("register", "returned"), ("certificates", "approved")]
    with pytest.raises(Refused) as caught:
        office.hand_in(COVERAGE, CLERK, items=[])
    assert "免费检定台账" in caught.value.sentence
    later = office.on(date(2022, 3, 17))
    later.hand_in(COVERAGE, CLERK, items=[later.item(COVERAGE, "register", "better")])
    assert later.row(COVERAGE).received_on == date(2022, 3, 15)


def test_two_levels_want_two_people(office: Office) -> None:
    name = "verification-rate/2022/qu-weijian-wei"
    parts = (FigureIn("verified", 9, 9, "listed-devices"), FigureIn("verified", 1, 1, "household-meters"))
    office.hand_in(name, "qu-weijian-wei-clerk", FigureIn("verified", 10, 10), *parts)
    office.approve(name, "office-1")
    assert office.row(name).stage == "office-review"
    assert {state for _, state in office.evidence(name)} == {"pending"}
    with pytest.raises(Refused) as caught:
        office.approve(name, "office-1")
    assert caught.value.code == "already-reviewed"
    office.approve(name, "office-2")
    assert {state for _, state in office.evidence(name)} == {"approved"}


def test_where_the_reviewer_scores_points_are_wanted(office: Office) -> None:
    office.hand_in(FUNDS, "qu-caizheng-ju-clerk")
    for given, code in ((None, "points-wanted"), ("1.01", "points-out-of-range"), ("-0.1", "points-out-of-range")):
        with pytest.raises(LuoshiError) as caught:
            office.approve(FUNDS, "office-1", rubric=None if given is None else Decimal(given))
        assert caught.value.code == code
        assert "1.00" in str(caught.value)
    with pytest.raises(Invalid) as refused:
        office.approve(FUNDS, "office-1", rubric=Decimal("0.805"))
    assert refused.value.code == "too-fine" and office.row(FUNDS).stage == "review"
    office.approve(FUNDS, "office-1", rubric=Decimal("0.8"), note="数量合理，略紧")
    assessed = office.on(date(2022, 11, 10))
    assert score_due(office.desk, at=assessed.now) == 1
    scored = explained(office.desk, office.work(FUNDS), at=assessed.now)
    assert (office.row(FUNDS).score, scored.final) == (80, Decimal("0.80"))
    assert any("数量合理，略紧" in line.sentence for line in scored.lines)


def test_a_veto_or_a_bonus_that_is_not_declared_is_refused(office: Office) -> None:
    with pytest.raises(Invalid) as caught:
        office.approve(COVERAGE, "office-1", veto="falsified")
    assert caught.value.code == "unknown-veto"
    with pytest.raises(Invalid) as caught:
        office.approve(COVERAGE, "office-1", bonus=Decimal(1))
    assert caught.value.code == "no-such-bonus"
    assert office.row(COVERAGE).stage == "review"


def test_one_bad_order_and_none_is_done(office: Office) -> None:
    reviewer = office.person("office-1")
    orders = [Return(office.work(COVERAGE), reviewer, "不全"), Return(office.work(GROUP), reviewer, "不全")]
    with pytest.raises(Refused):
        send_back(office.desk, orders, at=office.now)
    assert office.row(COVERAGE).stage == "review"
    assert [state for _, state in office.evidence(COVERAGE)] == ["pending", "pending"]


def test_an_approval_says_how_many_are_still_wanted(office: Office) -> None:
    name = "special-inspections/2022"
    event = office.item(name, "inspection", effective_on=date(2022, 3, 3))
    office.hand_in(name, CLERK, items=[event])
    first = office.approve(name, "office-1")
    assert (first.approvals, first.needed, first.closed) == (1, 2, False)
    second = office.approve(name, "office-2")
    assert (second.approvals, second.needed, second.closed) == (2, 2, True)


def test_files_named_alike_are_kept_apart(office: Office) -> None:
    """The same file for two requirements is stored once and stands twice."""
    content = b"%PDF-1.4\n%%EOF\n"
    items = [
        Item(each, content, "同一份.pdf", effective_on=date(2022, 3, 12))
        for each in ("founding-document", "member-list")
    ]
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk", items=items)
    assert office.evidence(GROUP) == [("founding-document", "pending"), ("member-list", "pending")]
