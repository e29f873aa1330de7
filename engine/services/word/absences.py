"""Letters to who is away: their deputy reads them meanwhile, and the ledger says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine.domain.days import day_of
from engine.domain.vocabulary import AttemptOutcome
from engine.services.desk import Desk
from engine.store.database import Connection, Row
from engine.store.word import attempts, leases, preferences
from engine.wording import N_, say


def passed(desk: Desk, connection: Connection, rows: list[Row[Any]], *, at: datetime) -> list[Row[Any]]:
    """The same leased rows, those to people who are away passed on to whom they named for it."""
    theirs = {row.id: row.person for row in rows if row.person and not row.passed_to}
    if not theirs:
        return rows
    today = day_of(at, desk.book.office(connection).catalog.programme)
    away = preferences.away(connection, theirs.values(), today)
    moved = {letter: away[person] for letter, person in theirs.items() if person in away}
    if not moved:
        return rows
    attempts.note(connection, [_passed(letter, theirs[letter], found, at) for letter, found in moved.items()])
    leases.read_instead(connection, {letter: found.stand_in for letter, found in moved.items()})
    return _again(connection, rows)


def _again(connection: Connection, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    return leases.rows(connection, [row.id for row in rows])


def _passed(letter: int, person: str, found: Row[Any], at: datetime) -> dict[str, object]:
    words = say(N_("Away until {day}; passed on to {name}."), day=found.away_until.isoformat(), name=found.name)
    named = {"letter_id": letter, "person": person, "channel": "", "at": at}
    return {**named, "outcome": str(AttemptOutcome.PASSED_ON), "words": words}
