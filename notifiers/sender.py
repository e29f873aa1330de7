"""What every way of sending word has in common: a letter goes in, a plain answer comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from engine.domain.vocabulary import AttemptOutcome
from engine.services.word.letters import Letter


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one attempt, at the instant `at`.

    `words` are the provider's own, secrets masked. `retry_after`: seconds it wants to be left alone, 0 when it did not
    say. `reference`: its own number for what it took, under which it can be asked later; '' when it cannot.
    """

    outcome: AttemptOutcome
    words: str
    at: datetime
    retry_after: float = 0
    reference: str = ""

    @property
    def ok(self) -> bool:
        """Whether the provider has taken the letter."""
        return self.outcome in (AttemptOutcome.ACCEPTED, AttemptOutcome.DELIVERED)


class Sender(Protocol):
    """A way to send word. It never raises for what a provider does: that is an answer."""

    @property
    def per_minute(self) -> int:
        """How many letters a minute the provider takes; 0 for no limit."""
        ...

    @property
    def room(self) -> int:
        """How many bytes of UTF-8 one message may have; 0 for no limit that matters."""
        ...

    def send(self, letter: Letter, *, at: datetime) -> Answer:
        """Send one letter at the instant `at`."""
        ...
