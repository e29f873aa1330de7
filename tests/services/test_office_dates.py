"""The office's own dates: the packet of a quarter, the countdown, the recognition, and somebody's leaving."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, GROUP, Office
from small_programme import catalog

from engine.errors import Forbidden, NotFound, Refused
from engine.services.looking import ask
from engine.services.office.meet import countdown, packet
from engine.services.office.office_days import office_days
from engine.services.office.recognise import approve_list, propose, publish
from engine.services.word import letters
from engine.services.work.leave import leave
from engine.services.work.submit import FigureIn
from engine.store.database import Database
from engine.wording import use_language

CLERK = "qu-shijian-ju-clerk"


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 3, 16))


def test_the_packet_says_where_every_unit_stands(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 16))
    made = packet(office.desk, at=office.now)
    assert (made.quarter, made.due_on) == ("2022Q1", date(2022, 3, 31))
    states = {row.unit_name: row for row in made.rows}
    assert (states["区政府办"].assigned, states["区政府办"].done, states["区政府办"].overdue) == (2, 0, 0)
    assert "联席会议材料（2022年第一季度）" in made.markdown()
    with use_language("en"):
        assert "| unit | assigned |" in made.markdown()
    packet(office.desk, at=office.now)
    letters.expand(office.desk, at=office.now)
    told = [
        one for one in letters.lease(office.desk, owner="t", at=office.now, limit=500) if one.notice == "meeting-packet"
    ]
    assert len(told) == 5


def test_a_quarter_that_is_none(office: Office) -> None:
    for quarter in ("2022Q5", "2031", "nonsense"):
        with pytest.raises(Refused) as caught:
            packet(office.desk, at=office.now, quarter=quarter)
        assert caught.value.code == "no-such-quarter"


def test_a_programme_without_meeting_or_countdown(sqlite_database: Database) -> None:
    bare = catalog(("leading-group",))
    record = bare.record
    programme = record.programme.model_copy(update={"joint_meeting": None, "free_verification": None})
    office = Office.open(
        sqlite_database, date(2022, 8, 1), of=type(bare).of(record.model_copy(update={"programme": programme}))
    )
    for act, code in ((packet, "no-meeting"), (countdown, "no-countdown")):
        with pytest.raises(Refused) as caught:
            act(office.desk, at=office.now)
        assert caught.value.code == code
    assert office_days(office.desk, at=office.now) == 0


def test_the_countdown_names_who_is_below_and_then_nobody(office: Office) -> None:
    august = office.on(date(2022, 8, 5))
    assert [row.value for row in countdown(office.desk, at=august.now).rows] == ["未报"]
    august.gather(COVERAGE)
    august.hand_in(COVERAGE, CLERK, FigureIn("coverage", 1940, 2000), FigureIn("coverage", 3, 4, "计生站"))
    rows = countdown(office.desk, at=august.now).rows
    assert {(row.unit_name, row.value) for row in rows} == {
        ("区市监局", "97%（1940/2000）"),
        ("区市监局 · 计生站", "75%（3/4）"),
    }
    august.send_back(COVERAGE, "office-1")
    august.hand_in(COVERAGE, CLERK, FigureIn("coverage", 2000, 2000), FigureIn("coverage", 4, 4, "计生站"))
    done = countdown(office.desk, at=august.now)
    assert done.rows == ()
    assert "各项要求均已达到" in done.markdown()


def test_missed_office_days_are_caught_up_once(office: Office) -> None:
    late = office.on(date(2022, 11, 21))
    assert office_days(late.desk, at=late.now) >= 1
    with pytest.raises(Refused) as caught:
        publish(late.desk, 2022, at=late.now)
    assert caught.value.code == "not-approved"
    assert office_days(late.desk, at=late.now) == 0
    approve_list(late.desk, 2022, late.person("office-1"), at=late.now)
    assert office_days(late.desk, at=late.now) == 1
    assert office_days(late.desk, at=late.now) == 0
    assert not publish(late.desk, 2022, at=late.now).fresh


def test_a_list_is_approved_by_a_second_person_of_the_office(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        approve_list(office.desk, 2022, office.person("office-1"), at=office.now)
    assert caught.value.code == "no-list"
    propose(office.desk, at=office.now, actor=office.person("office-1"))
    for by, code in (("office-1", "own-list"), (CLERK, "not-yours"), ("qu-chuangjian-ban-auditor", "not-yours")):
        with pytest.raises(Forbidden) as denied:
            approve_list(office.desk, 2022, office.person(by), at=office.now)
        assert denied.value.code == code
    assert approve_list(office.desk, 2022, office.person("office-2"), at=office.now).state == "approved"
    again = propose(office.desk, at=office.now, actor=office.person("office-3"))
    assert (again.state, again.proposed_by) == ("approved", "qu-chuangjian-ban-office-1")


def test_work_of_who_leaves_goes_to_the_deputy(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 16))
    done = leave(office.desk, CLERK, office.person("office-1"), at=office.now)
    assert (done.handed_on > 0, done.unowned) == (True, 0)
    assert office.row(COVERAGE).owner == "qu-shijian-ju-head"
    with pytest.raises(Refused) as caught:
        office.person(CLERK)
    assert caught.value.code == "person-left"
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, "qu-shijian-ju-head", FigureIn("coverage", 1, 1))
    assert office.row(COVERAGE).stage == "review"


def test_with_one_of_several_gone_nobody_is_alarmed(office: Office) -> None:
    done = leave(office.desk, "qu-zhengfu-ban-reviewer-2", office.person("office-1"), at=office.now)
    assert (done.handed_on, done.unowned) == (0, 0)
    assert office.row(GROUP).owner is None


def test_the_deputy_gone_too_the_office_hears_of_it(office: Office) -> None:
    officer = office.person("office-1")
    assert leave(office.desk, "qu-shijian-ju-head", officer, at=office.now).unowned == 0
    done = leave(office.desk, CLERK, officer, at=office.now)
    assert done.unowned > 0
    assert "区市监局" in [name for _, name, _ in ask.overview(office.desk, at=office.now).unowned]
    letters.expand(office.desk, at=office.now)
    told = [one for one in letters.lease(office.desk, owner="t", at=office.now, limit=500) if one.notice == "unowned"]
    assert {one.person for one in told} == {
        *(f"qu-chuangjian-ban-office-{n}" for n in (1, 2, 3, 4)),
        "qu-chuangjian-ban-head",
    }
    assert all("区市监局现无承办人" in one.body and "免费检定覆盖率" in one.body for one in told)


def test_nobody_of_that_name(office: Office) -> None:
    with pytest.raises(NotFound):
        leave(office.desk, "nobody", office.person("office-1"), at=office.now)
