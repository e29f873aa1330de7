"""Webhooks: who wants to hear of what, and which acts a person's webhook may be told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from engine.domain.scope import Scope
from engine.domain.vocabulary import NoticeState
from engine.store import tables as t
from engine.store.looking.views import within

_H, _D, _P, _A = t.webhook.c, t.delivery.c, t.person.c, t.act.c
_OWNED: Final = (
    select(
        t.webhook,
        _P.name.label("person_name"),
        _P.active.label("person_active"),
        _P.role,
        _P.unit_id,
        t.unit.c.name.label("unit_name"),
    )
    .select_from(t.webhook.join(t.person, _P.id == _H.person_id).join(t.unit, t.unit.c.id == _P.unit_id))
    .order_by(_H.id)
)


def add(connection: Connection, row: Mapping[str, object]) -> int:
    """Keep a new webhook; returns its number."""
    return int(connection.execute(insert(t.webhook).returning(_H.id), dict(row)).scalar_one())


def hooks(connection: Connection, *, person: str | None = None, active: bool = False) -> list[Row[Any]]:
    """Webhooks with their owner, oldest first: a person's or everybody's, the active ones or all."""
    statement = _OWNED
    if person is not None:
        statement = statement.where(_H.person_id == person)
    if active:
        statement = statement.where(_H.active.is_(True))
    return list(connection.execute(statement))


def hook(connection: Connection, number: int) -> Row[Any] | None:
    """One of them."""
    return connection.execute(_OWNED.where(_H.id == number)).one_or_none()


def change(connection: Connection, number: int, fields: Mapping[str, object]) -> None:
    """Change some columns of a webhook."""
    connection.execute(update(t.webhook).where(_H.id == number).values(**fields))


def remove(connection: Connection, number: int) -> None:
    """Forget a webhook and everything that was sent to it."""
    connection.execute(delete(t.delivery).where(_D.webhook_id == number))
    connection.execute(delete(t.webhook).where(_H.id == number))


def waiting(connection: Connection) -> dict[int, int]:
    """How many deliveries wait, by webhook."""
    on_the_way = _D.state.in_([str(state) for state in (NoticeState.QUEUED, NoticeState.LEASED, NoticeState.FAILED)])
    found = select(_D.webhook_id, func.count()).where(on_the_way).group_by(_D.webhook_id)
    return {int(number): int(count) for number, count in connection.execute(found)}


def queue(
    connection: Connection, number: int, told: int, seen: Scope, verbs: Sequence[str], at: datetime, most: int
) -> int:
    """Queue a delivery of each act after `told` that is one of `verbs` (none: any) and that touches something `seen`.

    At most `most` at once; returns the act up to which all has been looked at.
    """
    statement = select(_A.id, _A.verb).where(_A.id > told).order_by(_A.id).limit(most)
    head = connection.execute(select(func.coalesce(func.max(_A.id), 0))).scalar_one()
    if verbs:
        statement = statement.where(_A.verb.in_(list(verbs)))
    if not seen.everything:
        statement = statement.where(exists(_touched(_A.id, seen)))
    acts = list(connection.execute(statement))
    if acts:
        rows = [{"webhook_id": number, "act_id": act.id, "event": act.verb, "next_at": at} for act in acts]
        connection.execute(insert(t.delivery), rows)
    return int(acts[-1].id if len(acts) == most else head)


def act(connection: Connection, number: int) -> Row[Any]:
    """An act with its person's name."""
    people = t.act.outerjoin(t.person, _P.id == _A.actor)
    return connection.execute(
        select(t.act, _P.name.label("actor_name")).select_from(people).where(_A.id == number)
    ).one()


def touched(connection: Connection, act: int, seen: Scope, most: int) -> tuple[int, list[Row[Any]]]:
    """How many assignments an act changed of those that are `seen`, and the first `most` of them."""
    found = _touched(act, seen)
    count = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    return int(count), list(connection.execute(found.order_by(t.transition.c.assignment_id).limit(most)))


def _touched(act: Any, seen: Scope) -> Any:
    tr, a, p, u = t.transition.c, t.assignment.c, t.period.c, t.unit.c
    return (
        select(
            tr.assignment_id,
            p.indicator,
            p.key.label("period"),
            a.unit_id,
            u.name.label("unit_name"),
            tr.from_stage,
            tr.to_stage,
        )
        .select_from(
            t.transition.join(t.assignment, a.id == tr.assignment_id)
            .join(t.period, p.id == a.period_id)
            .join(t.unit, u.id == a.unit_id)
        )
        .where(tr.act_id == act, *within(seen))
    )
