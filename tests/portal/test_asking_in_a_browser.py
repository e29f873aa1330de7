"""What units ask of the office and give each other, by pressing: requests, parts, files used again, extra work."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from at_the_office import COVERAGE, FUNDS, LICENSING, Office
from playwright.sync_api import Locator, Page, expect
from portal_house import DESKTOP, PHONE, Site

from engine.services.rehearsal.specimens import specimen

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
MARKET, OFFICER = "qu-shijian-ju-clerk", "qu-chuangjian-ban-office-1"
HEALTH, FINANCE = "qu-weijian-wei-clerk", "qu-caizheng-ju-clerk"


def fits(site: Site, page: Page) -> None:
    size = page.viewport_size
    assert size and page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
    assert site.faults(page) == []


def ask(page: Page, number: int, what: str, why: str, **fields: str) -> None:
    """Open one of the ways out on an assignment's page, fill it in and send it."""
    page.goto(f"/assignments/{number}")
    page.locator("summary", has_text=what).click()
    form = page.locator("details", has=page.locator("summary", has_text=what)).locator("form")
    for label, text in fields.items():
        form.locator(f"[name={label}]").fill(text)
    form.get_by_label("原因").fill(why)
    form.get_by_role("button", name="提交创建办").click()
    expect(page.locator(".alert[role=status]")).to_contain_text("创建办")


def on_the_page(site: Site, why: str, size: tuple[int, int]) -> tuple[Page, Locator]:
    """The office's list of requests, and the one with these reasons."""
    page = site.page(OFFICER, size)
    page.goto("/requests")
    fits(site, page)
    return page, page.locator("section", has_text=why)


