"""Every figure of board, ranking, trend and funnel is what SQL written by hand says, and leads to so many rows.

A year is played until 21 September 2022, a Wednesday. The days that lights are told by are counted off by hand on the
calendar of that September (10 to 12 were the Mid-Autumn holiday): seven working days ahead is the 30th; who accepts
within three working days or reviews and scores within five is behind when it began by the 15th or by the 13th.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from at_the_office import RUBRIC, Office
from fastapi.testclient import TestClient
from portal_house import PASSWORD, Door
from small_programme import SHAPES, at, catalog

from engine.domain.vocabulary import RequestKind
from engine.evidence import EvidenceFiles
from engine.runtime import Clock, Runtime
from engine.services.desk import Desk
from engine.services.doors import sign_in
from engine.services.rehearsal.play import rehearse
from engine.services.work import close_out, extend
from engine.settings import Settings
from engine.store.database import Database
from portal.app import create_app

TODAY = date(2022, 9, 21)
OFFICER = "qu-chuangjian-ban-office-1"
FROM = """
  FROM assignment a JOIN period p ON p.id = a.period_id JOIN unit u ON u.id = a.unit_id
  WHERE p.year = 2022
"""
LIGHT = """
  CASE
    WHEN a.stage IN ('withdrawn', 'exempt') OR p.open_on > '2022-09-21' THEN 'grey'
    WHEN a.received_on IS NULL AND (a.settled OR a.due_on < '2022-09-21') THEN 'red'
    WHEN a.returned AND a.resubmit_by < '2022-09-21' THEN 'red'
    WHEN a.returned THEN 'yellow'
    WHEN a.stage_kind = 'assign' AND a.stage_since <= '2022-09-15' THEN 'yellow'
    WHEN a.stage_kind = 'review' AND a.stage_since <= '2022-09-13' THEN 'yellow'
    WHEN a.stage_kind = 'score' AND a.due_on IS NOT NULL AND a.stage_since <= '2022-09-13' THEN 'yellow'
    WHEN a.stage_kind = 'score' AND a.due_on IS NULL AND a.stage_since <= '2022-09-13'
      AND p.assess_on <= '2022-09-13' THEN 'yellow'
    WHEN a.missed_on IS NOT NULL OR a.received_on > a.due_on THEN 'yellow'
    WHEN a.received_on IS NULL AND a.stage_kind <> 'done' AND a.due_on <= '2022-09-30' THEN 'blue'
    ELSE 'green'
  END
"""
OPEN = "a.received_on IS NULL AND a.stage_kind <> 'done'"
STANDS = "a.stage NOT IN ('withdrawn', 'exempt')"
COUNTED = f"""{STANDS} AND (
  (a.stage_kind = 'done' AND a.score IS NOT NULL) OR ({OPEN} AND a.due_on < '2022-09-21')
)"""
WAITS_FOR_THE_OFFICE = """
  (a.stage_kind = 'review' AND a.stage IN ('review', 'office-review', 'countersign') AND u.id <> 'qu-chuangjian-ban')
  OR (a.stage_kind IN ('assign', 'collect') AND u.id = 'qu-chuangjian-ban')
  OR (a.stage_kind IN ('assign', 'collect') AND EXISTS (
        SELECT 1 FROM part t WHERE t.assignment_id = a.id AND t.unit_id = 'qu-chuangjian-ban' AND t.state = 'asked'))
"""
BY = {
    "indicator": "p.indicator",
    "period": "p.key",
    "kind": "u.kind",
    "sub_district": "u.sub_district",
    "industry": "u.industry",
}


@pytest.fixture
def year(database: Database, tmp_path: Any) -> Iterator[TestClient]:
    """The portal of the played year, and somebody of the office before it."""
    desk = Desk(database, EvidenceFiles(f"memory://{abs(hash(str(database.url)))}"))
    rehearse(desk, catalog((*SHAPES, RUBRIC), 4), seed=7, until=TODAY - timedelta(days=1))
    _something_of_everything(Office(desk, TODAY))
    sign_in.open_to_samples(desk, PASSWORD, at=at(TODAY))
    settings = Settings(home=tmp_path, database=str(database.url), definitions=tmp_path)
    runtime = Runtime(settings, desk, _Still())
    with Door(create_app(runtime)) as client:
        answer = client.post("/sign-in", data={"name": OFFICER, "password": PASSWORD}, follow_redirects=False)
        assert answer.status_code == 303
        yield client


class _Still(Clock):
    """Nine o'clock of the day."""

    def now(self) -> Any:
        return at(TODAY)


