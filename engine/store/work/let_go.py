"""Work that was withdrawn because its unit left a group or the programme. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.domain.vocabulary import Terminal, Verb
from engine.store import tables as t

LEFT: Final = "left"
"""In the detail of such a withdrawal: the group that was left, '' when the unit was closed."""


@dataclass(frozen=True, slots=True)
class LetGo:
    """An assignment that stands withdrawn: the act that withdrew it, from which stage, on leaving which group."""

    assignment: int
    stage: str
    group: str


def let_go(connection: Connection, unit: str) -> list[LetGo]:
    """What of a unit stands withdrawn because it left, by number; what somebody withdrew for another reason is not."""
    a, tr, c = t.assignment.c, t.transition.c, t.act.c
    statement = (
        select(tr.assignment_id, tr.from_stage, c.verb, c.detail)
        .join_from(t.transition, t.act, c.id == tr.act_id)
        .join(t.assignment, a.id == tr.assignment_id)
        .where(
            a.unit_id == unit,
            a.stage == str(Terminal.WITHDRAWN),
            tr.to_stage == str(Terminal.WITHDRAWN),
            tr.from_stage != str(Terminal.WITHDRAWN),
        )
        .order_by(tr.assignment_id, c.id)
    )
    last: dict[int, Any] = {row.assignment_id: row for row in connection.execute(statement)}
    return [
        LetGo(number, row.from_stage, row.detail[LEFT])
        for number, row in last.items()
        if row.verb == str(Verb.TERMINATE) and LEFT in (row.detail or {})
    ]
