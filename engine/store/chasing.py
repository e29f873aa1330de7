"""Whom a rung of the ladder concerns today, as one SELECT: cut-off dates in, assignments out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select, tuple_

from engine.domain.chasing import Cutoff
from engine.domain.vocabulary import StageKind
from engine.store import tables as t

_WITH_UNIT = (str(StageKind.ASSIGN), str(StageKind.COLLECT))


def periods_with(connection: Connection, milestones: Sequence[tuple[int, str]]) -> list[int]:
    """Numbers of the periods that belong to these (definition, milestone)."""
    p = t.period.c
    if not milestones:
        return []
    return list(connection.execute(select(p.id).where(tuple_(p.definition_id, p.milestone).in_(milestones))).scalars())


def concerned(cutoff: Cutoff, periods: Sequence[int] | None, stages: Sequence[tuple[int, str]] | None) -> Select[Any]:
    """Assignments the cut-off names: columns assignment_id, unit_id, due_on (the rung's reference date).

    `periods` narrows reminders to milestones that ask for this lead, `stages` the behind-rungs to (definition, stage)
    that allow the cut-off's working days.
    """
    a = t.assignment.c
    reference: Any
    match cutoff.reference:
        case "due":
            reference = a.due_on
            where = [a.stage_kind.in_(_WITH_UNIT), a.received_on.is_(None)]
        case "unfixed":
            reference = a.resubmit_by
            where = [a.stage_kind.in_(_WITH_UNIT), a.returned.is_(True)]
        case "unaccepted":
            reference = a.stage_since
            where = [a.stage_kind == str(StageKind.ASSIGN)]
        case "unreviewed":
            reference = a.stage_since
            where = [a.stage_kind == str(StageKind.REVIEW)]
    where.append(reference <= cutoff.until)
    if cutoff.since is not None:
        where.append(reference >= cutoff.since)
    if periods is not None:
        where.append(a.period_id.in_(periods))
    if stages is not None:
        where.append(tuple_(a.definition_id, a.stage).in_(stages))
    return select(a.id.label("assignment_id"), a.unit_id, reference.label("due_on")).where(*where)


def to_reviewers(concerning: Select[Any], office: str, own_work: str, *, industry: bool) -> Select[Any]:
    """The same assignments, addressed to the unit whose turn it is to review: the industry department or the office."""
    them, u = concerning.subquery(), t.unit.c
    turn: ColumnElement[Any] = case((u.id == office, literal(own_work)), else_=literal(office))
    if industry:
        department = t.unit.alias("department").c
        named = select(department.id).where(department.name == u.industry, department.id != u.id).correlate(t.unit)
        turn = func.coalesce(named.scalar_subquery(), turn)
    return select(them.c.assignment_id, turn.label("unit_id"), them.c.due_on).join_from(
        them, t.unit, u.id == them.c.unit_id
    )
