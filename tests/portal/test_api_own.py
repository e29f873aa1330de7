"""What is one's own, by program: the same as on the pages."""

from __future__ import annotations

from at_the_office import COVERAGE
from fastapi.testclient import TestClient
from icalendar import Calendar
from portal_house import Api, House
from test_own_pages import deliver

from engine.services.scoring.score import score_due
from engine.services.work.submit import FigureIn

MARKET, OFFICER = "qu-shijian-ju-clerk", "qu-chuangjian-ban-office-1"


def test_the_inbox_says_whose_turn_it_is_and_is_narrowed(api: Api) -> None:
    program = api(MARKET)
    whole = program.get("inbox", headers={"accept-language": "zh"}).json()
    assert whole["parts"][0]["light"] == "red" and whole["parts"][0]["left"] == "已逾期51个工作日"
    assert whole["counts"]["todo"] == len(whole["todo"]) and whole["lights"]["red"] == 1
    assert program.get("inbox", params={"light": "red"}).json()["todo"] == []
    one = program.get("inbox", params={"indicator": "lawful-licensing"}).json()
    assert [line["indicator"] for line in one["todo"]] == ["lawful-licensing"] and one["parts"] == []
    assert program.get("inbox", params={"light": "purple"}).status_code == 422


def test_the_calendar_its_address_and_its_end(house: House, api: Api) -> None:
    program = api(MARKET)
    told = program.get("calendar", params={"year": 2022, "month": 8}).json()
    assert (told["first"], told["published"], told["feed_since"]) == ("2022-08-01", True, None)
    [last] = [day for day in told["days"] if day["day"] == "2022-08-31"]
    assert house.office.work(COVERAGE) in [entry["assignment"] for entry in last["entries"]]
    assert program.get("calendar", params={"month": 13}).status_code == 422
    path = program.post("calendar/feed").json()["address"].split("8080", 1)[1]
    reader = TestClient(house.app)
    assert Calendar.from_ical(reader.get(path).content).walk("VEVENT")
    assert program.get("calendar").json()["feed_since"] is not None
    assert [program.delete("calendar/feed").json()["revoked"] for _ in range(2)] == [True, False]
    assert reader.get(path).status_code == 404


def test_letters_are_listed_in_pages_and_marked(house: House, api: Api) -> None:
    deliver(house.office)
    program, found, cursor = api(MARKET), [], ""
    while cursor is not None:
        page = program.get("letters", params={"limit": 2, "cursor": cursor}).json()
        found, cursor = found + page["items"], page["next"]
    assert len(found) == len({letter["id"] for letter in found}) > 4
    number = found[0]["id"]
    assert program.get(f"letters/{number}").json()["read_at"] is None
    assert program.put(f"letters/{number}/read", json={"read": True}).json()["read_at"] is not None
    assert len(program.get("letters", params={"unread": True}).json()["items"]) == len(found) - 1
    assert program.put(f"letters/{number}/read", json={"read": False}).json()["read_at"] is None
    assert program.post("letters/read").json() == {"read": len(found)}
    stranger = api("qu-zhengfu-ban-head")
    assert stranger.get(f"letters/{number}").json()["code"] == "no-such-letter"


def test_where_my_unit_stands_with_the_reason_of_every_point(house: House, api: Api) -> None:
    office = house.office
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, MARKET, FigureIn("coverage", 1940, 2000))
    office.approve(COVERAGE, "office-1")
    score_due(office.desk, at=office.now)
    told = api(MARKET).get("standing").json()
    assert (told["earned"], told["possible"], told["rate"], told["place"]) == ("2.91", "3.00", "97.00", None)
    [row] = [row for row in told["rows"] if row["score"]]
    assert row["assignment"]["score"] == row["score"]["final"] == "2.91" and row["score"]["lines"]
    assert {row["assignment"]["unit"] for row in told["rows"]} == {"qu-shijian-ju"}
