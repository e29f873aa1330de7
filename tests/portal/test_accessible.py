"""Axe finds nothing serious on any page, for whoever opens it, at a desk and on a phone; no page scrolls sideways."""

from __future__ import annotations

import pytest
from conftest import DESKTOP, PHONE, Site
from definitions_folder import COVERAGE_FILE

ADMIN, STAFF = "qu-chuangjian-ban-administrator", "qu-shijian-ju-clerk"
CLERK, OFFICER = "su-00001-clerk", "qu-chuangjian-ban-office-1"
PAGES = {
    "": ["/sign-in"],
    CLERK: [
        "/inbox",
        "/inbox?light=red",
        "/inbox?list=todo",
        "/calendar",
        "/calendar?month=2022-08",
        "/letters",
        "/standing",
        "/preferences",
        "/password",
        "/contacts",
        "/tokens",
        "/webhooks",
        "/api/v1/docs",
        "/assignments/{own}",
        "/assignments/{own}/earlier",
        "/nowhere",
    ],
    OFFICER: [
        "/board",
        "/board?light=red",
        "/board/ranking",
        "/board/trend",
        "/board/funnel",
        "/links",
        "/close-out",
        "/review",
        "/requests",
        "/review/{own}",
        "/close-out",
        "/assignments/{own}",
        "/bulk",
        "/issue?indicator=lawful-licensing",
        "/meetings",
        "/countdown",
        "/flows",
        "/flows/now?name=sweep",
        "/recognition",
        "/documents",
        "/documents/bulletin",
        "/documents/packet?of=2022Q2",
        "/documents/self-assessment",
        "/documents/year-end",
        "/documents/package/verify",
        "/notices",
        "/notices/preview",
        "/notices/preview?notice=yellow-sheet&lang=en",
        "/history",
        "/history/1",
        "/history/chain",
        "/inbox",
        "/calendar",
        "/letters",
        "/standing",
    ],
    ADMIN: [
        "/people",
        "/people?state=left",
        "/people/new",
        f"/people/{STAFF}",
        f"/people/{STAFF}/leave",
        f"/people/{STAFF}/preferences",
        "/units",
        "/units?kind=service-unit",
        "/units/new",
        "/units/su-00001",
        "/units/qu-shijian-ju",
        "/groups",
        "/groups?name=各街道",
        "/rosters",
        "/tables",
        "/unowned",
        "/scan",
        "/definitions",
        "/definitions/of/verification-rate",
        "/definitions/new",
        "/definitions/new?pattern=milestones",
        "/definitions/plan",
        f"/definitions/edit?file={COVERAGE_FILE}",
        "/definitions/edit?file=../workflows/standard.yaml",
        f"/definitions/year?file={COVERAGE_FILE}",
        f"/definitions/earlier?file={COVERAGE_FILE}",
    ],
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_serious_on_any_page(site: Site, size: tuple[int, int]) -> None:
    own = site.house.office.work("verification-rate/2022/su-00001")
    faults = []
    for person, addresses in PAGES.items():
        page = site.page(person, size)
        for address in addresses:
            page.goto(address.format(own=own))
            faults += site.faults(page)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                faults.append(f"{page.url} is {wide} pixels wider than the screen")
    assert faults == [], "\n".join(faults)
