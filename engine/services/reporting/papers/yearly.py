"""自评报告 and the report of the year as official documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import IO

from engine.domain.actor import Actor
from engine.domain.narrowing import Narrowing
from engine.reports.official.blocks import Block, Grid, Heading, Words, chinese_day
from engine.reports.official.writing import write_official
from engine.services.desk import Desk
from engine.services.looking import progress
from engine.services.office.recognition_sheet import recognition_sheet
from engine.services.reporting.papers.charts import done_by_category, month_by_month, rated_by_category, reached
from engine.services.reporting.papers.facts import by_category, moment, overall, paper, points, red_rows, share
from engine.services.reporting.papers.places import leaders, places
from engine.services.reporting.papers.summing import Standing
from engine.services.scoring.rates import coverage
from engine.wording import N_, say

_TO_FILL = N_("(To be written by the creation office.)")


def write_self_assessment(
    desk: Desk, actor: Actor, stream: IO[bytes], *, at: datetime, as_of: date | None = None
) -> None:
    """The self-assessment report: every row of the table with what was done and its points, as .docx.

    Raises Forbidden for a limited view, and as `papers.moment`.
    """
    with paper(desk, actor, at, as_of) as facts:
        blocks: list[Block] = [
            Words(
                say(
                    N_("The creation office has assessed “{programme}” row by row, as of {day}."),
                    programme=facts.programme,
                    day=chinese_day(facts.day),
                )
            ),
            Heading(say(N_("Overall progress"))),
            overall(facts.rows),
            by_category(facts.rows),
            *done_by_category(facts.rows),
            Heading(say(N_("Row by row"))),
        ]
        for category, rows in groupby(facts.rows, key=lambda row: row.category):
            blocks += [Heading(category, 2), _rows(list(rows))]
        blocks += [Heading(say(N_("What is not well yet"))), *red_rows(facts.rows)]
        blocks += [Heading(say(N_("What will be done about it"))), Words(say(_TO_FILL))]
        title = say(
            N_("Self-assessment report on {programme},\n{year}"), programme=facts.programme, year=facts.sight.year
        )
        write_official(stream, facts.official(title, blocks))


def write_year_end(desk: Desk, actor: Actor, stream: IO[bytes], *, at: datetime, as_of: date | None = None) -> None:
    """The report of the year: progress, points by category, units, rates, recognition, what is open, as .docx.

    Raises as `write_self_assessment`.
    """
    when = moment(desk, at, as_of)
    with paper(desk, actor, at, as_of) as facts:
        sight = facts.sight
        year, office = sight.year, sight.lamp.office
        rates = [r for r in coverage(sight.connection, office, list(office.catalog.definitions), year) if r.denominator]
        draft = recognition_sheet(desk, actor, at=when, year=year).draft
        ranked = progress.ranking(desk, actor, year=year, at=when)
        blocks: list[Block] = [
            Heading(say(N_("Overall progress"))),
            overall(facts.rows),
            by_category(facts.rows),
            *done_by_category(facts.rows),
            Heading(say(N_("Points by category"))),
            _points(facts.rows),
            *rated_by_category(facts.rows),
            Heading(say(N_("How units stand"))),
            leaders(ranked),
            Heading(say(N_("Month by month"))),
            *month_by_month(progress.trend(desk, actor, Narrowing(year=year), by="month", at=when)),
            Heading(say(N_("Rates"))),
        ]
        if rates:
            titles = (N_("Requirement"), N_("measure"), N_("counted"), N_("reached"), N_("wanted"))
            told = [(r.title, r.measure, f"{r.numerator}/{r.denominator}", r.value, r.target or "—") for r in rates]
            blocks += [Grid(list(map(say, titles)), told, (42, 46, 26, 21, 21)), *reached(rates)]
        else:
            blocks.append(Words(say(N_("No rate has been reported yet."))))
        blocks.append(Heading(say(N_("Recognition"))))
        if draft is not None and draft.state == "published":
            heads = (N_("place"), N_("unit"), N_("rate"))
            listed = [(str(line.rank or ""), line.unit_name, line.points) for line in draft.rows]
            blocks.append(Grid(list(map(say, heads)), listed, (20, 100, 36)))
        else:
            blocks.append(Words(say(N_("The recognition list of the year is not published yet."))))
        blocks += [Heading(say(N_("What is not well yet"))), *red_rows(facts.rows)]
        blocks += [Heading(say(N_("What comes next"))), Words(say(_TO_FILL))]
        title = say(N_("Report on {programme},\n{year}"), programme=facts.programme, year=year)
        write_official(stream, facts.official(title, blocks, attachments=places(ranked)))


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
