"""What a provider said, and how its HTTP statuses, errors of the network and mail codes are understood."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final, Protocol, runtime_checkable

from engine.domain.vocabulary import AttemptOutcome

ROBOT_PAUSE: Final = 60.0
"""Seconds to leave a robot alone that says it is used too often."""

_LETTER_AT_FAULT: Final = frozenset({400, 404, 405, 406, 409, 410, 411, 413, 414, 415, 422, 451})
_SETTINGS_AT_FAULT: Final = frozenset({401, 402, 403, 407, 421, 426, 431})
_LONGEST_PAUSE: Final = 24 * 3600.0
_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Heard:
    """A provider's answer: what it means, in its own words, and what it wants remembered (see `Answer`)."""

    outcome: AttemptOutcome
    words: str
    retry_after: float = 0
    reference: str = ""


CALENDAR: Final = "text/calendar"
"""The type of files that go into calendars."""


@runtime_checkable
class Writing(Protocol):
    """A mailbox: it carries files, and what it sends comes from an address that can organize a meeting."""

    @property
    def writer(self) -> tuple[str, str]:
        """The name and the address that it writes as."""
        ...


@runtime_checkable
class Telling(Protocol):
    """A plugin of ours: it keeps what the provider said, and is told the letter's number."""

    heard: Heard | None
    number: str


def of_status(status: int, text: str, headers: Mapping[str, str]) -> Heard | None:
    """What an HTTP status other than a success means; None for a success, whose body is still to be read."""
    if 200 <= status < 300:
        return None
    words = f"HTTP {status} {' '.join(text.split())[:_SHOWN]}".strip()
    if status in _LETTER_AT_FAULT:
        return Heard(AttemptOutcome.REFUSED, words)
    if status in _SETTINGS_AT_FAULT or 300 <= status < 400:
        return Heard(AttemptOutcome.MISCONFIGURED, words)
    return Heard(AttemptOutcome.UNAVAILABLE, words, retry_after(headers.get("Retry-After", "")))


def retry_after(value: str) -> float:
    """Seconds that a Retry-After header asks for: a number, or an HTTP date; 0 for none and for nonsense."""
    text = value.strip()
    if text.isdecimal():
        return min(float(text), _LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(0.0, moment.timestamp() - time.time()), _LONGEST_PAUSE)


def of_code(code: object, message: object, meanings: Mapping[int, AttemptOutcome]) -> Heard:
    """What a provider's own error code means; one that nobody knows is taken for a fault of the channel's settings.

    Then another channel is tried at once, and this one again only when there is no other.
    """
    number = int(code) if isinstance(code, int) or (isinstance(code, str) and code.lstrip("-").isdecimal()) else -1
    outcome = meanings.get(number, AttemptOutcome.MISCONFIGURED)
    pause = ROBOT_PAUSE if outcome is AttemptOutcome.UNAVAILABLE and number > 0 else 0
    return Heard(outcome, f"{code}: {' '.join(str(message).split())[:_SHOWN]}", pause)


def accepted(words: str = "", reference: str = "") -> Heard:
    """The provider has taken it."""
    return Heard(AttemptOutcome.ACCEPTED, words, reference=reference)


def unclear(words: str) -> Heard:
    """The answer was lost or cannot be read: the provider may have taken it."""
    return Heard(AttemptOutcome.UNCLEAR, words)


def nothing_out(heard: Heard) -> Heard:
    """The failure of a mere question before the message: whatever happened, no message is out."""
    outcome = AttemptOutcome.UNAVAILABLE if heard.outcome is AttemptOutcome.UNCLEAR else heard.outcome
    return Heard(outcome, heard.words, heard.retry_after)


def within_bytes(text: str, limit: int) -> str:
    """The text cut to `limit` bytes of UTF-8, with an ellipsis where something is missing."""
    raw = text.encode()
    if len(raw) <= limit:
        return text
    return raw[: limit - len("…".encode())].decode(errors="ignore") + "…"
