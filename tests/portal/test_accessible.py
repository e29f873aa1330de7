"""Axe finds nothing serious on any page, for whoever opens it, at a desk and on a phone; no page scrolls sideways."""

from __future__ import annotations

import re

import pytest
from definitions_folder import COVERAGE_FILE
from portal_house import DESKTOP, PHONE, Site

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
        "/definitions/next-year",
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
            page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
            faults += site.faults(page)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                faults.append(f"{page.url} is {wide} pixels wider than the screen")
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_serious_where_something_went_wrong(
    site: Site, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not there, not theirs, not now, wrongly typed, at fault: each says what to do, and reads well."""

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("a fault that nobody foresaw")

    monkeypatch.setattr("portal.pages.scan.service.seen_by", breaks)
    faults = []
    for person, address, status in (
        (CLERK, "/nowhere", 404),
        (CLERK, "/people", 403),
        (ADMIN, "/people/nobody-at-all", 404),
        (ADMIN, "/scan", 500),
    ):
        page = site.page(person, size)
        answer = page.goto(address)
        assert answer is not None and answer.status == status
        assert page.get_by_role("main").inner_text().strip()
        faults += site.faults(page)
    page = site.page(ADMIN, size)
    page.goto(f"/people/{ADMIN}/leave")
    with page.expect_response(lambda answer: answer.request.method == "POST") as refused:
        page.get_by_role("button", name=re.compile("离岗")).last.click()
    assert refused.value.status == 409  # the last administrator stays
    faults += site.faults(page)
    page.goto("/people/new")
    page.get_by_label("姓名").fill("周敏")
    page.get_by_label("单位", exact=True).fill("没有这个单位")
    page.get_by_role("button", name="增加").click()
    page.locator(".invalid-feedback").first.wait_for()
    faults += site.faults(page)
    site.complaints[:] = [each for each in site.complaints if "500" not in each]
    assert faults == [], "\n".join(faults)
