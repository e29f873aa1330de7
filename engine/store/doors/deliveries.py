"""Acts on their way to webhooks: claimed by lease, in order where possible, kept until taken or given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, exists, or_, select, update

from engine.domain.vocabulary import NoticeState
from engine.store import tables as t
from engine.store.work.standing import chunks

_D = t.delivery.c
_EARLIER: Final = t.delivery.alias("earlier")
_E = _EARLIER.c
_SILENT: Final = 500
"""A receiver that answered with less took the message and said no to it: later ones need not wait for that."""


def claim(connection: Connection, owner: str, at: datetime, limit: int, seconds: int) -> list[Row[Any]]:
    """Lease up to `limit` deliveries that are due at `at` to `owner` for `seconds`, oldest first.

    None overtakes an earlier one of its webhook that is on its way or waits because the receiver did not answer. Each
    claim counts as an attempt, so that one that kills its deliverer does not do so for ever.
    """
    due = or_(
        and_(_D.state.in_([str(NoticeState.QUEUED), str(NoticeState.FAILED)]), _D.next_at <= at),
        and_(_D.state == str(NoticeState.LEASED), _D.leased_until <= at),
    )
    held_up = exists().where(
        _E.webhook_id == _D.webhook_id,
        _E.id < _D.id,
        or_(
            and_(
                _E.state == str(NoticeState.FAILED),
                or_(_E.status == 0, _E.status >= _SILENT),
                _E.next_at > at,
            ),
            and_(_E.state == str(NoticeState.LEASED), _E.leased_until > at),
        ),
    )
    active = select(t.webhook.c.id).where(t.webhook.c.active.is_(True))
    found = select(_D.id).where(due, ~held_up, _D.webhook_id.in_(active)).order_by(_D.id).limit(limit)
    ids = list(connection.execute(found).scalars())
    leased = {"state": str(NoticeState.LEASED), "lease": owner, "leased_until": at + timedelta(seconds=seconds)}
    for some in chunks(ids):
        connection.execute(update(t.delivery).where(_D.id.in_(some)).values(**leased, attempts=_D.attempts + 1))
    return [row for some in chunks(ids) for row in _rows(connection, some)]


def _rows(connection: Connection, ids: Sequence[int]) -> list[Row[Any]]:
    return list(connection.execute(select(t.delivery).where(_D.id.in_(ids)).order_by(_D.id)))


def mark(connection: Connection, number: int, fields: Mapping[str, object]) -> int:
    """Record what came of an attempt; what another deliverer has seen taken stays so. Returns how many rows changed."""
    ended: dict[str, object] = {"lease": "", "leased_until": None}
    statement = update(t.delivery).where(_D.id == number, _D.state != str(NoticeState.SENT))
    return connection.execute(statement.values(**ended, **fields)).rowcount


def release(connection: Connection, ids: Sequence[int], owner: str) -> None:
    """Give back what `owner` leased and did not try; that was no attempt."""
    back = {"state": str(NoticeState.QUEUED), "lease": "", "leased_until": None, "attempts": _D.attempts - 1}
    for some in chunks(ids):
        statement = update(t.delivery).where(_D.id.in_(some), _D.lease == owner, _D.state == str(NoticeState.LEASED))
        connection.execute(statement.values(**back))


def again(connection: Connection, webhook: int, at: datetime, *, number: int | None = None) -> int:
    """Queue what was given up of a webhook once more, or the one of that number however it stands; returns how many."""
    wanted = _D.id == number if number is not None else _D.state == str(NoticeState.GIVEN_UP)
    fresh = {"state": str(NoticeState.QUEUED), "attempts": 0, "next_at": at, "lease": "", "leased_until": None}
    statement = update(t.delivery).where(_D.webhook_id == webhook, wanted)
    return connection.execute(statement.values(**fresh)).rowcount


def listed(connection: Connection, webhook: int, limit: int, *, before: int | None = None) -> list[Row[Any]]:
    """Deliveries of a webhook, newest first."""
    statement = select(t.delivery).where(_D.webhook_id == webhook).order_by(_D.id.desc()).limit(limit)
    return list(connection.execute(statement if before is None else statement.where(_D.id < before)))


def given_up_with(connection: Connection, webhook: int, status: int) -> bool:
    """Whether something was given up because the receiver answered with this status."""
    found = exists().where(_D.webhook_id == webhook, _D.state == str(NoticeState.GIVEN_UP), _D.status == status)
    return bool(connection.execute(select(found)).scalar_one())


def forget(connection: Connection, before: datetime) -> None:
    """Remove what was taken before an instant."""
    connection.execute(delete(t.delivery).where(_D.state == str(NoticeState.SENT), _D.sent_at < before))
