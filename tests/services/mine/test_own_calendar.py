"""The calendar and its feed: one event an assignment wherever its date moves, 调休 respected, one's own work only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from at_the_office import COVERAGE, Office
from icalendar import Calendar

from engine.domain.vocabulary import RequestKind
from engine.errors import Invalid, NotFound
from engine.services.doors.secret import LINK, fresh, read_key
from engine.services.looking import ask
from engine.services.mine import feed
from engine.services.mine.calendar import Day, State, month
from engine.services.mine.calendar_text import calendar_text
from engine.services.mine.office_days import DayKind
from engine.services.work import close_out, extend
from engine.services.work.leave import leave
from engine.services.work.submit import FigureIn
from engine.store.database import Database
from engine.wording import use_language

MARKET, OFFICER = "qu-shijian-ju-clerk", "office-1"
ADDRESS = "https://luoshi.example"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with use_language("zh"):
        yield


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 6, 15))


@pytest.fixture
def key(tmp_path: Path) -> bytes:
    return read_key(tmp_path)


def days(office: Office, person: str, year: int, number: int) -> dict[date, Day]:
    found = month(office.desk, office.person(person), at=office.now, year=year, number=number)
    return {day.day: day for week in found.weeks for day in week}


def events(office: Office, key: bytes, token: str) -> dict[str, Any]:
    text = feed.feed(office.desk, key, token, address=ADDRESS, at=office.now)
    return {str(event["uid"]): event for event in Calendar.from_ical(text).walk("VEVENT")}


def test_a_month_has_whole_weeks_with_rest_days_and_swapped_days(office: Office) -> None:
    may = days(office, MARKET, 2022, 5)
    assert min(may) == date(2022, 4, 25) and max(may) == date(2022, 6, 5)
    assert (may[date(2022, 5, 4)].rest, may[date(2022, 5, 4)].swapped) == (True, True)
    assert (may[date(2022, 5, 7)].rest, may[date(2022, 5, 7)].swapped) == (False, True)
    assert (may[date(2022, 5, 8)].rest, may[date(2022, 5, 8)].swapped) == (True, False)
    for year, number in ((1999, 12), (2022, 13), (2101, 1)):
        with pytest.raises(Invalid, match="日历中没有"):
            month(office.desk, office.person(MARKET), at=office.now, year=year, number=number)


def test_own_work_parts_and_the_programmes_days_stand_on_their_days(office: Office) -> None:
    june = days(office, MARKET, 2022, 6)[date(2022, 6, 30)].entries
    assert {(entry.kind, entry.title) for entry in june} == {
        (DayKind.DUE, "依法检定和校准率"),
        (DayKind.DUE, "行业监督检查"),
        (DayKind.PART, "联席会议"),
    }
    assert all(entry.assignment for entry in june)
    august = [entry.title for entry in days(office, MARKET, 2022, 8)[date(2022, 8, 31)].entries]
    assert "免费检定截止日" in august and "免费检定覆盖率" in august
    november = {entry.kind for day in days(office, MARKET, 2022, 11).values() for entry in day.entries}
    assert {DayKind.ASSESSMENT, DayKind.RECOGNITION} <= november


def test_only_the_office_sees_its_own_days_and_how_much_all_units_have_due(office: Office) -> None:
    mine, theirs = days(office, MARKET, 2022, 6), days(office, OFFICER, 2022, 6)
    assert [entry.kind for entry in theirs[date(2022, 6, 16)].entries] == [DayKind.PACKET]
    assert mine[date(2022, 6, 16)].entries == ()
    assert theirs[date(2022, 6, 30)].due > 20 and mine[date(2022, 6, 30)].due == 0
    # A meeting that is the office's own work stands there once.
    assert [e.kind for e in theirs[date(2022, 6, 30)].entries if e.indicator == "joint-meeting"] == [DayKind.DUE]
    shop = days(office, "su-00001-clerk", 2022, 6)[date(2022, 6, 30)].entries
    assert [entry.kind for entry in shop if entry.assignment is None] == [DayKind.MEETING]


def test_the_feed_is_read_back_and_each_event_leads_to_its_assignment(office: Office, key: bytes) -> None:
    token = feed.issue(office.desk, key, office.person(MARKET), at=office.now)
    found, number = events(office, key, token), office.work(COVERAGE)
    event = found[f"assignment-{number}@chongchuan.luoshi"]
    assert event["summary"] == "截止：免费检定覆盖率"
    assert event.decoded("dtstart") == date(2022, 8, 31) and event.decoded("dtend") == date(2022, 9, 1)
    assert event["url"] == f"{ADDRESS}/assignments/{number}" and event["status"] == "CONFIRMED"
    [alarm] = event.walk("VALARM")
    # Nine in the morning of the working day before.
    assert alarm.decoded("trigger") == timedelta(hours=-15)
    programme = [event for uid, event in found.items() if uid.startswith("recognition-2022@")]
    assert [each.decoded("dtstart") for each in programme] == [date(2022, 11, 18)]
    text = feed.feed(office.desk, key, token, address=ADDRESS, at=office.now)
    assert all(len(line) <= 75 for line in text.split(b"\r\n")) and b"\n" not in text.replace(b"\r\n", b"")


def test_the_reminder_passes_over_rest_days(office: Office, key: bytes) -> None:
    asked = extend.Ask(office.work(COVERAGE), office.person(MARKET), RequestKind.EXTENSION, "待检", date(2022, 10, 8))
    number = extend.ask_for(office.desk, asked, at=office.now)
    extend.decide(office.desk, extend.Decision(number, office.person(OFFICER), True, "同意"), at=office.now)
    token = feed.issue(office.desk, key, office.person(MARKET), at=office.now)
    event = events(office, key, token)[f"assignment-{office.work(COVERAGE)}@chongchuan.luoshi"]
    assert event.decoded("dtstart") == date(2022, 10, 8)
    # 8 October 2022 was worked after a week off: the reminder is on 30 September at nine.
    assert event.walk("VALARM")[0].decoded("trigger") == -timedelta(days=8) + timedelta(hours=9)


def test_a_moved_date_moves_the_event_and_what_is_over_is_marked(office: Office, key: bytes) -> None:
    token, number = feed.issue(office.desk, key, office.person(MARKET), at=office.now), office.work(COVERAGE)
    uid = f"assignment-{number}@chongchuan.luoshi"
    before = events(office, key, token)[uid]
    asked = extend.Ask(number, office.person(MARKET), RequestKind.EXTENSION, "待检", date(2022, 9, 9))
    request = extend.ask_for(office.desk, asked, at=office.now)
    extend.decide(office.desk, extend.Decision(request, office.person(OFFICER), True, "同意"), at=office.now)
    moved = events(office, key, token)[uid]
    assert moved.decoded("dtstart") == date(2022, 9, 9) and moved["sequence"] > before["sequence"]
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, MARKET, FigureIn("coverage", 1, 2))
    given = events(office, key, token)[uid]
    assert given["summary"] == "已报送：免费检定覆盖率" and given.walk("VALARM") == []
    office.send_back(COVERAGE, OFFICER)
    both = events(office, key, token)
    assert both[uid].walk("VALARM") and both[f"mend-{number}@chongchuan.luoshi"]["summary"] == "待整改：免费检定覆盖率"
    close_out.terminate(office.desk, number, office.person(OFFICER), "撤销", at=office.now)
    gone = events(office, key, token)[uid]
    assert (gone["status"], gone["summary"]) == ("CANCELLED", "已撤销：免费检定覆盖率")
    assert gone.walk("VALARM") == []
    shown = days(office, MARKET, 2022, 9)[date(2022, 9, 9)].entries
    assert [entry.state for entry in shown if entry.assignment == number] == [State.CANCELLED]


def test_only_the_newest_secret_of_somebody_still_there_opens_it(office: Office, key: bytes) -> None:
    actor = office.person(MARKET)
    first = feed.issue(office.desk, key, actor, at=office.now)
    second = feed.issue(office.desk, key, actor, at=office.now)
    assert events(office, key, second) and feed.issued_at(office.desk, actor) is not None
    for wrong in (first, "guess", "guess.guess", fresh(key, LINK), second + "x", ""):
        with pytest.raises(NotFound):
            feed.feed(office.desk, key, wrong, address=ADDRESS, at=office.now)
    assert feed.revoke(office.desk, actor) and not feed.revoke(office.desk, actor)
    with pytest.raises(NotFound):
        feed.feed(office.desk, key, second, address=ADDRESS, at=office.now)
    third = feed.issue(office.desk, key, actor, at=office.now)
    leave(office.desk, actor.id, office.person("qu-chuangjian-ban-administrator"), at=office.now)
    with pytest.raises(NotFound):
        feed.feed(office.desk, key, third, address=ADDRESS, at=office.now)


def test_nobody_reads_the_work_of_others_in_it(office: Office, key: bytes) -> None:
    whose = {}
    for person, unit in ((MARKET, "qu-shijian-ju"), ("su-00001-clerk", "su-00001")):
        token = feed.issue(office.desk, key, office.person(person), at=office.now)
        numbers = [int(uid.split("@")[0].split("-")[1]) for uid in events(office, key, token) if uid[:6] == "assign"]
        cards = [ask.card(office.desk, number, at=office.now) for number in numbers]
        whose[unit] = cards
        assert cards and all(c.row.unit == unit or unit in [p["unit_id"] for p in c.parts] for c in cards)
    assert {card.row.id for card in whose["su-00001"]}.isdisjoint({card.row.id for card in whose["qu-shijian-ju"]})


def test_with_a_closing_time_the_event_is_at_that_time_in_the_programmes_zone(office: Office) -> None:
    catalog = office.desk.office()
    programme = catalog.catalog.programme.model_copy(update={"closing_time": "17:30"})
    entry = days(office, MARKET, 2022, 8)[date(2022, 8, 31)].entries[0]
    read = Calendar.from_ical(calendar_text([entry], programme, catalog.calendar, name="区市监局", address=ADDRESS))
    [event] = read.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2022-08-31T17:30:00+08:00"
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai" and read.walk("VTIMEZONE")
    assert event.walk("VALARM")[0].decoded("trigger") == timedelta(hours=-32.5)
