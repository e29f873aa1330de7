"""What a board asks of the record: figures and pages of one narrowing. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from engine.domain.narrowing import Narrowing, Reached, Show, Sort
from engine.domain.scope import Scope
from engine.domain.vocabulary import Light, StageKind
from engine.store import tables as t
from engine.store.looking.conditions import Lit, any_of, in_review, lit_of, reached, shown, told_of, where
from engine.store.looking.shapes import InReview, Question, Shape, Stages, Ways
from engine.store.looking.told import Told
from engine.store.looking.views import board, rank_of
from engine.store.prepared import Prepared

_NEVER: Final = date(9999, 12, 31)
_SHAPES: Final = 100
DIMENSIONS: Final[Mapping[str, ColumnElement[Any]]] = {
    "indicator": t.period.c.indicator,
    "period": t.period.c.key,
    "kind": t.unit.c.kind,
    "sub_district": t.unit.c.sub_district,
    "industry": t.unit.c.industry,
}
"""What figures may be told by; categories are folded from indicators, which alone know theirs."""
OF_UNITS: Final = frozenset({"kind", "sub_district", "industry"})
"""Those that only single assignments know."""
TILES: Final = ("overdue", "due-this-week", "returned", "in-review")
"""Numbers above a board, beside those of `Show` and `Reached`."""


def sums_tell(narrowing: Narrowing, scope: Scope) -> bool:
    """Whether groups of assignments that stand alike answer it: nothing in it asks whose each assignment is."""
    n = narrowing
    of_units = (n.unit, n.kind, n.sub_district, n.industry, n.did, n.words)
    return scope.everything and not any(of_units) and n.show is not Show.MINE


def lights_by(connection: Connection, question: Question, by: str) -> list[Any]:
    """How many assignments show which light, by one of `DIMENSIONS` (`counted_by`)."""
    return _lights_by(question.shape, by).all(connection, question.values)


@lru_cache(_SHAPES)
def _lights_by(shape: Shape, by: str) -> Prepared:
    told = told_of(shape)
    return Prepared(
        select(DIMENSIONS[by].label("counted_by"), lit_of(shape).label("light"), told.number.label("number"))
        .select_from(told.source)
        .where(*where(shape))
        # By their names: a database would not see that two such long expressions are the same.
        .group_by("counted_by", "light")
        .order_by("counted_by", "light")
    )


def numbers(connection: Connection, question: Question, names: tuple[str, ...]) -> dict[str, int]:
    """How many of what is asked for fit each named condition, at one look: of `TILES`, `Show` or `Reached`."""
    row = _numbers(question.shape, names).one(connection, question.values)
    return dict(zip(names, map(int, row or ()), strict=True))


@lru_cache(_SHAPES)
def _numbers(shape: Shape, names: tuple[str, ...]) -> Prepared:
    told = told_of(shape)
    sums = [
        func.coalesce(func.sum(case((_named(name, shape, told), told.weight), else_=0)), 0).label(f"number_{at}")
        for at, name in enumerate(names)
    ]
    return Prepared(select(*sums).select_from(told.source).where(*where(shape)))


def _named(name: str, shape: Shape, told: Told) -> ColumnElement[bool]:
    if name == "overdue":
        return lit_of(shape) == str(Light.RED)
    if name == "in-review":
        return told.stage_kind == str(StageKind.REVIEW)
    return shown(Show(name), told) if name in list(Show) else reached(Reached(name), told)


def concerning(connection: Connection, rows: Question, counted: Question) -> int:
    """How many of the assignments asked for concern who asks (`mine` of the shape).

    `counted`: the same, told of what is to be counted. Where that is the kept sums, they tell how much is in review,
    and only the one unit that a way leaves out is counted from its rows; no work is in two reviews at once.
    """
    by_sums = [way for way in rows.shape.mine if counted.shape.sums and isinstance(way, InReview) and way.but_for_unit]
    others = tuple(way for way in rows.shape.mine if way not in by_sums)
    number = _asked(_concerning(rows.shape, others), connection, rows)
    for way in by_sums:
        number += _asked(_in_review(counted.shape, way.stages), connection, counted)
        number -= _asked(_concerning(rows.shape, (InReview(way.stages, of=way.but_of),)), connection, rows)
    return number


def _asked(counting: Prepared, connection: Connection, question: Question) -> int:
    row = counting.one(connection, question.values)
    return int(row.number) if row else 0


@lru_cache(_SHAPES)
def _concerning(shape: Shape, ways: Ways) -> Prepared:
    told = told_of(shape)
    return Prepared(select(told.number.label("number")).select_from(told.source).where(*where(shape), any_of(ways)))


@lru_cache(_SHAPES)
def _in_review(shape: Shape, stages: Stages) -> Prepared:
    told = told_of(shape)
    number = func.coalesce(told.number, 0).label("number")
    return Prepared(select(number).select_from(told.source).where(*where(shape), in_review(stages, told)))


def order_of(sort: Sort, lit: Lit) -> list[ColumnElement[Any]]:
    """The columns of an order; none is ever empty, and the last one is the number: no two rows are equal."""
    a = t.assignment.c
    # Both databases keep days as what sorts as text; a cursor in an address is text too.
    due = cast(func.coalesce(a.due_on, type_coerce(literal(_NEVER), a.due_on.type)), String)
    keys: dict[Sort, list[ColumnElement[Any]]] = {
        Sort.WORST: [rank_of(lit), due],
        Sort.DUE: [due],
        Sort.UNIT: [t.unit.c.name, due],
        Sort.INDICATOR: [t.period.c.indicator, t.period.c.key, t.unit.c.name],
    }
    return [*keys[sort], a.id]


def keyed(lit: Lit, sort: Sort) -> Select[Any]:
    """Assignments with the keys of an order (`key_0`, `key_1` …), to be narrowed, ordered and limited."""
    return board(lit).add_columns(*(key.label(f"key_{at}") for at, key in enumerate(order_of(sort, lit))))


def page(
    connection: Connection, question: Question, sort: Sort, limit: int, after: Sequence[str | int] = ()
) -> list[Any]:
    """A page of assignments that come after a row's keys, or the first one.

    Nothing is skipped row by row, so that a late page costs no more than the first.
    """
    cursor = {f"after_{at}": key for at, key in enumerate(after)}
    return _page(question.shape, sort, limit, bool(after)).all(connection, {**question.values, **cursor})


@lru_cache(_SHAPES)
def _page(shape: Shape, sort: Sort, limit: int, later: bool) -> Prepared:
    lit = lit_of(shape)
    keys = order_of(sort, lit)
    statement = keyed(lit, sort).where(*where(shape))
    return Prepared((statement.where(_beyond(keys)) if later else statement).order_by(*keys).limit(limit))


def _beyond(keys: Sequence[ColumnElement[Any]]) -> ColumnElement[bool]:
    past = [bindparam(f"after_{at}", type_=key.type) for at, key in enumerate(keys)]
    ways = []
    for at, key in enumerate(keys):
        same = [earlier == gone for earlier, gone in zip(keys[:at], past[:at], strict=True)]
        ways.append(and_(*same, key > past[at]))
    return or_(*ways)


def every(connection: Connection, question: Question) -> Iterator[Any]:
    """All assignments that fit, by number, fetched as they are read."""
    statement = board(lit_of(question.shape)).where(*where(question.shape)).order_by(t.assignment.c.id)
    yield from connection.execution_options(yield_per=2000).execute(statement, question.values)


def head(connection: Connection) -> int:
    """The number of the newest act, 0 before the first."""
    row = _HEAD.one(connection, {})
    return int(row.newest) if row else 0


_HEAD: Final = Prepared(select(func.coalesce(func.max(t.act.c.id), 0).label("newest")))
