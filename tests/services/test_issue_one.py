"""加派: the office gives an open period to one more unit, once, with a reason, and withdrawing undoes it."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import Office

from engine.errors import LuoshiError
from engine.services.looking import remember
from engine.services.word import letters
from engine.services.work.close_out import reopen, terminate
from engine.services.work.issue_one import Extra, issue_extra, open_periods
from engine.store.database import Database

LICENSING = "lawful-licensing"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 15))


def extra(office: Office, **changes: object) -> Extra:
    given: dict[str, object] = {
        "indicator": LICENSING,
        "period": "2022",
        "unit": "区财政局",
        "actor": office.person("office-1"),
        "reason": "区领导批示",
    }
    return Extra(**given | changes)  # type: ignore[arg-type]


def test_one_more_unit_gets_it_and_is_told(office: Office) -> None:
    assert [each.key for each in open_periods(office.desk, LICENSING, at=office.now)] == ["2022"]
    number = issue_extra(office.desk, extra(office, due_on=date(2022, 10, 31)), at=office.now)
    row = office.row(f"{LICENSING}/2022/qu-caizheng-ju")
    assert (row.id, row.due_on, row.stage_kind) == (number, date(2022, 10, 31), "assign")
    assert office.row(f"{LICENSING}/2022/qu-shijian-ju").due_on is None
    act = remember.history(office.desk, assignment=number)[0]
    assert (act.verb, act.reason, act.detail["extra"]) == ("issue", "区领导批示", True)
    letters.expand(office.desk, at=office.now)
    told = [one for one in letters.lease(office.desk, owner="t", at=office.now, limit=999) if one.assignment == number]
    assert {(one.notice, one.unit_name) for one in told} == {("issued", "区财政局")}
    assert remember.verify(office.desk).sound


def test_withdrawing_undoes_it_and_reopening_brings_it_back(office: Office) -> None:
    officer, number = office.person("office-1"), issue_extra(office.desk, extra(office), at=office.now)
    terminate(office.desk, number, officer, "发错了", at=office.now)
    with pytest.raises(LuoshiError) as caught:
        issue_extra(office.desk, extra(office), at=office.now)
    assert caught.value.code == "issued-already"
    reopen(office.desk, number, officer, "还是要办", at=office.now)
    assert office.row(f"{LICENSING}/2022/qu-caizheng-ju").stage_kind == "collect"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "reason-wanted"),
        ({"period": "2031"}, "period-not-open"),
        ({"indicator": "no-such"}, "period-not-open"),
        ({"unit": "无此单位"}, "no-unit-of-that-name"),
        ({"unit": "qu-shijian-ju"}, "issued-already"),
        ({"due_on": date(2022, 3, 14)}, "due-has-passed"),
        ({"actor": "qu-shijian-ju-reviewer"}, "not-yours"),
        ({"actor": "qu-zhengfu-ban-leader"}, "not-yours"),
        ({"actor": "qu-chuangjian-ban-administrator"}, "not-yours"),
        ({"actor": "qu-chuangjian-ban-auditor"}, "not-yours"),
    ],
)
def test_what_is_refused(office: Office, changes: dict[str, object], code: str) -> None:
    if "actor" in changes:
        changes = {"actor": office.person(str(changes["actor"]))}
    before = remember.head(office.desk)
    with pytest.raises(LuoshiError) as caught:
        issue_extra(office.desk, extra(office, **changes), at=office.now)
    assert caught.value.code == code and remember.head(office.desk) == before
