"""The inbox: what hurts first on top, who waits for whom, narrowed by light and indicator, decisions in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from at_the_office import COVERAGE, FUNDS, Office

from engine.domain.lights import WORST_FIRST
from engine.domain.vocabulary import Light, RequestKind
from engine.services.looking.inbox import Inbox, InboxRow, inbox, to_do
from engine.services.work import close_out, extend
from engine.services.work.submit import FigureIn
from engine.store.database import Database
from engine.wording import use_language

MARKET, MONEY, OFFICER = "qu-shijian-ju-clerk", "qu-caizheng-ju-head", "office-1"


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with use_language("zh"):
        yield


@pytest.fixture
def office(database: Database) -> Office:
    return Office.open(database, date(2022, 6, 27))


def of(office: Office, person: str, **more: object) -> Inbox:
    return inbox(office.desk, office.person(person), at=office.now, **more)  # type: ignore[arg-type]


def titles(lines: tuple[InboxRow, ...]) -> list[tuple[str, Light]]:
    return [(line.row.indicator, line.row.light) for line in lines]


def test_overdue_comes_before_returned_before_near_before_later(office: Office) -> None:
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, MARKET, FigureIn("coverage", 1, 2))
    office.send_back(COVERAGE, OFFICER)
    july = office.on(date(2022, 7, 4))
    found = of(july, MARKET)
    lights = [line.row.light for line in found.now]
    assert lights == sorted(lights, key=WORST_FIRST.index) and len(set(lights)) == 2
    assert found.now[0].row.light is Light.RED and found.now[0].row.due_on == date(2022, 3, 31)
    places = {line.row.indicator: place for place, line in enumerate(found.todo)}
    assert places["industry-supervision"] < places["free-verification-coverage"] < places["special-inspections"]
    returned = found.todo[places["free-verification-coverage"]]
    # Five working days to mend what was returned on 27 June, though the table's date is 31 August.
    assert (returned.until, returned.left) == (date(2022, 7, 4), "今日到期")
    assert returned.turn == "已退回，待我单位整改" and returned.row.light is Light.YELLOW
    assert found.todo[-1].until is None


def test_the_line_says_who_waits_for_whom(office: Office) -> None:
    mine = {line.row.indicator: line for line in of(office, MARKET).now if line.row.due_on != date(2022, 3, 31)}
    assert mine["free-verification-coverage"].turn == "等待区卫健委提供配合材料"
    assert mine["lawful-licensing"].turn == "待我单位签收"
    assert mine["joint-meeting"].turn == "区创建办等待我单位提供配合材料"
    assert of(office, OFFICER).todo[0].turn.startswith("等待崇川生态环境局、区财政局、区城管局等")
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, MARKET, FigureIn("coverage", 1, 2))
    assert [line.turn for line in of(office, MARKET).waiting] == ["由区创建办复核中"]
    assert "区市监局等待我单位复核" in [line.turn for line in of(office, OFFICER).reviews]
    assert "free-verification-coverage" not in [name for name, _ in titles(of(office, MARKET).todo)]


def test_the_menu_counts_what_the_inbox_lists(office: Office) -> None:
    for person in (MARKET, MONEY, OFFICER, "su-00001-clerk"):
        found = of(office, person)
        assert to_do(office.desk, office.person(person)) == len(found.now) > 0


def test_it_is_narrowed_by_light_and_indicator(office: Office) -> None:
    whole, red = of(office, MARKET), of(office, MARKET, light=Light.RED)
    assert red.now == tuple(line for line in whole.now if line.row.light is Light.RED) and red.now
    assert red.lights == whole.lights and sum(whole.lights.values()) == len(whole.now)
    one = of(office, MARKET, indicator="lawful-licensing")
    assert titles(one.now) == [("lawful-licensing", Light.GREEN)]
    assert one.indicators == whole.indicators and one.indicators["lawful-licensing"] == "依法实施行政许可"


def test_a_list_is_read_on_page_by_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = of(office, MARKET)
    assert len(whole.todo) == 5 and whole.parts
    monkeypatch.setattr("engine.services.looking.inbox.PAGE", 4)
    close_out.comment(
        office.desk, office.work(FUNDS), office.person(MONEY), "请稍候", at=office.now
    )  # answers are anew
    first, second = of(office, MARKET), of(office, MARKET, only="todo", page=2)
    assert (first.todo, second.todo) == (whole.todo[:4], whole.todo[4:])
    assert first.counts["todo"] == second.counts["todo"] == 5
    assert of(office, MARKET, only="todo").todo == whole.todo[:4]
    assert (second.parts, second.requests, sum(second.lights.values())) == ((), (), 5)
    assert of(office, MARKET, only="todo", page=3).todo == ()
    narrowed = of(office, MARKET, only="todo", light=Light.GREEN, page=2)
    green = tuple(line for line in whole.todo if line.row.light is Light.GREEN)
    assert narrowed.todo == green[4:] and narrowed.counts["todo"] == len(green)


def test_requests_wait_in_the_inbox_of_who_decides(office: Office) -> None:
    asked = extend.Ask(office.work(FUNDS), office.person(MONEY), RequestKind.NOT_APPLICABLE, "材料未齐")
    number = extend.ask_for(office.desk, asked, at=office.now)
    own = extend.Ask(
        office.work("joint-meeting/2022Q2"), office.person(OFFICER), RequestKind.EXTENSION, "会期调整", date(2022, 7, 8)
    )
    of_office = extend.ask_for(office.desk, own, at=office.now)
    found = of(office, OFFICER).requests
    assert [(each.id, each.kind, each.unit_name, each.reason) for each in found] == [
        (number, RequestKind.NOT_APPLICABLE, "区财政局", "材料未齐")
    ]
    # The office's own request is decided by who reviews its work, never by itself.
    assert [each.id for each in of(office, "qu-zhengfu-ban-head").requests] == [of_office]
    assert of(office, MONEY).requests == ()
    extend.decide(office.desk, extend.Decision(number, office.person(OFFICER), False, "请按期"), at=office.now)
    assert of(office, OFFICER).requests == ()
