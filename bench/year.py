"""A year in full swing for measuring pages and boards: what is past is scored but for some, the rest is under way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, text

from bench.office import OPENING
from engine.domain.actor import SYSTEM
from engine.domain.vocabulary import StageKind, Verb
from engine.services.desk import Desk
from engine.services.office.chase import miss_due
from engine.services.scoring.score import score_due
from engine.services.work.issue import issue
from engine.store import moves
from engine.store import tables as t
from engine.store.chain import Act

DAYS: Final = tuple(f"{month:02}-{day}" for month in range(2, 12) for day in ("10", "20"))
"""When indicators are due: twice a month, from February to November."""
NOW: Final = datetime(2022, 6, 15, 2, tzinfo=UTC)
_TODAY: Final = date(2022, 6, 15)


def play(desk: Desk) -> int:
    """Issue everything and bring it to `NOW`, all in bulk; returns how many assignments there are.

    Of what was due, one in twenty is still with its unit, overdue, and one in forty waits for a reviewer; of the rest
    half has been accepted. The steps of people are told to the product's own bulk writer.
    """
    number = issue(desk, at=OPENING).assignments
    a = t.assignment.c
    due = a.due_on < _TODAY
    _all(desk, Verb.ACCEPT, "collect", StageKind.COLLECT, {}, ~due, a.id % 2 == 0)
    with desk.database.transaction() as connection:
        connection.execute(
            text(
                "INSERT INTO figure (assignment_id, measure, slice, numerator, denominator, act_id)"
                " SELECT id, 'verified', '', id % 9973 * 7 % 101, 100, act_id"
                " FROM assignment WHERE due_on < '2022-06-15'"
            )
        )
    late: dict[str, Any] = {"received_on": a.due_on}
    _all(desk, Verb.SUBMIT, "review", StageKind.REVIEW, late, due, a.id % 40 == 1)
    _all(desk, Verb.APPROVE, "score", StageKind.SCORE, late, due, a.id % 20 != 0, a.stage_kind == "assign")
    miss_due(desk, at=NOW)
    score_due(desk, at=NOW)
    desk.database.analyze()
    return number


def _all(
    desk: Desk, verb: Verb, target: str, kind: StageKind, sets: dict[str, Any], *where: ColumnElement[bool]
) -> None:
    programme = desk.catalog().programme.id
    with desk.database.transaction() as connection:
        act = Act(programme, verb, SYSTEM.id, NOW, _TODAY, "", "", None)
        moves.sweep(connection, act, where, target=target, kind=kind, sets=sets)
