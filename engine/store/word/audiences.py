"""One notice for many: a row with an audience becomes a row per recipient, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    select,
    true,
    update,
)

from engine.domain.vocabulary import NoticeState, Role
from engine.store import tables as t
from engine.store.word.outbox import Mailing, set_statement, write

_Source = tuple[FromClause, ColumnElement[Any], ColumnElement[Any]]


def expand(connection: Connection) -> int:
    """Expand every waiting audience; returns how many letters are new.

    The audience's own row is then done, with the number in its answer; one that nobody understands is given up.
    """
    o = t.outbox.c
    waiting = connection.execute(
        select(t.outbox).where(o.state == str(NoticeState.QUEUED), o.audience != "").order_by(o.id)
    ).all()
    total = 0
    for row in waiting:
        written = _expand_one(connection, row)
        state = NoticeState.GIVEN_UP if written is None else NoticeState.SENT
        answer = f"unknown audience {row.audience}" if written is None else f"expanded to {written}"
        values = {"state": str(state), "answer": answer, "sent_at": row.next_at}
        connection.execute(update(t.outbox).where(o.id == row.id).values(**values))
        total += written or 0
    return total


def _expand_one(connection: Connection, row: Row[Any]) -> int | None:
    audience, _, named = row.audience.partition("/")
    kind, _, which = audience.partition(":")
    roles = _roles(named.split(",")) if named else (Role.CLERK,)
    statement = _statement(kind, which.isdecimal())
    if statement is None or roles is None:
        return None
    mailing = Mailing(
        row.programme,
        row.notice,
        row.dedupe_key,
        row.act_id,
        row.as_of,
        row.next_at,
        roles,
        bool(row.urgent),
        row.params,
        row.channel,
    )
    return write(connection, statement, mailing, _named(kind, which, row.assignment_id))


@cache
def _statement(kind: str, numbered: bool) -> Insert | None:
    """The letters of a kind of audience, built once; which one is meant is given with `_named`."""
    source = _source(kind, numbered)
    if source is None:
        return None
    them, unit, assignment = source
    key: ColumnElement[Any] = literal("/", String()) + cast(assignment, String)
    if kind in ("unit", "everyone"):
        key = literal("", String())
    return set_statement(them, unit, assignment, key)


def _named(kind: str, which: str, about: int | None) -> dict[str, object]:
    """Which audience of its kind is meant, and the assignment that its row is `about`, if any."""
    match kind:
        case "unit":
            return {"whose": which, "about": about}
        case "everyone":
            return {"about": about}
        case _:
            return {"which": int(which)}


def addressed(connection: Connection, audience: str) -> tuple[int, int]:
    """How many letters an audience would become now, and how many of them find nobody in their unit.

    Raises ValueError for an audience that nobody understands.
    """
    whom, _, named = audience.partition("/")
    kind, _, which = whom.partition(":")
    roles, source = _roles(named.split(",")) if named else (Role.CLERK,), _source(kind, which.isdecimal())
    if source is None or roles is None:
        raise ValueError(audience)
    them, unit, _assignment = source
    p = t.person.c
    there = and_(p.unit_id == unit, p.active == true(), p.role.in_([str(role) for role in roles]))
    counted = select(func.count(), func.count(p.id)).select_from(them.outerjoin(t.person, there))
    letters, persons = connection.execute(counted, _named(kind, which, None)).one()
    return int(letters), int(letters - persons)


def _roles(named: Sequence[str]) -> tuple[Role, ...] | None:
    known = {str(role) for role in Role}
    return tuple(Role(name) for name in named) if set(named) <= known else None


def _source(kind: str, numbered: bool) -> _Source | None:
    """Whom a kind of audience stands for: rows, the column of their unit, the column of their assignment.

    Units that are written to as such hear of the assignment the row is `about`, if any.
    """
    same, which = bindparam("about", type_=Integer()), bindparam("which", type_=Integer())
    a, p, u = t.assignment.c, t.part.c, t.unit.c
    match kind, numbered:
        case "act", True:
            touched = select(t.transition.c.assignment_id).where(t.transition.c.act_id == which)
            them = select(a.id, a.unit_id).where(a.id.in_(touched)).subquery("them")
            return them, them.c.unit_id, them.c.id
        case "period", True:
            them = select(a.id, a.unit_id).where(a.period_id == which).subquery("them")
            return them, them.c.unit_id, them.c.id
        case "parts", True:
            asked = select(t.transition.c.assignment_id).where(t.transition.c.act_id == which)
            them = select(p.assignment_id, p.unit_id).where(p.assignment_id.in_(asked)).subquery("them")
            return them, them.c.unit_id, them.c.assignment_id
        case "unit", _:
            them = select(u.id).where(u.id == bindparam("whose", type_=String())).subquery("them")
            return them, them.c.id, same
        case "everyone", _:
            them = select(u.id).where(u.left_on.is_(None)).subquery("them")
            return them, them.c.id, same
        case _:
            return None
