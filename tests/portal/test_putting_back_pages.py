"""A unit that was closed is here again: its page offers what was withdrawn with it, and the API does the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from portal_house import DESKTOP, PHONE, Api, House, Site

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
    offered.first.uncheck()
    page.get_by_role("button", name="恢复所选任务").click()
    expect(offered).to_have_count(1)
    assert site.house.office.row(f"verification-rate/2022/{SHOP}").stage in ("assign", "withdrawn")
    shop = site.page(f"{SHOP}-clerk", PHONE)
    shop.goto("/inbox")
    expect(shop.locator(".own-row")).to_have_count(2)


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
