"""Notices on their pages: found by the address, read, and sent again from the list and from their own page."""

from __future__ import annotations

import re
from collections.abc import Callable

import postman
import pytest
from at_the_office import COVERAGE, FUNDS, Office
from portal_house import DESKTOP, PHONE, Door, House, Site
from pydantic import SecretStr

from engine.services.office.chase import remind
from engine.services.word import letters

OFFICER, AUDITOR = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-auditor"


@pytest.fixture(autouse=True)
def failed(office: Office) -> list[int]:
    """Two reminders that a channel refused."""
    remind(office.desk, office.work(FUNDS), office.person("office-1"), "请本周五前报送", at=office.now)
    letters.expand(office.desk, at=office.now)
    leased = letters.lease(office.desk, owner="t", at=office.now, limit=999)
    postman.went_out(office.desk, [each.id for each in leased if each.notice != "remind"], at=office.now)
    refused = [each.id for each in leased if each.notice == "remind"]
    for number in refused:
        postman.given_up(office.desk, number, "550 <没有此人>", at=office.now)
    return refused


def test_the_list_tells_what_did_not_arrive(failed: list[int], door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    text = client.get("/notices?unreached=1").text
    assert sorted(map(int, re.findall(r'href="/notices/(\d+)"', text))) == sorted(failed)
    assert "550 &lt;没有此人&gt;" in text and 'name="number"' in text
    assert 'name="number"' not in door(AUDITOR).get("/notices?unreached=1").text
    assert client.get("/notices?state=lost").status_code == 422
    text = client.get(f"/notices/{failed[0]}").text
    assert "请本周五前报送" in text and "/assignments/" in text


def test_what_was_not_sent_yet_is_listed_by_the_words_it_will_have(office: Office, door: Callable[[str], Door]) -> None:
    remind(office.desk, office.work("lawful-licensing/2022"), office.person("office-1"), "请抓紧", at=office.now)
    letters.expand(office.desk, at=office.now)
    text = door(OFFICER).get("/notices").text
    rows = text[text.index("<tbody") : text.index("</tbody")]
    assert "依法实施行政许可" in rows and "…" not in re.sub(r"<[^>]+>", "", rows)


def test_kinds_of_notices_are_chosen_by_names_without_holes(door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    for language, named in (("zh", "免费检定倒计时"), ("en", "Reminder")):
        client.post_form("/language", {"language": language, "next": "/notices"})
        text = client.get("/notices").text
        choice = text[text.index('id="notice"') : text.index("</select>", text.index('id="notice"'))]
        kinds = re.findall(r"<option[^>]*>([^<]*)", choice)
        assert named in kinds and not any("…" in kind or kind.endswith((":", "：")) for kind in kinds)
        assert len(kinds) == len(set(kinds)) > 15


def test_ticked_ones_go_out_again(failed: list[int], door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    nothing = client.post_form("/notices/send-again")
    assert nothing.status_code == 422 and "请勾选" in nothing.text
    data = {"number": [str(number) for number in failed]}
    assert client.post_form("/notices/send-again", data).status_code == 303
    assert client.post_form("/notices/send-again", data).status_code == 409
    assert client.post_form(f"/notices/{failed[0]}/send-again").status_code == 409


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_in_a_browser(failed: list[int], site: Site, size: tuple[int, int]) -> None:
    page = site.page(OFFICER, size)
    page.goto("/notices")
    page.locator("#tile-unreached").click()
    page.wait_for_url("**unreached**")
    assert site.faults(page) == []
    page.locator("tbody a").first.click()
    page.get_by_role("button", name="重新发送").click()
    page.get_by_text("待发").first.wait_for()
    assert site.faults(page) == []
    page.goto("/history")
    assert "通知重发" in page.locator("tbody tr").first.inner_text()


def test_a_notice_is_previewed_as_a_channel_would_get_it(house: House, door: Callable[[str], Door]) -> None:
    house.runtime.settings.channels["sms"] = SecretStr("smsgate://KEY:SECRET@127.0.0.1/sms?to={phone}")
    client, number = door(OFFICER), house.office.work(COVERAGE)
    asked = {"notice": "yellow-sheet", "unit": "区市监局", "day": "2022-08-26", "channel": "sms"}
    text = client.get("/notices/preview", params=asked).text
    assert "黄色督办单" in text and "只剩3个工作日" in text and "请单位负责人督促办理" in text
    assert "没有单独的标题" in text and re.search(r"共\d{2,}字；按短信计[23]条", text)
    assert "notices/yellow-sheet.yaml" in text and "并入每日汇总" in text
    text = client.get("/notices/preview", params={**asked, "channel": "inbox", "assignment": number, "lang": "en"}).text
    assert "Yellow sheet: 2.3.1" in text and "in 3 working days" in text
    told = client.get("/api/v1/notices/preview", params={**asked, "assignment": number}).json()["items"]
    assert [(each["notice"], each["assignment"], len(each["messages"])) for each in told] == [
        ("yellow-sheet", number, 1)
    ]
    assert told[0]["messages"][0]["subject"] == "" and told[0]["messages"][0]["body"].startswith("黄色督办单")
    assert len(client.get("/api/v1/notices/preview").json()["items"]) == len(house.office.desk.catalog().notices)


def test_a_preview_says_what_makes_no_sense_and_keeps_what_was_typed(door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    for asked, status, says in (
        ({"unit": "区气象局"}, 422, "没有“区气象局”这个单位"),
        ({"assignment": "999999"}, 404, "999999"),
        ({"assignment": "第三"}, 422, "第三"),
        ({"day": "八月"}, 422, "八月"),
        ({"notice": "pigeon"}, 404, "pigeon"),
        ({"channel": "smoke"}, 404, "smoke"),
    ):
        answer = client.get("/notices/preview", params=asked)
        assert answer.status_code == status and says in answer.text, (asked, answer.status_code)
        for name, value in asked.items():
            assert f'value="{value}"' in answer.text or name in ("notice", "channel"), asked
