"""When to try again: twice as long each time, spread a little so that letters do not return all at once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

TRIES: Final = 12
"""Attempts before a letter is given up; with the waits below, after about a day."""

_FIRST: Final = 60.0
_LONGEST: Final = 6 * 3600.0


def retry_at(letter_id: int, attempts: int, at: datetime) -> datetime | None:
    """The instant to try a letter again after its `attempts`-th failure at `at`; None when it is to be given up.

    A minute, doubled each time up to six hours, give or take a quarter: the same letter always waits the same.
    """
    if attempts >= TRIES:
        return None
    seed = hashlib.sha256(f"{letter_id}/{attempts}".encode()).digest()
    spread = 0.75 + int.from_bytes(seed[:4]) / 2**33
    return at + timedelta(seconds=min(_FIRST * 2 ** (attempts - 1), _LONGEST) * spread)
