"""What lights and sets rest on, told of single assignments or of groups that stand alike: one rule, asked of either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, func, literal

from engine.store import tables as t
from engine.store.tallies.alike import IN_LATE, NEVER, NEVER_MISSED, NOT_IN

Where = Sequence[ColumnElement[bool]]


@dataclass(frozen=True, eq=False)
class Told:
    """Columns and conditions by what they mean, and `weight`: how many assignments one row stands for.

    A day that is not there compares as false. `source` joins the period, and of single assignments the unit.
    """

    source: FromClause
    weight: ColumnElement[int]
    number: ColumnElement[int]
    definition_id: ColumnElement[int]
    stage: ColumnElement[str]
    stage_kind: ColumnElement[str]
    stage_since: ColumnElement[Any]
    due_on: ColumnElement[Any]
    undated: ColumnElement[bool]
    not_in: ColumnElement[bool]
    in_late: ColumnElement[bool]
    returned: ColumnElement[bool]
    resubmit_by: ColumnElement[Any]
    missed: ColumnElement[bool]
    settled: ColumnElement[bool]
    scored: ColumnElement[bool]


_A, _G = t.assignment.c, t.tally.c
_PERIOD = t.period.c.id
ROWS: Final = Told(
    t.assignment.join(t.period, _A.period_id == _PERIOD).join(t.unit, t.unit.c.id == _A.unit_id),
    literal(1),
    func.count(),
    _A.definition_id,
    _A.stage,
    _A.stage_kind,
    _A.stage_since,
    _A.due_on,
    _A.due_on.is_(None),
    _A.received_on.is_(None),
    _A.received_on > _A.due_on,
    _A.returned.is_(True),
    _A.resubmit_by,
    _A.missed_on.is_not(None),
    _A.settled.is_(True),
    _A.score.is_not(None),
)
"""Assignments, one by one."""

GROUPS: Final = Told(
    t.tally.join(t.period, _G.period_id == _PERIOD),
    _G.number,
    func.sum(_G.number),
    _G.definition_id,
    _G.stage,
    _G.stage_kind,
    _G.stage_since,
    _G.due_on,
    _G.due_on == NEVER,
    _G.received == NOT_IN,
    _G.received == IN_LATE,
    _G.returned == 1,
    _G.resubmit_by,
    _G.missed != NEVER_MISSED,
    _G.settled == 1,
    _G.scored == 1,
)
"""Groups of assignments that stand alike: whom they belong to is not known, and all the rest is a few thousand rows."""
