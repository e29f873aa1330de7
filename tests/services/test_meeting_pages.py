"""The packet of a quarter with its reasons, as it stands and as it was told; the countdown by sums and by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from at_the_office import COVERAGE, FUNDS, GROUP, Office

from engine.domain.vocabulary import RequestKind
from engine.errors import Forbidden, NotFound
from engine.services.looking import remember
from engine.services.office import meet
from engine.services.office.chase import miss_due
from engine.services.office.meeting_pages import countdown_page, meeting_page
from engine.services.office.packet import Sheet
from engine.services.work.close_out import comment
from engine.services.work.extend import Ask, Decision, ask_for, decide
from engine.services.work.submit import FigureIn
from engine.store.database import Database

SEE_ALL = ("office-1", "qu-zhengfu-ban-leader", "qu-chuangjian-ban-administrator", "qu-chuangjian-ban-auditor")


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 3, 16))


def sheet(office: Office, quarter: str | None = None) -> Sheet:
    found = meeting_page(office.desk, office.person("office-1"), at=office.now, quarter=quarter).sheet
    assert isinstance(found, Sheet)
    return found


def test_reds_are_named_with_the_reason_and_the_last_words(office: Office) -> None:
    late = office.on(date(2022, 6, 28))
    assert sheet(office).reds == ()
    miss_due(late.desk, at=late.now)
    comment(late.desk, late.work(GROUP), late.person("qu-zhengfu-ban-head"), "领导外出，下周补报", at=late.now)
    found = sheet(late, "2022Q2")
    red = next(each for each in found.reds if each.assignment == late.work(GROUP))
    assert (red.unit_name, red.said) == ("区政府办", "领导外出，下周补报") and red.why.startswith("未报送，截止2022-")
    assert found.lights["red"] == len(found.reds) > 0
    assert sum(row.overdue for row in found.rows) <= found.lights["red"]


def test_rates_are_sums_and_extensions_and_open_requests_are_listed(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 1402, 2902))
    asker, due = office.person("qu-zhengfu-ban-clerk"), office.row(GROUP).due_on + timedelta(days=5)
    asked = ask_for(office.desk, Ask(office.work(GROUP), asker, RequestKind.EXTENSION, "等批复", due), at=office.now)
    found = sheet(office)
    rate = next(each for each in found.rates if each.indicator == "free-verification-coverage")
    assert (rate.numerator, rate.denominator, rate.value, rate.met) == (1402, 2902, "48.3%", False)
    assert [(each.reason, each.decision, each.wanted) for each in found.extensions] == [("等批复", "", due.isoformat())]
    assert found.unresolved == found.extensions
    decide(office.desk, Decision(asked, office.person("office-1"), True, "同意"), at=office.now)
    found = sheet(office)
    assert [each.decision for each in found.extensions] == ["granted"] and found.unresolved == ()


def test_what_was_told_stays_as_it_was(office: Office) -> None:
    officer = office.person("office-1")
    page = meeting_page(office.desk, officer, at=office.now)
    assert page.sends is not None and page.sends.letters == 5 and "区政府办" in page.sends.body
    assert meet.packet(office.desk, at=office.now, actor=officer).fresh
    act = remember.history(office.desk, limit=1)[0]
    assert act.actor == officer.name
    before = sheet(office)
    later = office.on(date(2022, 3, 30))
    later.hand_in(FUNDS, "qu-caizheng-ju-clerk")
    told = meeting_page(later.desk, officer, at=later.now, quarter="2022Q1", act=act.id).sheet
    assert not isinstance(told, Sheet) and told["as_of"] == "2022-03-16"
    assert [row["done"] for row in told["rows"]] == [row.done for row in before.rows]
    assert sheet(later, "2022Q1").as_of == date(2022, 3, 30)
    assert not meet.packet(later.desk, at=later.now, quarter="2022Q1", actor=officer).fresh
    assert meet.packet(later.desk, at=later.now, quarter="2022Q1", actor=officer, again=True).fresh
    assert not meet.packet(later.desk, at=later.now, quarter="2022Q1", actor=officer, again=True).fresh
    page = meeting_page(later.desk, officer, at=later.now, quarter="2022Q1")
    assert [day for _, day in page.quarter.told] == [date(2022, 3, 30), date(2022, 3, 16)] and page.sends is None
    with pytest.raises(NotFound):
        meeting_page(later.desk, officer, at=later.now, quarter="2022Q1", act=1)
    assert remember.verify(later.desk).sound


def test_who_looks_and_who_tells(office: Office) -> None:
    for name in SEE_ALL:
        page = meeting_page(office.desk, office.person(name), at=office.now)
        assert page.may == (name == "office-1")
    for name in ("qu-zhengfu-ban-leader", "qu-chuangjian-ban-administrator", "qu-shijian-ju-reviewer"):
        with pytest.raises(Forbidden):
            meet.packet(office.desk, at=office.now, actor=office.person(name))
    for name in ("qu-shijian-ju-clerk", "su-00001-clerk", "qu-zhengfu-ban-reviewer"):
        for look in (meeting_page, countdown_page):
            with pytest.raises(Forbidden):
                look(office.desk, office.person(name), at=office.now)


def test_the_countdown_is_kept_day_by_day(office: Office) -> None:
    officer, first, second = office.person("office-1"), office.on(date(2022, 8, 4)), office.on(date(2022, 8, 5))
    meet.countdown(first.desk, at=first.now)
    second.gather(COVERAGE)
    second.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 1940, 2000))
    meet.countdown(second.desk, at=second.now)
    page = countdown_page(second.desk, officer, at=second.now)
    assert [(day.day, day.below) for day in page.days] == [(second.today, 1), (first.today, 1)]
    assert page.days[1].days_left == page.days[0].days_left + 1 == page.days_left + 1
    assert [day.coverage[0]["value"] for day in page.days] == ["97%", ""]
    assert (page.coverage[0].value, page.coverage[0].target, page.below[0].unit_name) == ("97%", "100%", "区市监局")
