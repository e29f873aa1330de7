"""Administrators' pages in a real browser: a roster with two faults, a clerk who leaves, an eleventh that joins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from portal_house import DESKTOP, PHONE, Door, House, Site
from roster_files import PEOPLE, xlsx

from engine.services.looking import remember
from engine.services.people import keep

ADMIN, OFFICER = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-office-1"
CLERK, HEAD, UNIT = "qu-shijian-ju-clerk", "qu-shijian-ju-head", "qu-shijian-ju"
COVERAGE = "free-verification-coverage/2022"
ZHOU, WU = ["", "周敏", "区市监局", "经办人", "", "13800000000", ""], ["", "吴迪", "区卫健委", "经办人", "", "", ""]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_roster_with_two_faults_is_mended_and_confirmed(site: Site, size: tuple[int, int], tmp_path: Path) -> None:
    page, file = site.page(ADMIN, size), tmp_path / "名册.xlsx"
    page.goto("/rosters")
    file.write_bytes(xlsx(PEOPLE, [*ZHOU[:2], "区市场局", *ZHOU[3:]], [*WU[:3], "局长", *WU[4:]]))
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="检查文件").click()
    faults = page.locator("#faults")
    assert faults.get_by_text("Sheet1!C2").is_visible() and faults.get_by_text("Sheet1!D3").is_visible()
    assert "没有单位“区市场局”" in faults.inner_text() and site.faults(page) == []
    file.write_bytes(xlsx(PEOPLE, ZHOU, WU))
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="检查文件").click()
    page.wait_for_url("**/rosters/*")
    assert page.get_by_text("新增2，变更0，离开0，不变0。").is_visible() and site.faults(page) == []
    page.get_by_role("button", name="确认，就这样导入").click()
    page.wait_for_url("**/people")
    assert page.get_by_role("link", name="周敏").is_visible() and page.get_by_role("link", name="吴迪").is_visible()


def test_a_clerk_leaves_their_work_is_handed_on_and_they_come_back(site: Site) -> None:
    office = site.house.office
    page = site.page(ADMIN)
    page.goto(f"/people/{CLERK}")
    page.get_by_role("link", name="办理离岗").click()
    assert page.get_by_text("免费检定").first.is_visible() and site.faults(page) == []
    page.get_by_label("由谁接手").select_option("-")
    page.get_by_label("原因").fill("调动")
    page.get_by_role("button", name="确认").click()
    page.wait_for_url(f"**/people/{CLERK}")
    page.goto("/unowned")
    page.get_by_label("由谁接手").select_option(HEAD)
    assert site.faults(page) == []
    page.get_by_role("button", name="转交勾选的任务").click()
    assert page.get_by_text("所有任务都有人承办").is_visible()
    assert office.row(COVERAGE).owner == HEAD
    page.goto(f"/people/{CLERK}")
    page.get_by_role("button", name="恢复在岗").click()
    assert page.get_by_role("link", name="办理离岗").is_visible()


def test_a_password_is_shown_once_and_lets_in(site: Site) -> None:
    page = site.page(ADMIN)
    page.goto(f"/people/{CLERK}")
    page.get_by_role("button", name="重设一次性口令").click()
    password = page.locator("code").inner_text()
    page.goto(f"/people/{CLERK}")
    assert password not in page.content()
    clerk = site.page()
    site.sign_in(clerk, CLERK, password)
    assert clerk.url.endswith("/password")


def test_everybody_keeps_their_own_contacts(site: Site) -> None:
    desk = site.house.office.desk
    keep.change(desk, HEAD, {"phone": "13900000000"}, desk.person(ADMIN), at=site.house.office.now)
    page = site.page(CLERK)
    page.get_by_role("link", name="我的联系方式").click()
    page.get_by_label("电话").fill("13900000000")
    page.get_by_role("button", name="保存").click()
    assert page.get_by_text("该号码已登记在他人名下").is_visible() and site.faults(page) == []
    page.get_by_label("电话").fill("13711112222")
    page.get_by_role("button", name="保存").click()
    assert page.get_by_text("已保存").is_visible()
    [act, *_] = remember.history(desk)
    assert act.verb == "amend" and act.detail["becomes"] == {"phone": "13711112222"}
    again = site.page()
    site.sign_in(again, "13711112222")


def test_an_eleventh_joins_with_a_date_agreed(site: Site) -> None:
    page = site.page(OFFICER)
    page.goto("/units/shi-jiliang-suo")
    assert page.get_by_text("没有进行中的任务").is_visible()
    page.get_by_label("加入单位组").select_option("各行业主管部门")
    page.get_by_label("约定截止日").fill("2022-07-15")
    page.get_by_role("button", name="加入").click()
    page.wait_for_load_state()
    assert "约定截止日2022-07-15" in page.locator("#groups").inner_text()
    assert page.get_by_text("没有进行中的任务").count() == 0


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_unit_is_given_a_leader_in_charge_of_its_own(site: Site, size: tuple[int, int]) -> None:
    page = site.page(ADMIN, size)
    page.goto(f"/units/{UNIT}")
    page.get_by_label("分管领导").select_option("孙悦（示例）")
    page.get_by_role("button", name="保存").click()
    page.wait_for_load_state()
    assert page.get_by_text("分管领导：孙悦（示例）").is_visible()
    page.goto("/people/qu-zhengfu-ban-leader-2")
    assert page.locator("#leads").get_by_role("link", name="区市监局").is_visible()
    page.goto("/people/qu-zhengfu-ban-leader")
    assert "未另定分管领导的全部单位" in page.locator("#leads").inner_text() and site.faults(page) == []


def test_what_was_typed_stays_beside_what_is_wrong(site: Site) -> None:
    page = site.page(ADMIN)
    page.goto("/people/new?unit=qu-shijian-ju")
    page.get_by_label("姓名").fill("周敏")
    page.get_by_label("电话").fill("没有")
    page.get_by_role("button", name="增加").click()
    assert page.get_by_label("姓名").input_value() == "周敏"
    assert page.get_by_text("“没有”不是电话号码").is_visible() and site.faults(page) == []


def test_the_rosters_word_is_taken_over(site: Site) -> None:
    office = site.house.office
    keep.change(office.desk, CLERK, {"phone": "1234567"}, office.person(ADMIN), at=office.now)
    page = site.page(ADMIN)
    page.goto("/scan")
    page.locator("#roster-differs").get_by_role("link").first.click()
    page.get_by_role("button", name="采用名册里的写法").click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="采用名册里的写法").count() == 0
    page.goto("/scan")
    assert page.locator("#roster-differs").count() == 0


def test_every_fault_of_the_scan_leads_somewhere(door: Callable[[str], Door]) -> None:
    import re

    client = door(ADMIN)
    text = client.get("/scan").text
    main = text[text.index("<main") :]
    addresses = set(re.findall(r'href="(/[^"]+)"', main))
    assert len(addresses) > 20
    for address in list(addresses)[:40]:
        assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_templates_and_exports_are_workbooks_that_read_back(door: Callable[[str], Door]) -> None:
    client = door(ADMIN)
    for subject in ("people", "units"):
        assert client.get(f"/rosters/template/{subject}.xlsx").content.startswith(b"PK")
        sent = client.get(f"/rosters/export/{subject}.xlsx")
        assert "attachment" in sent.headers["content-disposition"]
        files = {"file": ("r.xlsx", sent.content)}
        answer = client.post_form("/rosters", {"subject": subject, "whole": "1"}, files=files)
        assert answer.status_code == 303
        assert "与现状完全一致" in client.get(answer.headers["location"]).text


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_shop_is_found_by_a_part_of_its_name(site: Site, size: tuple[int, int]) -> None:
    shop = site.house.office.desk.office().names["su-00001"]
    page = site.page(ADMIN, size)
    page.goto("/people/new")
    page.get_by_label("姓名").fill("周敏")
    page.get_by_label("单位", exact=True).press_sequentially(shop[:4])
    page.locator("#names-of-unit option").first.wait_for(state="attached")
    offered = page.locator("#names-of-unit option").evaluate_all("all => all.map(each => each.value)")
    assert shop in offered
    page.get_by_label("单位", exact=True).fill(shop)
    page.get_by_role("button", name="增加").click()
    page.wait_for_url("**/people/su-00001-*")


def test_a_unit_is_chosen_from_those_that_may_be_meant_without_a_script(
    house: House, door: Callable[[str], Door]
) -> None:
    client, shop = door(ADMIN), house.office.desk.office().names["su-00001"]
    typed = {"name": "周敏", "unit": shop[:4], "role": "clerk"}
    answer = client.post_form("/people", typed)
    assert answer.status_code == 422
    assert f'name="chosen" value="{shop}"' in answer.text and 'value="周敏"' in answer.text
    assert client.post_form("/people", {**typed, "chosen": shop}).headers["location"].startswith("/people/su-00001-")


def test_a_head_keeps_the_unit_and_chooses_the_deputy(house: House, door: Callable[[str], Door]) -> None:
    head, clerk = "qu-shijian-ju-head", "qu-shijian-ju-clerk"
    client = door(head)
    text = client.get(f"/people/{clerk}").text
    assert 'id="unit" name="unit" type="text" value="区市监局" required readonly' in text
    form = {"name": "叶清（示例）", "unit": "区市监局", "role": "clerk", "deputy": "qu-shijian-ju-reviewer"}
    assert client.post_form(f"/people/{clerk}", form).status_code == 303
    assert '<option value="qu-shijian-ju-reviewer" selected>' in client.get(f"/people/{clerk}").text
