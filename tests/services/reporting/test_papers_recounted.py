"""Every figure of every official paper against a plain recount of the rows behind it, by SQL of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby
from typing import Any

import pytest
from at_the_office import COVERAGE, FUNDS, GROUP, Office
from sqlalchemy import text
from written_papers import Written, opened

from engine.services.office import recognise
from engine.services.reporting.papers.kinds import Kind
from engine.services.scoring.score import score_due
from engine.services.work.submit import FigureIn
from engine.store.database import Database

LATE = date(2022, 6, 28)
ROWS = """
SELECT a.id, p.indicator, u.name AS unit, u.kind, a.stage, a.stage_kind, a.received_on, a.returned, a.resubmit_by,
       a.due_on, a.settled, COALESCE(a.points, p.points) AS points, a.score, a.self_score
FROM assignment a JOIN period p ON p.id = a.period_id JOIN unit u ON u.id = a.unit_id
WHERE p.year = 2022 AND a.stage NOT IN ('withdrawn', 'exempt')
"""
MONTHS = """
SELECT c.verb, c.as_of, COUNT(*) AS number FROM act c JOIN transition t ON t.act_id = c.id
WHERE c.verb IN ('submit', 'score', 'miss') GROUP BY c.verb, c.as_of
"""


@pytest.fixture
def office(database: Database) -> Office:
    """Work in every state: done, in review, returned, overdue, with rates of two kinds of units."""
    office = Office.open(database, date(2022, 3, 16))
    office.hand_in(GROUP, "qu-zhengfu-ban-clerk")
    office.approve(GROUP, "office-1")
    office.gather(COVERAGE)
    office.hand_in(COVERAGE, "qu-shijian-ju-clerk", FigureIn("coverage", 1402, 2902))
    office.hand_in(FUNDS, "qu-caizheng-ju-clerk")
    score_due(office.desk, at=office.now)
    later = office.on(date(2022, 4, 12))
    later.send_back(FUNDS, "office-1")
    return later.on(LATE)


def asked(office: Office, sql: str) -> list[Any]:
    with office.desk.database.engine.connect() as connection:
        return list(connection.execute(text(sql)))


class Recount:
    """The rows with their places in the table, and what red, done and scored mean, said once more in plain words."""

    def __init__(self, office: Office) -> None:
        self.definitions = office.desk.catalog().definitions
        order = list(self.definitions)
        self.rows = sorted(asked(office, ROWS), key=lambda row: order.index(row.indicator))
        self.months: dict[tuple[str, int], int] = defaultdict(int)
        for verb, day, number in asked(office, MONTHS):
            self.months[verb, date.fromisoformat(str(day)).month] += number

    def never_in(self, row: Any) -> bool:
        due = _day(row.due_on)
        return row.received_on is None and ((due is not None and due < LATE) or bool(row.settled))

    def red(self, row: Any) -> bool:
        back = _day(row.resubmit_by)
        return self.never_in(row) or (bool(row.returned) and back is not None and back < LATE)

    def by_category(self) -> list[tuple[str, list[Any]]]:
        found = groupby(self.rows, key=lambda row: self.definitions[row.indicator].category)
        return [(name, list(rows)) for name, rows in found]


def _day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def done(rows: Iterable[Any]) -> int:
    return sum(row.stage_kind in ("score", "done") for row in rows)


def percent(part: Any, whole: Any) -> str:
    exact = Decimal(part) * 100 / Decimal(whole)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_EVEN)}%"


def hundredths(value: int | None) -> Decimal:
    return Decimal(value or 0) / 100


def told_by_category(paper: Written, count: Recount) -> None:
    wanted = [
        [name, str(len(rows)), str(done(rows)), str(sum(map(count.red, rows))), percent(done(rows), len(rows))]
        for name, rows in count.by_category()
    ]
    assert paper.grid("类别", "任务数") == wanted
    chart = paper.charts()["各类别办结率"]
    assert chart.over == [row[0] for row in wanted]
    assert [f"{Decimal(each):.1f}%" for each in chart.series["办结率"]] == [row[4] for row in wanted]
    same(paper)
    total, late = len(count.rows), sum(map(count.red, count.rows))
    assert (
        f"{total}项任务；通过复核{done(count.rows)}项，占{percent(done(count.rows), total)}；逾期{late}项"
        in paper.words
    )


def same(paper: Written) -> None:
    """What each chart draws is what its workbook holds and what its words say."""
    assert paper.charts()
    for title, chart in paper.charts().items():
        heading, *rows = chart.book
        assert heading[1:] == list(chart.series) and [row[0] for row in rows] == chart.over
        for at, values in enumerate(chart.series.values(), start=1):
            assert [float(row[at]) for row in rows] == [float(each) for each in values]
        assert chart.words.startswith(title) and all(name in chart.words for name in chart.over)


def told_by_month(paper: Written, count: Recount) -> None:
    verbs = ("submit", "score", "miss")
    wanted = [[f"{month}月", *(str(count.months[verb, month]) for verb in verbs)] for month in range(1, 7)]
    assert paper.grid("月份") == wanted and sum(int(row[1]) for row in wanted) == 3
    chart = paper.charts()["各月办理情况"]
    assert [list(each) for each in zip(chart.over, *chart.series.values(), strict=True)] == wanted


def told_points(paper: Written, count: Recount) -> None:
    """Every unit's points over what counts now: scored, or never come in by its day."""
    earned: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in count.rows:
        if row.score is not None or count.never_in(row):
            earned[row.unit][0] += hundredths(row.score)
            earned[row.unit][1] += hundredths(row.points)
    told = {row[1]: (row[2], row[3], row[4]) for row in paper.grid("名次", "单位", "得分", "应得分")}
    assert told == {
        unit: (f"{got:.2f}", f"{whole:.2f}", percent(got, whole)) for unit, (got, whole) in earned.items() if whole
    }


