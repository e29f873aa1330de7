"""What a board asks of the record: conditions, figures and pages of one narrowing. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from engine.domain.narrowing import NONE, Narrowing, Reached, Show, Sort
from engine.domain.scope import Scope
from engine.domain.vocabulary import StageKind, Terminal
from engine.store import tables as t
from engine.store.looking.told import GROUPS, ROWS, Told
from engine.store.looking.views import Lit, board, rank_of, within

Where = list[ColumnElement[bool]]
_NEVER: Final = date(9999, 12, 31)
_FELL_AWAY: Final = (str(Terminal.WITHDRAWN), str(Terminal.EXEMPT))
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


def conditions(
    narrowing: Narrowing,
    scope: Scope,
    lit: Lit,
    today: date,
    *,
    indicators: Sequence[str],
    titled: Mapping[str, Sequence[str]],
    mine: ColumnElement[bool],
    told: Told = ROWS,
) -> Where:
    """A narrowing as SQL, within what a person may see. Of groups only where `sums_tell`.

    `indicators`: those of the category; `titled`: by each word looked for, the indicators that have it in their number
    or title; `mine`: what waits for the person who asks.
    """
    p, u, n = t.period.c, t.unit.c, narrowing
    given: list[tuple[object, ColumnElement[bool]]] = [
        (n.year, p.year == n.year),
        (n.light, lit == str(n.light)),
        (n.stage, told.stage_kind == str(n.stage)),
        (n.category, p.indicator.in_(indicators)),
        (n.indicator, p.indicator == n.indicator),
        (n.period, p.key == n.period),
        (n.unit, or_(u.id == n.unit, u.name == n.unit)),
        (n.kind, u.kind == str(n.kind)),
        (n.sub_district, u.sub_district == _or_none(n.sub_district)),
        (n.industry, u.industry == _or_none(n.industry)),
    ]
    found = [condition for value, condition in given if value]
    if n.due_from:
        found += [told.due_on >= n.due_from, ~told.undated]
    if n.due_to:
        found += [told.due_on <= n.due_to, ~told.undated]
    if n.show:
        found.append(shown(n.show, today, mine, told))
    if n.reached:
        found.append(reached(n.reached, told))
    if n.did:
        found.append(_did(n))
    found += [_speaks_of(word, indicators) for word, indicators in titled.items()]
    return [*found, *within(scope)]


def sums_tell(narrowing: Narrowing, scope: Scope) -> bool:
    """Whether groups of assignments that stand alike answer it: nothing in it asks whose each assignment is."""
    n = narrowing
    of_units = (n.unit, n.kind, n.sub_district, n.industry, n.did, n.words)
    return scope.everything and not any(of_units) and n.show is not Show.MINE


def _or_none(value: str) -> str:
    return "" if value == NONE else value


def shown(show: Show, today: date, mine: ColumnElement[bool], told: Told = ROWS) -> ColumnElement[bool]:
    """The condition behind a set's name."""
    done = told.stage_kind == str(StageKind.DONE)
    open_still = and_(told.not_in, ~done)
    sunday = today + timedelta(days=6 - today.weekday())
    here = told.stage.not_in(_FELL_AWAY)
    named: dict[Show, ColumnElement[bool]] = {
        Show.DUE_THIS_WEEK: and_(open_still, told.due_on >= today, told.due_on <= sunday),
        Show.RETURNED: told.returned,
        Show.MINE: mine,
        Show.COUNTED: and_(or_(and_(done, told.scored), and_(open_still, told.due_on < today)), here),
        Show.LIVE: here,
    }
    return named[show]


def at_kind(kind: StageKind, told: Told = ROWS) -> ColumnElement[bool]:
    """What stands at a kind of stage."""
    return told.stage_kind == str(kind)


