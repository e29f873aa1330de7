"""What the office can take out as files today: papers with what each may be of, the table, the ledger, the package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.actor import Actor
from engine.errors import Refused
from engine.services.desk import Desk
from engine.services.looking.sight import Sight
from engine.services.office.meeting_pages import Quarter, meeting_page
from engine.services.reporting.made_packages import MadePackage, made_packages
from engine.services.seeing import check_sees_all
from engine.store.looking import holdings
from engine.store.programme import recognised


@dataclass(frozen=True, slots=True)
class Shelf:
    """Months as `2022-06` and years, the newest first; `quarter` is the next meeting's.

    `rows`: of the responsibility table; `files` and `size` (bytes): what a package of the year would hold.
    `honoured`: years with a recognition list.
    """

    today: date
    year: int
    months: tuple[str, ...]
    quarters: tuple[Quarter, ...]
    quarter: str
    years: tuple[int, ...]
    honoured: tuple[int, ...]
    rows: int
    files: int
    size: int
    made: tuple[MadePackage, ...]


def shelf(desk: Desk, actor: Actor, *, at: datetime) -> Shelf:
    """The shelf. Raises Forbidden for a limited view, Refused when nothing has been applied yet."""
    check_sees_all(desk, actor)
    quarters, quarter = _quarters(desk, actor, at)
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        today, year = sight.lamp.today, sight.year
        files, size = holdings.files_of(connection, year)
        programme = sight.lamp.office.catalog.programme.id
        honoured = tuple(recognised.years(connection, programme))
        begun = sight.lamp.office.catalog.programme.year
    return Shelf(
        today,
        year,
        tuple(f"{today.year}-{month:02d}" for month in range(today.month, 0, -1)),
        quarters,
        quarter,
        tuple(range(today.year, min(begun, today.year) - 1, -1)),
        honoured,
        len(desk.catalog().indicators),
        files,
        size,
        made_packages(desk, actor),
    )


def _quarters(desk: Desk, actor: Actor, at: datetime) -> tuple[tuple[Quarter, ...], str]:
    """The quarters that have a meeting; none in a programme without."""
    try:
        found = meeting_page(desk, actor, at=at)
    except Refused:
        return (), ""
    return found.quarters, found.quarter.key