def told_reds(paper: Written, count: Recount) -> None:
    wanted = [
        (count.definitions[row.indicator].number, row.unit, str(row.due_on or ""))
        for row in filter(count.red, count.rows)
    ]
    assert sorted((row[0], row[2], row[3]) for row in paper.grid("编号", "要求", "单位", "截止日")) == sorted(wanted)
    assert len(wanted) > 1


def test_the_bulletin(office: Office) -> None:
    paper, count = opened(office.desk, Kind.BULLETIN, at=office.now), Recount(office)
    told_by_category(paper, count)
    told_by_month(paper, count)
    told_points(paper, count)
    told_reds(paper, count)
    june = [str(count.months[verb, 6]) for verb in ("submit", "score", "miss")]
    assert "2022年6月报送{}次，评分{}项，新增逾期{}项".format(*june) in paper.words
    late = list(filter(count.red, count.rows))
    assert f"{len({row.unit for row in late})}个单位的{len(late)}项任务逾期" in paper.words
    assert "附件：1.各单位得分情况表" in paper.words and "2.逾期事项清单" in paper.words


def test_the_self_assessment(office: Office) -> None:
    paper, count = opened(office.desk, Kind.SELF_ASSESSMENT, at=office.now), Recount(office)
    told_by_category(paper, count)
    told_reds(paper, count)
    wanted = []
    for indicator, found in groupby(count.rows, key=lambda row: row.indicator):
        rows, asked_for = list(found), count.definitions[indicator]
        scored = [row for row in rows if row.score is not None]
        own = [row.self_score for row in rows if row.self_score is not None]
        wanted.append(
            [
                asked_for.number,
                asked_for.title,
                "、".join(asked_for.lead),
                f"{done(rows)}/{len(rows)}",
                f"{hundredths(sum(own)):.2f}" if own else "—",
                f"{hundredths(sum(r.score for r in scored)):.2f}/{hundredths(sum(r.points for r in scored)):.2f}"
                if scored
                else "—",
            ]
        )
    assert paper.grid("编号", "要求", "责任单位") == wanted


def test_the_report_of_the_year(office: Office) -> None:
    draft = recognise.propose(office.desk, at=office.now)
    recognise.approve_list(office.desk, 2022, office.person("office-1"), at=office.now)
    recognise.publish(office.desk, 2022, at=office.now)
    paper, count = opened(office.desk, Kind.YEAR_END, at=office.now), Recount(office)
    told_by_category(paper, count)
    told_by_month(paper, count)
    told_points(paper, count)
    told_reds(paper, count)
    wanted = []
    for name, rows in count.by_category():
        scored = [row for row in rows if row.score is not None]
        got, whole = sum(hundredths(r.score) for r in scored), sum(hundredths(r.points) for r in scored)
        rate = percent(got, whole) if whole else "—"
        wanted.append([name, str(len(scored)), f"{got:.2f}", f"{whole:.2f}", rate])
    assert paper.grid("类别", "已评分任务") == wanted and any(row[4] != "—" for row in wanted)
    chart = paper.charts()["各类别得分率"]
    drawn = dict(zip(chart.over, chart.series["得分率"], strict=True))
    assert {n: f"{Decimal(v):.1f}%" for n, v in drawn.items()} == {r[0]: r[4] for r in wanted if r[4] != "—"}
    listed = [[str(line.rank), line.unit_name, line.points] for line in draft.rows]
    assert paper.grid("名次", "单位", "得分率") == listed
    told_rates(paper, office)


def told_rates(paper: Written, office: Office) -> None:
    sql = "SELECT measure, SUM(numerator) AS n, SUM(denominator) AS d FROM figure WHERE slice = '' GROUP BY measure"
    [(_, top, below)] = asked(office, sql)
    [row] = paper.grid("要求", "指标", "分子/分母")
    assert row[2:4] == [f"{top}/{below}", percent(top, below)]
    chart = paper.charts()["各项完成率"]
    assert (chart.over, f"{Decimal(chart.series['现状'][0]):.1f}%") == ([row[1]], row[3])


def test_the_packet(office: Office) -> None:
    paper, count = opened(office.desk, Kind.PACKET, at=office.now, of="2022Q2"), Recount(office)
    sql = "SELECT a.id FROM assignment a JOIN period p ON p.id = a.period_id WHERE {}"
    until = LATE.isoformat()
    inside = {row.id for row in asked(office, sql.format(f"a.due_on >= '2022-04-01' AND a.due_on <= '{until}'"))}
    told = {row[0]: list(map(int, row[1:])) for row in paper.grid("单位", "任务数")}
    by_unit: dict[str, list[Any]] = defaultdict(list)
    for row in count.rows:
        if row.id in inside and row.kind != "service-unit":
            by_unit[row.unit].append(row)
    for unit, rows in by_unit.items():
        states = [len(rows), done(rows), sum(map(count.red, rows)), sum(bool(row.returned) for row in rows)]
        assert told[unit][:4] == states, unit
    chart = paper.charts()["各单位情况"]
    drawn = zip(chart.over, *(map(int, each) for each in chart.series.values()), strict=True)
    assert {unit: [sum(each), *each[:2]] for unit, *each in drawn} == {unit: row[:3] for unit, row in told.items()}
    same(paper)
    told_rates(paper, office)
