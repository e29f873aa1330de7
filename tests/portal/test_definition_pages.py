"""Administrators and definitions in a real browser: from a pattern to applied, two sides of one text, two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from definitions_folder import COVERAGE_FILE, GROUP_FILE, text_in
from playwright.sync_api import Page, expect
from portal_house import DESKTOP, PHONE, Door, House, Site

from engine.catalog import examine
from engine.services.work.submit import FigureIn

ADMINISTRATOR, OFFICER = "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-office-1"
EDIT = f"/definitions/edit?file={COVERAGE_FILE}"


def folder(site: Site) -> Path:
    return site.house.runtime.settings.definitions


def yaml_of(page: Page) -> str:
    """What the editor holds."""
    return str(page.locator("textarea[name=text]").evaluate("area => area.value"))


def write(page: Page, text: str) -> None:
    """Replace everything in the editor, as somebody who pastes does."""
    page.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def problems(page: Page) -> list[str]:
    return page.locator("[data-problems] pre").all_inner_texts()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_a_pattern_to_applied(site: Site, size: tuple[int, int]) -> None:
    page = site.page(ADMINISTRATOR, size)
    page.goto("/definitions")
    page.get_by_role("link", name="新增指标").click()
    page.get_by_role("link", name="单一期限").click()
    page.get_by_label("名称").fill("开展计量培训")
    page.get_by_label("目标任务（原文）").fill("组织一次计量知识培训。")
    page.get_by_label("类别").select_option("市监部门统一监督管理")
    page.get_by_label("所属指标组").fill("培训宣传")
    page.get_by_label("责任单位").fill("区市监局")
    page.get_by_label("截止日").fill("09-30")
    page.get_by_label("佐证材料，每行一项").fill("培训通知\n签到表")
    page.get_by_role("button", name="存为草稿，下一步").click()
    expect(page.get_by_role("status").filter(has_text="新指标已存为草稿")).to_be_visible()
    page.get_by_role("link", name="全年安排").click()
    # On a phone the heading of its column stands before each figure.
    expect(page.get_by_role("cell", name=re.compile("^(截止日：)?2022-09-30$"))).to_be_visible()
    page.get_by_text(re.compile("^通知：")).first.click()
    expect(page.get_by_text("红色督办单")).to_be_visible()
    page.get_by_role("link", name="返回草稿").click()
    page.get_by_role("link", name="查看影响；生效").click()
    expect(page.get_by_role("button", name="按此生效")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.get_by_label("原因（记入历史）").fill("省里新增")
    page.get_by_role("button", name="按此生效").click()
    expect(page.get_by_text("已生效，任务安排将在五分钟内同步")).to_be_visible()
    page.get_by_role("link", name="开展计量培训").click()
    expect(page.get_by_role("heading", name=re.compile("开展计量培训"))).to_be_visible()
    [made] = [each for each in site.house.office.desk.catalog().definitions.values() if each.title == "开展计量培训"]
    assert (folder(site) / f"indicators/market-regulation/{made.id}.yaml").exists()


def test_each_side_follows_the_other_and_says_what_the_check_says(site: Site) -> None:
    path = folder(site) / COVERAGE_FILE
    before = text_in(folder(site), COVERAGE_FILE).replace("lead:", "# 市局牵头\nlead:")
    path.write_text(before, encoding="utf-8")
    page = site.page(ADMINISTRATOR)
    page.goto(EDIT)
    page.get_by_label("截止日", exact=True).fill("08-25")
    page.get_by_label("截止日", exact=True).press("Tab")
    expect(page.locator(".cm-content")).to_contain_text("08-25")
    assert yaml_of(page) == before.replace("08-31", "08-25")

    faulty = yaml_of(page).replace("lead:", "leads:")
    write(page, faulty)
    expect(page.locator("[data-problems]")).to_contain_text("暂不能生效")
    path.write_text(faulty, encoding="utf-8")
    wanted = [each.render() for each in examine(folder(site), 2022).problems if each.file.endswith(COVERAGE_FILE)]
    path.write_text(before, encoding="utf-8")
    assert problems(page) == [each.replace(f"{folder(site)}/", "") for each in wanted]

    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("已存为草稿，生效之前不影响在办工作")).to_be_visible()
    assert yaml_of(page) == faulty
    page.goto("/definitions/plan")
    expect(page.get_by_text("有错误，不列入本次变更")).to_be_visible()
    expect(page.get_by_role("button", name="按此生效")).to_have_count(0)


def test_what_was_typed_and_never_saved_is_offered_again(site: Site) -> None:
    page = site.page(ADMINISTRATOR)
    page.goto(EDIT)
    expect(page.locator(".cm-content")).to_be_visible()
    typed = yaml_of(page) + "# 尚未想好\n"
    write(page, typed)
    page.wait_for_function("localStorage.length > 0")
    page.goto("/definitions")
    page.goto(EDIT)
    page.get_by_role("button", name="继续编辑").click()
    assert yaml_of(page) == typed


def test_the_second_administrator_sees_the_others_text_and_overwrites_nothing(site: Site) -> None:
    first, second = site.page(ADMINISTRATOR), site.page(ADMINISTRATOR)
    for page in (first, second):
        page.goto(EDIT)
        expect(page.locator(".cm-content")).to_be_visible()
    write(first, yaml_of(first).replace("08-31", "08-20"))
    first.get_by_role("button", name="保存草稿").click()
    expect(first.get_by_text("已存为草稿")).to_be_visible()
    write(second, yaml_of(second).replace("08-31", "08-10"))
    second.get_by_role("button", name="保存草稿").click()
    expect(second.get_by_role("alert")).to_contain_text("改动了")
    expect(second.locator("del").first).to_contain_text("08-20")
    assert "08-10" in yaml_of(second)
    first.reload()
    assert "08-20" in yaml_of(first)


def test_answered_work_wants_a_second_person(site: Site) -> None:
    office = site.house.office
    office.gather("free-verification-coverage/2022")
    office.hand_in("free-verification-coverage/2022", "qu-shijian-ju-clerk", FigureIn("coverage", 20, 20))
    page = site.page(ADMINISTRATOR)
    page.goto(EDIT)
    page.get_by_role("button", name="添加一项佐证材料").click()
    expect(page.locator(".cm-content")).to_contain_text("item-3")
    page.get_by_label("所需材料").last.fill("现场照片")
    page.get_by_label("所需材料").last.press("Tab")
    expect(page.locator(".cm-content")).to_contain_text("现场照片")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="查看影响；生效").click()
    expect(page.get_by_role("button", name="按此生效")).to_have_count(0)
    page.get_by_label(re.compile("按原定义办完")).check()
    page.get_by_role("button", name="提交第二人审批").click()
    expect(page.get_by_text("已提交，第二人同意后生效")).to_be_visible()
    page.get_by_role("link", name="查看", exact=True).click()
    expect(page.get_by_role("button", name="同意并生效")).to_have_count(0)

    other = site.page(OFFICER)
    other.goto("/definitions")
    other.get_by_role("link", name="查看", exact=True).click()
    other.get_by_role("button", name="同意并生效").click()
    expect(other.get_by_text("已生效，任务安排将在五分钟内同步")).to_be_visible()
    assert "现场照片" in text_in(folder(site), COVERAGE_FILE)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_workflow_is_found_begun_like_another_and_checked_while_typing(site: Site, size: tuple[int, int]) -> None:
    page = site.page(ADMINISTRATOR, size)
    page.goto("/definitions")
    page.get_by_text(re.compile("^指标以外")).click()
    page.get_by_text("新增流程", exact=True).click()
    page.get_by_label("参照流程").select_option("标准流程")
    page.get_by_label("名称").fill("简易流程")
    page.get_by_label("编号").last.fill("simple")
    page.get_by_role("button", name="存为草稿，下一步").click()
    expect(page.get_by_role("status").filter(has_text="新流程已存为草稿")).to_be_visible()
    text = yaml_of(page)
    write(page, text.replace("kind: score", "kind: socre"))
    expect(page.locator("[data-problems]")).to_contain_text("workflows/simple.yaml:")
    write(page, text)
    expect(page.get_by_text("没有问题。")).to_be_visible()
    page.goto("/definitions/plan")
    page.get_by_role("button", name="按此生效").click()
    expect(page.get_by_text("已生效")).to_be_visible()
    assert "简易流程" in text_in(folder(site), "workflows/simple.yaml")


def test_a_second_person_refuses_with_a_reason_that_the_proposer_reads(site: Site) -> None:
    office = site.house.office
    office.gather("free-verification-coverage/2022")
    office.hand_in("free-verification-coverage/2022", "qu-shijian-ju-clerk", FigureIn("coverage", 20, 20))
    page = site.page(ADMINISTRATOR)
    page.goto(EDIT)
    expect(page.locator(".cm-content")).to_be_visible()
    more = "evidence:\n- {id: photos, title: 现场照片, kind: photo}\n"
    write(page, yaml_of(page).replace("evidence:\n", more))
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="查看影响；生效").click()
    page.get_by_label(re.compile("按原定义办完")).check()
    page.get_by_role("button", name="提交第二人审批").click()
    expect(page.get_by_text("已提交，第二人同意后生效")).to_be_visible()

    other = site.page(OFFICER, PHONE)
    other.goto("/inbox")
    other.get_by_role("link", name="查看影响并审批").click()
    other.get_by_text("不同意", exact=True).click()
    other.get_by_label(re.compile("不同意的理由")).fill("照片已在别处收过")
    other.get_by_role("button", name="退回（草稿保留）").click()
    expect(other.get_by_text("已退回，理由已告知提交人")).to_be_visible()

    page.goto("/definitions/plan")
    expect(page.get_by_text("照片已在别处收过")).to_be_visible()
    expect(page.get_by_role("button", name="提交第二人审批")).to_be_visible()


def test_without_a_script_the_form_and_the_text_are_both_kept(house: House, door: Callable[[str], Door]) -> None:
    client = door(ADMINISTRATOR)
    shown = client.get(EDIT).text
    hidden = dict(re.findall(r'type="hidden" name="(seen|base|file)" value="([^"]*)"', shown))
    text = text_in(house.runtime.settings.definitions, COVERAGE_FILE)
    form = {**hidden, "text": text + "# 备注\n", "f.title": "免费检定覆盖", "act": "save", "synced": ""}
    answer = client.post_form("/definitions/edit", form)
    assert answer.status_code == 303, answer.text
    kept = client.get(EDIT).text
    assert "# 备注" in kept
    assert "title: 免费检定覆盖\n" in kept
    more = client.post_form("/definitions/edit", {**form, "act": "add:evidence"})
    assert more.status_code == 200
    assert "item-3" in more.text


def test_given_up_and_brought_back(site: Site) -> None:
    page = site.page(ADMINISTRATOR)
    page.goto(f"/definitions/edit?file={GROUP_FILE}")
    page.get_by_label("截止日", exact=True).fill("03-25")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("button", name="放弃草稿").click()
    expect(page.get_by_text("草稿已放弃，以文件夹中的文本为准")).to_be_visible()
    page.get_by_role("button", name=re.compile("恢复此稿")).first.click()
    expect(page.get_by_text("已恢复为草稿")).to_be_visible()
    expect(page.get_by_label("截止日", exact=True)).to_have_value("03-25")


def test_the_list_is_narrowed_and_read_by_the_office(house: House, door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    assert "牵头" not in client.get("/definitions", params={"words": "no such words"}).text
    found = client.get("/definitions", params={"words": "免费检定"}).text
    assert "2.3.1" in found
    assert "新增指标" not in found
    assert "1.1.1" not in client.get("/definitions", params={"show": "no-time"}).text
    untouched = client.get("/definitions/earlier", params={"file": GROUP_FILE})
    assert "此文件还没有人在这里改过" in untouched.text
    row = client.get("/definitions/of/free-verification-coverage").text
    for words in ("检定覆盖率100%", "8月31日前", "已免费检定的单位占应免费检定的单位", "2022-08-31", "红色督办单"):
        assert words in row
