"""The board and what is drawn from it: figures, the rows behind each, ranking, trend, funnel."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from engine.domain.narrowing import Sort
from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import UnitKind
from engine.services.looking import board as boards
from engine.services.looking import progress
from portal.api.door import Who, scoped
from portal.api.models.assignment import Assignment
from portal.api.models.looking import Board, Choices, Funnel, NarrowingIn, Place, Ranking, Span, Step, Trend
from portal.api.models.value import Page
from portal.api.paging import after_keys, cursor_of

router = APIRouter(tags=["board"])

Dimension = Literal["category", "indicator", "period", "kind", "sub_district", "industry"]


class BoardIn(NarrowingIn):
    """A narrowing, and what its board is told by."""

    by: Dimension = "category"


class RowsIn(NarrowingIn):
    """A narrowing, the order of its rows, and where the page begins."""

    sort: Sort = Sort.WORST
    cursor: Annotated[str, Query(max_length=2000)] = ""


class TrendIn(NarrowingIn):
    """A narrowing, and what its trend is told by."""

    span: Literal["week", "month"] = "month"


@router.get("/board")
@scoped(TokenScope.READ)
def board(who: Who, asked: Annotated[BoardIn, Query()]) -> Board:
    """How many stand how, within what I may see."""
    return Board.of(boards.board(who.desk, who.actor, asked.narrowing(), by=asked.by, at=who.at))


@router.get("/board/rows")
@scoped(TokenScope.READ)
def rows(who: Who, asked: Annotated[RowsIn, Query()]) -> Page[Assignment]:
    """The very assignments behind a figure."""
    after = after_keys(asked.cursor)
    found, following = boards.rows(who.desk, who.actor, asked.narrowing(), sort=asked.sort, after=after, at=who.at)
    return Page(items=tuple(map(Assignment.of, found)), next=cursor_of(following) if following else None)


@router.get("/board/choices")
@scoped(TokenScope.READ)
def choices(who: Who) -> Choices:
    """What lists can be narrowed by."""
    return Choices.of(boards.choices(who.desk, at=who.at))


@router.get("/ranking")
@scoped(TokenScope.READ)
def ranking(who: Who, kind: UnitKind | None = None, year: Annotated[int, Query(ge=0, le=9998)] = 0) -> Ranking:
    """Units by points earned over points possible of what is scored or overdue."""
    found = progress.ranking(who.desk, who.actor, kind=kind, year=year, at=who.at)
    return Ranking(items=tuple(map(Place.of, found.places)))


@router.get("/trend")
@scoped(TokenScope.READ)
def trend(who: Who, asked: Annotated[TrendIn, Query()]) -> Trend:
    """Handed in, scored and missed in each week or month, by the history."""
    spans = progress.trend(who.desk, who.actor, asked.narrowing(), by=asked.span, at=who.at)
    return Trend(items=tuple(map(Span.of, spans)))


@router.get("/funnel")
@scoped(TokenScope.READ)
def funnel(who: Who, asked: Annotated[NarrowingIn, Query()]) -> Funnel:
    """How far things have come."""
    steps = progress.funnel(who.desk, who.actor, asked.narrowing(), at=who.at)
    return Funnel(items=tuple(Step(step=step, number=number, rows=rows.said()) for step, number, rows in steps))
