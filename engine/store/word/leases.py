"""Handing notices to delivery: leased in batches, taken in hand one by one, given back or put off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, false, func, or_, select, true, update

from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.word import attempts
from engine.store.work.standing import chunks

_O = t.outbox.c
_WAITING: Final = (NoticeState.QUEUED, NoticeState.DEFERRED, NoticeState.FAILED)
_ASKED_AGAIN: Final = timedelta(minutes=5)
"""How long a question to a provider may take before somebody else may ask it."""


def claim(connection: Connection, owner: str, at: datetime, limit: int, seconds: int) -> list[Row[Any]]:
    """Lease up to `limit` notices that are due at the instant `at` to `owner` for `seconds`, urgent ones first.

    Due are those queued, put off or to be tried again whose `next_at` has come, and those leased to somebody whose
    lease has run out (a deliverer that died). What that one had in hand is noted as an attempt that broke off. An
    audience is never leased. What goes together with one of these comes along, beyond the limit.
    """
    ids: list[int] = []
    for condition, order in _due(at):
        if len(ids) < limit:
            found = select(_O.id).where(condition, _O.audience == "").order_by(order).limit(limit - len(ids))
            ids += connection.execute(found.with_for_update(skip_locked=True)).scalars()
    ids += _going_together(connection, ids, at)
    broken_off = [row for some in chunks(ids) for row in rows(connection, some) if row.begun_at is not None]
    attempts.note(connection, [_broken_off(row) for row in broken_off])
    for some in chunks(ids):
        leased = {"lease": owner, "leased_until": at + timedelta(seconds=seconds), "begun_at": None, "begun_by": None}
        connection.execute(update(t.outbox).where(_O.id.in_(some)).values(state=str(NoticeState.LEASED), **leased))
    return [row for some in chunks(sorted(ids)) for row in rows(connection, some)]


def _due(at: datetime) -> list[tuple[ColumnElement[bool], ColumnElement[Any]]]:
    """One condition per urgency and state, each answered by an index on (state, next_at)."""
    waiting = [and_(_O.state == str(state), _O.next_at <= at) for state in _WAITING]
    urgent = [(and_(condition, _O.urgent == true()), _O.next_at) for condition in waiting]
    others = [(and_(condition, _O.urgent == false()), _O.next_at) for condition in waiting]
    return [*urgent, *others, (and_(_O.state == str(NoticeState.LEASED), _O.leased_until <= at), _O.next_at)]


def _going_together(connection: Connection, ids: Sequence[int], at: datetime) -> list[int]:
    """What else is due and urgent, or was put off, for the readers of such among these: one message is made of it."""
    found: list[int] = []
    together = or_(_O.held_until.is_not(None), _O.urgent == true())
    for some in chunks(list(ids)):
        whose = select(_O.person).where(_O.id.in_(some), together, _O.person.is_not(None))
        people = sorted(set(connection.execute(whose).scalars()))
        for few in chunks(people):
            due = (together, _O.state.in_([str(state) for state in _WAITING]), _O.next_at <= at)
            also = select(_O.id).where(_O.person.in_(few), *due).with_for_update(skip_locked=True)
            found += connection.execute(also).scalars()
    return sorted(set(found) - set(ids))


def _broken_off(row: Row[Any]) -> dict[str, object]:
    named = {"letter_id": row.id, "person": row.passed_to or row.person, "channel": row.begun_by or ""}
    return {**named, "at": row.begun_at, "outcome": str(AttemptOutcome.BROKEN_OFF), "words": ""}


def rows(connection: Connection, ids: Sequence[int]) -> list[Row[Any]]:
    """These notices, by id."""
    return list(connection.execute(select(t.outbox).where(_O.id.in_(ids)).order_by(_O.id)))


def keep_words(connection: Connection, written: Sequence[Mapping[str, object]]) -> None:
    """Keep rendered letters: each has `letter` (the id), person, channel, subject and body."""
    if written:
        named = ("person", "channel", "subject", "body")
        statement = update(t.outbox).where(_O.id == bindparam("letter"))
        connection.execute(statement.values({name: bindparam(name) for name in named}), [dict(row) for row in written])


def take_in_hand(connection: Connection, letter_id: int, owner: str, channel: str, at: datetime) -> bool:
    """Take a leased letter in hand at the instant `at`; False when it is no longer `owner`'s.

    Each beginning counts as an attempt, so that a letter that kills its deliverer does not do so for ever.
    """
    return _BEGIN.run(connection, {"letter": letter_id, "owner": owner, "channel_now": channel, "now": at}) == 1


def defer(connection: Connection, until: Mapping[int, datetime], words: Mapping[int, str], owner: str) -> int:
    """Put leased letters off until an instant each, and say why; that was no attempt. Returns how many."""
    put_off = 0
    for letter_id, moment in until.items():
        theirs = (_O.id == letter_id, _O.lease == owner, _O.state == str(NoticeState.LEASED))
        later = {"state": str(NoticeState.DEFERRED), "next_at": moment, "held_until": moment}
        later |= {"answer": words[letter_id], **_FREE}
        put_off += connection.execute(update(t.outbox).where(*theirs).values(**later)).rowcount
    return put_off


def release(connection: Connection, ids: Sequence[int], owner: str) -> int:
    """Give back what `owner` leased and did not try; that was no attempt. Returns how many."""
    given = 0
    for some in chunks(ids):
        statement = update(t.outbox).where(_O.id.in_(some), _O.lease == owner, _O.state == str(NoticeState.LEASED))
        given += connection.execute(statement.values(state=str(NoticeState.QUEUED), **_FREE)).rowcount
    return given


def read_instead(connection: Connection, passed: Mapping[int, str]) -> None:
    """Let other people read leased letters in their readers' place."""
    for letter_id, person in passed.items():
        connection.execute(update(t.outbox).where(_O.id == letter_id).values(passed_to=person))


