"""签收 and 委派: who may take work on, for whom, and when no longer."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, GROUP, Office

from engine.errors import Forbidden, Invalid, NotFound, Refused
from engine.services.work.accept import Accept, Delegate, accept, delegate
from engine.store.database import Database
from engine.wording import use_language

CLERK = "qu-shijian-ju-clerk"


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office.open(sqlite_database, date(2022, 3, 2))


def taken_on(office: Office, name: str, by: str) -> None:
    accept(office.desk, [Accept(office.work(name), office.person(by))], at=office.now)


def test_who_accepts_becomes_the_owner(database: Database) -> None:
    office = Office.open(database, date(2022, 3, 2))
    taken_on(office, COVERAGE, CLERK)
    row = office.row(COVERAGE)
    assert (row.stage, row.owner, row.stage_since) == ("collect", CLERK, date(2022, 3, 2))
    assert office.verbs(COVERAGE) == ["issue", "accept"]


def test_twice_is_refused_and_says_where_it_stands(office: Office) -> None:
    taken_on(office, COVERAGE, CLERK)
    with pytest.raises(Refused) as caught:
        taken_on(office, COVERAGE, CLERK)
    assert caught.value.code == "wrong-stage"
    assert str(caught.value) == "现在不能这样操作：该事项处于“佐证报送”环节。 可办理的环节：下达签收。"


@pytest.mark.parametrize(
    "person", ["qu-weijian-wei-clerk", "qu-chuangjian-ban-auditor", "office-1", "qu-zhengfu-ban-leader"]
)
def test_others_may_not_and_hear_who_may(office: Office, person: str) -> None:
    with pytest.raises(Forbidden) as caught:
        taken_on(office, COVERAGE, person)
    assert caught.value.code == "not-yours"
    assert caught.value.remedy == "有权办理：区市监局。"
    with use_language("en"):
        assert caught.value.remedy == "Who may: 区市监局."


def test_one_order_refused_and_none_is_done(office: Office) -> None:
    orders = [Accept(office.work(name), office.person(CLERK)) for name in (COVERAGE, GROUP)]
    with pytest.raises(Forbidden):
        accept(office.desk, orders, at=office.now)
    assert office.row(COVERAGE).stage == "assign"


def test_an_unknown_number_is_named(office: Office) -> None:
    with pytest.raises(NotFound) as caught:
        accept(office.desk, [Accept(987654, office.person(CLERK))], at=office.now)
    assert "987654" in str(caught.value)


def test_work_is_handed_to_a_colleague(office: Office) -> None:
    delegate(office.desk, Delegate(office.work(COVERAGE), office.person(CLERK), "qu-shijian-ju-head"), at=office.now)
    assert office.row(COVERAGE).owner == "qu-shijian-ju-head"
    assert office.row(COVERAGE).stage == "assign"


@pytest.mark.parametrize("person", ["qu-weijian-wei-clerk", "nobody-at-all"])
def test_not_to_somebody_elsewhere(office: Office, person: str) -> None:
    with pytest.raises(Invalid) as caught:
        delegate(office.desk, Delegate(office.work(COVERAGE), office.person("office-1"), person), at=office.now)
    assert caught.value.code == "not-of-the-unit"
    assert "区市监局" in str(caught.value)
    assert office.row(COVERAGE).owner is None
