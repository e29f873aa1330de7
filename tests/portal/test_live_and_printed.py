"""The board by itself as others act, and pages on paper: in a real browser, two people at once."""

from __future__ import annotations

import pytest
from at_the_office import COVERAGE, FUNDS
from playwright.sync_api import Page, expect
from portal_house import DESKTOP, PHONE, Site

from engine.services.office.chase import miss_due
from engine.services.work.submit import FigureIn

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
OFFICER, CLERK, MARKET = "qu-chuangjian-ban-office-1", "qu-caizheng-ju-clerk", "qu-shijian-ju-clerk"
HEARING = """
  window.EventSource = class extends window.EventSource {
    constructor(...given) {
      super(...given);
      this.addEventListener("head", (event) => { document.documentElement.dataset.heard = event.data; });
    }
  };
"""
"""Shows on the page which act the line that tells of them has told last."""
PAPER = {"width": 718, "height": 1017}
"""A4 within the browser's margins, in CSS pixels."""


@SIZES
def test_the_board_follows_what_others_do_without_being_loaded_again(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    board, unit = site.page(OFFICER, size), site.page(CLERK)
    board.add_init_script(HEARING)
    board.goto("/board")
    expect(board.locator("html[data-heard]")).to_have_count(1)  # the line has told the newest act once
    board.evaluate("window.untouched = true")
    before = int(board.locator("#tile-in-review .number").inner_text())
    board.locator("summary", has_text="筛选").click()
    board.locator("#f-words").fill("还没有按下查看")
    office.hand_in(FUNDS, CLERK)
    expect(board.locator("#tile-in-review .number")).to_have_text(str(before + 1))
    unit.goto(f"/assignments/{office.work(FUNDS)}")
    unit.get_by_role("button", name="撤回").click()
    expect(board.locator("#tile-in-review .number")).to_have_text(str(before))
    assert board.evaluate("window.untouched") is True, "the page was loaded again"
    assert board.locator("#f-words").input_value() == "还没有按下查看"
    assert site.faults(board) == []


def printed(page: Page, address: str) -> Page:
    page.goto(address)
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    return page


@pytest.mark.parametrize(
    "address",
    ["/board", "/board/ranking", "/assignments/{funds}", "/review/{funds}", "/meetings/2022Q2", "/history", "/inbox"],
)
def test_on_paper_there_is_no_menu_no_button_and_nothing_is_cut(site: Site, address: str) -> None:
    office = site.house.office
    miss_due(office.desk, at=office.now)
    office.hand_in(FUNDS, CLERK)
    page = printed(site.page(OFFICER), address.format(funds=office.work(FUNDS)))
    for gone in (
        "header.navbar",
        "button",
        "a.btn",
        "select",
        "input:not([type=hidden], .figure-field input)",
        "textarea",
    ):
        shown = page.locator(gone).evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => one.outerHTML)"
        )
        assert shown == [], f"{gone} on paper"
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"], "wider than the paper"
    box = page.locator("main").bounding_box()
    assert box is not None and box["x"] < 30, "the room of the menu is left empty"
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((one) => {
          const style = getComputedStyle(one);
          return ["auto", "hidden", "scroll"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1
            && !one.classList.contains("visually-hidden") && one.checkVisibility();
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert cut == []
    apart = page.locator("tbody tr, .own-row, .timeline-event").evaluate_all(
        "all => all.filter(one => one.checkVisibility() && getComputedStyle(one).breakInside !== 'avoid').length"
    )
    assert apart == 0, "a row may be broken between two sheets"
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_what_a_form_says_stays_on_paper(site: Site) -> None:
    """Figures that were handed in, and names that can be ticked."""
    office = site.house.office
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, MARKET, FigureIn("coverage", 1402, 2902))
    page = printed(site.page(OFFICER), f"/assignments/{office.work(COVERAGE)}")
    for field, value in (("n.coverage", "1402"), ("d.coverage", "2902")):
        box = page.locator(f'[id="{field}"]')
        expect(box).to_be_visible()
        expect(box).to_have_value(value)
    page.goto("/links")
    expect(page.get_by_text("集贸市场00001")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
