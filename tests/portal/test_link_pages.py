"""个人链接 on pages: from the list over the preview to the sheet, and from the link to the unit's own list alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from portal_house import PHONE, Door, Site

OFFICER, SHOP = "qu-chuangjian-ban-office-1", "su-00001"
_LINK = re.compile(r'href="http://127\.0\.0\.1:8080(/enter/[^"]+)"')


def sheet(door: Door, *units: str) -> str:
    assert door.post_form("/links/preview", {"unit": list(units), "act": "issue"}).status_code == 200
    answer = door.post_form("/links/issue", {"unit": list(units), "days": "30"})
    assert answer.status_code == 200
    return str(answer.text)


def test_a_sheet_has_a_code_for_each_unit_and_is_shown_once(door: Callable[[str], Door]) -> None:
    officer = door(OFFICER)
    page = sheet(officer, SHOP, "su-00002")
    assert len(set(_LINK.findall(page))) == 2 and page.count('class="qr"') == 2
    assert _LINK.findall(officer.get("/links").text) == []


def test_looking_at_a_link_begins_nothing_and_the_button_does(door: Callable[[str], Door]) -> None:
    [address] = _LINK.findall(sheet(door(OFFICER), SHOP))
    guest = door("")
    assert "进入" in guest.get(address).text and not guest.cookies.get("visit")
    answer = guest.post(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
    assert guest.get("/", follow_redirects=False).headers["location"] == "/inbox"
    inbox = guest.get("/inbox")
    assert inbox.status_code == 200 and "/password" not in inbox.text
    for closed in ("/board", "/links", "/password", "/review"):
        assert guest.get(closed, follow_redirects=False).status_code == 403, closed


def test_a_revoked_link_says_what_would_help(door: Callable[[str], Door]) -> None:
    officer = door(OFFICER)
    [address] = _LINK.findall(sheet(officer, SHOP))
    guest = door("")
    guest.post(address, follow_redirects=False)
    assert officer.post_form("/links/revoke", {"unit": [SHOP]}).status_code == 303
    answer = guest.get(address)
    assert answer.status_code == 409 and "已作废" in answer.text and "索取新的链接" in answer.text
    assert guest.get("/inbox", follow_redirects=False).status_code == 303


def test_on_a_phone_from_the_link_to_the_list(site: Site, door: Callable[[str], Door]) -> None:
    [address] = _LINK.findall(sheet(door(OFFICER), SHOP))
    page = site.page(size=PHONE)
    page.goto(address)
    assert site.faults(page) == []
    page.get_by_role("button", name="进入").click()
    page.wait_for_url("**/inbox")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
