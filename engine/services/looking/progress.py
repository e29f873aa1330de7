"""Ranking of units, trend by week or month, and the funnel of a year: each figure with the narrowing of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from engine.domain.actor import Actor
from engine.domain.narrowing import Narrowing, Reached, Show
from engine.domain.vocabulary import UnitKind, Verb
from engine.services.desk import Desk
from engine.services.looking.sight import Sight
from engine.store.looking import boards, progress
from engine.store.scoring import ranking as ranking_of

TOLD: Final = (Verb.SUBMIT, Verb.SCORE, Verb.MISS)
"""What a trend is told of: handed in, scored, overdue."""


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place in the ranking. Points in hundredths; `rate` in hundredths of a percent of what counts now.

    `number`: assignments that count now (scored or overdue): the rows of `rows`.
    """

    rank: int
    unit: str
    name: str
    kind: str
    rate: int
    earned: int
    possible: int
    number: int
    vetoes: int
    rows: Narrowing


@dataclass(frozen=True, slots=True)
class Span:
    """One week or month: its name, its days, and per verb how many assignments, with the narrowing of their rows."""

    name: str
    start: date
    end: date
    numbers: dict[Verb, int]
    rows: dict[Verb, Narrowing]


@dataclass(frozen=True, slots=True)
class Ranking:
    """A page of the ranking, and how many units are in it altogether."""

    places: tuple[Place, ...]
    total: int


def ranking(
    desk: Desk,
    actor: Actor,
    *,
    kind: UnitKind | None = None,
    year: int = 0,
    limit: int | None = None,
    skip: int = 0,
    at: datetime,
) -> Ranking:
    """Units of a year, the best rate first: points earned over points possible of what is scored or overdue.

    Units with the same rate share a place. Within what `actor` may see; `limit` None: all after `skip`.
    """
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        year = year or sight.year
        found = ranking_of.ranked(connection, year, sight.lamp.today, sight.seen, kind, limit=limit, skip=skip)
    places: list[Place] = []
    for line, row in enumerate(found.rows, start=skip + 1):
        same = found.place if not places else places[-1].rank if places[-1].rate == row.rate else line
        narrowing = Narrowing(year=year, unit=row.id, show=Show.COUNTED)
        rate, earned, possible, number, vetoes = map(int, (row.rate, row.earned, row.possible, row.number, row.vetoes))
        places.append(Place(same, row.id, row.name, row.kind, rate, earned, possible, number, vetoes, narrowing))
    return Ranking(tuple(places), found.total)


def trend(
    desk: Desk, actor: Actor, narrowing: Narrowing, *, by: Literal["week", "month"], at: datetime
) -> tuple[Span, ...]:
    """What was handed in, scored and missed in each week or month of the year, up to today, by the history."""
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        narrowed = sight.of_year(narrowing).but(did=None, did_from=None, did_to=None)
        spans = _spans(narrowed.year, min(sight.lamp.today, date(narrowed.year, 12, 31)), by)
        counted = {
            (row.span, Verb(row.verb)): int(row.number)
            for row in progress.done_in(connection, spans, TOLD, sight.of_rows(narrowed))
        }
    return tuple(
        Span(
            start.strftime("%Y-%m") if by == "month" else start.isoformat(),
            start,
            end,
            {verb: counted.get((place, verb), 0) for verb in TOLD},
            {verb: narrowed.but(did=verb, did_from=start, did_to=end) for verb in TOLD},
        )
        for place, (start, end) in enumerate(spans)
    )


def funnel(desk: Desk, actor: Actor, narrowing: Narrowing, *, at: datetime) -> list[tuple[Reached, int, Narrowing]]:
    """How many have come at least so far, step by step, each with the narrowing of its rows."""
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        narrowed = sight.of_year(narrowing).but(reached=None)
        counted = boards.numbers(connection, sight.counted(narrowed), tuple(map(str, Reached)))
    return [(step, counted[step], narrowed.but(reached=step)) for step in Reached]


def _spans(year: int, until: date, by: Literal["week", "month"]) -> Sequence[tuple[date, date]]:
    """The weeks (Monday to Sunday) or months of a year until a day, cut at the year's ends."""
    found: list[tuple[date, date]] = []
    start = date(year, 1, 1)
    while start <= until:
        if by == "month":
            after = date(year + start.month // 12, start.month % 12 + 1, 1)
        else:
            after = start + timedelta(days=7 - start.weekday())
        found.append((start, min(after - timedelta(days=1), date(year, 12, 31))))
        start = after if after.year == year else date(year + 1, 1, 1)
    return found
