"""What official papers of the office have in common: whose they are, for which day, and how figures are said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.errors import Invalid, Refused
from engine.reports.official.blocks import Attachment, Block, Grid, Heading, Official, Words
from engine.services.desk import Desk
from engine.services.looking.sight import Sight
from engine.services.reporting.papers.charts import done_by_category
from engine.services.reporting.papers.summing import Red, Standing, standings
from engine.services.seeing import check_sees_all
from engine.store.looking import views
from engine.wording import N_, say

MOST_REDS = 100
"""So many overdue assignments are listed; all are counted."""


@dataclass(frozen=True)
class Paper:
    """The facts that every paper begins from, read at one moment."""

    sight: Sight
    year: int
    rows: Sequence[Standing]

    @property
    def programme(self) -> str:
        """What the programme is called."""
        return self.sight.lamp.office.catalog.programme.title

    @property
    def day(self) -> date:
        """The day it tells of."""
        return self.sight.lamp.today

    def official(
        self,
        title: str,
        blocks: Sequence[Block],
        *,
        to: str = "",
        numbered: bool = True,
        attachments: Sequence[Attachment] = (),
    ) -> Official:
        """The document, signed by the creation office; its number, where it bears one, left to be filled in."""
        office = self.sight.lamp.office
        number = say(N_("〔{year}〕    号"), year=self.day.year) if numbered else ""
        return Official(title, number, to, blocks, office.names[office.office], self.day, attachments)


@contextmanager
def paper(desk: Desk, actor: Actor, at: datetime, as_of: date | None = None, year: int = 0) -> Iterator[Paper]:
    """The facts of a year, the one served when 0, as of a day. Raises Forbidden for a limited view, and as `moment`."""
    check_sees_all(desk, actor)
    when = moment(desk, at, as_of)
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, when)
        yield Paper(sight, year or sight.year, standings(sight, year))


def moment(desk: Desk, at: datetime, as_of: date | None) -> datetime:
    """The instant that stands for a day: now for today, noon for an earlier one.

    How things stood on a day is known only while nothing has happened since: raises Refused `since-changed` when
    something has, Invalid for a day to come.
    """
    with desk.database.reading() as connection:
        programme = desk.book.office(connection).catalog.programme
        newest = next(iter(views.acts(connection, None, 1)), None)
    today = day_of(at, programme)
    if as_of is None or as_of == today:
        return at
    if as_of > today:
        raise Invalid("day-to-come", N_("{day} has not come yet."), day=as_of)
    if newest is not None and newest.as_of > as_of:
        raise Refused(
            "since-changed",
            N_("Work went on after {day}, last on {newest}: how it stood that day can no longer be told."),
            hint=N_("Write reports on their day and keep them; give {newest} or a later day."),
            day=as_of,
            newest=newest.as_of,
        )
    return datetime.combine(as_of, time(12), ZoneInfo(programme.timezone))


def overall_progress(rows: Sequence[Standing]) -> list[Block]:
    """The part that most papers begin with: how it stands in a sentence, by category, and as a chart."""
    return [Heading(say(N_("Overall progress"))), _overall(rows), _by_category(rows), *done_by_category(rows)]


def _overall(rows: Sequence[Standing]) -> Words:
    """How it stands, in a sentence."""
    asked, done = sum(row.asked for row in rows), sum(row.done for row in rows)
    words = N_(
        "{indicators} requirements with {asked} assignments are under way; {done} of them ({share}) have passed "
        "review, {overdue} are overdue."
    )
    overdue = sum(row.overdue for row in rows)
    return Words(say(words, indicators=len(rows), asked=asked, done=done, share=share(done, asked), overdue=overdue))


def _by_category(rows: Sequence[Standing]) -> Grid:
    """Numbers by category."""
    found = []
    for category, those in groupby(rows, key=lambda row: row.category):
        each = list(those)
        asked, done = sum(row.asked for row in each), sum(row.done for row in each)
        overdue = sum(row.overdue for row in each)
        found.append((category, str(asked), str(done), str(overdue), share(done, asked)))
    titles = (N_("Category"), N_("assigned"), N_("done"), N_("overdue"), N_("share done"))
    return Grid(list(map(say, titles)), found, (56, 25, 25, 25, 25))


def red_rows(rows: Sequence[Standing]) -> list[Block]:
    """What is overdue, in a table; a sentence when nothing is."""
    reds: list[Red] = [red for row in rows for red in row.reds]
    if not reds:
        return [Words(say(N_("Nothing is overdue.")))]
    titles = (N_("No."), N_("Requirement"), N_("Unit"), N_("Due"))
    grid = Grid(
        list(map(say, titles)),
        [(red.number, red.title, red.unit, red.due) for red in reds[:MOST_REDS]],
        (18, 66, 46, 26),
    )
    left = len(reds) - MOST_REDS
    return [grid, Words(say(N_("{number} more are in the ledger."), number=left))] if left > 0 else [grid]


def share(part: int | Decimal, whole: int | Decimal) -> str:
    """A share in percent with one place; a dash of nothing."""
    return f"{Decimal(part) * 100 / Decimal(whole):.1f}%" if whole else "—"


def points(value: Decimal | None) -> str:
    """Points with two places; a dash for none."""
    return "—" if value is None else f"{value:.2f}"


def month_of(text: str, today: date) -> date:
    """The first day of a month given as 2022-06, today's when empty. Raises Invalid."""
    try:
        first = date.fromisoformat(f"{text}-01") if text else today.replace(day=1)
    except ValueError:
        first = date.max
    if first > today:
        raise Invalid(
            "no-such-month",
            N_("“{month}” is no month that has begun."),
            hint=N_("Write it as 2022-06."),
            month=text,
        )
    return first
