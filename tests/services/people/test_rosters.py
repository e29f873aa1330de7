"""Rosters sent in: every fault at its cell, nothing done before the yes, and then exactly what was shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from at_the_office import Office
from roster_files import PEOPLE, UNITS, csv, xlsx

from engine.errors import Forbidden, Invalid, NotFound, Refused
from engine.reports.sheets import written
from engine.services.looking import remember
from engine.services.people import keep, look, places, rosters, taking_in
from engine.services.people.columns import RosterFaults, titles
from engine.services.people.rosters import Preview
from engine.store.database import Database
from engine.store.people.where import Sought

ADMIN, OFFICER = "qu-chuangjian-ban-administrator", "office-1"
CLERK, HEAD = "qu-shijian-ju-clerk", "qu-shijian-ju-head"
ZHOU = ["", "周敏", "区市监局", "经办人", "zhou@example.invalid", 13800000000, ""]


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 16))


def check(office: Office, raw: bytes, *, subject: str = "people", whole: bool = False, by: str = ADMIN) -> Preview:
    return rosters.check(
        office.desk,
        subject,
        "名册.xlsx",
        raw,
        office.person(by),
        at=office.now,
        whole=whole,  # type: ignore[arg-type]
    )


def confirm(office: Office, seen: Preview, by: str = ADMIN) -> None:
    taking_in.confirm(office.desk, seen.draft, seen.digest, office.person(by), at=office.now)


def faults(office: Office, raw: bytes, **more: object) -> dict[str, str]:
    with pytest.raises(RosterFaults) as caught:
        check(office, raw, **more)  # type: ignore[arg-type]
    assert all(each.wrong.sentence for each in caught.value.faults)
    return {each.cell: each.wrong.code for each in caught.value.faults}


def person(office: Office, who: str) -> look.PersonLine:
    return look.person(office.desk, who, office.person(ADMIN)).line


def test_every_fault_is_named_at_its_cell_all_at_once(office: Office) -> None:
    raw = xlsx(
        ["崇川区人员名册"],
        PEOPLE,
        ZHOU,
        ["", "", "区市场局", "局长", "no mail", "none", "谁"],
        [],
        ["QU", "王敏", "区市监局", "经办人", "", "", "谁"],
        ["", "周敏", "区市监局", "复核人", "zhou@example.invalid", "", ""],
    )
    assert faults(office, raw) == {
        "Sheet1!B4": "empty",
        "Sheet1!C4": "unknown-unit",
        "Sheet1!D4": "unknown-role",
        "Sheet1!E4": "no-email",
        "Sheet1!F4": "no-phone",
        "Sheet1!A6": "no-id",
        "Sheet1!G6": "unknown-deputy",
        "Sheet1!E7": "twice",
    }
    with pytest.raises(NotFound):
        person(office, "qu-shijian-ju-clerk-2")


def test_the_preview_is_shown_and_then_done(office: Office) -> None:
    clerk = person(office, CLERK)
    raw = xlsx(PEOPLE, [CLERK, clerk.name, "区市监局", "经办人", clerk.email, "0513-1111", "周敏"], ZHOU)
    seen = check(office, raw)
    assert [each.name for each in seen.added] == ["周敏"] and seen.leaving == () and seen.rows == 2
    assert dict(seen.changed[0].fields) == {
        "phone": (clerk.phone, "0513-1111"),
        "deputy": (clerk.deputy, seen.added[0].id),
    }
    assert person(office, CLERK).phone == clerk.phone, "nothing is done yet"
    confirm(office, seen)
    new = person(office, seen.added[0].id)
    assert (new.phone, new.role, new.unit_name) == ("13800000000", "clerk", "区市监局")
    assert person(office, CLERK).phone == "0513-1111"
    act = next(act for act in remember.history(office.desk, limit=5) if act.verb == "roster")
    assert act.detail["added"] == [new.id] and remember.verify(office.desk).sound
    again = check(office, raw)
    assert (again.added, again.changed, again.unchanged) == ((), (), 2), "the same roster again changes nothing"
    with pytest.raises(NotFound):
        confirm(office, seen)


def test_a_column_that_is_not_there_changes_nothing(office: Office) -> None:
    raw = csv(["姓名", "单位", "角色"], [person(office, CLERK).name, "区市监局", "经办人"])
    assert check(office, raw).unchanged == 1
    emptied = csv(["姓名", "单位", "角色", "电话"], [person(office, CLERK).name, "区市监局", "经办人", ""])
    assert [set(each.fields) for each in check(office, emptied).changed] == [{"phone"}]


def test_who_is_not_in_a_whole_roster_leaves_and_work_is_handed_on(office: Office) -> None:
    table = rosters.table(office.desk, "people", office.person(ADMIN))
    kept = [row for row in table if row[0] != CLERK]
    seen = check(office, xlsx(titles("people"), *kept), whole=True)
    assert [each.id for each in seen.leaving] == [CLERK] and (seen.added, seen.changed) == ((), ())
    confirm(office, seen)
    assert not person(office, CLERK).active
    assert office.row("free-verification-coverage/2022").owner == HEAD
    back = check(office, xlsx(titles("people"), *table), whole=True)
    assert [(each.id, each.back) for each in back.changed] == [(CLERK, True)]
    confirm(office, back)
    assert person(office, CLERK).active


def test_nobody_sends_themselves_away(office: Office) -> None:
    seen = check(office, xlsx(PEOPLE, ZHOU), whole=True)
    assert ADMIN not in {each.id for each in seen.leaving} and len(seen.leaving) > 20


def test_what_changed_meanwhile_is_shown_anew(office: Office) -> None:
    seen = check(office, xlsx(PEOPLE, ZHOU))
    keep.add(office.desk, {"name": "周敏", "unit": "区市监局", "role": "clerk"}, office.person(ADMIN), at=office.now)
    with pytest.raises(Refused) as caught:
        confirm(office, seen)
    assert caught.value.code == "roster-moved"
    assert rosters.preview(office.desk, seen.draft, office.person(ADMIN)).digest != seen.digest


def test_a_roster_is_its_senders_and_can_be_dropped(office: Office) -> None:
    seen = check(office, xlsx(PEOPLE, ZHOU))
    with pytest.raises(NotFound):
        rosters.preview(office.desk, seen.draft, office.person(OFFICER))
    rosters.drop(office.desk, seen.draft, office.person(ADMIN))
    with pytest.raises(NotFound):
        confirm(office, seen)
    old = check(office, xlsx(PEOPLE, ZHOU))
    later = office.on(office.today + timedelta(days=8))
    check(later, xlsx(PEOPLE, ZHOU))
    with pytest.raises(NotFound):
        rosters.preview(office.desk, old.draft, office.person(ADMIN))


def test_nobody_grants_by_a_roster_what_they_may_not(office: Office) -> None:
    raw = xlsx(PEOPLE, ["", "周敏", "区创建办", "管理员", "", "", ""])
    assert faults(office, raw, by=OFFICER) == {"Sheet1!D2": "role-not-yours"}
    with pytest.raises(Forbidden):
        check(office, raw, by=HEAD)
    own = person(office, ADMIN)
    seen = check(office, xlsx(PEOPLE, [ADMIN, own.name, "区创建办", "经办人", "", "", ""]))
    with pytest.raises(Forbidden) as caught:
        confirm(office, seen)
    assert caught.value.code == "own-role"


def test_units_by_roster(office: Office) -> None:
    raw = csv(
        UNITS,
        ["", "新超市", "服务单位", "商店（超市）", "区商务局", "新街道"],
        ["", "新街道", "街道", "", "", ""],
        ["su-00001", office.desk.office().names["su-00001"], "service-unit", "茶馆", "区商务局", ""],
        encoding="gbk",
    )
    seen = check(office, raw, subject="units")
    assert {each.name for each in seen.added} == {"新超市", "新街道"}
    assert [each.id for each in seen.changed] == ["su-00001"]
    confirm(office, seen)
    admin = office.person(ADMIN)
    shop = next(each.id for each in seen.added if each.name == "新超市")
    found = places.unit(office.desk, shop, admin)
    assert {each.group for each in found.belongs} == {"各服务单位", "相关服务单位"} and found.line.work > 0
    assert office.desk.office().names[shop] == "新超市"
    table = rosters.table(office.desk, "units", admin)
    without = [row for row in table if row[0] != shop]
    gone = check(office, written("csv", [("", titles("units"), without)]), subject="units", whole=True)
    assert [each.id for each in gone.leaving] == [shop]
    confirm(office, gone)
    assert shop not in {each.id for each in places.units(office.desk, admin, Sought(), at=office.now, size=500).lines}


def test_faults_of_units(office: Office) -> None:
    raw = csv(UNITS, ["", "区市监局新", "公司", "", "区商局", ""], ["", "各街道", "街道", "", "", ""])
    assert faults(office, raw, subject="units") == {"C2": "unknown-kind", "E2": "unknown-unit", "B3": "name-taken"}
    spoken = csv(UNITS, ["qu-shijian-ju", "区市场局", "部门", "", "", ""])
    seen = check(office, spoken, subject="units")
    with pytest.raises(Refused) as caught:
        confirm(office, seen)
    assert caught.value.code == "name-in-use"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("subject", ["people", "units"])
def test_what_is_sent_out_comes_back_unchanged(office: Office, form: str, subject: str) -> None:
    admin = office.person(ADMIN)
    keep.change(office.desk, CLERK, {"name": "=cmd|' /C calc'!A0", "phone": "+86 513"}, admin, at=office.now)
    table = rosters.table(office.desk, subject, admin)  # type: ignore[arg-type]
    raw = written(form, [("名册", titles(subject), table)])  # type: ignore[arg-type]
    seen = check(office, raw, subject=subject, whole=True)
    assert (seen.added, seen.changed, seen.leaving, seen.unchanged) == ((), (), (), len(table))


def test_headings_that_are_not_known(office: Office) -> None:
    assert faults(office, csv(["姓名", "单位", "角色", "单位职务", "姓名"], ["甲", "乙", "丙", "丁"])) == {
        "D1": "unknown-column",
        "E1": "twice",
    }
    assert faults(office, csv(["姓名", "单位"], ["甲", "区市监局"])) == {"A1": "no-column"}
    with pytest.raises(Invalid):
        check(office, b"")
