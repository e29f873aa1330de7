"""What makes assignments stand alike, and when they are in their unit's sums: once in Python, once in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Date, Select, and_, case, func, literal, select

from engine.domain.lights import DARK
from engine.domain.vocabulary import StageKind
from engine.store import tables as t

NEVER: Final = date(9999, 12, 31)
"""A day that is not there."""
ALWAYS: Final = date(1, 1, 1)
NOT_IN, IN_TIME, IN_LATE = 0, 1, 2
NEVER_MISSED, GIVEN_LONGER, MISSED = 0, 1, 2
_DONE: Final = str(StageKind.DONE)
Where = Sequence[ColumnElement[bool]]


class Alike(NamedTuple):
    """What assignments of one group have in common: the key of `tally`, and the kind of its stage."""

    period_id: int
    definition_id: int
    stage: str
    stage_since: date
    due_on: date
    resubmit_by: date
    received: int
    missed: int
    returned: int
    settled: int
    scored: int
    stage_kind: str

    @property
    def counts(self) -> bool:
        """Whether it is in its unit's sums: scored, or missed and still not in (the twin of `_counts`)."""
        if self.stage in DARK:
            return False
        if self.stage_kind == _DONE:
            return bool(self.scored)
        return self.received == NOT_IN and self.missed == MISSED


KEYS: Final = Alike._fields[:-1]
_A = t.assignment.c
_P = t.period.c
FACTS: Final = (
    "id", "unit_id", "period_id", "definition_id", "stage", "stage_kind", "stage_since", "due_on", "received_on",
    "missed_on", "returned", "resubmit_by", "settled", "score", "points", "vetoed",
)  # fmt: skip
"""The columns that sums rest on; an act that sets none of them changes no sum."""


def alike(a: Mapping[str, Any]) -> Alike:
    """The group of an assignment by its columns."""
    due = a["due_on"] or NEVER
    received, missed = a["received_on"], a["missed_on"]
    return Alike(
        a["period_id"],
        a["definition_id"],
        a["stage"],
        ALWAYS if a["stage_kind"] == _DONE else a["stage_since"],
        due,
        (a["resubmit_by"] or NEVER) if a["returned"] else NEVER,
        NOT_IN if received is None else IN_LATE if received > due else IN_TIME,
        NEVER_MISSED if missed is None else MISSED if due < missed else GIVEN_LONGER,
        int(a["returned"]),
        int(a["settled"]),
        int(a["score"] is not None),
        a["stage_kind"],
    )


def _day(value: ColumnElement[Any]) -> ColumnElement[date]:
    return func.coalesce(value, literal(NEVER, Date()))


def _alike() -> list[ColumnElement[Any]]:
    """The SQL twin of `alike` (proven equal by tests/properties/test_tallies.py)."""
    due = _day(_A.due_on)
    return [
        _A.period_id,
        _A.definition_id,
        _A.stage,
        case((_A.stage_kind == _DONE, literal(ALWAYS, Date())), else_=_A.stage_since).label("stage_since"),
        due.label("due_on"),
        case((_A.returned.is_(True), _day(_A.resubmit_by)), else_=literal(NEVER, Date())).label("resubmit_by"),
        case((_A.received_on.is_(None), NOT_IN), (_A.received_on > due, IN_LATE), else_=IN_TIME).label("received"),
        case((_A.missed_on.is_(None), NEVER_MISSED), (due < _A.missed_on, MISSED), else_=GIVEN_LONGER).label("missed"),
        case((_A.returned.is_(True), 1), else_=0).label("returned"),
        case((_A.settled.is_(True), 1), else_=0).label("settled"),
        case((_A.score.is_(None), 0), else_=1).label("scored"),
        _A.stage_kind,
    ]


def _counts() -> ColumnElement[bool]:
    open_still = and_(_A.received_on.is_(None), _A.missed_on > _A.due_on)
    return and_(
        _A.stage.not_in(sorted(DARK)),
        case((_A.stage_kind == _DONE, _A.score.is_not(None)), else_=open_still),
    )


def groups(connection: Connection, where: Where) -> Counter[Alike]:
    """How many of these assignments stand alike, counted from their rows."""
    columns = _alike()
    statement = select(*columns, func.count()).where(*where).group_by(*columns)
    return Counter({Alike(*row[:-1]): int(row[-1]) for row in connection.execute(statement).tuples()})


def share(a: Mapping[str, Any], points: int) -> tuple[int, int, int, int]:
    """What an assignment that counts is of its unit's sums (the twin of `unit_sums`); `points`: those of its period."""
    scored = a["stage_kind"] == _DONE and a["score"] is not None
    return a["score"] if scored else 0, points if a["points"] is None else a["points"], 1, int(a["vetoed"])


def unit_sums(where: Where, sign: int = 1) -> Select[Any]:
    """What these assignments are in their units' sums, or take from them."""
    scored = and_(_A.stage_kind == _DONE, _A.score.is_not(None))
    sums: tuple[ColumnElement[Any], ...] = (
        func.sum(case((scored, _A.score), else_=0)),
        func.sum(func.coalesce(_A.points, _P.points)),
        func.count(),
        func.sum(case((_A.vetoed.is_(True), 1), else_=0)),
    )
    return (
        select(_P.year, _A.unit_id, *(each * sign for each in sums))
        .join_from(t.assignment, t.period, _P.id == _A.period_id)
        .where(_counts(), *where)
        .group_by(_P.year, _A.unit_id)
    )
