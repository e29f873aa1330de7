"""What a joint meeting talks about beside the numbers: what is red and why, what was asked for, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from engine.domain.vocabulary import Light, RequestKind, StageKind, Terminal
from engine.store import tables as t
from engine.store.work.standing import chunks, facts

_GONE = (str(Terminal.WITHDRAWN), str(Terminal.EXEMPT))


def in_span(open_from: date, until: date) -> list[ColumnElement[bool]]:
    """Work that was open between two days, as the packet's numbers count it."""
    a, p = t.assignment.c, t.period.c
    still = or_(a.due_on.is_(None), a.due_on >= open_from, a.stage_kind != str(StageKind.DONE))
    return [and_(p.open_on <= until, still), a.stage.not_in(_GONE)]


def lights(connection: Connection, lit: ColumnElement[str], where: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    """How many show which light."""
    statement = (
        select(lit.label("light"), func.count().label("number"))
        .select_from(t.assignment)
        .join(t.period, t.period.c.id == t.assignment.c.period_id)
        .where(*where)
        .group_by("light")
    )
    return {row.light: int(row.number) for row in connection.execute(statement)}


def reds(
    connection: Connection, lit: ColumnElement[str], where: Sequence[ColumnElement[bool]], limit: int
) -> list[Row[Any]]:
    """What is red, the longest overdue first: facts."""
    due = t.assignment.c.due_on
    statement = facts().where(*where, lit == str(Light.RED)).order_by(due.is_(None), due, t.assignment.c.id)
    return list(connection.execute(statement.limit(limit)))


def last_words(connection: Connection, assignments: Sequence[int]) -> dict[int, str]:
    """What was last said to each of these: the reason of its newest act that has one."""
    tr, a = t.transition.c, t.act.c
    found: dict[int, str] = {}
    for some in chunks(list(assignments)):
        newest = (
            select(tr.assignment_id, func.max(tr.act_id).label("act"))
            .join(t.act, a.id == tr.act_id)
            .where(tr.assignment_id.in_(some), a.reason != "")
            .group_by(tr.assignment_id)
            .subquery()
        )
        statement = select(newest.c.assignment_id, a.reason).join(t.act, a.id == newest.c.act)
        found |= {int(row.assignment_id): str(row.reason) for row in connection.execute(statement)}
    return found


def extensions(connection: Connection, since: date, until: date) -> list[Row[Any]]:
    """Extensions asked for or decided between two days: the request with `unit_name`, `indicator` and `due_on`."""
    r = t.request.c
    during = or_(r.asked_on.between(since, until), r.decided_on.between(since, until))
    return _requests(connection, [r.kind == str(RequestKind.EXTENSION), during])


def open_requests(connection: Connection) -> list[Row[Any]]:
    """What units asked for and nobody has decided."""
    return _requests(connection, [t.request.c.decision == ""])


def _requests(connection: Connection, where: Sequence[ColumnElement[bool]]) -> list[Row[Any]]:
    statement = (
        select(t.request, t.unit.c.name.label("unit_name"), t.period.c.indicator, t.assignment.c.due_on)
        .join(t.assignment, t.assignment.c.id == t.request.c.assignment_id)
        .join(t.unit, t.unit.c.id == t.assignment.c.unit_id)
        .join(t.period, t.period.c.id == t.assignment.c.period_id)
        .where(*where)
        .order_by(t.request.c.id)
    )
    return list(connection.execute(statement))
