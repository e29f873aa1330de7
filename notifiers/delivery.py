"""Delivering what is due: lease, take one in hand, send, record; a crash leaves at most that one in doubt."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from engine.domain.delivering import Tried, failures, retry_at
from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.runtime import Runtime
from engine.services.word import delivering, letters
from engine.services.word.delivering import Report
from engine.services.word.letters import Letter
from engine.wording import N_, say, use_language
from notifiers.asking import ask_at, ask_providers
from notifiers.channels import Channels, Route
from notifiers.inbox import InboxSender
from notifiers.sender import Answer

LEASE_SECONDS: Final = 120
_BATCH: Final = 100
_GIVEN_WAY: Final = 3
"""So many failures of a channel in a row, and the rest of its letters wait without being tried."""

_PAUSE: Final = timedelta(minutes=2)
"""How long a channel that does not answer is left alone."""


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

    Providers that can say what became of earlier letters are asked. Raises Unavailable when the database does not
    answer; what a provider does is recorded, never raised.
    """
    with use_language(runtime.settings.language):
        letters.expand(runtime.desk, at=at)
        run = _Run(runtime, channels or channels_of(runtime, at), owner, at)
        before = letters.counts(runtime.desk)[NoticeState.GIVEN_UP]
        while run.handled < limit and run.batch(min(_BATCH, limit - run.handled)):
            pass
        ask_providers(runtime.desk, run.channels, at=run.now)
        counted = letters.counts(runtime.desk)
    given_up = counted[NoticeState.GIVEN_UP] - before
    unfinished = (NoticeState.QUEUED, NoticeState.DEFERRED, NoticeState.FAILED, NoticeState.LEASED)
    waiting = sum(counted[state] for state in unfinished)
    return Delivered(run.sent, max(run.failed, given_up), waiting, given_up)


def channels_of(runtime: Runtime, at: datetime) -> Channels:
    """The channels of the settings, with the file of the programme's day in {home}/outbox."""
    inbox = InboxSender(runtime.settings.home / "outbox", runtime.desk.today(at))
    return Channels.read(runtime.settings.channels, inbox)


@dataclass
class _Run:
    """One delivery under way; its time is `at` plus what has passed since.

    `done` is what came of the last letter, recorded in the same breath as the next one is begun. `paused`: channels
    that are left alone until an instant, with the sentence that says why.
    """

    runtime: Runtime
    channels: Channels
    owner: str
    at: datetime
    sent: int = 0
    failed: int = 0
    handled: int = 0
    done: Report | None = None
    failing: Counter[str] = field(default_factory=Counter)
    paused: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    put_off: dict[int, tuple[datetime, str]] = field(default_factory=dict)
    began: float = field(default_factory=lambda: time.monotonic())

    @property
    def now(self) -> datetime:
        """The instant this run has come to."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)

    def batch(self, size: int) -> bool:
        """Lease and send some letters; False when there are none, or their channels are too slow to go on."""
        leased_at = self.now
        leased = letters.lease(self.runtime.desk, owner=self.owner, at=leased_at, limit=size, seconds=LEASE_SECONDS)
        for done, letter in enumerate(leased):
            if self.now - leased_at > timedelta(seconds=LEASE_SECONDS / 2):
                # Half the lease is gone: give the rest back, or another deliverer might send them as well.
                self._settle()
                delivering.release(self.runtime.desk, [each.id for each in leased[done:]], owner=self.owner)
                return False
            self.handled += 1
            self._deliver(letter)
        self._settle()
        return bool(leased)

    def _deliver(self, letter: Letter) -> None:
        route = self.channels.route(letter)
        if route is None:  # every channel is closed already: its last deliverer died before it could say so
            self._settle()
            self.failed += 1
            words = say(N_("Given up: {count} deliveries of it broke off."), count=letter.attempts)
            last = letter.tried[-1].channel
            self.done = Report(letter.id, letter.person, last, AttemptOutcome.UNAVAILABLE, words, self.now)
            return
        now = self.now
        if (wait := self.paused.get(route.channel)) and wait[0] > now:
            self.put_off[letter.id] = wait
            return
        begun = delivering.take_in_hand(
            self.runtime.desk,
            letter.id,
            owner=self.owner,
            channel=route.channel,
            at=now,
            per_minute=route.sender.per_minute,
            before=self.done,
        )
        self.done = None
        if begun.free_at is not None:
            words = say(
                N_("Waits: channel “{channel}” takes {count} a minute."),
                channel=route.channel,
                count=route.sender.per_minute,
            )
            self.paused[route.channel] = self.put_off[letter.id] = (begun.free_at, words)
        elif begun.ok:
            self.done = self._report(letter, route, route.sender.send(letter, at=now))

    def _report(self, letter: Letter, route: Route, answer: Answer) -> Report:
        words = f"{route.remark} {answer.words}".strip()
        self._heed(route.channel, answer)
        if answer.ok:
            self.sent += 1
            inquiry = ask_at(answer.at, answer.at) if answer.reference else None
            return Report(
                letter.id,
                letter.person,
                route.channel,
                answer.outcome,
                words,
                answer.at,
                reference=answer.reference,
                ask_at=inquiry,
            )
        self.failed += 1
        tried = (*letter.tried, Tried(route.channel, letter.person, answer.outcome))
        again = self._again(letter, route.channel, tried, answer)
        return Report(letter.id, letter.person, route.channel, answer.outcome, words, answer.at, again)

    def _again(self, letter: Letter, channel: str, tried: tuple[Tried, ...], answer: Answer) -> datetime | None:
        """When to try again: after a wait by the same channel, at once by the next one, None when there is none."""
        onward = self.channels.route(replace(letter, tried=tried))
        if onward is None:
            return None
        if onward.channel != channel:
            return answer.at
        return retry_at(letter.id, failures(channel, tried), answer.at, answer.retry_after)

    def _heed(self, channel: str, answer: Answer) -> None:
        """Leave a channel alone that asks for it, or that has failed several times in a row."""
        silent = answer.outcome in (AttemptOutcome.UNAVAILABLE, AttemptOutcome.UNCLEAR, AttemptOutcome.MISCONFIGURED)
        self.failing[channel] = self.failing[channel] + 1 if silent else 0
        if answer.retry_after:
            pause = timedelta(seconds=answer.retry_after)
        elif self.failing[channel] >= _GIVEN_WAY:
            pause = _PAUSE
        else:
            return
        words = say(N_("Channel “{channel}” does not answer at the moment."), channel=channel)
        self.paused[channel] = (answer.at + pause, words)

    def _settle(self) -> None:
        """Record what came of the last letter, and put off what has to wait."""
        desk = self.runtime.desk
        if self.done is not None:
            delivering.record(desk, self.done)
            self.done = None
        if self.put_off:
            until = {letter: moment for letter, (moment, _) in self.put_off.items()}
            delivering.defer(
                desk, until, {letter: words for letter, (_, words) in self.put_off.items()}, owner=self.owner
            )
            self.put_off.clear()
