"""The office's main path in a browser: from the board to a red one, a reminder, and the history that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from at_the_office import Office
from portal_house import DESKTOP, PHONE, Door, Site

from engine.services.office.chase import miss_due

OFFICER, LEADER, CLERK = "qu-chuangjian-ban-office-1", "qu-zhengfu-ban-leader", "qu-caizheng-ju-clerk"
RED = "joint-meeting/2022Q1"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_board_to_a_reminder_in_the_history(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    miss_due(office.desk, at=office.now)
    page = site.page(OFFICER, size)
    page.locator("#tile-overdue").click()
    page.wait_for_url("**light=red**")
    page.locator("#rows").wait_for()
    page.locator('a[href^="/assignments/"]').first.click()
    page.wait_for_url("**/assignments/*")
    address = page.url
    assert site.faults(page) == []
    page.get_by_label("催办内容或理由").fill("请本周五前报送")
    page.get_by_role("button", name="催办").click()
    page.get_by_role("button", name=re.compile("^催办")).wait_for()
    assert "请本周五前报送" in page.locator("main").inner_text() and site.faults(page) == []
    page.get_by_role("button", name=re.compile("^催办")).click()
    page.wait_for_url(address)
    page.goto("/history")
    first = page.locator("tbody tr").first.inner_text()
    assert "催办" in first and "请本周五前报送" in first and site.faults(page) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_many_from_the_board_are_reminded_together(site: Site, size: tuple[int, int]) -> None:
    page = site.page(OFFICER, size)
    page.goto("/board?light=red")
    page.get_by_role("link", name="批量办理…").click()
    page.wait_for_url("**/bulk?**")
    page.get_by_label("全部勾选").check()
    page.get_by_label("催办内容或理由").fill("请抓紧")
    assert site.faults(page) == []
    page.get_by_role("button", name="催办").click()
    page.get_by_role("button", name=re.compile("要么全办")).click()
    page.wait_for_url("**/bulk?light=red")


def test_a_unit_is_given_one_more_and_it_is_undone(site: Site) -> None:
    page = site.page(OFFICER)
    page.goto("/issue")
    page.locator("#indicator").select_option("lawful-licensing")
    page.get_by_role("button", name="查看期次").click()
    page.get_by_label("单位（输入名称中的几个字）").fill("区财政局")
    page.get_by_label("原因").fill("区领导批示")
    page.get_by_role("button", name="下达并通知单位").click()
    page.wait_for_url("**/assignments/*")
    page.get_by_label("催办内容或理由").fill("发错了")
    page.get_by_role("button", name="终止").click()
    page.get_by_role("button", name=re.compile("要么全办")).click()
    page.wait_for_url("**/assignments/*")
    assert "发错了" in page.locator("main").inner_text()


def test_what_was_typed_is_kept_and_the_way_back_is_ours(office: Office, door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    typed = {"indicator": "lawful-licensing", "period": "2022", "unit": "无此单位", "reason": "区领导批示"}
    answer = client.post_form("/issue", typed)
    assert answer.status_code == 422 and 'value="无此单位"' in answer.text and "区领导批示" in answer.text
    data = {"verb": "remind", "number": str(office.work(RED)), "reason": "请抓紧"}
    for back, shown in (("/assignments/1", "/assignments/1"), ("//evil.example", "/bulk"), ("https://evil", "/bulk")):
        text = client.post_form("/bulk/preview", data | {"back": back}).text
        assert f'name="back" value="{shown}"' in text


def test_a_shop_among_thousands_is_chosen_by_a_part_of_its_name(site: Site) -> None:
    page = site.page(OFFICER)
    page.goto("/issue?indicator=lawful-licensing")
    page.locator("#unit").press_sequentially("00002")
    page.locator('#names-of-unit option[value*="00002"]').wait_for(state="attached")
    offered = page.locator("#names-of-unit option").evaluate_all("all => all.map(one => one.value)")
    assert len(offered) == 1
    page.goto("/notices")
    page.locator("summary", has_text="筛选").click()
    page.locator("#unit").press_sequentially("市监")
    page.locator('#names-of-unit option[value="区市监局"]').wait_for(state="attached")


def test_without_script_the_page_asks_which_unit_is_meant(office: Office, door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    typed = {"indicator": "lawful-licensing", "period": "2022", "unit": "0000", "reason": "区领导批示"}
    text = client.post_form("/issue", typed).text
    names = re.findall(r'name="chosen" value="([^"]+)"', text)
    assert len(names) == 3 and "区领导批示" in text
    answer = client.post_form("/issue", {**typed, "chosen": names[1]})
    assert answer.status_code == 303
    assert names[1] in client.get(answer.headers["location"]).text


def test_who_may_not_is_not_offered_it(office: Office, door: Callable[[str], Door]) -> None:
    number = office.work(RED)
    assert "创建办办理" in door(OFFICER).get(f"/assignments/{number}").text
    assert "创建办办理" not in door(LEADER).get(f"/assignments/{number}").text
    answer = door(LEADER).post_form("/bulk/preview", {"verb": "remind", "number": str(number), "reason": "请抓紧"})
    assert answer.status_code == 200 and 'name="number" value=' not in answer.text
