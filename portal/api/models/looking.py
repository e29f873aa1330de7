"""The board, the ranking, the trend and the funnel: every figure beside the narrowing that gives its rows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from engine.domain.narrowing import Narrowing, Reached, Show
from engine.domain.vocabulary import Light, StageKind, UnitKind, Verb
from engine.services.looking import board, progress
from portal.api.models.value import Answered, Given, Name


class NarrowingIn(Given):
    """What a list is narrowed by; all that is given must hold. Without `year`: the year served."""

    year: Annotated[int, Field(ge=0, le=9998)] = 0
    light: Light | None = None
    stage: StageKind | None = None
    show: Show | None = None
    reached: Reached | None = None
    category: Name = ""
    indicator: Name = ""
    period: Name = ""
    unit: Name = ""
    kind: UnitKind | None = None
    sub_district: Name = ""
    industry: Name = ""
    due_from: date | None = None
    due_to: date | None = None
    did: Verb | None = None
    did_from: date | None = None
    did_to: date | None = None
    words: Name = ""

    def narrowing(self) -> Narrowing:
        """As the services take it."""
        return Narrowing(**{name: getattr(self, name) for name in NarrowingIn.model_fields})


Rows = Annotated[dict[str, str], Field(description="The query of /board/rows that gives exactly the rows counted.")]


class Group(Answered):
    """One line of the board: how many show which light."""

    value: str
    words: str
    lights: dict[str, int]
    total: int


class Board(Answered):
    """`tiles` are counted without the narrowing's own light, stage and set; `lights` without its own light."""

    programme: str
    today: date
    narrowing: Rows
    tiles: dict[str, int]
    lights: dict[str, int]
    by: str
    groups: tuple[Group, ...]
    total: int

    @classmethod
    def of(cls, told: board.Board) -> Self:
        """From a board."""
        return cls(
            programme=told.programme,
            today=told.today,
            narrowing=told.narrowing.said(),
            tiles=dict(told.tiles),
            lights=dict(told.lights),
            by=told.by,
            groups=tuple(map(Group.model_validate, told.groups)),
            total=told.total,
        )


class Choice(Answered):
    """A value and its words."""

    value: str
    words: str


class Choices(Answered):
    """What lists can be narrowed by, in the table's own order."""

    categories: tuple[str, ...]
    indicators: tuple[Choice, ...]
    sub_districts: tuple[str, ...]
    industries: tuple[str, ...]

    @classmethod
    def of(cls, told: board.Choices) -> Self:
        """From what filters offer."""
        return cls(
            categories=tuple(told.categories),
            indicators=tuple(Choice(value=value, words=words) for value, words in told.indicators),
            sub_districts=tuple(told.sub_districts),
            industries=tuple(told.industries),
        )


class Place(Answered):
    """A unit's place. `rate` in percent, `earned` and `possible` in points, all with two places.

    `number`: assignments that count now, scored or overdue.
    """

    rank: int
    unit: str
    name: str
    kind: UnitKind
    rate: str
    earned: str
    possible: str
    number: int
    vetoes: int
    rows: Rows

    @classmethod
    def of(cls, told: progress.Place) -> Self:
        """From a place of the ranking."""
        same = {name: getattr(told, name) for name in ("rank", "unit", "name", "kind", "number", "vetoes")}
        hundredths = {name: f"{getattr(told, name) / 100:.2f}" for name in ("rate", "earned", "possible")}
        return cls(**same, **hundredths, rows=told.rows.said())


class Ranking(Answered):
    """Units, the best rate first; the same rate shares a place."""

    items: tuple[Place, ...]


class Counted(Answered):
    """How many, and the narrowing of their rows."""

    number: int
    rows: Rows


class Span(Answered):
    """One week or month, and per act how many assignments it changed."""

    name: str
    start: date
    end: date
    acts: dict[Verb, Counted]

    @classmethod
    def of(cls, told: progress.Span) -> Self:
        """From a span of the trend."""
        acts = {verb: Counted(number=told.numbers[verb], rows=told.rows[verb].said()) for verb in told.numbers}
        return cls(name=told.name, start=told.start, end=told.end, acts=acts)


class Trend(Answered):
    """The year's weeks or months up to today."""

    items: tuple[Span, ...]


class Step(Answered):
    """How many have come at least so far."""

    step: Reached
    number: int
    rows: Rows


class Funnel(Answered):
    """The steps of the way, the first one first."""

    items: tuple[Step, ...]
