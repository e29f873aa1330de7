"""复核 on its pages: evidence in place, verdicts with what was typed kept, two people at once, many at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from at_the_office import FUNDS, Office
from portal_house import DESKTOP, PHONE, Door, Site

from engine.services.work.submit import FigureIn, Item

OFFICER, SECOND = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-office-2"
LEVELS, VOTES = "verification-rate/2022/qu-weijian-wei", "special-inspections/2022"
PARTS = (FigureIn("verified", 8, 9, "listed-devices"), FigureIn("verified", 1, 1, "household-meters"))


@pytest.fixture(autouse=True)
def handed_in(office: Office) -> None:
    """Two pieces of work wait for the office."""
    office.hand_in(LEVELS, "qu-weijian-wei-clerk", FigureIn("verified", 9, 10), *PARTS)
    office.hand_in(FUNDS, "qu-caizheng-ju-clerk")


def shown(client: Door, number: int) -> dict[str, str]:
    """The hidden fields of the verdict's form, as a browser would send them."""
    text = client.get(f"/review/{number}").text
    return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("evidence", "stage")}  # type: ignore[index]


def test_looking_changes_nothing_and_opening_is_a_post(office: Office, door: Callable[[str], Door]) -> None:
    client, number = door(OFFICER), office.work(FUNDS)
    text = client.get(f"/review/{number}").text
    assert "data-open-review" in text and office.row(FUNDS).opened_at is None
    assert client.post_form(f"/review/{number}/open").headers["location"] == f"/review/{number}"
    assert office.row(FUNDS).opened_at is not None
    assert "data-open-review" not in client.get(f"/review/{number}").text


def test_a_refusal_keeps_what_was_typed(office: Office, door: Callable[[str], Door]) -> None:
    client, number = door(OFFICER), office.work(FUNDS)
    seen = shown(client, number)
    answer = client.post_form(f"/review/{number}/approve", {**seen, "note": "数量合理", "rubric": "9"})
    assert answer.status_code == 422 and "9" in answer.text and 'value="数量合理"' in answer.text
    piece = office.pieces(FUNDS).popitem()[1]
    answer = client.post_form(f"/review/{number}/return", {**seen, "reason": " ", "piece": str(piece)})
    assert answer.status_code == 409 and f'value="{piece}" form="return" checked' in answer.text
    answer = client.post_form(f"/review/{number}/approve", {**seen, "note": "数量合理", "rubric": "0.8"})
    assert answer.status_code == 303 and office.row(FUNDS).stage_kind == "score"


def test_the_second_of_two_at_once_is_told(office: Office, door: Callable[[str], Door]) -> None:
    first, second, number = door(OFFICER), door(SECOND), office.work(LEVELS)
    seen, too = shown(first, number), shown(second, number)
    assert first.post_form(f"/review/{number}/approve", seen).status_code == 303
    answer = second.post_form(f"/review/{number}/approve", too)
    assert answer.status_code == 409 and 'data-code="moved-meanwhile"' in answer.text
    assert office.row(LEVELS).stage == "office-review"


def test_evidence_that_changed_meanwhile_is_not_approved(office: Office, door: Callable[[str], Door]) -> None:
    client, number = door(OFFICER), office.work(FUNDS)
    seen = shown(client, number)
    office.send_back(FUNDS, "office-2")
    office.hand_in(
        FUNDS, "qu-caizheng-ju-clerk", items=[office.item(FUNDS, each, "new") for each in office.pieces(FUNDS)]
    )
    answer = client.post_form(f"/review/{number}/approve", {**seen, "rubric": "1"})
    assert answer.status_code == 409 and 'data-code="evidence-changed"' in answer.text


def test_pages_say_why_what_has_no_due_date_cannot_be_closed_out(office: Office, door: Callable[[str], Door]) -> None:
    client, number = door(OFFICER), office.work(FUNDS)
    assert "考核日" not in client.get("/close-out").text
    office.approve(FUNDS, "office-1", rubric=Decimal("1"))
    told = client.get("/close-out").text
    assert "有1项已复核通过、没有截止日的任务" in told and "2022-11-10" in told
    assert "2022-11-10考核时评分，评分后才能销号" in client.get(f"/assignments/{number}").text


