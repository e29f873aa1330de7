"""The main path of a clerk, of the office and of an administrator, each from sign-in to finished in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from at_the_office import GROUP
from playwright.sync_api import Page, expect
from portal_house import DESKTOP, PASSWORD, PHONE, Site

from engine.services.rehearsal.specimens import specimen
from engine.services.sweep import sweep

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
SUPERVISOR, SUPERVISION, RATE = (
    "qu-shijian-ju-clerk",
    "industry-supervision/2022-june/qu-shijian-ju",
    "依法检定和校准率",
)
LEAD, OFFICER, SECOND = "qu-zhengfu-ban-clerk", "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-office-2"
ADMIN = "qu-chuangjian-ban-administrator"


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=isinstance(name, str)).click()


def add_files(page: Page, folder: Path, *, words: str) -> int:
    """Files for everything obligatory, in the order of the page; returns how many."""
    wanted = (
        page.locator("fieldset.wanted")
        .filter(has_text=re.compile(r"需\d+件"))
        .locator("[data-requirement]:not([capture])")
    )
    for number in range(wanted.count()):
        field = wanted.nth(number)
        kind = (field.get_attribute("accept") or "").split(",")[0].removeprefix(".")
        path = folder / f"材料{number + 1}.{kind}"
        path.write_bytes(specimen(kind, f"{words} {number}"))
        field.set_input_files(path)
        expect(page.locator("[data-file]")).to_have_count(number + 1)
    expect(page.locator("progress")).to_have_count(0)
    return wanted.count()


def fits(site: Site, page: Page) -> None:
    """Nothing to scroll sideways for, and nothing that a screen reader stumbles over."""
    size = page.viewport_size
    assert size and page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url
    assert site.faults(page) == []


def open_menu(page: Page, entry: str) -> None:
    """Through the menu, which a phone folds away."""
    if page.viewport_size == {"width": PHONE[0], "height": PHONE[1]}:
        page.get_by_role("button", name="菜单").click()
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name=re.compile(rf"^{entry}( \d|$)")).click()


@SIZES
def test_a_clerk_from_the_sign_in_to_waiting_for_the_office(site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    office = site.house.office
    for part in (SUPERVISION, "joint-meeting/2022Q1", "joint-meeting/2022Q2"):
        office.gather(part)
    office.hand_in(SUPERVISION, SUPERVISOR)  # what was more urgent is done already

    page = site.page(SUPERVISOR, size)
    assert page.url.endswith("/inbox")
    first = page.locator("section", has=page.locator("#now")).locator(".own-row").first
    expect(first).to_contain_text(RATE)
    fits(site, page)
    first.get_by_role("link").click()

    press(page, "签收")
    expect(page.locator("ol.timeline, .timeline").first).to_contain_text("签收")
    expect(page.get_by_role("button", name="签收")).to_have_count(0)

    for name, (done, all_) in {
        "verified": (1402, 1402),
        "verified.listed-devices": (700, 700),
        "verified.household-meters": (702, 702),
    }.items():
        page.locator(f'[id="n.{name}"]').fill(str(done))
        page.locator(f'[id="d.{name}"]').fill(str(all_))
    expect(page.locator("output.rate").first).to_contain_text("100%")
    press(page, "报送")
    expect(page.get_by_role("alert").first).to_contain_text("在用计量器具台账")
    assert add_files(page, tmp_path, words="检定") == 2
    fits(site, page)
    press(page, "报送")
    expect(page.get_by_role("status").first).to_contain_text("已报送")

    open_menu(page, "待办")
    waiting = page.locator("section", has=page.locator("#waiting")).locator(".own-row", has_text=RATE)
    expect(waiting).to_contain_text("创建办")
    fits(site, page)


@SIZES
def test_the_office_from_the_board_to_closed_out(site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    office = site.house.office
    office.hand_in(GROUP, LEAD)

    page = site.page(OFFICER, size)
    assert page.url.endswith("/board")
    page.locator("#tile-mine").click()
    page.wait_for_url("**show=mine**")
    page.get_by_role("link", name="领导小组").first.click()
    page.wait_for_url("**/assignments/*")
    fits(site, page)
    page.get_by_role("link", name="去复核…").click()

    piece = page.locator("li", has=page.get_by_label("退回这一件")).first
    name = piece.get_by_role("link").first.inner_text()
    piece.get_by_label("退回这一件").check()
    press(page, "退回")
    expect(page.get_by_role("alert")).to_contain_text("理由")  # a return without a reason is refused, the tick is kept
    expect(page.get_by_label("退回这一件").first).to_be_checked()
    page.get_by_label("退回理由").fill("请加盖公章")
    fits(site, page)
    press(page, "退回")
    page.wait_for_url("**/review")

    unit = site.page(LEAD, size)
    unit.get_by_role("link", name="领导小组").first.click()
    expect(unit.locator("#evidence")).to_contain_text("请加盖公章")
    mended = tmp_path / name.strip()
    mended.write_bytes(specimen(mended.suffix[1:], "加盖公章"))
    unit.locator("fieldset.wanted", has_text="请加盖公章").locator("[data-requirement]:not([capture])").set_input_files(
        mended
    )
    expect(unit.locator("[data-file]")).to_have_count(1)
    expect(unit.locator("progress")).to_have_count(0)
    press(unit, "报送")
    expect(unit.get_by_role("status").first).to_contain_text("已报送")

    page.goto("/review")
    page.get_by_role("link", name="领导小组").first.click()
    colleague = site.page(SECOND, size)
    colleague.goto(page.url)
    address = page.url.replace("/review/", "/assignments/")
    press(page, re.compile("^通过"))
    page.wait_for_url("**/review")
    press(colleague, re.compile("^通过"))
    expect(
        colleague.get_by_role("alert")
    ).to_be_visible()  # the second of two is told, and nothing of the first is lost
    fits(site, colleague)

    sweep(office.desk, at=site.house.clock.now())  # the clock scores what is approved, every few minutes
    page.goto(address)
    press(page, "销号…")
    press(page, re.compile("要么全办"))
    page.wait_for_url("**/assignments/*")
    expect(page.locator(".timeline")).to_contain_text("销号")
    assert office.row(GROUP).stage_kind == "done"
    fits(site, page)


@SIZES
def test_an_administrator_adds_a_person_and_a_unit_to_a_group(site: Site, size: tuple[int, int]) -> None:
    page = site.page(ADMIN, size)
    open_menu(page, "人员")
    page.get_by_role("link", name="增加人员").click()
    page.get_by_label("姓名").fill("周敏")
    page.get_by_label("单位").fill("市计量所")
    page.get_by_label("电话").fill("13800000000")
    fits(site, page)
    press(page, "增加")
    page.wait_for_url("**/people/*")
    fits(site, page)
    press(page, "重设一次性口令")
    password = page.locator("code").inner_text()
    signs_in_as = page.url.split("/people/")[1].split("/")[0]

    open_menu(page, "单位")
    page.get_by_role("link", name="市计量所").first.click()
    page.get_by_label("加入单位组").select_option("各行业主管部门")
    page.get_by_label("约定截止日").fill("2022-07-15")
    press(page, "加入")
    expect(page.locator("#groups")).to_contain_text("约定截止日2022-07-15")
    fits(site, page)

    newcomer = site.page(size=size)
    site.sign_in(newcomer, signs_in_as, password)
    assert newcomer.url.endswith("/password")  # a password that was told is good for one sign-in
    newcomer.get_by_label("现口令").fill(password)
    for field in ("新口令", "再输一遍新口令"):
        newcomer.get_by_label(field, exact=True).fill(PASSWORD)
    press(newcomer, "设置新口令")
    newcomer.wait_for_url("**/inbox")
    expect(newcomer.locator("main")).to_contain_text("行业监督检查")
    fits(site, newcomer)