def claim_questions(connection: Connection, at: datetime, limit: int) -> list[Row[Any]]:
    """Up to `limit` sent letters whose provider is to be asked at the instant `at`; nobody else asks meanwhile."""
    waiting = (_O.ask_at <= at, _O.state == str(NoticeState.SENT))
    found = select(_O.id).where(*waiting).order_by(_O.ask_at).limit(limit).with_for_update(skip_locked=True)
    ids = list(connection.execute(found).scalars())
    for some in chunks(ids):
        connection.execute(update(t.outbox).where(_O.id.in_(some)).values(ask_at=at + _ASKED_AGAIN))
    return [row for some in chunks(sorted(ids)) for row in rows(connection, some)]


def counts(connection: Connection) -> dict[NoticeState, int]:
    """How many letters stand in each state; audiences are not letters."""
    found = select(_O.state, func.count()).where(_O.audience == "").group_by(_O.state)
    known = {NoticeState(state): int(number) for state, number in connection.execute(found)}
    return {state: known.get(state, 0) for state in NoticeState}


def mark_all_sent(connection: Connection, at: datetime, answer: str) -> int:
    """Count everything waiting as sent at the instant `at`, with the answer that says why; returns how many."""
    waiting = [_O.state == str(NoticeState.QUEUED), _O.audience == ""]
    values = {"state": str(NoticeState.SENT), "sent_at": at, "answer": answer}
    return connection.execute(update(t.outbox).where(*waiting).values(**values)).rowcount


_FREE: Final[Mapping[str, Any]] = {"lease": "", "leased_until": None, "begun_at": None, "begun_by": None}
_BEGIN: Final = Prepared(
    update(t.outbox)
    .where(
        _O.id == bindparam("letter"),
        _O.lease == bindparam("owner"),
        _O.state == bindparam("held", str(NoticeState.LEASED)),
    )
    .values(
        begun_at=bindparam("now", type_=_O.begun_at.type), begun_by=bindparam("channel_now"), attempts=_O.attempts + 1
    )
)
