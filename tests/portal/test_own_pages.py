"""What a person sees that is theirs, in a browser and by a calendar program: inbox, calendar, letters, standing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from at_the_office import COVERAGE, GROUP, Office
from icalendar import Calendar
from portal_house import DESKTOP, PHONE, Door, House, Site
from small_programme import at

from engine.domain.vocabulary import RequestKind
from engine.services.doors import links
from engine.services.doors.secret import read_key
from engine.services.word import letters
from engine.services.work import extend
from engine.services.work.leave import leave

MARKET, OFFICER, LEAD = "qu-shijian-ju-clerk", "qu-chuangjian-ban-office-1", "qu-zhengfu-ban-head"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])


def deliver(office: Office) -> None:
    """Put every notice into words, as delivery does before it sends."""
    letters.expand(office.desk, at=office.now)
    letters.lease(office.desk, owner="here", at=office.now, limit=10_000)


@SIZES
def test_a_clerk_finds_the_most_urgent_thing_first(site: Site, size: tuple[int, int]) -> None:
    page = site.page(MARKET, size)
    page.goto("/inbox")
    first = page.locator(".own-row").first
    assert "联席会议" in first.inner_text() and "已逾期51个工作日" in first.inner_text()
    box = first.bounding_box()
    assert box is not None and box["y"] + box["height"] < size[1], "without scrolling"
    page.get_by_role("link", name="正常").first.click()
    page.wait_for_url("**/inbox?light=green*")
    assert page.locator(".own-row .light-red").count() == 0 and page.locator(".own-row .light-green").count() > 3
    page.get_by_label("指标").select_option(label="依法实施行政许可")
    page.get_by_role("button", name="查看").click()
    assert page.locator(".own-row").count() == 1
    page.locator(".own-row a").click()
    page.wait_for_url("**/assignments/*")
    assert "依法实施行政许可" in page.locator("main").inner_text()


@SIZES
def test_a_long_inbox_is_read_page_by_page(site: Site, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("engine.services.looking.inbox", "portal.pages.inbox"):
        monkeypatch.setattr(f"{place}.PAGE", 3)
    page = site.page(MARKET, size)
    page.goto("/inbox")
    assert "共5件，显示前3件" in page.locator("main").inner_text()
    seen = []
    page.get_by_role("link", name="查看全部本单位任务").click()
    page.wait_for_url("**list=todo")
    seen += page.locator(".own-row a").all_inner_texts()
    page.get_by_role("link", name="正常").first.click()
    page.wait_for_url("**light=green**list=todo**")
    page.get_by_role("link", name="显示全部").click()
    page.goto("/inbox?list=todo")
    page.get_by_role("link", name="下一页").click()
    page.wait_for_url("**page=2**")
    seen += page.locator(".own-row a").all_inner_texts()
    assert len(seen) == 5 and site.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.get_by_role("link", name="上一页").click()
    page.wait_for_url("**page=1**")


@SIZES
def test_the_calendars_entries_lead_to_their_assignments(site: Site, size: tuple[int, int]) -> None:
    page, number = site.page(MARKET, size), site.house.office.work(COVERAGE)
    page.goto("/calendar")
    assert page.locator("h1").inner_text() == "2022年6月"
    for month in ("7月", "8月"):
        page.get_by_role("link", name="下一月").click()
        page.wait_for_url(f"**/calendar?month=2022-0{month[0]}")
    assert page.locator("h1").inner_text() == "2022年8月"
    assert page.get_by_text("免费检定截止日").is_visible()
    page.get_by_role("link", name="免费检定覆盖率").click()
    page.wait_for_url(f"**/assignments/{number}")
    page.go_back()
    page.get_by_role("link", name="上一月").click()
    page.wait_for_url("**/calendar?month=2022-07")
    page.goto("/calendar?month=2022-05")
    worked = page.locator("td", has=page.get_by_text("班", exact=True))
    assert "7" in worked.first.inner_text() and worked.first.is_visible()


def test_a_long_inbox_is_short_to_scroll_and_easy_to_touch_on_a_phone(site: Site) -> None:
    page = site.page(OFFICER, PHONE)
    page.goto("/inbox")
    rows = page.locator(".own-row")
    heights = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert len(heights) > 12 and sum(heights) / len(heights) < 130
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0 and site.faults(page) == []
    chips = page.locator(".own-filter .chip").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert chips and min(chips) >= 44


def test_the_address_is_made_on_the_page_and_read_without_a_session(site: Site) -> None:
    page = site.page(MARKET)
    page.goto("/calendar")
    page.get_by_role("button", name="生成订阅地址").click()
    path = page.get_by_label("您的订阅地址").input_value().split("8080", 1)[1]
    reader = Door(site.house.app)
    answer = reader.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) > 5
    same = reader.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    page.goto("/calendar")
    assert page.get_by_label("您的订阅地址").count() == 0 and "不能再次显示" in page.locator("#feed").inner_text()
    page.get_by_role("button", name="作废地址").click()
    page.wait_for_url("**/calendar#feed")
    assert reader.get(path).status_code == 404
    assert reader.get(path.replace(".ics", "x.ics")).status_code == 404


def test_a_moved_date_moves_in_the_subscribed_calendar(house: House, door: Callable[[str], Door]) -> None:
    office, client = house.office, door(MARKET)
    made = client.post_form("/calendar/feed").text
    path = made[made.index("/feed/") :].split('"', 1)[0]
    number, uid = office.work(COVERAGE), f"assignment-{office.work(COVERAGE)}@"
    asked = extend.Ask(number, office.person(MARKET), RequestKind.EXTENSION, "待检", date(2022, 9, 9))
    request = extend.ask_for(office.desk, asked, at=office.now)

    def starts() -> date:
        read = Calendar.from_ical(door("").get(path).content).walk("VEVENT")
        [event] = [each for each in read if str(each["uid"]).startswith(uid)]
        found: date = event.decoded("dtstart")
        return found

    assert starts() == date(2022, 8, 31)
    decision = extend.Decision(request, office.person(OFFICER), True, "同意")
    extend.decide(office.desk, decision, at=office.now)
    assert starts() == date(2022, 9, 9)
    administrator = office.person("qu-chuangjian-ban-administrator")
    leave(office.desk, MARKET, administrator, at=house.clock.now())
    assert door("").get(path).status_code == 404


@SIZES
def test_letters_are_counted_opened_and_marked(site: Site, size: tuple[int, int]) -> None:
    deliver(site.house.office)
    page = site.page(MARKET, size)
    page.goto("/letters")
    many = page.locator(".own-unread").count()
    assert many > 3 and f"{many}封未读" in page.locator("h1").inner_text()
    page.locator(".own-unread a").first.click()
    page.wait_for_url("**/letters/*")
    page.get_by_role("link", name="查看对应任务").click()
    page.wait_for_url("**/assignments/*")
    page.goto("/letters?show=unread")
    assert page.locator(".own-row").count() == many - 1
    page.get_by_role("link", name="免费检定覆盖率").first.click()
    page.wait_for_url("**/letters/*")
    with page.expect_download() as saved:
        page.get_by_role("link", name="把2022-08-31加入日历").click()
    assert b"DTSTART;VALUE=DATE:20220831" in Path(saved.value.path()).read_bytes()
    page.get_by_role("button", name="标为未读").click()
    page.wait_for_url("**/letters")
    page.goto("/letters")
    page.locator(".own-row:not(.own-unread) a").click()
    page.get_by_role("button", name="标为未读").click()
    page.wait_for_url("**/letters")
    assert page.locator(".own-unread").count() == many
    page.get_by_role("button", name="全部标为已读").click()
    page.wait_for_load_state()
    assert page.locator(".own-unread").count() == 0 and page.get_by_role("button", name="全部标为已读").count() == 0


@SIZES
def test_every_page_has_the_menu_with_counts_and_ones_own_things(site: Site, size: tuple[int, int]) -> None:
    deliver(site.house.office)
    page = site.page(MARKET, size)
    for address in ("/inbox", "/calendar", "/letters", "/standing", "/password"):
        page.goto(address)
        if size == PHONE:
            # What waits is seen without opening the menu; the rest is one touch away.
            assert page.get_by_role("link", name="待办").first.is_visible()
            page.get_by_role("button", name="菜单").click()
            page.locator("#menu.show").wait_for()
        menu = page.locator("#menu")
        for words in ("待办", "日历", "信件", "本单位得分"):
            assert menu.get_by_role("link", name=words).is_visible(), (address, words)
        told = menu.inner_text()
        assert "7" in told and "区市监局" in told and "修改口令" in told
        assert menu.get_by_role("button", name="退出登录").is_visible()
    menu.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    assert page.locator("#menu").get_by_text("Inbox").count() == 1


def test_a_personal_link_opens_calendar_letters_and_standing_but_no_address(house: House) -> None:
    office = house.office
    deliver(office)
    key = read_key(house.runtime.settings.home)
    [made] = links.issue(office.desk, key, ["su-00001"], office.person(OFFICER), at=house.clock.now())
    guest = Door(house.app)
    guest.post(f"/enter/{made.token}", follow_redirects=False)
    for path in ("/inbox", "/calendar", "/calendar?month=2022-08", "/letters", "/standing"):
        assert guest.get(path).status_code == 200, path
    assert "/calendar/feed" not in guest.get("/calendar").text
    assert guest.post_form("/calendar/feed").status_code == 403
    number, *more = re.findall(r'href="/letters/(\d+)"', guest.get("/letters").text)
    assert guest.get(f"/letters/{number}").status_code == 200
    named = [guest.get(f"/letters/{each}/day.ics") for each in (number, *more)]
    assert any(each.status_code == 200 and b"BEGIN:VEVENT" in each.content for each in named), "one names a day"
    assert guest.post_form(f"/letters/{number}/mark", {"read": "no"}).status_code == 303
    assert guest.post_form("/letters/read").status_code == 303


def test_what_makes_no_sense_is_said_and_a_foreign_letter_is_not_there(
    house: House, door: Callable[[str], Door]
) -> None:
    deliver(house.office)
    mine, other = door(MARKET), door(LEAD)
    number = mine.get("/letters").text.split('href="/letters/', 1)[1].split('"', 1)[0]
    assert other.get(f"/letters/{number}").status_code == 404
    for wrong in ("2022-13", "2022", "abcd-ef", "1999-01", "2022-08-01", "２０２２-08"):
        answer = mine.get("/calendar", params={"month": wrong})
        assert (answer.status_code == 422 and "2022-08" in answer.text) or "2000" in answer.text, wrong
    assert mine.get("/inbox?light=purple").status_code == 422
    assert "没有符合条件的待办事项" in mine.get("/inbox?light=yellow").text


def test_the_overdue_head_sees_it_on_top_and_the_request_reaches_who_decides(
    house: House, door: Callable[[str], Door]
) -> None:
    office = house.office
    asked = extend.Ask(office.work(GROUP), office.person(LEAD), RequestKind.EXTENSION, "会期未定", date(2022, 7, 1))
    request = extend.ask_for(office.desk, asked, at=at(date(2022, 6, 15)))
    told = door(OFFICER).get("/inbox").text
    assert "待我审批的申请" in told and "会期未定" in told and f'href="/requests#request-{request}"' in told
    assert f'id="request-{request}"' in door(OFFICER).get("/requests").text
    assert "待我审批的申请" not in door(MARKET).get("/inbox").text


def test_equal_parts_of_a_day_are_one_line_that_opens(door: Callable[[str], Door]) -> None:
    text = door("qu-chuangjian-ban-clerk").get("/calendar?month=2022-06").text
    assert "配合10个单位：行业监督检查" in text and text.count("<summary>配合10个单位：行业监督检查") == 1
    assert "配合区财政局：行业监督检查" in text
