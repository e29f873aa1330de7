"""催办 and 督办: every rung once, to whom it says, on its day; what was missed is marked once and for good."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from at_the_office import COVERAGE, GROUP, LICENSING, Office
from sqlalchemy import select

from engine.domain.vocabulary import RequestKind
from engine.errors import Forbidden, Invalid
from engine.services.office.chase import chase, miss_due, remind
from engine.services.scoring.score import score_due
from engine.services.sweep import sweep
from engine.services.word import letters
from engine.services.work.close_out import CloseOut, close_out
from engine.services.work.extend import Ask, Decision, ask_for, decide
from engine.services.work.submit import FigureIn
from engine.store import tables as t
from engine.store.database import Database

CLERK, HEAD, LEADER = "qu-shijian-ju-clerk", "qu-shijian-ju-head", "qu-zhengfu-ban-leader"


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 7, 1))


def written(office: Office, name: str) -> list[tuple[date, str, str]]:
    """Letters of the ladder about an assignment: day, rung and reader."""
    o = t.outbox.c
    where = (o.assignment_id == office.work(name), o.dedupe_key.like("chase/%"))
    with office.desk.database.reading() as connection:
        rows = connection.execute(select(o.as_of, o.dedupe_key, o.person).where(*where).order_by(o.id)).all()
    return [(row.as_of, row.dedupe_key.split("/")[2], row.person) for row in rows]


def through(office: Office, first: date, last: date, times: int = 1) -> None:
    day = first
    while day <= last:
        for _ in range(times):
            miss_due(office.desk, at=office.on(day).now)
            chase(office.desk, at=office.on(day).now)
        day += timedelta(days=1)


def test_the_whole_ladder_once_each(database: Database) -> None:
    office = Office.open(database, date(2022, 7, 1))
    through(office, date(2022, 7, 1), date(2022, 9, 30), times=2)
    found = written(office, COVERAGE)
    assert Counter(found) == Counter(set(found)), "nothing twice"
    assert {(day, rung) for day, rung, _ in found} == {
        (date(2022, 7, 7), "unaccepted"),  # three working days to accept end on 6 July
        (date(2022, 7, 20), "remind-30d"),
        (date(2022, 8, 10), "remind-15d"),
        (date(2022, 8, 22), "blue-sheet"),
        (date(2022, 8, 26), "remind-3d"),
        (date(2022, 8, 26), "yellow-sheet"),  # Friday, then Monday, Tuesday and the Wednesday it is due
        (date(2022, 9, 1), "red-sheet"),
        (date(2022, 9, 6), "escalation"),
    }
    readers = {rung: {person for _, each, person in found if each == rung} for _, rung, _ in found}
    assert readers["remind-3d"] == readers["blue-sheet"] == {CLERK}
    assert readers["yellow-sheet"] == readers["red-sheet"] == {CLERK, HEAD}
    assert readers["escalation"] == {LEADER}


def test_what_is_in_is_left_alone(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    through(office, date(2022, 8, 1), date(2022, 9, 10))
    assert [rung for _, rung, _ in written(office, COVERAGE) if not rung.startswith("unreviewed")] == []


def test_a_standstill_does_not_lose_the_red_sheet_nor_send_a_late_reminder(office: Office) -> None:
    miss_due(office.desk, at=office.on(date(2022, 9, 2)).now)
    chase(office.desk, at=office.on(date(2022, 9, 2)).now)
    rungs = {rung for day, rung, _ in written(office, COVERAGE) if day == date(2022, 9, 2)}
    assert rungs == {"red-sheet"}


def test_after_two_weeks_off_only_what_still_holds_is_said(database: Database) -> None:
    office = Office.open(database, date(2022, 8, 5))
    sweep(office.desk, at=office.now)
    before = set(written(office, COVERAGE))
    back = office.on(date(2022, 8, 30))  # one working day is left
    swept = sweep(office.desk, at=back.now)
    assert len(swept.days) == 25
    found = {(day, rung) for day, rung, _ in set(written(office, COVERAGE)) - before}
    assert {(day, rung) for day, rung in found if rung.startswith(("remind", "blue", "yellow"))} == {
        (date(2022, 8, 30), "remind-3d"),
        (date(2022, 8, 30), "yellow-sheet"),  # in the place of the blue one, to the same clerk and the head
    }
    sweep(office.desk, at=back.now)
    assert {(day, rung) for day, rung, _ in set(written(office, COVERAGE)) - before} == found


def test_a_run_that_is_itself_late_reminds_of_nothing(office: Office) -> None:
    day = office.on(date(2022, 8, 26))
    chase(office.desk, at=day.now, late=True)
    assert not {rung for _, rung, _ in written(office, COVERAGE)} & {
        "remind-3d",
        "remind-15d",
        "blue-sheet",
        "yellow-sheet",
    }
    chase(office.desk, at=day.now)
    assert "remind-3d" in {rung for _, rung, _ in written(office, COVERAGE)}


def test_missed_once_as_of_the_day_after(database: Database) -> None:
    office = Office.open(database, date(2022, 7, 1))
    assert miss_due(office.desk, at=office.on(date(2022, 8, 31)).now) >= 0
    assert office.row(COVERAGE).missed_on is None
    late = office.on(date(2022, 9, 20))
    assert miss_due(office.desk, at=late.now) > 0
    assert miss_due(office.desk, at=late.now) == 0
    assert office.row(COVERAGE).missed_on == date(2022, 9, 1)
    assert office.verbs(COVERAGE) == ["issue", "miss"]


def test_an_extension_starts_the_ladder_for_its_own_date(office: Office) -> None:
    asking = office.on(date(2022, 8, 30))
    order = Ask(office.work(COVERAGE), office.person(CLERK), RequestKind.EXTENSION, "送检", date(2022, 9, 9))
    number = ask_for(office.desk, order, at=asking.now)
    decide(office.desk, Decision(number, office.person("office-1"), True), at=asking.now)
    through(office, date(2022, 8, 31), date(2022, 9, 12))
    found = {(day, rung) for day, rung, _ in written(office, COVERAGE)}
    assert (date(2022, 9, 10), "red-sheet") in found
    assert (date(2022, 9, 1), "red-sheet") not in found


def test_a_returned_piece_is_chased_when_it_is_not_mended(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    office.send_back(COVERAGE, "office-1")
    assert office.row(COVERAGE).resubmit_by == date(2022, 7, 8)
    through(office, date(2022, 7, 8), date(2022, 7, 12))
    assert {(day, rung) for day, rung, _ in written(office, COVERAGE)} == {(date(2022, 7, 9), "unfixed")}


def test_a_whole_return_moves_the_red_sheet_and_the_leader_to_the_new_day_and_restarts_nothing_else(
    database: Database,
) -> None:
    office = Office.open(database, date(2022, 8, 25))
    through(office, date(2022, 8, 25), date(2022, 8, 28))
    before = written(office, COVERAGE)
    office.gather(COVERAGE)
    office.on(date(2022, 8, 29)).hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    office.on(date(2022, 8, 30)).send_back(COVERAGE, "office-1")
    assert office.row(COVERAGE).resubmit_by == date(2022, 9, 6)  # five working days
    through(office, date(2022, 8, 31), date(2022, 9, 30), times=2)
    found = [line for line in written(office, COVERAGE) if line not in before]
    assert {(day, rung) for day, rung, _ in found} == {
        (date(2022, 9, 7), "red-sheet"),
        (date(2022, 9, 13), "escalation"),  # the 7th, 8th and 9th, then a long week-end: the 13th
    }
    assert Counter(found) == Counter(set(found))


def test_faulty_pieces_alone_are_no_reason_for_a_red_sheet(office: Office) -> None:
    office.gather(COVERAGE)
    office.on(date(2022, 8, 29)).hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    faulty = next(iter(office.pieces(COVERAGE).values()))
    office.on(date(2022, 8, 30)).send_back(COVERAGE, "office-1", items=(faulty,))
    through(office, date(2022, 8, 31), date(2022, 9, 30))
    assert {(day, rung) for day, rung, _ in written(office, COVERAGE)} == {(date(2022, 9, 7), "unfixed")}


def test_whoever_closed_work_tells_its_clerk_once_the_next_day(database: Database) -> None:
    office = Office.open(database, date(2022, 7, 1))
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, CLERK, FigureIn("coverage", 1, 1))
    office.approve(COVERAGE, "office-1")
    score_due(office.desk, at=office.now)
    through(office, date(2022, 7, 4), date(2022, 7, 5))
    assert not [rung for _, rung, _ in written(office, COVERAGE) if rung == "closed-out"]
    closing = office.on(date(2022, 7, 5))
    close_out(office.desk, [CloseOut(office.work(COVERAGE), office.person("office-1"))], at=closing.now)
    chase(office.desk, at=closing.now)
    through(office, date(2022, 7, 6), date(2022, 7, 20), times=2)
    told = [line for line in written(office, COVERAGE) if line[1] == "closed-out"]
    assert told == [(date(2022, 7, 6), "closed-out", CLERK)]


def test_a_sweep_with_nothing_to_do_leaves_no_act(office: Office) -> None:
    sweep(office.desk, at=office.now)
    again = sweep(office.desk, at=office.now)
    assert not again.anything
    assert again.days == (office.today,)


def test_the_office_s_own_words(office: Office) -> None:
    number = office.work(GROUP)
    with pytest.raises(Invalid) as caught:
        remind(office.desk, number, office.person("office-1"), "  ", at=office.now)
    assert caught.value.code == "words-wanted"
    with pytest.raises(Forbidden):
        remind(office.desk, number, office.person(CLERK), "快报", at=office.now)
    remind(office.desk, number, office.person("office-1"), "请今天下班前报送", at=office.now)
    letters.expand(office.desk, at=office.now)
    found = [
        one for one in letters.lease(office.desk, owner="t", at=office.now) if one.notice == "remind" and one.urgent
    ]
    assert {one.person for one in found} == {"qu-zhengfu-ban-clerk", "qu-zhengfu-ban-head"}
    assert all("办理要求：请今天下班前报送" in one.body and "已逾期103天" in one.body for one in found)
    remind(office.desk, office.work(LICENSING), office.person("office-1"), "请补台账", at=office.now)
    letters.expand(office.desk, at=office.now)
    undated = [one for one in letters.lease(office.desk, owner="t", at=office.now) if "请补台账" in one.body]
    assert undated and all("到期" not in one.body and "None" not in one.body for one in undated)