def _something_of_everything(office: Office) -> None:
    """What the players left out of their year: work in review, returned, withdrawn, found not applicable."""
    september, clerk = "industry-supervision/2022-september", "{}-clerk".format
    office.hand_in("lawful-licensing/2022", clerk("qu-shijian-ju"))
    returned = f"{september}/qu-shijian-ju"
    office.gather(returned)
    office.hand_in(returned, clerk("qu-shijian-ju"))
    office.send_back(returned, "office-1")
    moved = office.work(f"{september}/qu-shizheng-ju")
    close_out.terminate(office.desk, moved, office.person("office-1"), "并入他单位", at=office.now)
    asked = extend.Ask(
        office.work(f"{september}/qu-weijian-wei"),
        office.person(clerk("qu-weijian-wei")),
        RequestKind.NOT_APPLICABLE,
        "无此业务",
    )
    request = extend.ask_for(office.desk, asked, at=office.now)
    extend.decide(office.desk, extend.Decision(request, office.person("office-1"), True), at=office.now)


Asked = Callable[[str], list[Any]]


@pytest.fixture
def by_hand(database: Database) -> Asked:
    """Put a question in plain SQL and get its rows."""

    def asked(sql: str) -> list[Any]:
        with database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql.replace("%", "%%"))]

    return asked


def behind(year: TestClient, address: str) -> int:
    """How many rows an address of the board lists: in its download, and as it says itself."""
    path, _, query = html.unescape(address).partition("?")
    assert path == "/board", address
    rows = list(csv.reader(io.StringIO(year.get(f"/board/rows.csv?{query}").text.lstrip("\ufeff"))))[1:]
    told = re.search(r'id="total">(\d+)<', year.get(html.unescape(address)).text)
    assert told and int(told[1]) == len(rows), address
    return len(rows)


def links(text: str) -> list[tuple[str, int]]:
    """Every address of the board in a piece of a page, with the figure it is pressed by."""
    found = re.findall(r'href="(/board\?[^"]*)"[^>]*>(?:<[^>]*>|[^<])*?(\d+)\s*(?:</[a-z]+>\s*)*?</a>', text)
    return [(address, int(number)) for address, number in found]


def cut(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end, text.index(start))]


def the_board(year: TestClient, by_hand: Asked) -> None:
    text = year.get("/board").text
    tiles = dict(re.findall(r'id="tile-([a-z-]+)".*?number mb-0">(\d+)<', text, re.S))
    hand = {
        "overdue": f"SELECT count(*) {FROM} AND {LIGHT} = 'red'",
        "due-this-week": f"SELECT count(*) {FROM} AND {OPEN} AND a.due_on BETWEEN '2022-09-21' AND '2022-09-25'",
        "returned": f"SELECT count(*) {FROM} AND a.returned",
        "in-review": f"SELECT count(*) {FROM} AND a.stage_kind = 'review'",
        "mine": f"SELECT count(*) {FROM} AND ({WAITS_FOR_THE_OFFICE})",
    }
    assert tiles == {name: str(by_hand(sql)[0][0]) for name, sql in hand.items()}
    lights = dict(re.findall(r'id="light-([a-z]+)".*?number">(\d+)<', text, re.S))
    counted = dict(by_hand(f"SELECT {LIGHT}, count(*) {FROM} GROUP BY 1"))
    assert {light: int(number) for light, number in lights.items() if number != "0"} == counted
    assert set(counted) == {"grey", "green", "blue", "yellow", "red"}, "the year shows every light"
    figures = links(cut(text, '<div class="row row-cards mb-3">', 'id="told-by"'))
    assert len(figures) == len(tiles) + len(lights) == 10
    for address, number in figures:
        assert behind(year, address) == number, address


def the_board_told_by(year: TestClient, by_hand: Asked, by: str, column: str) -> None:
    text = cut(year.get("/board", params={"by": by}).text, 'class="table table-sm', "</table>")
    told = {}
    for address, number in links(text):
        said = dict(parse_qsl(html.unescape(address).partition("?")[2]))
        told[said[by] if said[by] != "none" else "", said.get("light", "all")] = number
        assert behind(year, address) == number, address
    hand = {
        (value, light): number
        for value, light, number in by_hand(f"SELECT {column}, {LIGHT}, count(*) {FROM} GROUP BY 1, 2")
    }
    hand |= {(value, "all"): number for value, number in by_hand(f"SELECT {column}, count(*) {FROM} GROUP BY 1")}
    assert told == hand


