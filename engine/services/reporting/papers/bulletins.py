"""通报: the bulletin of a month as an official document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from engine.domain.actor import Actor
from engine.domain.narrowing import Narrowing
from engine.domain.vocabulary import Verb
from engine.reports.official.blocks import Attachment, Block, Heading, Official, Words, chinese_day
from engine.services.desk import Desk
from engine.services.looking import progress
from engine.services.reporting.papers.charts import month_by_month
from engine.services.reporting.papers.facts import moment, month_of, overall_progress, paper, red_rows
from engine.services.reporting.papers.places import leaders, places
from engine.services.reporting.papers.summing import Standing
from engine.services.seeing import check_sees_all
from engine.wording import N_, say

_RED_LIST: Final = N_("List of overdue assignments")


def bulletin(desk: Desk, actor: Actor, *, at: datetime, as_of: date | None = None, month: str = "") -> Official:
    """The bulletin of a month (`2022-06`; the current one when empty) as it stands on a day.

    Raises Forbidden for a limited view, Invalid for a month that has not begun, and as `facts.moment`.
    """
    when = moment(desk, at, as_of)
    first = month_of(month, desk.today(when))
    check_sees_all(desk, actor)
    spans = progress.trend(desk, actor, Narrowing(year=first.year), by="month", at=when)
    done = next(each.numbers for each in spans if each.start == first)
    ranked = progress.ranking(desk, actor, year=first.year, at=when)
    with paper(desk, actor, at, as_of, first.year) as facts:
        month_words = say(N_("{month}/{year}"), year=first.year, month=first.month)
        blocks: list[Block] = [
            Words(
                say(
                    N_("How “{programme}” stood on {day} is made known as follows."),
                    programme=facts.programme,
                    day=chinese_day(facts.day),
                )
            ),
            *overall_progress(facts.rows),
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
            *month_by_month(spans),
            Heading(say(N_("How units stand"))),
            leaders(ranked),
            Heading(say(N_("What is overdue"))),
            _late(facts.rows),
            Heading(say(N_("What is asked"))),
            Words(say(N_("Units with overdue work hand it in without delay; the creation office goes on chasing."))),
        ]
        title = say(
            N_("Bulletin on the progress of {programme},\n{month}"), programme=facts.programme, month=month_words
        )
        to, attached = say(N_("All units concerned")), _attached(ranked, facts.rows)
        return facts.official(title, blocks, to=to, attachments=attached)


def _late(rows: Sequence[Standing]) -> Words:
    reds = [red for row in rows for red in row.reds]
    if not reds:
        return Words(say(N_("Nothing is overdue.")))
    units = len({red.unit for red in reds})
    words = N_("{number} assignments of {units} units are overdue; all are in “{list}”.")
    return Words(say(words, number=len(reds), units=units, list=say(_RED_LIST)))


def _attached(ranked: progress.Ranking, rows: Sequence[Standing]) -> list[Attachment]:
    """What is too long for the bulletin itself: every unit's points, everything overdue."""
    found = list(places(ranked))
    if any(row.reds for row in rows):
        found.append(Attachment(say(_RED_LIST), red_rows(rows)))
    return found
