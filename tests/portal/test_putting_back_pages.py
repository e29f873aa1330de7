"""A unit that was closed is here again: its page offers what was withdrawn with it, and the API does the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from portal_house import DESKTOP, PHONE, Api, Door, House, Site

from engine.services.cases import cases
from engine.services.people import units

ADMIN, SHOP = "qu-chuangjian-ban-administrator", "su-00001"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_closed_to_put_back_on_the_units_page(site: Site, size: tuple[int, int]) -> None:
    page = site.page(ADMIN, size)
    page.goto(f"/units/{SHOP}")
    page.locator("summary", has_text="停用单位").click()
    page.get_by_role("button", name="停用单位").click()
    page.wait_for_url(f"**/units/{SHOP}")
    expect(page.locator("#put-back")).to_have_count(0)
    page.get_by_role("button", name="恢复").click()
    offered = page.locator("#put-back input[name=number]")
    expect(offered).to_have_count(3)
    assert site.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    all_three = [int(each) for each in offered.evaluate_all("boxes => boxes.map(box => box.value)")]
    offered.first.uncheck()
    page.get_by_role("button", name="恢复所选任务").click()
    expect(offered).to_have_count(1)
    desk = site.house.office.desk
    with desk.database.reading() as connection:
        stages = {n: case.row.stage for n, case in cases(desk, connection, all_three, site.house.office.now).items()}
    assert [stages[number] == "withdrawn" for number in all_three] == [True, False, False]
    shop = site.page(f"{SHOP}-clerk", PHONE)
    shop.goto("/inbox")
    expect(shop.locator(".own-row")).to_have_count(2)


def test_a_refusal_keeps_what_was_ticked_and_typed(house: House, door: Callable[[str], Door]) -> None:
    office, admin = house.office, door(ADMIN)
    units.close(office.desk, SHOP, office.today, office.person(ADMIN), at=office.now)
    assert admin.post_form(f"/units/{SHOP}/reopen").status_code == 303
    offered = re.findall(r'name="number" value="(\d+)" checked', admin.get(f"/units/{SHOP}").text)
    typed = {"number": offered[1:], "due": "2022-01-01", "reason": "重新营业"}
    answer = admin.post_form(f"/units/{SHOP}/put-back", typed)
    assert answer.status_code in (409, 422) and len(offered) == 3
    assert re.findall(r'name="number" value="(\d+)" checked', answer.text) == offered[1:]
    assert 'name="reason" value="重新营业"' in answer.text


def test_a_program_does_the_same(house: House, api: Api) -> None:
    office, program = house.office, api(ADMIN)
    units.close(office.desk, SHOP, office.today, office.person(ADMIN), at=office.now)
    assert program.get(f"units/{SHOP}/withdrawn").json()["items"] == []
    assert program.post(f"units/{SHOP}/reopen").status_code == 200
    house.clock.move(timedelta(days=20))
    lines = program.get(f"units/{SHOP}/withdrawn").json()["items"]
    assert len(lines) == 3 and sum(line["overdue"] for line in lines) == 2
    numbers = [line["assignment"] for line in lines]
    refused = program.post(f"units/{SHOP}/put-back", json={"assignments": [*numbers, 1]})
    assert refused.status_code == 409 and refused.json()["code"] == "nothing-to-put-back"
    order = {"assignments": numbers, "due_on": "2022-07-31", "reason": "重新营业"}
    assert program.post(f"units/{SHOP}/put-back", json=order).status_code == 204
    assert program.get(f"units/{SHOP}/withdrawn").json()["items"] == []
    assert {each["due_on"] for each in program.get(f"units/{SHOP}").json()["duties"]} == {"2022-07-31", None}