def the_ranking(year: TestClient, by_hand: Asked) -> None:
    text = cut(year.get("/board/ranking").text, 'id="ranking"', "</table>")
    rows = re.findall(
        r'<td class="number"[^>]*>(\d+)</td><td>([^<]*)<.*?number"[^>]*>([\d.]+)%</td>'
        r'<td class="number"[^>]*>([\d.]+) / ([\d.]+)</td>.*?href="([^"]*)"[^>]*>(\d+)</a>.*?number"[^>]*>(\d+)</td>',
        text,
        re.S,
    )
    hand = by_hand(
        f"""
        SELECT u.name,
               sum(CASE WHEN a.stage_kind = 'done' THEN a.score ELSE 0 END),
               sum(coalesce(a.points, p.points)), count(*), sum(CASE WHEN a.vetoed THEN 1 ELSE 0 END)
        {FROM} AND {COUNTED} GROUP BY u.id, u.name
        """
    )
    wanted = {
        name: (Decimal(int(earned)) / 100, Decimal(int(possible)) / 100, number, vetoes)
        for name, earned, possible, number, vetoes in hand
    }
    told = {
        name: (Decimal(earned), Decimal(possible), int(number), int(vetoes))
        for _, name, _, earned, possible, _, number, vetoes in rows
    }
    assert told == wanted and len(told) > 10
    rates = {
        name: (100 * earned / possible if possible else Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        for name, (earned, possible, _, _) in wanted.items()
    }
    assert {name: Decimal(rate) for _, name, rate, *_ in rows} == rates
    for place, name, *_ in rows:
        assert int(place) == 1 + sum(other > rates[name] for other in rates.values()), name
    for *_, address, number, _vetoes in rows:
        assert behind(year, address) == int(number), address


def the_trend(year: TestClient, by_hand: Asked, span: str) -> None:
    text = cut(year.get("/board/trend", params={"span": span}).text, 'id="trend"', "</table>")
    hand: Counter[tuple[str, str]] = Counter()
    done = by_hand(
        """
        SELECT DISTINCT c.as_of, c.verb, t.assignment_id
        FROM act c JOIN transition t ON t.act_id = c.id
        JOIN assignment a ON a.id = t.assignment_id JOIN period p ON p.id = a.period_id
        WHERE c.verb IN ('submit', 'score', 'miss') AND p.year = 2022 AND c.as_of BETWEEN '2022-01-01' AND '2022-09-21'
        """
    )
    seen = set()
    for day, verb, assignment in done:
        on = date.fromisoformat(str(day))
        monday = max(on - timedelta(days=on.weekday()), date(2022, 1, 1))
        name = f"{on:%Y-%m}" if span == "month" else monday.isoformat()
        if (name, verb, assignment) not in seen:
            seen.add((name, verb, assignment))
            hand[name, verb] += 1
    told = {}
    for address, number in links(text):
        said = dict(parse_qsl(html.unescape(address).partition("?")[2]))
        told[said["did_from"][:7] if span == "month" else said["did_from"], said["did"]] = number
        assert behind(year, address) == number, address
    assert told == dict(hand) and {verb for _, verb in told} == {"submit", "score", "miss"}


def the_funnel(year: TestClient, by_hand: Asked) -> None:
    text = cut(year.get("/board/funnel").text, 'id="funnel"', "</table>")
    way = [
        STANDS,
        "a.stage_kind <> 'assign'",
        "a.received_on IS NOT NULL",
        "a.stage_kind IN ('score', 'done')",
        "a.stage_kind = 'done' AND a.score IS NOT NULL",
        "a.stage = 'closed'",
    ]
    hand = [
        by_hand(f"SELECT count(*) {FROM} AND {' AND '.join(f'({each})' for each in way[:many])}")[0][0]
        for many in range(1, 7)
    ]
    told = links(text)
    assert [number for _, number in told] == hand and hand == sorted(hand, reverse=True) and len(set(hand)) > 3
    for address, number in told:
        assert behind(year, address) == number, address


def what_was_made_good(year: TestClient, by_hand: Asked) -> None:
    """A light that stays yellow says why: the day on which the work came in late."""
    text = year.get("/board", params={"light": "yellow"}).text
    told = dict(re.findall(r'href="/assignments/(\d+)[^"]*">(?:(?!<tr>).)*?(\d{4}-\d\d-\d\d)补报', text, re.S))
    late = by_hand(f"SELECT a.id, a.received_on {FROM} AND {LIGHT} = 'yellow' AND a.received_on > a.due_on")
    assert told == {str(number): str(day) for number, day in late} and told


@pytest.mark.slow
def test_each_figure_is_what_is_counted_by_hand_and_leads_to_its_rows(year: TestClient, by_hand: Asked) -> None:
    the_board(year, by_hand)
    for by, column in BY.items():
        the_board_told_by(year, by_hand, by, column)
    the_ranking(year, by_hand)
    for span in ("month", "week"):
        the_trend(year, by_hand, span)
    the_funnel(year, by_hand)
    what_was_made_good(year, by_hand)
