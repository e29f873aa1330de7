"""Whom a rung of the ladder concerns today, as one SELECT: cut-off dates in, assignments out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import Any, Literal, assert_never

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Insert,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    select,
    tuple_,
)

from engine.domain.chasing import Reference
from engine.domain.vocabulary import StageKind, Terminal
from engine.store import tables as t
from engine.store.types import Instant
from engine.store.word import outbox
from engine.store.word.outbox import Mailing

_WITH_UNIT = (str(StageKind.ASSIGN), str(StageKind.COLLECT))


def periods(connection: Connection) -> Sequence[Row[Any]]:
    """Every open period with the definition and milestone it belongs to."""
    p = t.period.c
    return connection.execute(select(p.id, p.definition_id, p.milestone)).all()


@dataclass(frozen=True, slots=True)
class Aim:
    """The shape of a rung's question: what it counts from, how it is narrowed, and who is written to.

    `ahead`: it speaks of days still left, and not of what is overdue.
    """

    reference: Reference
    by_period: bool = False
    by_stage: bool = False
    to: Literal["unit", "office", "industry"] = "unit"
    elsewhere: bool = False
    ahead: bool = False


def concerned(aim: Aim) -> Select[Any]:
    """Assignments a rung concerns: columns assignment_id, unit_id, due_on (the rung's reference date).

    Open values: `since` and `until` for the reference date, `periods` (reminders: whose milestones ask for the lead),
    `stages` (behind-rungs: the (definition, stage) that allow the cut-off's working days), `office` and `own_work`;
    for a sheet without an answer `after` (its rung) and, as instants, `sent_since` and `sent_before`.
    """
    a = t.assignment.c
    where: list[ColumnElement[bool]]
    match aim.reference:
        case "due":
            reference, where = a.due_on, [a.stage_kind.in_(_WITH_UNIT), a.received_on.is_(None)]
            where += [] if aim.ahead else [~_may_yet_mend()]
        case "again":
            reference, where = a.resubmit_by, [a.stage_kind.in_(_WITH_UNIT), _may_yet_mend()]
        case "unanswered":
            return _unanswered()
        case "unfixed":
            reference, where = a.resubmit_by, [a.stage_kind.in_(_WITH_UNIT), a.returned.is_(True), ~_may_yet_mend()]
        case "closed":
            # Written out: an index of what is closed answers no question whose stage is only told when it is asked.
            reference, where = a.stage_since, [a.stage == literal(str(Terminal.CLOSED), literal_execute=True)]
        case "unaccepted":
            reference, where = a.stage_since, [a.stage_kind == str(StageKind.ASSIGN)]
        case "unreviewed":
            reference, where = a.stage_since, [a.stage_kind == str(StageKind.REVIEW)]
        case _:
            assert_never(aim.reference)
    where.append(reference.between(bindparam("since", type_=Date()), bindparam("until", type_=Date())))
    if aim.by_period:
        where.append(a.period_id.in_(bindparam("periods", expanding=True)))
    if aim.by_stage:
        where.append(tuple_(a.definition_id, a.stage).in_(bindparam("stages", expanding=True)))
    found = select(a.id.label("assignment_id"), a.unit_id, reference.label("due_on")).where(*where)
    return found if aim.to == "unit" else _to_reviewers(found, industry=aim.to == "industry")


def write(connection: Connection, aim: Aim, mailing: Mailing, values: Mapping[str, object]) -> int:
    """Write one rung's letters, each once; returns how many are new."""
    return outbox.write(connection, _statement(aim), mailing, values)


@cache
def _statement(aim: Aim) -> Insert:
    return outbox.statement_for(concerned(aim), elsewhere=aim.elsewhere)


def _unanswered() -> Select[Any]:
    """Work that is with its unit although a sheet about the date that holds now went out between two instants.

    Sent is what a channel has taken or the inbox holds; a sheet that reached nobody begins no count.
    """
    a, o = t.assignment.c, t.outbox.c
    date_that_holds = case((_may_yet_mend(), a.resubmit_by), else_=a.due_on)
    parts = ("chase/", cast(a.id, String), "/", bindparam("after", type_=String()), "/", cast(date_that_holds, String))
    key = reduce(add, (literal(part, String()) if isinstance(part, str) else part for part in parts))
    went_out = (
        o.sent_at >= bindparam("sent_since", type_=Instant()),
        o.sent_at < bindparam("sent_before", type_=Instant()),
        o.dedupe_key.like(key + literal("/%", String())),
    )
    found = select(a.id.label("assignment_id"), a.unit_id, date_that_holds.label("due_on"))
    with_unit = (a.stage_kind.in_(_WITH_UNIT), a.received_on.is_(None))
    return found.join_from(t.assignment, t.outbox, o.assignment_id == a.id).where(*with_unit, *went_out).distinct()


def _may_yet_mend() -> ColumnElement[bool]:
    """Returned as a whole, to be mended by a day after its due date: until then the office itself has given time."""
    a = t.assignment.c
    later = a.resubmit_by > a.due_on
    return and_(a.returned.is_(True), a.received_on.is_(None), func.coalesce(later, false()))


def _to_reviewers(concerning: Select[Any], *, industry: bool) -> Select[Any]:
    """The same assignments, addressed to the unit whose turn it is to review: the industry department or the office."""
    them, u = concerning.subquery(), t.unit.c
    office, own_work = (bindparam(name, type_=String()) for name in ("office", "own_work"))
    turn: ColumnElement[Any] = case((u.id == office, own_work), else_=office)
    if industry:
        department = t.unit.alias("department").c
        named = select(department.id).where(department.name == u.industry, department.id != u.id).correlate(t.unit)
        turn = func.coalesce(named.scalar_subquery(), turn)
    return select(them.c.assignment_id, turn.label("unit_id"), them.c.due_on).join_from(
        them, t.unit, u.id == them.c.unit_id
    )
