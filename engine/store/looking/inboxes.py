"""What waits for a unit or a person: counted for the menu, and listed with what hurts first on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, case, func, or_, select

from engine.domain.vocabulary import PartState, StageKind
from engine.store import tables as t
from engine.store.looking import views
from engine.store.prepared import Prepared

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


def page_of(
    connection: Connection,
    lit: ColumnElement[str],
    where: Sequence[ColumnElement[bool]],
    limit: int,
    *,
    skip: int = 0,
) -> list[Row[Any]]:
    """A page of these assignments with their light: by light, then by the day that counts now, then by number.

    The day that counts is the one by which returned work is to be mended, the due date otherwise; none comes last.
    """
    mending = and_(_A.returned.is_(True), _A.resubmit_by.is_not(None))
    until = case((mending, _A.resubmit_by), else_=_A.due_on)
    ordered = views.board(lit).where(*where).order_by(views.rank_of(lit), until.is_(None), until, _A.id)
    return list(connection.execute(ordered.limit(limit).offset(skip)))


def there(connection: Connection, lit: ColumnElement[str], where: ColumnElement[bool]) -> list[Row[Any]]:
    """How many of these assignments each indicator has under each light: (indicator, light, number)."""
    statement = (
        select(t.period.c.indicator, lit.label("light"), func.count().label("number"))
        .select_from(t.assignment)
        .join(t.period, t.period.c.id == _A.period_id)
        .join(t.unit, t.unit.c.id == _A.unit_id)
        .where(where)
        .group_by(t.period.c.indicator, "light")
    )
    return list(connection.execute(statement))


def requests(connection: Connection, but_by: str, office: str, *, own: bool) -> list[Row[Any]]:
    """Open requests that somebody else than `but_by` made: on the office's own work, or on everybody else's."""
    statement = (
        select(
            t.request,
            t.unit.c.name.label("unit_name"),
            t.period.c.indicator,
            t.period.c.title.label("period_title"),
        )
        .join(t.assignment, _A.id == _R.assignment_id)
        .join(t.unit, t.unit.c.id == _A.unit_id)
        .join(t.period, t.period.c.id == _A.period_id)
        .where(_R.decision == "", _R.asked_by != but_by, _A.unit_id == office if own else _A.unit_id != office)
        .order_by(_R.id)
    )
    return list(connection.execute(statement))
