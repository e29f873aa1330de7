"""The history on its pages: narrowed by the address, one act, the chain's state, and a table that Excel can open."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from at_the_office import FUNDS, Office
from portal_house import DESKTOP, PHONE, Door, Site
from sqlalchemy import update

from engine.services.work.accept import Accept, accept
from engine.services.work.close_out import comment
from engine.store import tables as t

OFFICER, AUDITOR, HEAD = "qu-chuangjian-ban-office-1", "qu-chuangjian-ban-auditor", "qu-caizheng-ju-head"
FORMULA = '=HYPERLINK("http://evil","点我")'


@pytest.fixture(autouse=True)
def done(office: Office) -> None:
    accept(office.desk, [Accept(office.work(FUNDS), office.person(HEAD))], at=office.now)
    comment(office.desk, office.work(FUNDS), office.person(HEAD), FORMULA, at=office.now)


def test_the_address_narrows_and_each_condition_can_be_taken_away(door: Callable[[str], Door]) -> None:
    client = door(OFFICER)
    text = client.get("/history", params={"verb": "accept", "who": HEAD, "unit": "财政局"}).text
    assert len(re.findall(r'href="/history/\d+">第\d+号', text)) == 1
    assert text.count('class="chip"') == 3 and 'href="/history?who=qu-caizheng-ju-head&amp;unit=' in text
    assert "没有符合条件" in client.get("/history?day_from=2030-01-01").text
    for wrong in ("verb=fly", "day_from=31.2.", "assignment=three", "before=-1"):
        assert client.get(f"/history?{wrong}").status_code == 422, wrong


def test_an_act_has_a_page(office: Office, door: Callable[[str], Door]) -> None:
    client = door(AUDITOR)
    number = re.search(r'href="(/history/\d+)">第', client.get("/history?verb=accept").text)[1]  # type: ignore[index]
    text = client.get(number).text
    assert "下达签收" in text and "佐证报送" in text and f"/assignments/{office.work(FUNDS)}" in text
    assert client.get("/history/999999").status_code == 404


def test_the_table_has_every_act_and_no_formula(door: Callable[[str], Door]) -> None:
    answer = door(OFFICER).get("/history/acts.csv")
    assert answer.headers["content-type"].startswith("text/csv") and answer.text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert head[0] == "编号" and [int(row[0]) for row in rows] == list(range(len(rows), 0, -1))
    assert next(row for row in rows if row[4] == "评论")[9] == "'" + FORMULA


def test_an_auditor_verifies_and_an_altered_row_is_named(office: Office, door: Callable[[str], Door]) -> None:
    client = door(AUDITOR)
    assert "尚未核验" in client.get("/history").text
    assert client.post_form("/history/chain").headers["location"] == "/history/chain"
    assert "未发现改动" in client.get("/history").text
    with office.desk.database.engine.begin() as connection:
        connection.execute(update(t.act).where(t.act.c.id == 2).values(reason="改过"))
    client.post_form("/history/chain")
    assert "第2号记录与当时不符" in client.get("/history").text
    refused = client.post_form("/history/chain", {"since": "乱写"})
    assert refused.status_code == 422 and 'value="乱写"' in refused.text


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_in_a_browser(site: Site, size: tuple[int, int]) -> None:
    page = site.page(OFFICER, size)
    page.goto("/history")
    page.get_by_text("筛选").click()
    page.get_by_label("办理事项").select_option("accept")
    page.get_by_role("button", name="查看").click()
    page.wait_for_url("**verb=accept**")
    assert page.locator("tbody tr").count() == 1
    page.get_by_role("link", name=re.compile("第.*号")).first.click()
    page.wait_for_url(re.compile(r"/history/\d+$"))
    assert site.faults(page) == []
    page.goto("/history/chain")
    page.get_by_role("button", name="现在核验").click()
    page.get_by_text("未改动").first.wait_for()
    assert site.faults(page) == []
