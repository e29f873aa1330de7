"""People are added, changed, leave and come back; nobody grants more than they keep, and no work is left behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from at_the_office import Office

from engine.errors import Forbidden, Invalid, LuoshiError, NotFound, Refused
from engine.services.doors import sign_in
from engine.services.looking import remember
from engine.services.people import account, keep, look, unowned
from engine.services.people.keep import EntryFaults
from engine.services.work.accept import Accept, accept
from engine.services.work.leave import NOBODY, leave, preview
from engine.store.database import Database
from engine.store.people.who import Sought

ADMIN, OFFICER = "qu-chuangjian-ban-administrator", "office-1"
CLERK, HEAD, UNIT = "qu-shijian-ju-clerk", "qu-shijian-ju-head", "qu-shijian-ju"
COVERAGE = "free-verification-coverage/2022"
NEW = {"name": "周敏", "unit": "区市监局", "role": "经办人", "email": "zhou@example.invalid"}


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 16))


def page(office: Office, person: str) -> look.PersonPage:
    return look.person(office.desk, person, office.person(ADMIN))


def fault_of(caught: pytest.ExceptionInfo[LuoshiError]) -> str:
    return caught.value.code


def test_somebody_is_added_and_the_history_says_by_whom(office: Office) -> None:
    person = keep.add(office.desk, NEW, office.person(OFFICER), at=office.now)
    line = page(office, person).line
    assert (line.id, line.unit, line.role, line.account) == ("qu-shijian-ju-clerk-2", UNIT, "clerk", False)
    act = remember.history(office.desk, limit=1)[0]
    assert (act.verb, act.detail["person"]) == ("enrol", person)
    assert remember.verify(office.desk).sound


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"unit": "区市场局"}, "unit", "unknown-unit"),
        ({"role": "局长"}, "role", "unknown-role"),
        ({"name": " "}, "name", "empty"),
        ({"email": "zhou.example"}, "email", "no-email"),
        ({"phone": "没有"}, "phone", "no-phone"),
        ({"id": "周敏"}, "id", "no-id"),
        ({"id": CLERK}, "id", "id-taken"),
        ({"deputy": "没有此人"}, "deputy", "unknown-deputy"),
        ({"email": f"{CLERK}@example.invalid"}, "email", "email-taken"),
        ({"name": "周\n敏"}, "name", "control-sign"),
    ],
)
def test_what_cannot_be_is_said_of_its_field(office: Office, typed: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(EntryFaults) as caught:
        keep.add(office.desk, {**NEW, **typed}, office.person(ADMIN), at=office.now)
    assert [(each.field, each.code) for each in caught.value.faults] == [(field, code)]
    assert caught.value.faults[0].sentence


@pytest.mark.parametrize(
    ("by", "unit", "role", "may"),
    [
        (ADMIN, "区创建办", "administrator", True),
        (OFFICER, "区市监局", "head", True),
        (OFFICER, "区市监局", "administrator", False),
        (OFFICER, "区创建办", "office", False),
        (HEAD, "区市监局", "clerk", True),
        (HEAD, "区市监局", "head", False),
        (HEAD, "区卫健委", "clerk", False),
        (CLERK, "区市监局", "clerk", False),
        ("qu-chuangjian-ban-auditor", "区市监局", "clerk", False),
    ],
)
def test_nobody_grants_more_than_they_keep(office: Office, by: str, unit: str, role: str, may: bool) -> None:
    typed = {**NEW, "unit": unit, "role": role}
    if may:
        keep.add(office.desk, typed, office.person(by), at=office.now)
        return
    with pytest.raises(Forbidden) as caught:
        keep.add(office.desk, typed, office.person(by), at=office.now)
    keeps_nobody = by in (CLERK, "qu-chuangjian-ban-auditor")
    assert caught.value.code == ("not-yours" if keeps_nobody else "role-not-yours")


def test_nobody_changes_their_own_role_and_an_administrator_stays(office: Office) -> None:
    admin = office.person(ADMIN)
    with pytest.raises(Forbidden) as own:
        keep.change(office.desk, ADMIN, {"role": "clerk"}, admin, at=office.now)
    assert fault_of(own) == "own-role"
    with pytest.raises(Refused) as last:
        leave(office.desk, ADMIN, admin, at=office.now)
    assert fault_of(last) == "last-administrator"
    second = keep.add(office.desk, {**NEW, "unit": "区创建办", "role": "administrator"}, admin, at=office.now)
    keep.change(office.desk, second, {"role": "auditor"}, admin, at=office.now)
    assert page(office, second).line.role == "auditor"
    with pytest.raises(Refused):
        leave(office.desk, ADMIN, admin, at=office.now)


def test_a_change_keeps_the_rest_and_says_what_was(office: Office) -> None:
    keep.change(office.desk, CLERK, {"phone": "0513-85000000"}, office.person(HEAD), at=office.now)
    line = page(office, CLERK).line
    assert (line.phone, line.email) == ("0513-85000000", f"{CLERK}@example.invalid")
    act = remember.history(office.desk, limit=1)[0]
    assert act.verb == "amend" and act.detail["becomes"] == {"phone": "0513-85000000"}
    keep.change(office.desk, CLERK, {"phone": "0513-85000000"}, office.person(HEAD), at=office.now)
    assert remember.history(office.desk, limit=1)[0].id == act.id, "nothing changed, nothing recorded"


def test_a_deputy_who_has_left_stays_named_until_another_is(office: Office) -> None:
    admin, other = office.person(ADMIN), keep.add(office.desk, NEW, office.person(ADMIN), at=office.now)
    keep.change(office.desk, CLERK, {"deputy": other}, admin, at=office.now)
    leave(office.desk, other, admin, at=office.now)
    now = page(office, CLERK).line
    assert now.deputy == other and other not in {each for each, _ in page(office, CLERK).colleagues}
    keep.change(office.desk, CLERK, {"phone": "0513-1234567", "deputy": other}, admin, at=office.now)
    assert (page(office, CLERK).line.phone, page(office, CLERK).line.deputy) == ("0513-1234567", other)
    with pytest.raises(EntryFaults):
        keep.change(office.desk, CLERK, {"unit": "区卫健委", "deputy": other}, admin, at=office.now)


def test_who_moves_to_another_unit_leaves_the_work_there(office: Office) -> None:
    number = office.work(COVERAGE)
    accept(office.desk, [Accept(number, office.person(CLERK))], at=office.now)
    keep.change(office.desk, CLERK, {"unit": "区卫健委", "deputy": ""}, office.person(ADMIN), at=office.now)
    assert office.row(COVERAGE).owner == HEAD


def test_the_rosters_word_can_be_taken_over(office: Office) -> None:
    keep.change(office.desk, CLERK, {"phone": "1234567", "name": "别名"}, office.person(ADMIN), at=office.now)
    assert set(page(office, CLERK).roster) == {"phone", "name"}
    keep.take_over(office.desk, CLERK, office.person(ADMIN), at=office.now)
    assert page(office, CLERK).roster == {} and page(office, CLERK).line.phone.startswith("000-")


def test_leaving_is_previewed_handed_on_and_undone(office: Office) -> None:
    admin, number = office.person(ADMIN), office.work(COVERAGE)
    accept(office.desk, [Accept(number, office.person(CLERK))], at=office.now)
    colleague = keep.add(office.desk, NEW, admin, at=office.now)
    seen = preview(office.desk, CLERK, admin)
    assert number in {each.number for each in seen.work} and seen.deputy == HEAD and not seen.alone
    assert {each[0] for each in seen.heirs} >= {HEAD, colleague} and CLERK not in {each[0] for each in seen.heirs}
    done = leave(office.desk, CLERK, admin, at=office.now, to=colleague)
    assert (done.handed_on, office.row(COVERAGE).owner) == (len(seen.work), colleague)
    with pytest.raises(Refused) as twice:
        leave(office.desk, CLERK, admin, at=office.now)
    assert fault_of(twice) == "left-already"
    assert keep.come_back(office.desk, CLERK, admin, at=office.now) == len(seen.work)
    assert office.row(COVERAGE).owner == CLERK and page(office, CLERK).line.active


def test_an_heir_is_a_colleague(office: Office) -> None:
    for stranger in ("qu-weijian-wei-clerk", CLERK, "nobody"):
        with pytest.raises(Invalid) as caught:
            leave(office.desk, CLERK, office.person(ADMIN), at=office.now, to=stranger)
        assert fault_of(caught) == "not-of-the-unit"


def _unowned(office: Office) -> tuple[unowned.UnownedUnit, ...]:
    return unowned.unowned(office.desk, office.person(OFFICER)).units


def test_work_of_a_unit_where_everybody_left_shows_and_is_handed_on(office: Office) -> None:
    admin, number = office.person(ADMIN), office.work(COVERAGE)
    leave(office.desk, CLERK, admin, at=office.now, to=NOBODY)
    assert page(office, CLERK).line.deputy == ""
    (unit,) = _unowned(office)
    assert unit.id == UNIT and number in {line.number for line in unit.lines}
    assert HEAD in {person for person, _, _ in unit.people}
    with pytest.raises(Invalid):
        unowned.hand_on(office.desk, [number], "qu-weijian-wei-clerk", admin, at=office.now)
    with pytest.raises(Forbidden):
        unowned.hand_on(office.desk, [number], HEAD, office.person("qu-weijian-wei-head"), at=office.now)
    numbers = [line.number for line in unit.lines]
    assert unowned.hand_on(office.desk, numbers, HEAD, office.person(OFFICER), at=office.now) == len(numbers)
    assert _unowned(office) == () and office.row(COVERAGE).owner == HEAD
    with pytest.raises(Refused) as twice:
        unowned.hand_on(office.desk, numbers, HEAD, admin, at=office.now)
    assert fault_of(twice) == "owned-meanwhile"


def test_accounts_are_kept_by_administrators(office: Office) -> None:
    admin = office.person(ADMIN)
    password = account.reset_password(office.desk, CLERK, admin, at=office.now)
    for _ in range(5):
        with pytest.raises(Forbidden):
            sign_in.sign_in(office.desk, CLERK, "wrong", at=office.now)
    with pytest.raises(Refused):
        sign_in.sign_in(office.desk, CLERK, password, at=office.now)
    locked = look.people(office.desk, admin, Sought(state="locked"), at=office.now)
    assert [line.id for line in locked.lines] == [CLERK]
    account.unlock(office.desk, CLERK, admin, at=office.now)
    entered = sign_in.sign_in(office.desk, CLERK, password, at=office.now)
    assert entered.must_change and page(office, CLERK).line.last_in == office.now
    assert account.end_visits(office.desk, CLERK, admin, at=office.now) == 1
    assert sign_in.who_is(office.desk, entered.token, at=office.now + timedelta(minutes=1)) is None
    for by in (OFFICER, HEAD, CLERK):
        with pytest.raises(Forbidden):
            account.reset_password(office.desk, CLERK, office.person(by), at=office.now)


def test_the_list_is_searched_and_a_head_sees_their_own(office: Office) -> None:
    admin = office.person(ADMIN)
    every = look.people(office.desk, admin, Sought(), at=office.now, size=500)
    assert "su-00001-clerk" not in {line.id for line in every.lines}, "service units are thousands"
    assert every.number == len(every.lines) > 20
    shops = look.people(office.desk, admin, Sought(of_shops=True), at=office.now, size=500)
    assert "su-00001-clerk" in {line.id for line in shops.lines}
    assert {line.role for line in look.people(office.desk, admin, Sought(role="auditor"), at=office.now).lines} == {
        "auditor"
    }
    own = look.people(office.desk, office.person(HEAD), Sought(unit="qu-weijian-wei"), at=office.now)
    assert {line.unit for line in own.lines} == {UNIT}
    with pytest.raises(Forbidden):
        look.people(office.desk, office.person(CLERK), Sought(), at=office.now)
    with pytest.raises(NotFound):
        look.person(office.desk, "nobody", admin)
    leave(office.desk, CLERK, admin, at=office.now)
    left = look.people(office.desk, admin, Sought(state="left"), at=office.now)
    assert [line.id for line in left.lines] == [CLERK]
