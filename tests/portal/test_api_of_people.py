"""People, units, groups, rosters and the scan by program: the same services, the same refusals."""

from __future__ import annotations

from portal_house import Api, House
from roster_files import PEOPLE, xlsx

from engine.domain.token_scope import TokenScope

ADMIN, OFFICER = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-office-1"
CLERK, HEAD = "qu-shijian-ju-clerk", "qu-shijian-ju-head"
COVERAGE = "free-verification-coverage/2022"
NEW = {"name": "周敏", "unit": "区市监局", "role": "clerk"}


def test_a_person_from_the_first_day_to_the_last(api: Api) -> None:
    admin = api(ADMIN)
    person = admin.post("people", json=NEW).json()["id"]
    assert admin.patch(f"people/{person}", json={"phone": "13800000000"}).json()["phone"] == "13800000000"
    assert len(admin.post(f"people/{person}/password").json()["password"]) == 14
    assert admin.get("search/people", params={"words": "周敏"}).json()["number"] == 1
    assert admin.get(f"people/{person}/leave").json()["heirs"]
    assert admin.post(f"people/{person}/leave", json={}).json() == {"handed_on": 0, "unowned": 0}
    assert admin.get(f"people/{person}").json()["active"] is False
    assert admin.post(f"people/{person}/back").json() == {"work": 0}
    for way in ("unlock", "visits"):
        assert admin.post(f"people/{person}/{way}").status_code == 204
    refused = admin.post("people", json={**NEW, "role": "king"})
    assert (refused.status_code, refused.json()["code"]) == (422, "entry-faults")
    assert api(ADMIN, TokenScope.READ).post("people", json=NEW).status_code == 403


def test_work_of_nobody_is_handed_on(api: Api, house: House) -> None:
    program, number = api(ADMIN), house.office.work(COVERAGE)
    assert program.post(f"people/{CLERK}/leave", json={"to": "-"}).json()["unowned"] > 0
    found = program.get("unowned").json()
    work = [duty["assignment"] for unit in found["items"] for duty in unit["work"]]
    assert number in work and found["number"] == len(work)
    assert program.post("unowned", json={"assignments": work, "to": HEAD}).status_code == 204
    assert program.get("unowned").json() == {"items": [], "number": 0}
    assert house.office.row(COVERAGE).owner == HEAD


def test_a_unit_joins_and_leaves(api: Api) -> None:
    office = api(OFFICER)
    shop = office.post("units", json={"name": "新超市", "kind": "service-unit", "industry": "区商务局"}).json()["id"]
    assert office.patch(f"units/{shop}", json={"service": "加油站"}).json()["work"] > 0
    led = office.patch(f"units/{shop}", json={"leader": "qu-zhengfu-ban-leader-2"}).json()
    assert led["leader_name"] == "孙悦（示例）"
    assert shop in office.get("people/qu-zhengfu-ban-leader-2").json()["leads"]
    assert office.patch(f"units/{shop}", json={"leader": "office-1"}).json()["code"] == "entry-faults"
    joined = office.post(
        "units/shi-jiliang-suo/join", json={"group": "各行业主管部门", "on": "2022-06-15", "due": "2022-07-15"}
    )
    assert joined.json()["assignments"] > 0
    members = office.get("groups/members", params={"group": "各行业主管部门", "limit": 5}).json()
    assert len(members["items"]) == 5 and members["next"]
    rest = office.get(
        "groups/members", params={"group": "各行业主管部门", "limit": 5, "cursor": members["next"]}
    ).json()
    assert {each["unit"] for each in members["items"]}.isdisjoint(each["unit"] for each in rest["items"])
    left = office.post("units/shi-jiliang-suo/quit", json={"group": "各行业主管部门", "on": "2022-06-16"})
    assert left.status_code == 204
    assert office.post(f"units/{shop}/close", json={"on": "2022-06-15"}).json()["left_on"] == "2022-06-15"
    assert office.post(f"units/{shop}/reopen").json()["left_on"] is None
    assert office.get("search/units", params={"kind": "service-unit"}).json()["number"] == 4


def test_a_roster_is_checked_and_confirmed(api: Api) -> None:
    admin, good = api(ADMIN), ["", "周敏", "区市监局", "经办人", "", "", ""]
    faulty = admin.post("rosters", files={"file": ("r.xlsx", xlsx(PEOPLE, [*good[:2], "区市场局", *good[3:]]))}).json()
    assert [(each["cell"], each["code"]) for each in faulty["faults"]] == [("Sheet1!C2", "unknown-unit")]
    assert (faulty["draft"], faulty["rows"]) == ("", 1)
    seen = admin.post("rosters", files={"file": ("r.xlsx", xlsx(PEOPLE, good))}).json()
    assert [each["name"] for each in seen["added"]] == ["周敏"]
    stale = admin.post(f"rosters/{seen['draft']}", json={"digest": "other"})
    assert (stale.status_code, stale.json()["code"]) == (409, "roster-moved")
    assert admin.post(f"rosters/{seen['draft']}", json={"digest": seen["digest"]}).json()["added"] == seen["added"]
    assert admin.get(f"people/{seen['added'][0]['id']}").status_code == 200
    assert admin.get("rosters/export/people.csv").content.startswith(b"\xef\xbb\xbf")
    no_table = admin.post("rosters", files={"file": ("r.xlsx", b"PK\x03\x04nothing")})
    assert (no_table.status_code, no_table.json()["code"]) == (422, "not-a-table")


def test_the_scan(api: Api) -> None:
    found = api(OFFICER).get("scan").json()["items"]
    assert {each["kind"] for each in found} >= {"sample-in-use", "deputy-missing"}
    assert all(each["count"] and each["message"] and each["remedy"] for each in found)
