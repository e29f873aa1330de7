"""What was withdrawn because a unit left is put back when it is here again: looked at first, all or none, as it was."""

from __future__ import annotations

from datetime import date

import pytest
from at_the_office import Office

from engine.domain.vocabulary import Verb
from engine.errors import Forbidden, Invalid, Refused
from engine.services.looking import ask, remember
from engine.services.people import groups, units
from engine.services.people.putting_back import PutBack, PutBackLine, put_back, waiting
from engine.services.sweep import sweep
from engine.services.work import accept, close_out
from engine.store.database import Database

ADMIN, OFFICER, SHOP, HEALTH = "qu-chuangjian-ban-administrator", "office-1", "su-00001", "qu-weijian-wei"
TEN = "各行业主管部门"


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 6, 1))


def offered(office: Office, unit: str = SHOP) -> tuple[PutBackLine, ...]:
    return waiting(office.desk, unit, office.person(ADMIN), at=office.now)


def stages(office: Office, unit: str = SHOP) -> dict[int, str]:
    rows = ask.assignments(office.desk, at=office.now, unit=unit, limit=100)
    return {row.id: str(row.stage) for row in rows}


def closed_and_opened(office: Office) -> Office:
    """The shop is closed today and opened again in July."""
    units.close(office.desk, SHOP, office.today, office.person(ADMIN), at=office.now)
    later = office.on(date(2022, 7, 4))
    assert set(stages(later).values()) == {"withdrawn"} and offered(later) == ()
    units.open_again(later.desk, SHOP, later.person(ADMIN), at=later.now)
    return later


def test_everything_goes_back_to_where_it_stood(office: Office) -> None:
    first, *_ = sorted(stages(office))
    accept.accept(office.desk, [accept.Accept(first, office.person("su-00001-clerk"))], at=office.now)
    before = stages(office)
    later = closed_and_opened(office)
    assert set(stages(later).values()) == {"withdrawn"}, "nothing comes back by itself"
    lines = offered(later)
    assert {line.assignment for line in lines} == set(before)
    assert {line.overdue for line in lines if line.due_on == date(2022, 6, 30)} == {True}
    assert not any(line.overdue for line in lines if line.due_on is None)
    order = PutBack(SHOP, tuple(before), later.person(ADMIN), date(2022, 7, 20), "重新营业")
    put_back(later.desk, order, at=later.now)
    assert stages(later) == before and offered(later) == ()
    due = {row.id: row.due_on for row in ask.assignments(later.desk, at=later.now, unit=SHOP, limit=100)}
    assert {due[line.assignment] for line in lines if line.overdue} == {date(2022, 7, 20)}
    assert {due[line.assignment] for line in lines if not line.overdue} == {None}
    act = remember.history(later.desk, assignment=first, limit=1)[0]
    assert (act.verb, act.reason, act.actor) == (Verb.REOPEN, "重新营业", later.person(ADMIN).name)
    assert remember.verify(later.desk).sound


def test_only_what_is_ticked_and_only_what_leaving_withdrew(office: Office) -> None:
    first, second, *_ = sorted(stages(office))
    close_out.terminate(office.desk, second, office.person(OFFICER), "重复下达", at=office.now)
    later = closed_and_opened(office)
    assert second not in {line.assignment for line in offered(later)}
    admin = later.person(ADMIN)
    for wrong, code in (((first, second), "nothing-to-put-back"), ((), "none-ticked")):
        with pytest.raises((Refused, Invalid)) as refusal:
            put_back(later.desk, PutBack(SHOP, wrong, admin), at=later.now)
        assert refusal.value.code == code
    assert set(stages(later).values()) == {"withdrawn"}
    put_back(later.desk, PutBack(SHOP, (first,), admin), at=later.now)
    assert stages(later)[first] == "assign" and stages(later)[second] == "withdrawn"
    with pytest.raises(Refused):
        put_back(later.desk, PutBack(SHOP, (first,), admin), at=later.now)


def test_what_was_scored_comes_back_with_its_points(office: Office) -> None:
    """A unit that leaves its group and rejoins: closed work counts again as before."""
    number = office.work(f"industry-supervision/2022-june/{HEALTH}")
    name = f"industry-supervision/2022-june/{HEALTH}"
    office.gather(name)
    office.hand_in(name, f"{HEALTH}-clerk")
    office.approve(name, OFFICER)
    sweep(office.desk, at=office.now)
    score = office.row(name).score
    assert score and stages(office, HEALTH)[number] == "scored"
    groups.quit_group(office.desk, HEALTH, TEN, office.today, office.person(ADMIN), at=office.now)
    assert stages(office, HEALTH)[number] == "withdrawn" and offered(office, HEALTH) == ()
    groups.join(office.desk, HEALTH, TEN, office.today, office.person(ADMIN), at=office.now)
    assert number in {line.assignment for line in offered(office, HEALTH)}
    put_back(office.desk, PutBack(HEALTH, (number,), office.person(ADMIN)), at=office.now)
    assert (office.row(name).stage, office.row(name).score) == ("scored", score)


def test_who_does_not_keep_units_neither_sees_nor_does_it(office: Office) -> None:
    later = closed_and_opened(office)
    clerk = later.person("su-00002-clerk")
    with pytest.raises(Forbidden):
        waiting(later.desk, SHOP, clerk, at=later.now)
    with pytest.raises(Forbidden):
        put_back(later.desk, PutBack(SHOP, tuple(stages(later)), clerk), at=later.now)
    past = PutBack(SHOP, tuple(stages(later)), later.person(ADMIN), date(2022, 7, 1))
    with pytest.raises(Invalid):
        put_back(later.desk, past, at=later.now)
