"""When to try again what has only one way to go: the waits of letters, given up after a day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from engine.domain import delivering

TRIES: Final = delivering.TRIES_BY_THE_LAST
"""Attempts before it is given up."""


def retry_at(number: int, attempts: int, at: datetime) -> datetime | None:
    """The instant to try again after the `attempts`-th failure at `at`; None when it is to be given up."""
    return None if attempts >= TRIES else delivering.retry_at(number, attempts, at)
