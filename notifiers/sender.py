"""What every way of sending word has in common: a letter goes in, a plain answer comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.services.word.letters import Letter


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt, at the instant `at`.

    `words` are the provider's own, secrets masked; `retryable` whether the same letter may go through later.
    """

    ok: bool
    words: str
    retryable: bool
    at: datetime


class Sender(Protocol):
    """A way to send word. It never raises for what a provider does: that is an answer."""

    def send(self, letter: Letter, *, at: datetime) -> Answer:
        """Send one letter at the instant `at`."""
        ...
