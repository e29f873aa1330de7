"""Units are added, changed and closed; they join and leave groups from a day on, with a date agreed (story 3)."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import Office

from engine.errors import Forbidden, Invalid, NotFound, Refused
from engine.services.looking import ask, remember
from engine.services.people import groups, places, units
from engine.services.people.keep import EntryFaults
from engine.services.sweep import sweep
from engine.store.database import Database
from engine.store.people.where import Sought

ADMIN, OFFICER = "qu-chuangjian-ban-administrator", "office-1"
TEN, SHOPS = "各行业主管部门", "各服务单位"
SHOP = {"name": "新超市", "kind": "服务单位", "service": "商店（超市）", "industry": "区商务局"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 6, 1))


def page(office: Office, unit: str) -> places.UnitPage:
    return places.unit(office.desk, unit, office.person(ADMIN))


def work(office: Office, unit: str) -> dict[str, date | None]:
    return {each.indicator + each.period: each.due_on for each in page(office, unit).duties}


def test_an_eleventh_joins_with_a_date_agreed(office: Office) -> None:
    """Story 3: one new assignment with a due date agreed at joining, no other effect."""
    before = {each.id: page(office, each.id).line.work for each in office.desk.office().units}
    led = [each for each in office.desk.catalog().definitions.values() if TEN in each.lead]
    issued = groups.join(
        office.desk, "shi-jiliang-suo", TEN, office.today, office.person(OFFICER), at=office.now, due=date(2022, 7, 15)
    )
    after = {unit: page(office, unit).line.work for unit in before}
    changed = {unit: after[unit] - before[unit] for unit in before if after[unit] != before[unit]}
    assert changed == {"shi-jiliang-suo": issued.assignments} and issued.assignments > 0
    assert {duty.indicator for duty in page(office, "shi-jiliang-suo").duties} >= {each.number for each in led[:1]}
    (belonging,) = [each for each in page(office, "shi-jiliang-suo").belongs if each.group == TEN]
    assert (belonging.joined_on, belonging.due_on) == (office.today, date(2022, 7, 15))
    with pytest.raises(Refused) as twice:
        groups.join(office.desk, "shi-jiliang-suo", TEN, office.today, office.person(OFFICER), at=office.now)
    assert twice.value.code == "member-already"


def test_who_joins_later_gets_nothing_before_that_day(office: Office) -> None:
    day = date(2022, 6, 20)
    issued = groups.join(office.desk, "shi-jiliang-suo", TEN, day, office.person(OFFICER), at=office.now)
    assert issued.assignments == 0
    later = office.on(day)
    sweep(office.desk, at=later.now)
    assert any(each.group == TEN for each in page(later, "shi-jiliang-suo").belongs)
    assert page(later, "shi-jiliang-suo").line.work >= page(office, "shi-jiliang-suo").line.work


def test_one_leaves_and_its_work_is_withdrawn(office: Office) -> None:
    had = page(office, "qu-fagai-wei").line.work
    groups.quit_group(
        office.desk, "qu-fagai-wei", TEN, office.today, office.person(OFFICER), at=office.now, reason="撤并"
    )
    left = page(office, "qu-fagai-wei")
    assert left.line.work < had
    assert [each.left_on for each in left.belongs if each.group == TEN] == [office.today]
    acts = [act for act in remember.history(office.desk, limit=50) if act.verb == "membership"]
    assert acts[0].reason == "撤并" and acts[0].detail["left_on"] == "2022-06-01"
    assert remember.verify(office.desk).sound
    with pytest.raises(Refused):
        groups.quit_group(office.desk, "qu-fagai-wei", TEN, office.today, office.person(OFFICER), at=office.now)


def test_dates_that_cannot_be(office: Office) -> None:
    officer = office.person(OFFICER)
    with pytest.raises(Invalid) as early:
        groups.join(office.desk, "shi-jiliang-suo", TEN, office.today, officer, at=office.now, due=date(2022, 5, 1))
    assert early.value.code == "due-before-joining"
    groups.join(office.desk, "shi-jiliang-suo", TEN, office.today, officer, at=office.now)
    with pytest.raises(Invalid) as before:
        groups.quit_group(office.desk, "shi-jiliang-suo", TEN, date(2022, 5, 1), officer, at=office.now)
    assert before.value.code == "left-before-joining"
    with pytest.raises(NotFound):
        groups.join(office.desk, "shi-jiliang-suo", "各位", office.today, officer, at=office.now)


def test_a_new_shop_joins_the_groups_it_fits_and_gets_what_is_open(office: Office) -> None:
    unit = units.add(office.desk, SHOP, office.person(OFFICER), at=office.now)
    found = page(office, unit)
    assert unit == "service-unit-0001"
    assert {each.group for each in found.belongs} == {SHOPS, "相关服务单位"}
    assert all(each.joined_on == office.today for each in found.belongs)
    assert office.desk.office().names[unit] == "新超市", "who reads the units reads them anew"
    units.change(office.desk, unit, {"service": "茶馆"}, office.person(OFFICER), at=office.now)
    assert {each.group for each in page(office, unit).belongs if each.left_on is None} == {SHOPS}


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"name": "区市监局"}, "name", "name-taken"),
        ({"name": SHOPS}, "name", "name-taken"),
        ({"kind": "公司"}, "kind", "unknown-kind"),
        ({"industry": "区商局"}, "industry", "unknown-unit"),
        ({"id": "qu-shijian-ju"}, "id", "id-taken"),
        ({"name": ""}, "name", "empty"),
    ],
)
def test_what_cannot_be_is_said_of_its_field(office: Office, typed: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(EntryFaults) as caught:
        units.add(office.desk, {**SHOP, **typed}, office.person(ADMIN), at=office.now)
    assert [(each.field, each.code) for each in caught.value.faults] == [(field, code)]


def test_what_definitions_name_keeps_its_name_and_stays(office: Office) -> None:
    admin = office.person(ADMIN)
    with pytest.raises(Refused) as renamed:
        units.change(office.desk, "qu-shijian-ju", {"name": "区市场监管局"}, admin, at=office.now)
    assert renamed.value.code == "name-in-use"
    with pytest.raises(Refused) as closed:
        units.close(office.desk, "qu-shijian-ju", office.today, admin, at=office.now)
    assert closed.value.code == "unit-in-definitions"
    with pytest.raises(Forbidden):
        units.add(office.desk, SHOP, office.person("qu-shijian-ju-head"), at=office.now)


def test_a_shop_closes_and_opens_again(office: Office) -> None:
    admin = office.person(ADMIN)
    assert page(office, "su-00001").line.work > 0
    units.close(office.desk, "su-00001", office.today, admin, at=office.now, reason="停业")
    assert page(office, "su-00001").line.work == 0
    here = places.units(office.desk, admin, Sought(kind="service-unit"), at=office.now)
    gone = places.units(office.desk, admin, Sought(kind="service-unit", state="left"), at=office.now)
    assert "su-00001" not in {each.id for each in here.lines}
    assert [each.id for each in gone.lines] == ["su-00001"]
    units.open_again(office.desk, "su-00001", admin, at=office.now)
    assert page(office, "su-00001").line.left_on is None
    with pytest.raises(Refused):
        units.open_again(office.desk, "su-00001", admin, at=office.now)


def test_the_definitions_word_can_be_taken_over(office: Office) -> None:
    admin = office.person(ADMIN)
    units.change(office.desk, "su-00001", {"service": "加油站"}, admin, at=office.now)
    assert set(page(office, "su-00001").roster) == {"service"}
    units.take_over(office.desk, "su-00001", admin, at=office.now)
    assert page(office, "su-00001").roster == {}


def test_lists_are_paged_and_counted(office: Office) -> None:
    admin = office.person(ADMIN)
    found = places.units(office.desk, admin, Sought(), at=office.now, size=5)
    assert len(found.lines) == 5 and found.number == sum(found.kinds.values()) > 10
    second = places.units(office.desk, admin, Sought(), at=office.now, size=5, page=2)
    assert {each.id for each in found.lines}.isdisjoint(each.id for each in second.lines)
    searched = places.units(office.desk, admin, Sought(words="市监"), at=office.now)
    assert [each.id for each in searched.lines] == ["qu-shijian-ju"]
    assert ask.overview(office.desk, at=office.now).unowned == ()
    lines = {each.name: each for each in groups.groups(office.desk, at=office.now)}
    assert lines[SHOPS].members == 3 and lines[SHOPS].by_attribute and not lines[TEN].by_attribute
    assert groups.group(office.desk, TEN, at=office.now).number == lines[TEN].members
