"""What a change of definitions leaves behind is said with it: last year's work stays, and so does a member's."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import COVERAGE, Office, programme
from small_programme import changed

from engine.catalog import Catalog
from engine.domain.definition.when import By, YearDay
from engine.services.people import groups
from engine.services.programme.adopt import adopt
from engine.services.programme.planning import plan
from engine.store.database import Database
from engine.wording import use_language

MEMBERS = "各行业主管部门"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 11, 15))


def next_year() -> Catalog:
    before = changed(programme(), "free-verification-coverage", when=By(by=YearDay("2023-08-20")))
    served = before.programme.model_copy(update={"year": 2023})
    return Catalog.of(before.record.model_copy(update={"programme": served}))


def without_member(group: str, unit: str) -> Catalog:
    before = programme()
    units = before.record.units
    left = tuple(
        each.model_copy(update={"members": tuple(name for name in each.members if name != unit)})
        if each.name == group
        else each
        for each in units.groups
    )
    changed_units = units.model_copy(update={"groups": left})
    return Catalog.of(before.record.model_copy(update={"units": changed_units}))


def test_next_years_definitions_leave_last_years_work_as_it_was_issued(office: Office) -> None:
    was = office.row(COVERAGE)
    made = plan(office.desk, next_year(), at=office.now)
    assert [each.id for each in made.changes if each.subject == "indicator"] == ["free-verification-coverage"]
    assert made.impacts == () and made.moves == 0
    adopt(office.desk, next_year(), actor=office.person("office-1"), at=office.now, plan=made)
    still = office.row(COVERAGE)
    assert (still.stage, still.due_on, still.definition_id) == (was.stage, was.due_on, was.definition_id)


def test_periods_that_would_never_be_issued_are_told(database: Database) -> None:
    early = Office.open(database, date(2022, 3, 15))
    made = plan(early.desk, next_year(), at=early.now)
    quarters = [each.period for each in made.unopened if each.indicator == "joint-meeting"]
    assert quarters == ["2022Q2", "2022Q3", "2022Q4"]
    last = made.unopened[-1].open_on
    with use_language("en"):
        assert str(last) in made.overlooked[0] and "never be issued" in made.overlooked[0]
    late = early.on(last)
    assert plan(late.desk, next_year(), at=late.now).overlooked == ()


def test_a_member_taken_out_without_a_day_is_named_with_the_work_it_keeps(office: Office) -> None:
    unit = programme().groups[MEMBERS].members[0]
    made = plan(office.desk, without_member(MEMBERS, unit), at=office.now)
    [found] = made.staying
    assert (found.name, found.group) == (unit, MEMBERS) and found.open > 0
    assert unit in made.overlooked[0] and MEMBERS in made.overlooked[0]
    groups.quit_group(office.desk, found.unit, MEMBERS, office.today, office.person("office-1"), at=office.now)
    assert plan(office.desk, without_member(MEMBERS, unit), at=office.now).staying == ()
