"""Handing notices to delivery: claimed by lease, marked with what came of it, visible until delivered or given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, func, or_, select, update

from engine.domain.vocabulary import NoticeState
from engine.store import tables as t
from engine.store.work.standing import chunks

_O = t.outbox.c
_WAITING = (NoticeState.QUEUED, NoticeState.FAILED)


def claim(connection: Connection, owner: str, at: datetime, limit: int, seconds: int) -> list[Row[Any]]:
    """Lease up to `limit` notices that are due at the instant `at` to `owner` for `seconds`, oldest first.

    Due are those queued or to be tried again whose `next_at` has come, and those leased to somebody whose lease has run
    out (a deliverer that died). An audience is never leased. Each claim counts as an attempt, so that a letter that
    kills its deliverer does not do so for ever.
    """
    ids: list[int] = []
    for condition, order in _due(at):
        if len(ids) < limit:
            found = select(_O.id).where(condition, _O.audience == "").order_by(order).limit(limit - len(ids))
            ids += connection.execute(found.with_for_update(skip_locked=True)).scalars()
    for some in chunks(ids):
        connection.execute(
            update(t.outbox)
            .where(_O.id.in_(some))
            .values(
                state=str(NoticeState.LEASED),
                lease=owner,
                leased_until=at + timedelta(seconds=seconds),
                attempts=_O.attempts + 1,
            )
        )
    return [row for some in chunks(sorted(ids)) for row in rows(connection, some)]


def _due(at: datetime) -> list[tuple[ColumnElement[bool], ColumnElement[Any]]]:
    """One condition per state, each answered by the index on (state, next_at)."""
    waiting: list[tuple[ColumnElement[bool], ColumnElement[Any]]] = [
        (and_(_O.state == str(state), _O.next_at <= at), _O.next_at) for state in _WAITING
    ]
    return [*waiting, (and_(_O.state == str(NoticeState.LEASED), _O.leased_until <= at), _O.next_at)]


def rows(connection: Connection, ids: Sequence[int]) -> list[Row[Any]]:
    """These notices, by id."""
    return list(connection.execute(select(t.outbox).where(_O.id.in_(ids)).order_by(_O.id)))


def keep_words(connection: Connection, written: Sequence[Mapping[str, object]]) -> None:
    """Keep rendered letters: each has `letter` (the id), person, channel, subject and body."""
    if written:
        named = ("person", "channel", "subject", "body")
        statement = update(t.outbox).where(_O.id == bindparam("letter"))
        connection.execute(statement.values({name: bindparam(name) for name in named}), [dict(row) for row in written])


def mark_sent(connection: Connection, ids: Sequence[int], at: datetime, answer: str = "") -> int:
    """Record that these went out at the instant `at`; returns how many were not recorded so already."""
    done = 0
    for some in chunks(ids):
        statement = update(t.outbox).where(_O.id.in_(some), _O.state != str(NoticeState.SENT))
        sent = {"state": str(NoticeState.SENT), "sent_at": at, "answer": answer, "lease": "", "leased_until": None}
        done += connection.execute(statement.values(**sent)).rowcount
    return done


def mark_failed(connection: Connection, ids: Sequence[int], answer: str, *, retry_at: datetime | None) -> int:
    """Record what went wrong; tried again at `retry_at` (an instant), or given up when that is None.

    What has been sent meanwhile by another deliverer stays sent. Returns how many rows changed.
    """
    state = NoticeState.GIVEN_UP if retry_at is None else NoticeState.FAILED
    failed: dict[str, object] = {"state": str(state), "answer": answer, "lease": "", "leased_until": None}
    if retry_at is not None:
        failed["next_at"] = retry_at
    changed = 0
    for some in chunks(ids):
        statement = update(t.outbox).where(_O.id.in_(some), _O.state != str(NoticeState.SENT))
        changed += connection.execute(statement.values(**failed)).rowcount
    return changed


def release(connection: Connection, ids: Sequence[int], owner: str) -> int:
    """Give back what `owner` leased and did not try; that was no attempt. Returns how many."""
    given = 0
    for some in chunks(ids):
        statement = update(t.outbox).where(_O.id.in_(some), _O.lease == owner, _O.state == str(NoticeState.LEASED))
        back = {"state": str(NoticeState.QUEUED), "lease": "", "leased_until": None, "attempts": _O.attempts - 1}
        given += connection.execute(statement.values(**back)).rowcount
    return given


def counts(connection: Connection) -> dict[NoticeState, int]:
    """How many letters stand in each state; audiences are not letters."""
    found = select(_O.state, func.count()).where(_O.audience == "").group_by(_O.state)
    known = {NoticeState(state): int(number) for state, number in connection.execute(found)}
    return {state: known.get(state, 0) for state in NoticeState}


def inbox(connection: Connection, person: str, unit_id: str, limit: int) -> list[Row[Any]]:
    """What has been written to a person, and to their unit when it had nobody, newest first."""
    theirs = or_(_O.person == person, and_(_O.person.is_(None), _O.unit_id == unit_id))
    rendered = and_(_O.audience == "", _O.subject != "")
    return list(connection.execute(select(t.outbox).where(theirs, rendered).order_by(_O.id.desc()).limit(limit)))


def troubled(connection: Connection, limit: int) -> list[Row[Any]]:
    """Letters that failed or were given up, newest first: the office's list."""
    bad = _O.state.in_([str(NoticeState.FAILED), str(NoticeState.GIVEN_UP)])
    return list(connection.execute(select(t.outbox).where(bad).order_by(_O.id.desc()).limit(limit)))


def mark_all_sent(connection: Connection, at: datetime, answer: str) -> int:
    """Count everything waiting as sent at the instant `at`, with the answer that says why; returns how many."""
    waiting = [_O.state == str(NoticeState.QUEUED), _O.audience == ""]
    values = {"state": str(NoticeState.SENT), "sent_at": at, "answer": answer}
    return connection.execute(update(t.outbox).where(*waiting).values(**values)).rowcount
