"""What waits for a unit or a person: counted for the menu, and listed with what hurts first on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select

from engine.domain.vocabulary import PartState, StageKind
from engine.store import tables as t
from engine.store.looking import conditions, views
from engine.store.looking.conditions import any_of, text, whole
from engine.store.looking.shapes import Behind, Lit, Values, Ways
from engine.store.prepared import Prepared
from engine.store.work.standing import facts

_SHAPES: Final = 100
_A, _P, _R = t.assignment.c, t.part.c, t.request.c
_WITH_UNIT: Final = or_(_A.stage_kind == str(StageKind.ASSIGN), _A.stage_kind == str(StageKind.COLLECT))
_OWN: Final = select(func.count()).where(_A.unit_id == bindparam("unit"), _WITH_UNIT)
_ASKED: Final = (
    select(func.count())
    .select_from(t.part.join(t.assignment, _A.id == _P.assignment_id))
    .where(_P.unit_id == bindparam("unit"), _P.state == str(PartState.ASKED), _WITH_UNIT)
)
_TO_DO: Final = Prepared(select((_OWN.scalar_subquery() + _ASKED.scalar_subquery()).label("number")))


def to_do(connection: Connection, unit: str) -> int:
    """How much waits for a unit: its own work and the parts asked of it."""
    row = _TO_DO.one(connection, {"unit": unit})
    return int(row.number) if row else 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What concerns somebody in one of these ways, asked with `values`; of a light, an indicator, both or neither."""

    lit: Lit
    ways: Ways
    values: Mapping[str, str]
    light: str = ""
    indicator: str = ""

    @property
    def shape(self) -> _Shape:
        """What statements are built for."""
        return _Shape(self.lit.behind, self.ways, bool(self.light), bool(self.indicator))

    @property
    def all_values(self) -> Values:
        """What they are asked with."""
        return {**self.values, **self.lit.days, "light": self.light, "indicator": self.indicator}


class _Shape(NamedTuple):
    behind: Behind
    ways: Ways
    of_light: bool
    of_indicator: bool


def page_of(connection: Connection, asked: Asked, limit: int, *, skip: int = 0) -> list[Any]:
    """A page of these assignments with their light: by light, then by the day that counts now, then by number.

    The day that counts is the one by which returned work is to be mended, the due date otherwise; none comes last.
    """
    return _page_of(asked.shape, limit).all(connection, {**asked.all_values, "skip": skip})


@lru_cache(_SHAPES)
def _page_of(shape: _Shape, limit: int) -> Prepared:
    lit = conditions.light(shape.behind)
    mending = and_(_A.returned.is_(True), _A.resubmit_by.is_not(None))
    until = case((mending, _A.resubmit_by), else_=_A.due_on)
    ordered = views.board(lit).where(*_where(shape)).order_by(views.rank_of(lit), until.is_(None), until, _A.id)
    return Prepared(ordered.limit(limit).offset(whole("skip")))


def number(connection: Connection, asked: Asked) -> int:
    """How many there are, beyond a page too."""
    row = _number(asked.shape).one(connection, asked.all_values)
    return int(row.number) if row else 0


@lru_cache(_SHAPES)
def _number(shape: _Shape) -> Prepared:
    return Prepared(facts().where(*_where(shape)).with_only_columns(func.count().label("number")))


def there(connection: Connection, asked: Asked) -> list[Any]:
    """How many of these assignments each indicator has under each light: (indicator, light, number)."""
    return _there(asked.shape).all(connection, asked.all_values)


@lru_cache(_SHAPES)
def _there(shape: _Shape) -> Prepared:
    lit = conditions.light(shape.behind).label("light")
    counted = facts().where(*_where(shape)).with_only_columns(t.period.c.indicator, lit, func.count().label("number"))
    return Prepared(counted.group_by(t.period.c.indicator, "light"))


def _where(shape: _Shape) -> list[ColumnElement[bool]]:
    found = [any_of(shape.ways)]
    if shape.of_light:
        found.append(conditions.light(shape.behind) == text("light"))
    return [*found, t.period.c.indicator == text("indicator")] if shape.of_indicator else found


def requests(connection: Connection, but_by: str, office: str, *, own: bool) -> list[Any]:
    """Open requests that somebody else than `but_by` made: on the office's own work, or on everybody else's."""
    return _OPEN_REQUESTS[own].all(connection, {"but_by": but_by, "office": office})


def _open_requests(whose: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(
            t.request,
            t.unit.c.name.label("unit_name"),
            t.period.c.indicator,
            t.period.c.title.label("period_title"),
            t.period.c.year,
        )
        .join(t.assignment, _A.id == _R.assignment_id)
        .join(t.unit, t.unit.c.id == _A.unit_id)
        .join(t.period, t.period.c.id == _A.period_id)
        .where(_R.decision == "", _R.asked_by != bindparam("but_by"), whose)
        .order_by(_R.id)
    )


_OPEN_REQUESTS: Final = {
    True: _open_requests(_A.unit_id == bindparam("office")),
    False: _open_requests(_A.unit_id != bindparam("office")),
}