@SIZES
def test_more_time_is_asked_for_and_granted_until_another_day(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    number = office.work(COVERAGE)
    unit = site.page(MARKET, size)
    ask(unit, number, "申请延期", "检定设备送修", due="2022-09-20")
    fits(site, unit)
    page, asked = on_the_page(site, "检定设备送修", size)
    asked.get_by_label("同意延至").fill("2022-09-09")
    asked.get_by_role("button", name="同意延期").click()
    expect(page.locator("section", has_text="检定设备送修")).to_have_count(0)
    assert office.row(COVERAGE).due_on == date(2022, 9, 9)
    unit.reload()
    expect(unit.locator("main")).to_contain_text("2022-09-09")
    expect(unit.locator(".alert-success", has_text="延期 → 2022-09-20")).to_contain_text("同意")


@SIZES
def test_a_refusal_needs_its_reason_and_keeps_what_was_typed(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    ask(site.page(MARKET), office.work(COVERAGE), "申请延期", "人手不足", due="2022-09-20")
    page, asked = on_the_page(site, "人手不足", size)
    asked.get_by_label("同意延至").fill("2022-09-10")
    asked.get_by_role("button", name="不同意").click()
    expect(page.get_by_role("alert")).to_contain_text("理由")
    fits(site, page)
    asked = page.locator("section", has_text="人手不足")
    expect(asked.get_by_label("同意延至")).to_have_value("2022-09-10")
    asked.get_by_label("理由").fill("时间充足，请按期完成")
    asked.get_by_role("button", name="不同意").click()
    expect(page.locator("section", has_text="人手不足")).to_have_count(0)
    assert office.row(COVERAGE).due_on == date(2022, 8, 31)
    unit = site.page(MARKET, size)
    unit.goto(f"/assignments/{office.work(COVERAGE)}")
    expect(unit.locator(".timeline")).to_contain_text("时间充足，请按期完成")


@SIZES
def test_what_belongs_to_another_unit_is_handed_over(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    ask(site.page(FINANCE, size), office.work(FUNDS), "申请转办给其他单位", "资金在卫健部门", unit="区卫健委")
    page, asked = on_the_page(site, "资金在卫健部门", size)
    expect(asked.get_by_role("heading")).to_contain_text("区卫健委")
    asked.get_by_role("button", name="同意转办").click()
    expect(page.locator("section", has_text="资金在卫健部门")).to_have_count(0)
    assert office.row(FUNDS).stage_kind == "done"
    other = site.page(HEALTH, size)
    other.goto(f"/assignments/{office.work(FUNDS + '/qu-weijian-wei')}")
    expect(other.get_by_role("button", name="签收")).to_be_visible()


@SIZES
def test_what_does_not_apply_is_said_and_agreed_to(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    ask(site.page(MARKET, size), office.work(COVERAGE), "申报本单位不适用", "辖区无此类器具")
    page, asked = on_the_page(site, "辖区无此类器具", size)
    asked.get_by_role("button", name="同意不适用").click()
    expect(page.locator("section", has_text="辖区无此类器具")).to_have_count(0)
    assert office.row(COVERAGE).stage == "exempt"


@SIZES
def test_a_unit_that_helps_hands_in_its_part(site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    office = site.house.office
    number = office.work("joint-meeting/2022Q2")
    page = site.page(HEALTH, size)
    page.goto("/inbox")
    page.locator(f'a[href="/assignments/{number}"]').first.click()
    page.wait_for_url("**/assignments/*")
    photo = tmp_path / "协查情况.jpg"
    photo.write_bytes(specimen("jpg", "协查"))
    page.locator('[id="file.part"]').set_input_files(photo)
    expect(page.locator("#part [data-file]")).to_have_count(1)
    page.get_by_label("配合工作说明").fill("协助检查三家医院")
    fits(site, page)
    page.get_by_role("button", name="报送配合材料").click()
    expect(page.locator(".alert[role=status]")).to_contain_text("配合材料已报送")
    expect(page.locator("#part")).to_contain_text("配合材料已报送")
    expect(page.locator("main")).to_contain_text("协助检查三家医院")
    fits(site, page)
    page.goto("/inbox")
    expect(page.locator(f'a[href="/assignments/{number}"]')).to_have_count(0)
    lead = site.page("qu-chuangjian-ban-clerk", size)
    lead.goto(f"/assignments/{number}")
    expect(lead.locator("main")).to_contain_text("协助检查三家医院")
    expect(lead.get_by_role("link", name="协查情况.jpg")).to_be_visible()


@SIZES
def test_a_file_handed_in_elsewhere_is_used_again(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    office.hand_in(LICENSING, MARKET)
    [name, *_] = [item.name for item in office.everything(LICENSING)]
    page = site.page(MARKET, size)
    page.goto(f"/assignments/{office.work(COVERAGE)}")
    page.get_by_role("link", name="选用已报送过的文件").first.click()
    page.wait_for_url("**/earlier?**")
    fits(site, page)
    page.get_by_role("searchbox").or_(page.locator('input[name="search"]')).first.fill(name[:4])
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name=re.compile("^选用此文件")).first.click()
    page.wait_for_url(re.compile(r"/assignments/\d+$"))
    expect(page.locator("[data-file]")).to_have_count(1)
    expect(page.locator("[data-file]")).to_contain_text("待报送")
    fits(site, page)


def test_a_whole_years_unit_is_given_one_more_with_its_own_date(site: Site) -> None:
    page = site.page(OFFICER)
    page.goto("/issue?indicator=free-verification-coverage")
    page.get_by_label("单位（输入名称中的几个字）").fill("没有这个单位")
    page.get_by_label("截止日").fill("2022-09-30")
    page.get_by_label("原因").fill("区领导批示")
    page.get_by_role("button", name="下达并通知单位").click()
    expect(page.get_by_role("alert")).to_contain_text("没有这个单位")
    fits(site, page)
    expect(page.get_by_label("截止日")).to_have_value("2022-09-30")
    page.get_by_label("单位（输入名称中的几个字）").fill("区财政局")
    page.get_by_role("button", name="下达并通知单位").click()
    page.wait_for_url("**/assignments/*")
    expect(page.locator("main")).to_contain_text("2022-09-30")
    fits(site, page)
    assert unit_finds(site, "free-verification-coverage/2022/qu-caizheng-ju")


def unit_finds(site: Site, name: str) -> bool:
    """Whether the unit's own inbox has it."""
    office: Office = site.house.office
    page = site.page(FINANCE, PHONE)
    page.goto("/inbox")
    return page.locator(f'a[href="/assignments/{office.work(name)}"]').count() == 1
