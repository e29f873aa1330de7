"""How much is held of a year: stored files handed in for work that did not fall away."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

from engine.domain.vocabulary import ItemState, Terminal
from engine.store import tables as t

_FELL_AWAY: Final = (str(Terminal.WITHDRAWN), str(Terminal.EXEMPT))


def files_of(connection: Connection, year: int) -> tuple[int, int]:
    """The number of files and of their bytes; replaced ones are left out, one that was handed in twice counts twice."""
    e, a, p = t.evidence.c, t.assignment.c, t.period.c
    statement = (
        select(func.count(), func.coalesce(func.sum(t.blob.c.size), 0))
        .select_from(t.evidence)
        .join(t.blob, t.blob.c.sha256 == e.sha256)
        .join(t.assignment, a.id == e.assignment_id)
        .join(t.period, p.id == a.period_id)
        .where(p.year == year, e.state != str(ItemState.REPLACED), a.stage.not_in(_FELL_AWAY))
    )
    number, size = connection.execute(statement).one()
    return int(number), int(size)
