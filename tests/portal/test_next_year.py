"""Next year from this one in the portal: looked at, kept as drafts and planned, taken away; and by program."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from definitions_folder import COVERAGE_FILE, text_in
from playwright.sync_api import expect
from portal_house import DESKTOP, PHONE, Api, Door, House, Site

from engine.catalog import examine
from engine.services.work import leave
from portal.rendering import worded

ADMIN = "qu-chuangjian-ban-administrator"


def fixed_day(house: House) -> Path:
    """A day written out for one year, so that something other than the year itself moves on."""
    folder = house.runtime.settings.definitions
    path = folder / COVERAGE_FILE
    before = text_in(folder, COVERAGE_FILE)
    path.write_text(re.sub(r"by: ['\"]?08-31['\"]?", "by: 2022-08-31", before), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != before
    return folder


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_next_year_becomes_drafts_and_a_plan(site: Site, size: tuple[int, int]) -> None:
    folder = fixed_day(site.house)
    page = site.page(ADMIN, size)
    page.goto("/definitions")
    page.get_by_role("link", name="转入下一年度").click()
    expect(page.get_by_role("heading", name=re.compile("由2022年转入2023年"))).to_be_visible()
    expect(page.get_by_text("2022-08-31改为2023-08-31").or_(page.get_by_text("2023-08-31")).first).to_be_visible()
    assert site.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_role("button", name="存为草稿，查看影响").click()
    page.wait_for_url("**/definitions/plan?done=rolled")
    expect(page.get_by_role("status").filter(has_text="新年度文本已存为草稿")).to_be_visible()
    expect(page.get_by_text("这些任务将不再下达")).to_be_visible()
    assert site.faults(page) == []
    assert "2022-08-31" in text_in(folder, COVERAGE_FILE), "nothing is in force before it is applied"
    page.get_by_role("link", name="查看清单").click()
    expect(page.get_by_role("status").filter(has_text="已有草稿待生效")).to_be_visible()
    assert page.get_by_role("button", name="存为草稿，查看影响").count() == 0
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载整个目录").click()
    assert taken.value.suggested_filename.endswith("-2023.zip")


def test_the_same_by_program(house: House, api: Api, tmp_path: Path) -> None:
    folder, admin = fixed_day(house), api(ADMIN)
    told = admin.get("definitions/next-year", params={"year": 2024}).json()
    assert (told["before"], told["year"]) == (2022, 2024)
    assert set(told["changed"]) == {"programme.yaml", COVERAGE_FILE}
    assert ("fixed-day", "2024-08-31") in {(each["code"], each["after"]) for each in told["look_at"]}
    assert told["moves"] == 0 and "never be issued" in told["overlooked"][0]
    pack = admin.get("definitions/next-year/folder.zip", params={"year": 2024})
    with zipfile.ZipFile(io.BytesIO(pack.content)) as files:
        files.extractall(tmp_path / "out")
    [home] = (tmp_path / "out").iterdir()
    seen = examine(home)
    assert not seen.errors and seen.catalog is not None and seen.catalog.programme.year == 2024
    kept = admin.post("definitions/next-year", json={"year": 2024})
    assert kept.status_code == 201 and set(kept.json()["files"]) == set(told["changed"])
    plan = admin.get("definitions/plan").json()
    assert set(plan["files"]) == set(told["changed"]) and plan["overlooked"] == told["overlooked"]
    again = admin.post("definitions/next-year", json={"year": 2025})
    assert again.status_code == 409 and again.json()["code"] == "draft-waits"
    assert "programme.yaml" in again.json()["message"]
    assert admin.post("definitions/next-year", json={"year": 2022}).json()["code"] == "not-a-later-year"
    done = admin.post("definitions/apply", json={"digest": plan["digest"], "files": plan["files"]})
    assert done.status_code == 200, done.text
    assert "2024-08-31" in text_in(folder, COVERAGE_FILE)


def test_who_left_and_whom_no_word_reaches_is_named(house: House, api: Api) -> None:
    desk = house.office.desk
    rostered, admin = desk.catalog().people[0], desk.person(ADMIN)
    leave.leave(desk, rostered.id, admin, at=house.clock.now(), to=leave.NOBODY)
    told = api(ADMIN).get("definitions/next-year").json()
    [gone] = [each for each in told["look_at"] if each["code"] == "gone"]
    assert rostered.name in gone["words"]
    kinds = {each["kind"] for each in told["faults"]}
    assert kinds <= {"unknown-unit", "unit-without-people", "unit-without-head", "nobody-reached",
                     "person-without-contact", "deputy-gone"}  # fmt: skip
    assert "person-without-contact" in kinds


def test_a_notice_and_how_it_reads_lead_to_each_other(door: Callable[[str], Door]) -> None:
    client = door(ADMIN)
    there = client.get("/definitions/edit?file=notices/remind.yaml").text
    assert 'href="/notices/preview?notice=remind"' in there
    back = client.get("/notices/preview?notice=remind").text
    assert "/definitions/edit?file=notices" in back
    officer = door("qu-chuangjian-ban-office-1").get("/notices/preview?notice=remind").text
    assert "/definitions/edit" not in officer


def test_what_is_typed_on_a_command_line_stands_as_code() -> None:
    assert worded("Start with `luoshi up`, <now>.") == "Start with <code>luoshi up</code>, &lt;now&gt;."
    assert worded("one ` alone") == "one ` alone"


@pytest.mark.parametrize("path", ["/units/qu-shijian-ju", "/people/qu-shijian-ju-clerk/leave", "/inbox"])
def test_periods_are_said_in_words_on_pages(door: Callable[[str], Door], path: str) -> None:
    text = door(ADMIN).get(path).text
    shown = [each.strip() for each in re.findall(r">([^<>]*)<", text)]
    assert not [each for each in shown if re.search(r"^2022$|^2022 |20\d\dQ\d|· 2022$", each)]
    assert path == "/inbox" or any("2022年" in each for each in shown)
