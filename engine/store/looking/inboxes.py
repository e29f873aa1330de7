"""What waits for a unit: its own work and the parts others asked of it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, func, or_, select

from engine.domain.vocabulary import PartState, StageKind
from engine.store import tables as t
from engine.store.prepared import Prepared

_A, _P = t.assignment.c, t.part.c
_WITH_UNIT: Final = or_(_A.stage_kind == str(StageKind.ASSIGN), _A.stage_kind == str(StageKind.COLLECT))
_OWN: Final = select(func.count()).where(_A.unit_id == bindparam("unit"), _WITH_UNIT)
_ASKED: Final = (
    select(func.count())
    .select_from(t.part.join(t.assignment, _A.id == _P.assignment_id))
    .where(_P.unit_id == bindparam("unit"), _P.state == str(PartState.ASKED), _WITH_UNIT)
)
_TO_DO: Final = Prepared(select((_OWN.scalar_subquery() + _ASKED.scalar_subquery()).label("number")))


def to_do(connection: Connection, unit: str) -> int:
    """How much waits for a unit."""
    row = _TO_DO.one(connection, {"unit": unit})
    return int(row.number) if row else 0