def test_ones_own_is_refused_in_words(office: Office, door: Callable[[str], Door]) -> None:
    own = "joint-meeting/2022Q2"
    office.gather(own)
    office.hand_in(own, "qu-chuangjian-ban-clerk", FigureIn("meetings", 1), items=[office.item(own, "minutes")])
    text = door(OFFICER).get(f"/review/{office.work(own)}").text
    assert "本单位" in text and f'action="/review/{office.work(own)}/approve"' not in text


def test_files_are_shown_in_place_but_only_by_us(office: Office, door: Callable[[str], Door]) -> None:
    client, number = door(OFFICER), office.work(LEVELS)
    text = client.get(f"/review/{number}").text
    addresses = re.findall(rf'(?:<iframe|<img)[^>]* src="(/assignments/{number}/files/\d+)["#]', text)
    assert addresses
    headers = client.get(addresses[0]).headers
    assert headers["x-frame-options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_many_at_once_are_previewed_and_done_as_previewed(office: Office, door: Callable[[str], Door]) -> None:
    client, one, other = door(OFFICER), office.work(LEVELS), office.work(FUNDS)
    data = {"verb": "approve", "number": [str(one), str(other)]}
    text = client.post_form("/bulk/preview", data).text
    assert "转入“创建办复核”" in text and "没有给出分数" in text
    digest = re.search(r'name="digest" value="(\w+)"', text)[1]  # type: ignore[index]
    assert re.findall(r'name="number" value="(\d+)"', text) == [str(one)]
    assert office.row(LEVELS).stage == "industry-review"
    assert client.post_form("/bulk", {**data, "digest": digest}).status_code == 409
    assert office.row(LEVELS).stage == "industry-review"
    answer = client.post_form("/bulk", {"verb": "approve", "number": str(one), "digest": digest})
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert office.row(LEVELS).stage == "office-review"
    answer = client.post_form("/bulk/preview", {"verb": "approve"})
    assert answer.status_code == 422 and "没有勾选" in answer.text


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_queue_to_a_verdict_in_a_browser(site: Site, size: tuple[int, int]) -> None:
    office = site.house.office
    event = office.item(VOTES, "inspection", effective_on=office.today)
    photo = Item("inspection", event.content, event.name, effective_on=event.effective_on)
    office.hand_in(VOTES, "qu-shijian-ju-clerk", items=[photo])
    page = site.page(OFFICER, size)
    page.goto("/review")
    page.locator(f'a[href="/review/{office.work(VOTES)}"]').click()
    page.wait_for_selector("[data-review]")
    page.wait_for_selector("[data-open-review]", state="detached")
    assert office.row(VOTES).opened_at is not None
    assert "2人中已有0人通过" in page.locator(".quorum").inner_text()
    page.keyboard.press("Alt+KeyR")
    assert page.evaluate("document.activeElement.id") == "reason"
    page.keyboard.press("Alt+KeyA")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/review(/(?!{office.work(VOTES)}\b)\d+)?$"))
    assert site.faults(page) == []
    page.goto(f"/review/{office.work(VOTES)}")
    assert "2人中已有1人通过" in page.locator(".quorum").inner_text()
    assert page.get_by_role("button", name="通过").count() == 0
    assert site.faults(page) == []
    page.goto("/review")
    page.get_by_label("全部勾选").check()
    page.get_by_label("退回理由或备注").fill("请补充签字")
    page.get_by_role("button", name="批量退回所选").click()
    page.get_by_role("button", name=re.compile("要么全办")).wait_for()
    assert site.faults(page) == []
    page.get_by_role("button", name=re.compile("要么全办")).click()
    page.wait_for_url("**/review")
    assert office.row(LEVELS).returned and office.row(FUNDS).returned and office.row(VOTES).returned
