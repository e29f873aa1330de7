"""The packet and the countdown on their pages: told by a press, read as it was told, printed without the buttons."""

from __future__ import annotations

import pytest
from portal_house import DESKTOP, PHONE, Site

OFFICER = "qu-chuangjian-ban-office-1"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_in_a_browser(site: Site, size: tuple[int, int]) -> None:
    page = site.page(OFFICER, size)
    page.goto("/meetings")
    assert "联席会议材料（2022年第二季度）" in page.locator("h1").inner_text() and site.faults(page) == []
    page.get_by_role("button", name="现在通报").click()
    page.get_by_text("今天已通报").wait_for()
    page.get_by_role("link", name="2022-06-15").click()
    page.get_by_text("当时通报的内容").wait_for()
    assert page.locator("form[action$='/tell']").count() == 0 and site.faults(page) == []
    page.emulate_media(media="print")
    assert not page.locator("nav.told").is_visible() and page.locator("#units").is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="2022年第一季度").click()
    page.get_by_role("link", name="八月倒计时").click()
    page.wait_for_url("**/countdown")
    assert "区市监局" in page.locator("main").inner_text() and site.faults(page) == []
