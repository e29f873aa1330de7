"""A clerk hands in, in a real browser: from the inbox to handed in, with everything that goes wrong on the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from at_the_office import FUNDS, Office
from playwright.sync_api import Page, Route, expect
from portal_house import DESKTOP, PHONE, Site

from engine.services.doors import links, secret
from engine.services.rehearsal.specimens import specimen
from engine.services.work.unfinished import unfinished_of

CLERK, COLLEAGUE = "qu-caizheng-ju-clerk", "qu-caizheng-ju-head"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def files_for(office: Office, folder: Path, count: int = 2) -> dict[str, list[Path]]:
    """Good files on a disk for each obligatory requirement of FUNDS."""
    found: dict[str, list[Path]] = {}
    for item in office.everything(FUNDS):
        for number in range(count):
            name = Path(item.name)
            path = folder / f"{name.stem}{number}{name.suffix}"
            path.write_bytes(specimen(name.suffix[1:], item.requirement + str(number)))
            found.setdefault(item.requirement, []).append(path)
    return found


def opened(site: Site, person: str = CLERK, size: tuple[int, int] = DESKTOP) -> Page:
    page = site.page(person, size)
    page.goto(f"/assignments/{site.house.office.work(FUNDS)}")
    return page


def choose(page: Page, requirement: str, paths: list[Path]) -> None:
    page.locator(f'[id="file.{requirement}"]').set_input_files(paths)


def ready(page: Page, count: int) -> None:
    expect(page.locator("[data-file]")).to_have_count(count, timeout=15_000)
    expect(page.locator("progress")).to_have_count(0)


def prepared(office: Office, person: str = CLERK) -> Any:
    return unfinished_of(office.desk, office.work(FUNDS), office.person(person), at=office.now)


def press_hand_in(page: Page) -> None:
    page.get_by_role("button", name="报送", exact=True).click()
    expect(page.get_by_text("已报送。审核人打开之前仍可撤回。")).to_be_visible()


@SIZES
def test_from_the_inbox_to_handed_in_in_three_screens(site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    office = site.house.office
    page = site.page(CLERK, size)
    page.goto("/inbox")
    screens = [page.url]
    page.on("framenavigated", lambda frame: screens.append(frame.url) if frame == page.main_frame else None)
    page.locator(f'a[href="/assignments/{office.work(FUNDS)}"]').first.click()
    page.wait_for_url("**/assignments/*")
    chosen = files_for(office, tmp_path, 1)
    for requirement, paths in chosen.items():
        camera = page.locator(f'[id="photo.{requirement}"]')
        if size == PHONE and camera.count():
            assert camera.get_attribute("capture") == "environment"
            photo = tmp_path / f"{requirement}.jpg"
            photo.write_bytes(specimen("jpg", requirement))
            camera.set_input_files(photo)
        else:
            choose(page, requirement, paths)
    ready(page, len(chosen))
    assert site.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    press_hand_in(page)
    assert office.row(FUNDS).stage_kind == "review" and len(screens) == 3, screens
    assert site.faults(page) == []


@SIZES
def test_several_files_are_dropped_at_once(site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    page = opened(site, size=size)
    [requirement, *_] = files_for(site.house.office, tmp_path)
    page.evaluate(
        """([key, contents]) => {
          const data = new DataTransfer();
          for (const [name, text] of contents) data.items.add(new File([text], name, { type: "application/pdf" }));
          const place = document.querySelector(`[data-drop="${key}"]`);
          place.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        [requirement, [[f"第{n}份.pdf", f"%PDF-1.4\n{n}\n%%EOF\n"] for n in range(4)]],
    )
    ready(page, 4)
    assert sorted(one.name for one in prepared(site.house.office).files) == [f"第{n}份.pdf" for n in range(4)]


def test_a_refused_file_takes_no_other_with_it(site: Site, tmp_path: Path) -> None:
    page = opened(site)
    [requirement, good] = next(iter(files_for(site.house.office, tmp_path).items()))
    bad = tmp_path / "其实是程序.pdf"
    bad.write_bytes(b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00")
    choose(page, requirement, [good[0], bad, good[1]])
    ready(page, 2)
    expect(page.locator("li", has_text="其实是程序.pdf").get_by_role("alert")).to_be_visible()
    assert site.faults(page) == []
    assert len(prepared(site.house.office).files) == 2


def test_a_broken_connection_loses_nothing(site: Site, tmp_path: Path) -> None:
    page = opened(site)
    chosen = files_for(site.house.office, tmp_path, 1)
    broken = True

    def cut(route: Route) -> None:
        if broken:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/draft**", cut)
    for requirement, paths in chosen.items():
        choose(page, requirement, paths)
    page.locator("summary", has_text="自评分和备注").click()
    page.get_by_label("备注").fill("打了一半")
    expect(page.get_by_text("连接中断，正在重试……").first).to_be_visible()
    expect(page.locator("[data-draft-state]")).to_contain_text("内容没有丢失")
    assert prepared(site.house.office).files == ()
    page.get_by_role("button", name="报送", exact=True).click()  # waits for the files, then goes by itself
    broken = False
    expect(page.get_by_text("已报送。审核人打开之前仍可撤回。")).to_be_visible()
    assert len(site.house.office.pieces(FUNDS)) == len(chosen)


def test_an_answer_that_was_lost_makes_no_second_file(site: Site, tmp_path: Path) -> None:
    page = opened(site)
    [requirement, paths] = next(iter(files_for(site.house.office, tmp_path, 1).items()))
    page.evaluate("""() => {
      const send = XMLHttpRequest.prototype.send;
      window.sent = 0;
      XMLHttpRequest.prototype.send = function (body) {
        if (!window.sent++) Object.defineProperty(this, "status", { get: () => 0 });
        send.call(this, body);
      };
    }""")
    choose(page, requirement, paths)
    ready(page, 1)
    assert page.evaluate("window.sent") == 2 and len(prepared(site.house.office).files) == 1


@SIZES
def test_a_sign_in_that_runs_out_loses_nothing(site: Site, tmp_path: Path, size: tuple[int, int]) -> None:
    page = opened(site, size=size)
    chosen = files_for(site.house.office, tmp_path, 1)
    [first, *rest] = chosen
    choose(page, first, chosen[first])
    ready(page, 1)
    page.locator("summary", has_text="自评分和备注").click()
    page.get_by_label("备注").fill("先写好的")
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动保存")
    page.context.clear_cookies()
    page.get_by_label("备注").fill("登录失效后写的")
    for requirement in rest:
        with chosen[requirement][0].open("ab") as paper:
            paper.write(b"\x00" * 300_000)  # more than is taken from anybody unknown
        choose(page, requirement, chosen[requirement])
    expect(page.get_by_text("登录已失效")).to_be_visible()
    assert site.faults(page) == []
    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("账号").fill(CLERK)
    page.get_by_label("口令").fill("a long sample password")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile(r"/assignments/\d+"))
    ready(page, len(chosen))
    assert page.get_by_label("备注").input_value() == "登录失效后写的"
    press_hand_in(page)
    assert site.house.office.row(FUNDS).stage_kind == "review"


