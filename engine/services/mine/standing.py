"""Where a unit stands: its lights, its points so far with the reason of every point, and its place once published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.scope import Scope
from engine.domain.scoring import Scored
from engine.domain.vocabulary import Light, Terminal
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.scoring.inputs import Folder
from engine.store.database import Connection
from engine.store.looking import views
from engine.store.programme import recognised
from engine.store.scoring import ranking

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A piece of work with its score and why it is so; `scored` is None while it has no score."""

    row: AssignmentRow
    scored: Scored | None


@dataclass(frozen=True, slots=True)
class Published:
    """The unit's place in the published recognition list: its rank, or the reason why it was left out."""

    rank: int | None
    points: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's year. `earned` and `possible` in hundredths of a point, of what is scored or overdue; `rate` in
    hundredths of a percent. `whole`: the hundredths its year could bring. `place`: None until a list is published."""

    year: int
    unit_name: str
    lights: Mapping[Light, int]
    earned: int
    possible: int
    rate: int
    whole: int
    rows: tuple[ScoredRow, ...]
    place: Published | None
    sample_points: bool


def standing(desk: Desk, actor: Actor, *, at: datetime, year: int | None = None) -> Standing:
    """Where `actor`'s own unit stands in a year, the present one without; nothing of any other unit is told.

    Raises Refused when nothing has been applied yet.
    """
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        today = day_of(at, office.catalog.programme)
        year = year or max(today.year, office.year)
        lamp = Lamp(desk, connection, office, today)
        where = views.narrowed(unit=actor.unit, year=year)
        rows = views.page_of(connection, lamp.expression, where, LONGEST)
        folder = Folder.read(connection, [row.id for row in rows if row.score is not None])
        lines = [_line(desk, connection, lamp, row, folder, at) for row in rows]
        own = Scope(False, actor.unit, frozenset({actor.unit}))
        totals = next(iter(ranking.ranked(connection, year, today, own, limit=1).rows), None)
        place = _place(connection, office, actor.unit, year)
    earned, possible, rate = (totals.earned, totals.possible, totals.rate) if totals else (0, 0, 0)
    return Standing(
        year,
        actor.unit_name,
        {light: sum(line.row.light is light for line in lines) for light in Light},
        int(earned),
        int(possible),
        int(rate),
        sum(int(row.points) for row in rows if row.stage not in (Terminal.WITHDRAWN, Terminal.EXEMPT)),
        tuple(sorted(lines, key=lambda line: (line.row.indicator, line.row.id))),
        place,
        office.catalog.scale.sample,
    )


def _line(desk: Desk, connection: Connection, lamp: Lamp, row: Any, folder: Folder, at: datetime) -> ScoredRow:
    case = Case(row, desk.book.definition(connection, row.definition_id), lamp.office, at, lamp.today)
    return ScoredRow(listed(case, row.light), folder.score(case) if row.score is not None else None)


def _place(connection: Connection, office: Office, unit: str, year: int) -> Published | None:
    known = recognised.row(connection, office.catalog.programme.id, year)
    if known is None or known.state != recognised.PUBLISHED:
        return None
    for line in (*known.rows["ranked"], *known.rows["left_out"]):
        if line["unit_id"] == unit:
            return Published(line.get("rank"), line["points"], line.get("reason", ""))
    return None
