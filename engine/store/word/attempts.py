"""What came of each attempt: a row that stays in the append-only ledger, and where the notice stands then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, literal, null, select, update

from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.types import Instant
from engine.store.work.standing import chunks

_O, _A, _S = t.outbox.c, t.attempt.c, t.channel_slot.c
_ARRIVED: Final = (str(NoticeState.SENT), str(NoticeState.DELIVERED))
_MINUTE: Final = timedelta(minutes=1)


def note(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add attempts to the ledger: letter_id, person, channel, at, outcome and words of each."""
    _NOTE.many(connection, rows)


def of_letters(connection: Connection, ids: Iterable[int]) -> dict[int, list[Row[Any]]]:
    """The attempts of these letters, each letter's in the order of their happening."""
    found: dict[int, list[Row[Any]]] = {}
    for some in chunks(sorted(set(ids))):
        for row in connection.execute(select(t.attempt).where(_A.letter_id.in_(some)).order_by(_A.id)):
            found.setdefault(row.letter_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a letter stands after an attempt; what is None stays as it was, but for `ask_at`.

    `asked`: this is the provider's later word, which alone may change what is sent already.
    """

    state: NoticeState
    answer: str | None = None
    next_at: datetime | None = None
    sent_at: datetime | None = None
    reference: str | None = None
    ask_at: datetime | None = None
    asked: bool = False


def settle(connection: Connection, letter_id: int, now: Standing) -> bool:
    """Write where a letter stands now, and let go of it; what is delivered already, and sent, is left alone.

    Returns whether the row changed.
    """
    values = {f"new_{name}": getattr(now, name) for name in _SETTLED}
    return (
        _SETTLE.run(connection, {"letter": letter_id, "was": str(NoticeState.SENT) if now.asked else "", **values}) == 1
    )


def pass_on(connection: Connection, letter_id: int, person: str, at: datetime) -> None:
    """Let `person` read a letter in its reader's place, to be written and sent anew from the instant `at`."""
    anew = {"state": str(NoticeState.QUEUED), "next_at": at, "passed_to": person, **_FREE}
    connection.execute(update(t.outbox).where(_O.id == letter_id).values(**anew))


def resume(connection: Connection, ids: Sequence[int], person: str, name: str, at: datetime) -> None:
    """Queue letters anew, due at the instant `at`, by the first channel again: a person has said so, and is noted.

    What was tried before stays in the ledger and counts no more.
    """
    said = {"person": person, "channel": "", "at": at, "outcome": str(AttemptOutcome.RESUMED), "words": name}
    note(connection, [{"letter_id": each, **said} for each in ids])
    anew = {
        "state": str(NoticeState.QUEUED),
        "attempts": 0,
        "next_at": at,
        "passed_to": None,
        "held_until": at,
        **_FREE,
    }
    for some in chunks(list(ids)):
        connection.execute(update(t.outbox).where(_O.id.in_(some)).values(**anew))


def take_slot(connection: Connection, channel: str, at: datetime, per_minute: int) -> datetime | None:
    """Use one of a channel's `per_minute` moments at the instant `at`: None, or when the next one is free.

    Any sixty seconds hold no more than `per_minute`, whoever counts: writers come one at a time.
    """
    recent = select(_S.at).where(_S.channel == channel, _S.at > at - _MINUTE).order_by(_S.at.desc()).limit(per_minute)
    used: list[datetime] = list(connection.execute(recent).scalars())
    if len(used) >= per_minute:
        return max(used[-1] + _MINUTE, at + timedelta(seconds=1))
    connection.execute(delete(t.channel_slot).where(_S.channel == channel, _S.at <= at - 10 * _MINUTE))
    connection.execute(insert(t.channel_slot).values(channel=channel, at=at))
    return None


def read_by(connection: Connection, letter_ids: Sequence[int], person: str, at: datetime) -> int:
    """A person has opened these letters: they have arrived. Returns how many are newly delivered."""
    known = select(t.read_letter.c.letter_id).where(t.read_letter.c.person_id == person)
    fresh = [each for each in letter_ids if each not in set(connection.execute(known).scalars())]
    if not fresh:
        return 0
    connection.execute(insert(t.read_letter), [{"person_id": person, "letter_id": each, "at": at} for each in fresh])
    sent_at = func.coalesce(_O.sent_at, literal(at, Instant()))
    arrived = {"state": str(NoticeState.DELIVERED), "sent_at": sent_at, "ask_at": None}
    delivered = 0
    for some in chunks(fresh):
        whose = (_O.id.in_(some), _O.state != str(NoticeState.DELIVERED))
        delivered += connection.execute(update(t.outbox).where(*whose).values(**arrived)).rowcount
    return delivered


_FREE: Final[Mapping[str, object]] = {
    "lease": "",
    "leased_until": None,
    "begun_at": None,
    "begun_by": None,
    "reference": None,
    "ask_at": None,
}
_NOTED: Final = ("letter_id", "person", "channel", "at", "outcome", "words")
_NOTE: Final = Prepared(
    insert(t.attempt).values({name: bindparam(name, type_=_A[name].type) for name in _NOTED}).inline()
)
_SETTLED: Final = ("state", "answer", "next_at", "sent_at", "reference", "ask_at")
_SETTLE: Final = Prepared(
    update(t.outbox)
    .where(
        _O.id == bindparam("letter"),
        (_O.state != _ARRIVED[0]) | (_O.state == bindparam("was")),
        _O.state != _ARRIVED[1],
    )
    .values(
        {
            **{name: func.coalesce(bindparam(f"new_{name}", type_=_O[name].type), _O[name]) for name in _SETTLED},
            "ask_at": bindparam("new_ask_at", type_=_O.ask_at.type),
            "lease": "",
            "leased_until": null(),
            "begun_at": null(),
            "begun_by": null(),
        }
    )
)
