"""通报 and the packet of a joint meeting as official documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO

from engine.domain.actor import Actor
from engine.domain.narrowing import Narrowing
from engine.domain.vocabulary import Verb
from engine.reports.official import Grid, Heading, Words, chinese_day, write_official
from engine.services.desk import Desk
from engine.services.looking import progress
from engine.services.office.packet import Asked, Sheet, compiled
from engine.services.reporting.papers import Block, by_category, moment, month_of, overall, paper, red_rows, share
from engine.services.seeing import check_sees_all
from engine.wording import N_, say

_PLACES = 60


def write_bulletin(
    desk: Desk, actor: Actor, stream: IO[bytes], *, at: datetime, as_of: date | None = None, month: str = ""
) -> None:
    """The bulletin of a month (`2022-06`; the current one when empty) as it stands on a day, as .docx.

    Raises Forbidden for a limited view, Invalid for a month that has not begun, and as `papers.moment`.
    """
    when = moment(desk, at, as_of)
    with paper(desk, actor, at, as_of) as facts:
        first = month_of(month, facts.day)
        spans = progress.trend(desk, actor, Narrowing(year=first.year), by="month", at=when)
        done = next(each.numbers for each in spans if each.start == first)
        ranked = progress.ranking(desk, actor, year=first.year, limit=_PLACES, at=when)
        month_words = say(N_("{month}/{year}"), year=first.year, month=first.month)
        blocks: list[Block] = [
            Words(
                say(
                    N_("How “{programme}” stood on {day} is made known as follows."),
                    programme=facts.programme,
                    day=chinese_day(facts.day),
                )
            ),
            Heading(say(N_("Overall progress"))),
            overall(facts.rows),
            by_category(facts.rows),
            Heading(say(N_("What was done in the month"))),
            Words(
                say(
                    N_(
                        "In {month}, {submitted} times something was handed in, {scored} scored, {missed} fell overdue."
                    ),
                    month=month_words,
                    submitted=done[Verb.SUBMIT],
                    scored=done[Verb.SCORE],
                    missed=done[Verb.MISS],
                )
            ),
            Heading(say(N_("How units stand"))),
            *ranking_blocks(ranked),
            Heading(say(N_("What is overdue"))),
            *red_rows(facts.rows),
            Heading(say(N_("What is asked"))),
            Words(say(N_("Units with overdue work hand it in without delay; the creation office goes on chasing."))),
        ]
        title = say(
            N_("Bulletin on the progress of {programme}, {month}"), programme=facts.programme, month=month_words
        )
        write_official(stream, facts.official(title, say(N_("All units concerned")), blocks))


def write_packet(
    desk: Desk, actor: Actor, stream: IO[bytes], *, at: datetime, as_of: date | None = None, quarter: str | None = None
) -> None:
    """The packet of a quarter's joint meeting (the next one's when None) as .docx. Raises as `meet.packet`."""
    check_sees_all(desk, actor)
    with paper(desk, actor, at, as_of) as facts:
        sight = facts.sight
        sheet = compiled(desk, sight.connection, sight.lamp.office, facts.day, quarter)
        title = say(
            N_("{programme}: packet of the joint meeting, {period}"), programme=facts.programme, period=sheet.title
        )
        write_official(stream, facts.official(title, "", _packet(sheet)))


def _packet(sheet: Sheet) -> list[Block]:
    told = N_("The meeting is to be held by {due}. This packet tells how it stands on {day}.")
    blocks: list[Block] = [
        Words(say(told, due=chinese_day(sheet.due_on), day=chinese_day(sheet.as_of))),
        Heading(say(N_("How units stand"))),
        Grid(
            [say(each) for each in (*_UNIT, N_("returned"), N_("in review"))],
            [tuple(map(str, (r.unit_name, r.assigned, r.done, r.overdue, r.returned, r.waiting))) for r in sheet.rows],
            (56, 20, 20, 20, 20, 20),
        ),
        Heading(say(N_("Rates"))),
    ]
    if sheet.rates:
        rates = [(r.title, r.measure, f"{r.numerator}/{r.denominator}", r.value, r.target or "—") for r in sheet.rates]
        titles = (N_("Requirement"), N_("measure"), N_("counted"), N_("reached"), N_("wanted"))
        blocks.append(Grid(list(map(say, titles)), rates, (46, 50, 22, 19, 19)))
    else:
        blocks.append(Words(say(N_("No rate has been reported yet."))))
    blocks.append(Heading(say(N_("What is overdue"))))
    if sheet.reds:
        reds = [(r.number, r.title, r.unit_name, r.why, r.said) for r in sheet.reds]
        titles = (N_("No."), N_("Requirement"), N_("Unit"), N_("why"), N_("last words"))
        blocks.append(Grid(list(map(say, titles)), reds, (16, 40, 30, 40, 30)))
    else:
        blocks.append(Words(say(N_("Nothing is overdue."))))
    blocks += [Heading(say(N_("What the meeting has to decide"))), *_asked(sheet.unresolved)]
    if sheet.unowned:
        blocks += [
            Heading(say(N_("Units without anybody"))),
            Words("、".join(sheet.unowned)),
        ]
    return blocks


_UNIT = (N_("unit"), N_("assigned"), N_("done"), N_("overdue"))


def _asked(rows: tuple[Asked, ...]) -> list[Block]:
    if not rows:
        return [Words(say(N_("No request is open.")))]
    titles = (N_("Requirement"), N_("Unit"), N_("reason"), N_("asked for"))
    return [Grid(list(map(say, titles)), [(r.title, r.unit_name, r.reason, r.wanted) for r in rows], (46, 36, 48, 26))]


def ranking_blocks(ranked: progress.Ranking) -> list[Block]:
    if not ranked.places:
        return [Words(say(N_("Nothing has been scored yet.")))]
    titles = (N_("place"), N_("unit"), N_("points earned"), N_("points possible"), N_("rate"))
    rows = [
        (str(p.rank), p.name, f"{p.earned / 100:.2f}", f"{p.possible / 100:.2f}", share(p.earned, p.possible))
        for p in ranked.places
    ]
    return [Grid(list(map(say, titles)), rows, (16, 66, 26, 26, 22))]
