"""What webhooks are sent: queued from the history, leased to a deliverer, and marked with what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.scope import Scope
from engine.domain.vocabulary import NoticeState, Role
from engine.services.desk import Desk, Office
from engine.services.doors import webhooks
from engine.services.seeing import scope
from engine.store.database import Connection
from engine.store.doors import deliveries, hooks
from engine.wording import N_, say

_ACTS: Final = 1000
"""So many acts of a webhook are queued by one look."""
_TOLD: Final = 100
"""So many assignments of an act are named; `count` says how many there are."""
_KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Message:
    """One message ready to be sent. `id` is the same however often it is sent: receivers tell repetitions by it.

    `secrets` sign it: the webhook's own, then one that was replaced a short while ago.
    """

    delivery: int
    webhook: int
    id: str
    url: str
    body: bytes
    attempts: int
    secrets: tuple[str, ...] = field(repr=False)


def queue(desk: Desk, *, at: datetime) -> None:
    """Queue every act that a webhook has not been told of and that its owner may see; whose owner has left is off."""
    with desk.database.reading() as connection:
        if not hooks.hooks(connection, active=True):
            return
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        deliveries.forget(connection, at - _KEPT)
        for row in hooks.hooks(connection, active=True):
            if not row.person_active:
                hooks.change(connection, row.id, {"active": False})
                continue
            told = hooks.queue(connection, row.id, row.told, _scope(office, row), row.events, at, _ACTS)
            if told != row.told:
                hooks.change(connection, row.id, {"told": told})


def lease(desk: Desk, *, owner: str, at: datetime, limit: int, seconds: int) -> tuple[Message, ...]:
    """Lease up to `limit` deliveries that are due at `at` to `owner` for `seconds`, as messages.

    What its owner may no longer see is given up here, and never leaves the house.
    """
    with desk.database.transaction() as connection:
        rows = deliveries.claim(connection, owner, at, limit, seconds)
        if not rows:
            return ()
        office, found = desk.book.office(connection), []
        for row in rows:
            hook = hooks.hook(connection, row.webhook_id)
            body = _body(connection, office, hook, row) if hook is not None and hook.person_active else None
            if hook is None or body is None:
                words = say(N_("Not sent: its owner may not see this any more."))
                _mark(connection, row.id, NoticeState.GIVEN_UP, 0, words)
                continue
            name = f"msg_{row.webhook_id}_{row.act_id}"
            found.append(Message(row.id, hook.id, name, hook.url, body, row.attempts, _secrets(hook, at)))
    return tuple(found)


def release(desk: Desk, numbers: Sequence[int], *, owner: str) -> None:
    """Give back what was leased and not tried."""
    with desk.database.transaction() as connection:
        deliveries.release(connection, numbers, owner)


def taken(desk: Desk, delivery: int, status: int, answer: str, *, at: datetime) -> bool:
    """The receiver took it at the instant `at`; False when that was known already."""
    with desk.database.transaction() as connection:
        return bool(_mark(connection, delivery, NoticeState.SENT, status, answer, sent_at=at))


def failed(desk: Desk, delivery: int, status: int, answer: str, *, retry_at: datetime | None) -> None:
    """It was not taken: tried again at `retry_at`, or given up when that is None. `status` 0: no answer came."""
    with desk.database.transaction() as connection:
        if retry_at is None:
            _mark(connection, delivery, NoticeState.GIVEN_UP, status, answer)
        else:
            _mark(connection, delivery, NoticeState.FAILED, status, answer, next_at=retry_at)


def gone(desk: Desk, message: Message, status: int, answer: str) -> None:
    """The receiver is there no longer: the webhook is off until somebody switches it on again."""
    with desk.database.transaction() as connection:
        _mark(connection, message.delivery, NoticeState.GIVEN_UP, status, answer)
        hooks.change(connection, message.webhook, {"active": False})


def ping(desk: Desk, actor: Actor, number: int, *, at: datetime) -> Message:
    """A message of the type `ping` for a webhook, to be sent at once. Raises NotFound as `webhooks.switch`."""
    row = webhooks.owned(desk, actor, number)
    body = _written("ping", at, {"webhook": number})
    return Message(0, number, f"msg_{number}_ping_{int(at.timestamp())}", row.url, body, 1, _secrets(row, at))


def _mark(connection: Connection, number: int, state: NoticeState, status: int, answer: str, **more: Any) -> int:
    return deliveries.mark(connection, number, {"state": str(state), "status": status, "answer": answer, **more})


def _secrets(hook: Any, at: datetime) -> tuple[str, ...]:
    replaced = hook.old_secret is not None and at < hook.old_until
    return (hook.secret, hook.old_secret) if replaced else (hook.secret,)


def _scope(office: Office, hook: Any) -> Scope:
    return scope(office, Actor(hook.person_id, hook.person_name, hook.unit_id, hook.unit_name, Role(hook.role)))


def _body(connection: Connection, office: Office, hook: Any, row: Any) -> bytes | None:
    """What the owner may see of an act; None when that is nothing."""
    seen = _scope(office, hook)
    count, touched = hooks.touched(connection, row.act_id, seen, _TOLD)
    if not count and not seen.everything:
        return None
    act = hooks.act(connection, row.act_id)
    return _written(
        act.verb,
        act.at,
        {
            "act": act.id,
            "verb": act.verb,
            "actor": act.actor_name or act.actor,
            "as_of": act.as_of.isoformat(),
            "reason": act.reason,
            "count": count,
            "assignments": [
                {
                    "id": each.assignment_id,
                    "indicator": each.indicator,
                    "period": each.period,
                    "unit": each.unit_id,
                    "unit_name": each.unit_name,
                    "from_stage": each.from_stage,
                    "to_stage": each.to_stage,
                }
                for each in touched
            ],
        },
    )


def _written(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    told = {"type": str(kind), "timestamp": at.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
