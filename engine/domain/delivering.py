"""Which way a notice goes next: a refused channel is left, a silent one is tried again, then the next one is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from engine.domain.vocabulary import AttemptOutcome

TRIES: Final = 6
"""Attempts by one channel while there is another; with the waits below, half an hour."""

TRIES_BY_THE_LAST: Final = 12
"""Attempts by the last channel there is; with the waits below, about a day."""

_FIRST: Final = 60.0
_LONGEST: Final = 6 * 3600.0
_ENDED: Final = frozenset({AttemptOutcome.REFUSED, AttemptOutcome.UNDELIVERED})
_FAILED: Final = frozenset(
    {
        AttemptOutcome.UNAVAILABLE,
        AttemptOutcome.UNCLEAR,
        AttemptOutcome.MISCONFIGURED,
        AttemptOutcome.BROKEN_OFF,
    }
)

Wanted = frozenset[str]
"""What of a reader a channel needs to lead to them: `email`, `phone`, `person`."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt: by which channel to whom (a person's id, or '' for a unit), and what came of it."""

    channel: str
    person: str
    outcome: AttemptOutcome


def way_for(channels: Sequence[str], tried: Iterable[Tried]) -> str | None:
    """The first channel in the reader's order that is not closed to them, given what was `tried`; None when all are.

    A channel is closed once it refused, or has failed often enough. One whose own settings are at fault is passed over
    while there is another, and otherwise tried again: somebody may mend them.
    """
    known = list(tried)
    open_ones = [name for name in channels if not _ended(name, known)]
    for at, name in enumerate(open_ones):
        last = at == len(open_ones) - 1
        skipped = not last and any(
            each.channel == name and each.outcome is AttemptOutcome.MISCONFIGURED for each in known
        )
        if not skipped and failures(name, known) < (TRIES_BY_THE_LAST if last else TRIES):
            return name
    return None


def failures(channel: str, tried: Iterable[Tried]) -> int:
    """How often a channel has failed and may yet succeed."""
    return sum(each.channel == channel and each.outcome in _FAILED for each in tried)


def retry_at(letter_id: int, count: int, at: datetime, wait: float = 0) -> datetime:
    """The instant to try a letter again after its `count`-th failure at `at`, `wait` seconds or more from then.

    A minute, doubled each time up to six hours, give or take a quarter: the same letter always waits the same, and
    letters that failed together do not return together.
    """
    seed = hashlib.sha256(f"{letter_id}/{count}".encode()).digest()
    spread = 0.75 + int.from_bytes(seed[:4]) / 2**33
    return at + timedelta(seconds=max(min(_FIRST * 2 ** (max(count, 1) - 1), _LONGEST) * spread, wait))


def _ended(channel: str, tried: Iterable[Tried]) -> bool:
    return any(each.channel == channel and each.outcome in _ENDED for each in tried)