@SIZES
def test_two_of_one_unit_see_each_others_files_and_lose_nothing(
    site: Site, tmp_path: Path, size: tuple[int, int]
) -> None:
    one, other = opened(site, size=size), opened(site, COLLEAGUE, size)
    chosen = files_for(site.house.office, tmp_path, 1)
    [(first, paths), *rest] = chosen.items()
    for page in (one, other):
        page.locator("summary", has_text="自评分和备注").click()
    choose(one, first, paths)
    ready(one, 1)
    other.get_by_label("备注").fill("同事写的备注")
    for requirement, more in rest:
        choose(other, requirement, more)
    ready(other, len(chosen))  # the other's file too, without loading the page again
    expect(other.locator("[data-draft-state]")).to_contain_text("同事")
    ready(one, len(chosen))
    expect(one.get_by_label("备注")).to_have_value("同事写的备注", timeout=15_000)
    one.get_by_role("button", name="移除").first.click()
    expect(other.locator(".is-out")).to_have_count(1, timeout=15_000)
    one.get_by_role("button", name="放回").click()
    expect(other.locator(".is-out")).to_have_count(0, timeout=15_000)
    one.get_by_label("备注").fill("正在写")  # what one is typing is never overwritten
    assert site.faults(other) == []
    press_hand_in(other)
    expect(one.locator("[data-closed]")).to_be_visible(timeout=15_000)
    assert site.faults(one) == []
    one.get_by_role("button", name="报送", exact=True).click()
    expect(one.locator(".alert-danger[data-code]").first).to_be_visible()
    assert len(site.house.office.pieces(FUNDS)) == len(chosen)


def test_what_was_taken_out_can_be_put_back(site: Site, tmp_path: Path) -> None:
    page = opened(site)
    [requirement, paths] = next(iter(files_for(site.house.office, tmp_path, 1).items()))
    choose(page, requirement, paths)
    ready(page, 1)
    page.get_by_role("button", name="移除").click()
    expect(page.locator(".is-out")).to_have_count(1)
    page.reload()
    page.get_by_role("button", name="放回").click()
    expect(page.locator(".is-out")).to_have_count(0)
    page.locator("[data-day]").fill("2021-03-01")
    page.locator("[data-day]").blur()
    expect(page.locator(".outside")).to_contain_text("2021-03-01")
    assert str(prepared(site.house.office).files[0].effective_on) == "2021-03-01"


def test_the_rate_stands_there_as_one_types(site: Site) -> None:
    page = site.page("qu-weijian-wei-clerk")
    page.goto(f"/assignments/{site.house.office.work('verification-rate/2022/qu-weijian-wei')}")
    page.locator('[id="n.verified"]').fill("1402")
    page.locator('[id="d.verified"]').fill("2902")
    rate = page.locator("output.rate").first
    expect(rate).to_contain_text("48.3%")
    page.locator('[id="n.verified"]').fill("3000")
    expect(rate).to_contain_text("分子不能大于分母")
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动保存")
    page.reload()
    assert page.locator('[id="n.verified"]').input_value() == "3000"


def test_by_a_personal_link_on_a_phone(site: Site, tmp_path: Path) -> None:
    office = site.house.office
    person, key = office.person("qu-chuangjian-ban-office-1"), secret.read_key(site.house.runtime.settings.home)
    [made] = links.issue(office.desk, key, ["su-00001"], person, at=site.house.clock.now())
    page = site.page(size=PHONE)
    page.goto(f"/enter/{made.token}")
    page.get_by_role("button", name="进入").click()
    page.wait_for_url("**/inbox")
    number = office.work("rules-carried-out/2022.records/su-00001")
    page.goto(f"/assignments/{number}")
    field = page.locator("input[data-requirement]:not([capture])").first
    paper = tmp_path / "记录.pdf"
    paper.write_bytes(specimen("pdf", "记录"))
    field.set_input_files(paper)
    ready(page, 1)
    assert site.faults(page) == []