def reached(step: Reached, told: Told = ROWS) -> ColumnElement[bool]:
    """What has come at least so far; withdrawn and exempt work has left the way."""
    done = told.stage_kind == str(StageKind.DONE)
    way = {
        Reached.ISSUED: told.stage.not_in(_FELL_AWAY),
        Reached.ACCEPTED: told.stage_kind != str(StageKind.ASSIGN),
        Reached.HANDED_IN: ~told.not_in,
        Reached.APPROVED: or_(told.stage_kind == str(StageKind.SCORE), done),
        Reached.SCORED: and_(done, told.scored),
        Reached.CLOSED: told.stage == str(Terminal.CLOSED),
    }
    steps = list(way)
    return and_(*(way[each] for each in steps[: steps.index(step) + 1]))


def _did(n: Narrowing) -> ColumnElement[bool]:
    c, tr = t.act.c, t.transition.c
    days = [c.as_of >= n.did_from] if n.did_from else []
    days += [c.as_of <= n.did_to] if n.did_to else []
    done = (
        select(tr.assignment_id)
        .join_from(t.transition, t.act, c.id == tr.act_id)
        .where(tr.assignment_id == t.assignment.c.id, c.verb == str(n.did), *days)
    )
    return done.correlate(t.assignment).exists()


def _speaks_of(word: str, indicators: Sequence[str]) -> ColumnElement[bool]:
    """A word in the unit's name or the period's title, or of these indicators; its signs are taken as they are."""
    u, p = t.unit.c, t.period.c
    told = u.name + literal(" ") + p.title + literal(" ") + p.key
    return or_(told.contains(word, autoescape=True), p.indicator.in_(indicators))


@dataclass(frozen=True)
class Counted:
    """What is counted: single assignments or groups, their light and the conditions told of the same."""

    told: Told
    lit: Lit
    where: Where

    @property
    def sums(self) -> bool:
        """Whether kept sums answer."""
        return self.told is GROUPS


def lights_by(connection: Connection, counted: Counted, by: str) -> list[Row[Any]]:
    """How many assignments show which light, by one of `DIMENSIONS` (`counted_by`)."""
    dimension, lit = DIMENSIONS[by].label("counted_by"), counted.lit.label("light")
    statement = (
        select(dimension, lit, counted.told.number.label("number"))
        .select_from(counted.told.source)
        .where(*counted.where)
        # By their names: a database would not see that two such long expressions are the same.
        .group_by("counted_by", "light")
        .order_by("counted_by", "light")
    )
    return list(connection.execute(statement))


def numbers(connection: Connection, counted: Counted, named: Mapping[str, ColumnElement[bool]]) -> dict[str, int]:
    """How many of what is counted fit each named condition, at one look."""
    weight = counted.told.weight
    sums = [func.coalesce(func.sum(case((each, weight), else_=0)), 0) for each in named.values()]
    row = connection.execute(select(*sums).select_from(counted.told.source).where(*counted.where)).one()
    return dict(zip(named, map(int, row), strict=True))


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
    connection: Connection, lit: Lit, where: Where, sort: Sort, limit: int, after: Sequence[str | int] = ()
) -> list[Row[Any]]:
    """A page of assignments that come after a row's keys, or the first one.

    Nothing is skipped row by row, so that a late page costs no more than the first.
    """
    keys = order_of(sort, lit)
    statement = keyed(lit, sort).where(*where)
    if after:
        statement = statement.where(_beyond(keys, after))
    return list(connection.execute(statement.order_by(*keys).limit(limit)))


def _beyond(keys: Sequence[ColumnElement[Any]], after: Sequence[str | int]) -> ColumnElement[bool]:
    ways = []
    for at, (key, value) in enumerate(zip(keys, after, strict=True)):
        same = [earlier == past for earlier, past in zip(keys[:at], after[:at], strict=True)]
        ways.append(and_(*same, key > value))
    return or_(*ways)


def every(connection: Connection, lit: Lit, where: Where) -> Iterator[Row[Any]]:
    """All assignments that fit, by number, fetched as they are read."""
    statement = board(lit).where(*where).order_by(t.assignment.c.id)
    yield from connection.execution_options(yield_per=2000).execute(statement)


def head(connection: Connection) -> int:
    """The number of the newest act, 0 before the first."""
    return int(connection.execute(select(func.coalesce(func.max(t.act.c.id), 0))).scalar_one())
