"""自评报告 and the report of the year as official documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from engine.domain.actor import Actor
from engine.domain.narrowing import Narrowing
from engine.reports.official.blocks import Block, Grid, Heading, Official, Words, chinese_day
from engine.services.desk import Desk
from engine.services.looking import progress
from engine.services.office.recognise import RecognitionDraft
from engine.services.office.recognition_sheet import recognition_sheet
from engine.services.reporting.papers.charts import month_by_month, rate_blocks, rated_by_category
from engine.services.reporting.papers.facts import moment, overall_progress, paper, points, red_rows, share
from engine.services.reporting.papers.places import leaders, places
from engine.services.reporting.papers.summing import Standing
from engine.services.scoring.rates import coverage
from engine.services.seeing import check_sees_all
from engine.wording import N_, say

_TO_FILL = N_("(To be written by the creation office.)")


def self_assessment(desk: Desk, actor: Actor, *, at: datetime, as_of: date | None = None, year: int = 0) -> Official:
    """The self-assessment report of a year (the one served when 0): every row with what was done and its points.

    Raises Forbidden for a limited view, and as `facts.moment`.
    """
    with paper(desk, actor, at, as_of, year) as facts:
        blocks: list[Block] = [
            Words(
                say(
                    N_("The creation office has assessed “{programme}” row by row, as of {day}."),
                    programme=facts.programme,
                    day=chinese_day(facts.day),
                )
            ),
            *overall_progress(facts.rows),
            Heading(say(N_("Row by row"))),
        ]
        for category, rows in groupby(facts.rows, key=lambda row: row.category):
            blocks += [Heading(category, 2), _rows(list(rows))]
        blocks += [Heading(say(N_("What is not well yet"))), *red_rows(facts.rows)]
        blocks += [Heading(say(N_("What will be done about it"))), Words(say(_TO_FILL))]
        title = say(N_("Self-assessment report on {programme},\n{year}"), programme=facts.programme, year=facts.year)
        return facts.official(title, blocks)


def year_end(desk: Desk, actor: Actor, *, at: datetime, as_of: date | None = None, year: int = 0) -> Official:
    """The report of a year: progress, points by category, units, rates, recognition, what is open.

    Raises as `self_assessment`.
    """
    check_sees_all(desk, actor)
    when = moment(desk, at, as_of)
    year = year or max(desk.today(when).year, desk.office().year)
    ranked = progress.ranking(desk, actor, year=year, at=when)
    spans = progress.trend(desk, actor, Narrowing(year=year), by="month", at=when)
    draft = recognition_sheet(desk, actor, at=when, year=year).draft
    with paper(desk, actor, at, as_of, year) as facts:
        connection, office = facts.sight.connection, facts.sight.lamp.office
        rates = [
            each for each in coverage(connection, office, list(office.catalog.definitions), year) if each.denominator
        ]
    blocks: list[Block] = [
        *overall_progress(facts.rows),
        Heading(say(N_("Points by category"))),
        _points(facts.rows),
        *rated_by_category(facts.rows),
        Heading(say(N_("How units stand"))),
        leaders(ranked),
        Heading(say(N_("Month by month"))),
        *month_by_month(spans),
        Heading(say(N_("Rates"))),
        *rate_blocks(rates),
        Heading(say(N_("Recognition"))),
        _recognised(draft),
        Heading(say(N_("What is not well yet"))),
        *red_rows(facts.rows),
        Heading(say(N_("What comes next"))),
        Words(say(_TO_FILL)),
    ]
    title = say(N_("Report on {programme},\n{year}"), programme=facts.programme, year=year)
    return facts.official(title, blocks, attachments=places(ranked))


def _recognised(draft: RecognitionDraft | None) -> Block:
    if draft is None or draft.state != "published":
        return Words(say(N_("The recognition list of the year is not published yet.")))
    heads = (N_("place"), N_("unit"), N_("rate"))
    listed = [(str(line.rank or ""), line.unit_name, line.points) for line in draft.rows]
    return Grid(list(map(say, heads)), listed, (20, 100, 36))


def _rows(rows: Sequence[Standing]) -> Grid:
    titles = (N_("No."), N_("Requirement"), N_("Lead unit"), N_("done"), N_("own points"), N_("points given"))
    told = [
        (
            row.number,
            row.title,
            row.leads,
            f"{row.done}/{row.asked}",
            points(row.own),
            f"{points(row.score)}/{points(row.points)}" if row.scored else "—",
        )
        for row in rows
    ]
    return Grid(list(map(say, titles)), told, (14, 46, 34, 18, 16, 28))


def _points(rows: Sequence[Standing]) -> Grid:
    titles = (N_("Category"), N_("scored assignments"), N_("points given"), N_("points possible"), N_("rate"))
    told = []
    for category, those in groupby(rows, key=lambda row: row.category):
        each = list(those)
        score, possible = sum(row.score for row in each), sum(row.points for row in each)
        scored = str(sum(row.scored for row in each))
        told.append((category, scored, f"{score:.2f}", f"{possible:.2f}", share(score, possible)))
    return Grid(list(map(say, titles)), told, (56, 28, 26, 26, 20))
