"""分管领导: what a unit has not done is put before its own leader in charge, and the others' before the programme's."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import Office, programme
from sqlalchemy import select

from engine.catalog import Catalog
from engine.domain.definition import Person
from engine.domain.standing_faults import FaultKind
from engine.domain.vocabulary import Role
from engine.services.office.chase import chase
from engine.services.people import keep, look, units
from engine.services.people.keep import EntryFaults
from engine.services.people.scan import scan
from engine.services.word import letters
from engine.services.word.preview import preview
from engine.services.work.leave import leave
from engine.store import tables as t
from engine.store.database import Database

ADMIN, MARKET, FINANCE = "qu-chuangjian-ban-administrator", "qu-shijian-ju", "qu-caizheng-ju"
GENERAL, SECOND = "qu-zhengfu-ban-leader", "qu-zhengfu-ban-leader-3"
EARLY, LATE = date(2022, 7, 8), date(2022, 9, 6)
"""More than three working days after the second quarter, and three after free verification was due."""
MAIL = frozenset({"email"})


def led(*leaders: str, group: str = "") -> Catalog:
    """The small programme with these leaders in charge; `group`: the group whose members the second one leads."""
    record = programme().record
    people = {file: tuple(p for p in rows if p.role is not Role.LEADER) for file, rows in record.people.items()}
    first = next(iter(people))
    told = {GENERAL: "陈明（示例）", SECOND: "钱悦（示例）"}
    people[first] += tuple(
        Person(id=each, name=told[each], unit="区政府办", role=Role.LEADER, email=f"{each}@example.invalid")
        for each in leaders
    )
    groups = tuple(
        each.model_copy(update={"leader": SECOND if each.name == group else ""}) for each in record.units.groups
    )
    declared = record.units.model_copy(update={"groups": groups})
    return Catalog.of(record.model_copy(update={"people": people, "units": declared}))


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 7, 1), of=led(GENERAL, SECOND))


def name_leader(office: Office, unit: str, leader: str) -> None:
    units.change(office.desk, unit, {"leader": leader}, office.person(ADMIN), at=office.now)


def told(office: Office) -> dict[str, set[str | None]]:
    """Who was told of each unit's overdue work, on the day it is put before the leader in charge."""
    for day in (EARLY, LATE):
        chase(office.desk, at=office.on(day).now)
    o, a = t.outbox.c, t.assignment.c
    asked = select(a.unit_id, o.person).join_from(t.outbox, t.assignment, a.id == o.assignment_id)
    with office.desk.database.reading() as connection:
        rows = connection.execute(asked.where(o.notice == "escalation")).all()
    found: dict[str, set[str | None]] = {}
    for row in rows:
        found.setdefault(row.unit_id, set()).add(row.person)
    return found


def test_each_unit_is_put_before_its_own_leader_and_the_rest_before_the_programmes(office: Office) -> None:
    name_leader(office, MARKET, SECOND)
    found = told(office)
    assert found.pop(MARKET) == {SECOND}
    assert found and set(map(frozenset, found.values())) == {frozenset({GENERAL})}


def test_what_goes_to_one_leader_about_many_units_goes_together(office: Office) -> None:
    units_told = told(office)
    found = letters.lease(office.desk, owner="test", at=office.on(LATE).now, limit=1000)
    escalations = [each for each in found if each.notice == "escalation"]
    assert len(escalations) > len(units_told) > 1 and all(each.gathered for each in escalations)


def test_with_nobody_named_every_leader_there_is_told(office: Office) -> None:
    assert set(map(frozenset, told(office).values())) == {frozenset({GENERAL, SECOND})}


def test_the_only_leader_hears_of_the_rest_even_when_some_unit_names_them(database: Database) -> None:
    office = Office.open(database, date(2022, 7, 1), of=led(GENERAL))
    name_leader(office, MARKET, GENERAL)
    assert set(map(frozenset, told(office).values())) == {frozenset({GENERAL})}


def test_a_leader_who_has_left_is_not_written_to_but_the_programmes(office: Office) -> None:
    name_leader(office, MARKET, SECOND)
    leave(office.desk, SECOND, office.person(ADMIN), at=office.now)
    assert told(office)[MARKET] == {GENERAL}
    name_leader_again = {"name": "市场监督管理局（示例）", "leader": SECOND}
    with pytest.raises(Exception) as refused:  # its name is spoken of; the leader who left is no reason
        units.change(office.desk, MARKET, name_leader_again, office.person(ADMIN), at=office.now)
    assert getattr(refused.value, "code", "") == "name-in-use"


def test_a_group_names_the_leader_of_its_members(database: Database) -> None:
    office = Office.open(database, date(2022, 7, 1), of=led(GENERAL, SECOND, group="各行业主管部门"))
    assert told(office)[MARKET] == {SECOND}
    name_leader(office, FINANCE, GENERAL)
    page = look.person(office.desk, SECOND, office.person(ADMIN))
    assert MARKET in dict(page.leads) and FINANCE not in dict(page.leads)


def test_a_new_member_has_the_groups_leader(database: Database) -> None:
    office = Office.open(database, date(2022, 7, 1), of=led(GENERAL, SECOND, group="各街道"))
    typed = {"name": "新街道", "kind": "sub-district"}
    added = units.add(office.desk, typed, office.person(ADMIN), at=office.now)
    assert added in dict(look.person(office.desk, SECOND, office.person(ADMIN)).leads)


def test_only_somebody_who_is_a_leader_can_be_named(office: Office) -> None:
    for wrong in ("qu-shijian-ju-head", "nobody-at-all"):
        with pytest.raises(EntryFaults) as refused:
            name_leader(office, MARKET, wrong)
        assert [each.code for each in refused.value.faults] == ["unknown-leader"]
    name_leader(office, MARKET, "钱悦（示例）")
    assert dict(look.person(office.desk, SECOND, office.person(ADMIN)).leads).keys() == {MARKET}


def test_the_preview_greets_the_leader_who_would_be_told(office: Office) -> None:
    def reader(notice: str) -> str:
        [shown] = preview(office.desk, office.person("office-1"), notice, unit=MARKET, at=office.now)
        return shown.reader

    assert reader("escalation") == "陈明（示例）"
    name_leader(office, MARKET, SECOND)
    assert reader("escalation") == "钱悦（示例）"
    assert reader("red-sheet") not in ("陈明（示例）", "钱悦（示例）")


def test_the_scan_tells_whose_leader_cannot_be_reached(office: Office) -> None:
    def unreached() -> set[str]:
        faults = {each.kind: each for each in scan(office.desk, at=office.now, channels=[MAIL])}
        fault = faults.get(FaultKind.LEADER_NOT_REACHED)
        return {place.id for place in fault.places} if fault else set()

    admin = office.person(ADMIN)
    name_leader(office, MARKET, SECOND)
    assert unreached() == set()
    keep.change(office.desk, SECOND, {"email": ""}, admin, at=office.now)
    assert unreached() == {MARKET}
    keep.change(office.desk, GENERAL, {"email": ""}, admin, at=office.now)
    assert unreached() == {MARKET, "qu-zhengfu-ban"}
    keep.change(office.desk, SECOND, {"email": "a@example.invalid"}, admin, at=office.now)
    leave(office.desk, SECOND, admin, at=office.now)
    assert unreached() == {MARKET, "qu-zhengfu-ban"}
