"""What a deliverer would record of letters, said in one word: they went out, failed, or were given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engine.domain.vocabulary import AttemptOutcome
from engine.services.desk import Desk
from engine.services.word import delivering
from engine.services.word.delivering import Report
from engine.store.word import leases


def went_out(desk: Desk, letters: Iterable[int], *, at: datetime, answer: str = "") -> None:
    """A provider took these letters."""
    for letter in letters:
        delivering.record(desk, Report(letter, "", "mail", AttemptOutcome.ACCEPTED, answer, at))


def failed(desk: Desk, letter: int, words: str, *, at: datetime, again: datetime) -> None:
    """It did not go out, and is tried again."""
    delivering.record(desk, Report(letter, "", "mail", AttemptOutcome.UNAVAILABLE, words, at, again))


def given_up(desk: Desk, letter: int, words: str, *, at: datetime) -> None:
    """No channel and nobody is left to try."""
    with desk.database.transaction() as connection:
        [row] = leases.rows(connection, [letter])
        delivering.give_up(desk, connection, row, words, at=at)
