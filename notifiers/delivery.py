"""Delivering what is due: lease, send, record, letter by letter, so that a crash repeats at most the one in hand."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from engine.domain.vocabulary import NoticeState
from engine.runtime import Runtime
from engine.services.word import letters
from engine.services.word.letters import Letter
from engine.wording import N_, say, use_language
from notifiers.backoff import TRIES, retry_at
from notifiers.channels import Channels
from notifiers.inbox import InboxSender
from notifiers.sender import Answer

LEASE_SECONDS: Final = 120
_BATCH: Final = 100
_GIVEN_WAY: Final = 3
"""So many failures of a channel in a row, and the rest of its letters wait without being tried."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one delivery did: sent, failed (to be tried again or given up), and how many letters still wait."""

    sent: int
    failed: int
    waiting: int
    given_up: int = 0


def deliver_due(
    runtime: Runtime, *, at: datetime, owner: str, limit: int = 2000, channels: Channels | None = None
) -> Delivered:
    """Deliver up to `limit` letters that are due at the instant `at`, as `owner` of the leases.

    Raises Unavailable when the database does not answer; what a provider does is recorded, never raised.
    """
    with use_language(runtime.settings.language):
        letters.expand(runtime.desk, at=at)
        run = _Run(runtime, channels or channels_of(runtime, at), owner, at)
        before = letters.counts(runtime.desk)[NoticeState.GIVEN_UP]
        while run.handled < limit and run.batch(min(_BATCH, limit - run.handled)):
            pass
        counted = letters.counts(runtime.desk)
    given_up = counted[NoticeState.GIVEN_UP] - before
    waiting = sum(counted[state] for state in (NoticeState.QUEUED, NoticeState.FAILED, NoticeState.LEASED))
    return Delivered(run.sent, max(run.failed, given_up), waiting, given_up)


def channels_of(runtime: Runtime, at: datetime) -> Channels:
    """The channels of the settings, with the file of the programme's day in {home}/outbox."""
    inbox = InboxSender(runtime.settings.home / "outbox", runtime.desk.today(at))
    return Channels.read(runtime.settings.channels, inbox)


@dataclass
class _Run:
    """One delivery under way; its time is `at` plus what has passed since."""

    runtime: Runtime
    channels: Channels
    owner: str
    at: datetime
    sent: int = 0
    failed: int = 0
    handled: int = 0
    failing: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=lambda: time.monotonic())

    @property
    def now(self) -> datetime:
        """The instant this run has come to."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)

    def batch(self, size: int) -> bool:
        """Lease and send some letters; False when there are none, or their channels are too slow to go on."""
        leased_at = self.now
        desk = self.runtime.desk
        leased = letters.lease(desk, owner=self.owner, at=leased_at, limit=size, seconds=LEASE_SECONDS)
        for done, letter in enumerate(leased):
            if self.now - leased_at > timedelta(seconds=LEASE_SECONDS / 2):
                # Half the lease is gone: give the rest back, or another deliverer might send them as well.
                letters.release(desk, [each.id for each in leased[done:]], owner=self.owner)
                return False
            self.handled += 1
            self._deliver(letter)
        return bool(leased)

    def _deliver(self, letter: Letter) -> None:
        answer = self._send(letter)
        desk = self.runtime.desk
        if answer.ok:
            self.sent += letters.sent(desk, [letter.id], at=answer.at, answer=answer.words)
            return
        self.failed += 1
        again = retry_at(letter.id, letter.attempts, answer.at) if answer.retryable else None
        letters.failed(desk, letter.id, answer.words, at=answer.at, retry_at=again)

    def _send(self, letter: Letter) -> Answer:
        now = self.now
        if letter.attempts > TRIES:
            return Answer(False, say(N_("Given up: {count} deliveries of it broke off."), count=TRIES), False, now)
        route = self.channels.route(letter)
        if self.failing[route.channel] >= _GIVEN_WAY:
            words = say(N_("Channel “{channel}” does not answer at the moment."), channel=route.channel)
            return Answer(False, words, True, now)
        answer = route.sender.send(letter, at=now)
        self.failing[route.channel] = self.failing[route.channel] + 1 if answer.retryable and not answer.ok else 0
        if route.remark:
            return Answer(answer.ok, f"{route.remark} {answer.words}", answer.retryable, answer.at)
        return answer
