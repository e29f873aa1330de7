"""表彰 on its page: two people, one after the other, in a browser at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from portal_house import DESKTOP, PHONE, Door, Site

from engine.services.word import letters

FIRST, SECOND = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-office-2"


def test_a_list_proposed_anew_meanwhile_is_not_approved_unseen(door: Callable[[str], Door]) -> None:
    first, second = door(FIRST), door(SECOND)
    assert first.post_form("/recognition/2022/propose").headers["location"] == "/recognition/2022"
    refused = second.post_form("/recognition/2022/approve", {"digest": "of-another-list"})
    assert refused.status_code == 409 and 'data-code="list-changed"' in refused.text
    assert second.get("/recognition/99999").status_code == 422


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_two_people_and_one_bulletin(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    first, second = site.page(FIRST, size), site.page(SECOND, size)
    first.goto("/recognition")
    first.get_by_role("button", name="排名并提出").click()
    first.wait_for_url("**/recognition/2022")
    assert first.get_by_role("button", name="审定此名单").count() == 0
    assert "须由另一人审定" in first.locator("main").inner_text() and site.faults(first) == []
    second.goto("/recognition/2022")
    assert "表彰通报" in second.locator(".letter").inner_text()
    second.get_by_role("button", name="审定此名单").click()
    second.get_by_role("button", name="现在发布").click()
    second.get_by_text("通报已发出").wait_for()
    assert site.faults(second) == []
    first.reload()
    assert first.locator("main form").count() == 0
    letters.expand(office.desk, at=office.now)
    with office.desk.database.reading() as connection:
        sent = connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE notice = 'bulletin' AND audience = ''")
        assert sent.scalar_one() > 10
