"""The board: how many stand how, told by whatever one asks, and the very rows behind each figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.domain.actor import SYSTEM, Actor
from engine.domain.narrowing import NONE, Narrowing, Sort
from engine.domain.vocabulary import Light
from engine.errors import Invalid
from engine.services.desk import Desk
from engine.services.looking.ask import AssignmentRow
from engine.services.looking.sight import Sight
from engine.store.looking import boards, paging
from engine.store.work.standing import LARGEST
from engine.wording import N_

PAGE: Final = 50
DIMENSIONS: Final = ("category", *boards.DIMENSIONS)
"""What a board can be told by."""


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the board: what it counts, by its value and in words, and how many show which light."""

    value: str
    words: str
    lights: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.lights.values())


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one narrowing. Every figure is the number of rows of an address that the page writes beside it.

    `tiles`: overdue, due-this-week, returned, in-review, mine, all without the narrowing's own light, stage and set.
    `lights`: without its own light. `groups`: by `by`, as narrowed. `total`: of the rows, as narrowed.
    """

    programme: str
    today: date
    narrowing: Narrowing
    tiles: Mapping[str, int]
    lights: Mapping[str, int]
    by: str
    groups: Sequence[Group]
    total: int


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter offers: values with their words, in the table's own order."""

    categories: Sequence[str]
    indicators: Sequence[tuple[str, str]]
    sub_districts: Sequence[str]
    industries: Sequence[str]


def board(desk: Desk, actor: Actor, narrowing: Narrowing, *, by: str, at: datetime) -> Board:
    """The figures of a narrowing for `actor`. Raises Refused when nothing has been applied yet."""
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        question = ("board", actor, narrowing, by, sight.lamp.today)
        return desk.answers.of(connection, question, lambda: _board(sight, sight.of_year(narrowing), by))


def _board(sight: Sight, narrowed: Narrowing, by: str) -> Board:
    shown = _groups(sight, narrowed, by)
    lights = _groups(sight, narrowed.but(light=None), by) if narrowed.light else shown
    told = Counter[str]()
    for group in lights:
        told.update(group.lights)
    return Board(
        sight.lamp.office.catalog.programme.title,
        sight.lamp.today,
        narrowed,
        _tiles(sight, narrowed.but(light=None, stage=None, show=None)),
        {str(light): told[str(light)] for light in Light},
        by,
        shown,
        sum(group.total for group in shown),
    )


def rows(
    desk: Desk, actor: Actor, narrowing: Narrowing, *, sort: Sort, after: Sequence[str | int] = (), at: datetime
) -> tuple[tuple[AssignmentRow, ...], tuple[str | int, ...]]:
    """A page of the list behind a narrowing, and the keys after which the next one begins (empty: it was the last).

    Raises Invalid for keys that belong to no row of a list in this order.
    """
    if after and not _fit(sort, after):
        raise Invalid("no-such-page", N_("There is no such page of this list."), hint=N_("Start at its first page."))
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        question = ("rows", actor, narrowing, sort, tuple(after), sight.lamp.today)
        return desk.answers.of(connection, question, lambda: _rows(sight, sight.of_year(narrowing), sort, after))


def _rows(
    sight: Sight, narrowing: Narrowing, sort: Sort, after: Sequence[str | int]
) -> tuple[tuple[AssignmentRow, ...], tuple[str | int, ...]]:
    found = _page(sight, narrowing, sort, after)
    shown = found[:PAGE]
    keys = [name for name in shown[0]._fields if name.startswith("key_")] if len(found) > PAGE else []
    return tuple(map(sight.line, shown)), tuple(getattr(shown[-1], name) for name in keys)


def worst(desk: Desk, actor: Actor, narrowing: Narrowing, *, most: int, at: datetime) -> tuple[AssignmentRow, ...]:
    """The first rows of a narrowing, what hurts first on top: what many of are to be worked on together."""
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        asked = sight.of_rows(sight.of_year(narrowing))
        return tuple(map(sight.line, boards.page(connection, asked, Sort.WORST, most)))


_KEYS: Final[Mapping[Sort, Sequence[type]]] = {
    Sort.WORST: (int, str, int),
    Sort.DUE: (str, int),
    Sort.UNIT: (str, str, int),
    Sort.INDICATOR: (str, str, str, int),
}


def _fit(sort: Sort, after: Sequence[str | int]) -> bool:
    """Whether these can be the keys of a row."""
    if tuple(type(key) for key in after) != tuple(_KEYS[sort]):
        return False
    try:
        if sort in paging.BY_SUMS:
            date.fromisoformat(str(after[-2]))
    except ValueError:
        return False
    return all(0 <= key <= LARGEST for key in after if isinstance(key, int))


def _page(sight: Sight, narrowing: Narrowing, sort: Sort, after: Sequence[str | int]) -> list[Any]:
    if sort in paging.BY_SUMS and sight.sums_tell(narrowing):
        # In the order of lights the page asks for the light of each place itself; once is enough.
        rows = sight.of_rows(narrowing.but(light=None) if sort is Sort.WORST else narrowing)
        return paging.page(sight.connection, sight.counted(narrowing), rows, sort, PAGE + 1, after)
    return boards.page(sight.connection, sight.of_rows(narrowing), sort, PAGE + 1, after)


def every_row(desk: Desk, actor: Actor, narrowing: Narrowing, *, at: datetime) -> Iterator[AssignmentRow]:
    """All rows of a narrowing as they were at one moment, by number."""
    with desk.database.reading() as connection:
        sight = Sight(desk, connection, actor, at)
        for row in boards.every(connection, sight.of_rows(sight.of_year(narrowing))):
            yield sight.line(row)


def choices(desk: Desk, *, at: datetime) -> Choices:
    """What the filters offer."""
    with desk.database.reading() as connection:
        titles = Sight(desk, connection, SYSTEM, at).titles
        office = desk.book.office(connection)
    return Choices(
        list(dict.fromkeys(category for category, _, _ in titles.values())),
        [(name, f"{number} {title}") for name, (_, number, title) in titles.items()],
        office.sub_districts,
        sorted(office.industries),
    )


def head(desk: Desk) -> int:
    """The number of the newest act: while it stays, nothing on any page has changed."""
    with desk.database.reading() as connection:
        return boards.head(connection)


def _tiles(sight: Sight, narrowing: Narrowing) -> dict[str, int]:
    counted = sight.counted(narrowing)
    mine = boards.concerning(sight.connection, sight.of_rows(narrowing), counted)
    return boards.numbers(sight.connection, counted, boards.TILES) | {"mine": mine}


def _groups(sight: Sight, narrowing: Narrowing, by: str) -> list[Group]:
    dimension = "indicator" if by == "category" else by
    counted: dict[str, Counter[str]] = {}
    for row in boards.lights_by(sight.connection, sight.counted(narrowing, dimension), dimension):
        value = sight.titles[row.counted_by][0] if by == "category" else str(row.counted_by) or NONE
        counted.setdefault(value, Counter())[row.light] += int(row.number)
    order = {name: place for place, name in enumerate(sight.titles)}
    if by == "category":
        order = {category: place for place, (category, _, _) in enumerate(sight.titles.values())}
    return [
        Group(value, _words(sight, by, value), {str(light): counted[value][str(light)] for light in Light})
        for value in sorted(counted, key=lambda value: (order.get(value, 0), value))
    ]


def _words(sight: Sight, by: str, value: str) -> str:
    if by == "indicator":
        _, number, title = sight.titles[value]
        return f"{number} {title}"
    return value
