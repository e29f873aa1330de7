"""Delivering what is due: lease, take one in hand, send, record; a crash leaves at most that one in doubt."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from engine.domain.delivering import Tried, failures, retry_at
from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.runtime import Runtime
from engine.services.word import delivering, letters
from engine.services.word.delivering import Report
from engine.services.word.letters import Letter
from engine.wording import N_, say, use_language
from notifiers.asking import ask_at, ask_providers
from notifiers.channels import Channels, Route
from notifiers.gathering import Bundle, bundles, message
from notifiers.inbox import InboxSender
from notifiers.sender import Answer

LEASE_SECONDS: Final = 120
_BATCH: Final = 100
_GIVEN_WAY: Final = 3
"""So many failures of a channel in a row, and the rest of its letters wait without being tried."""

_KEPT_BACK: Final = 4
"""A quarter of a channel's budget is kept for what is urgent."""

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

    `done` is what came of the last message, recorded in the same breath as the next one is begun. `paused`: channels
    that are left alone until an instant, with the sentence that says why; `spent`: those whose budget for what is
    not urgent is used up until then.
    """

    runtime: Runtime
    channels: Channels
    owner: str
    at: datetime
    sent: int = 0
    failed: int = 0
    handled: int = 0
    done: tuple[Report, ...] = ()
    failing: Counter[str] = field(default_factory=Counter)
    paused: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    spent: dict[str, tuple[datetime, str]] = field(default_factory=dict)
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
        waiting = bundles(leased, self.channels)
        for done, bundle in enumerate(waiting):
            if self.now - leased_at > timedelta(seconds=LEASE_SECONDS / 2):
                # Half the lease is gone: give the rest back, or another deliverer might send them as well.
                self._settle()
                left = [letter for each in waiting[done:] for letter in each.ids]
                delivering.release(self.runtime.desk, left, owner=self.owner)
                return False
            self.handled += len(bundle.letters)
            self._deliver(bundle)
        self._settle()
        return bool(leased)

    def _deliver(self, bundle: Bundle) -> None:
        route, first = bundle.route, bundle.letters[0]
        if route is None:  # every channel is closed already: its last deliverer died before it could say so
            self._settle()
            self.failed += 1
            words = say(N_("Given up: {count} deliveries of it broke off."), count=first.attempts)
            last = first.tried[-1].channel
            self.done = (Report(first.id, first.person, last, AttemptOutcome.UNAVAILABLE, words, self.now),)
            return
        now = self.now
        wait = first.wait if self.channels.disturbs(route) else None
        for pause in (self.paused, {} if first.urgent else self.spent):
            if wait is None and route.channel in pause and pause[route.channel][0] > now:
                wait = pause[route.channel]
        if wait is not None:
            self.put_off |= dict.fromkeys(bundle.ids, wait)
            return
        budget = route.sender.per_minute
        begun = delivering.take_in_hand(
            self.runtime.desk,
            bundle.ids,
            owner=self.owner,
            channel=route.channel,
            at=now,
            per_minute=budget if first.urgent else budget - budget // _KEPT_BACK,
            before=self.done,
        )
        self.done = ()
        if begun.free_at is not None:
            words = say(N_("Waits: channel “{channel}” takes {count} a minute."), channel=route.channel, count=budget)
            if not first.urgent:
                self.spent[route.channel] = (begun.free_at, words)
            self.put_off |= dict.fromkeys(bundle.ids, (begun.free_at, words))
        elif begun.letters:
            taken = [letter for letter in bundle.letters if letter.id in begun.letters]
            self.done = self._reports(taken, route, route.sender.send(message(taken, route.sender.room), at=now))

    def _reports(self, together: Sequence[Letter], route: Route, answer: Answer) -> tuple[Report, ...]:
        words = f"{route.remark} {answer.words}".strip()
        if len(together) > 1:
            words = f"{words} {say(N_('In one message with {count} others.'), count=len(together) - 1)}"
        self._heed(route.channel, answer)
        if answer.ok:
            self.sent += len(together)
            inquiry = ask_at(answer.at, answer.at) if answer.reference else None
            more: dict[str, Any] = {"reference": answer.reference, "ask_at": inquiry}
            return tuple(self._report(each, route, answer, words, **more) for each in together)
        self.failed += len(together)
        seed = together[0].id  # what went together is tried again together
        return tuple(
            self._report(each, route, answer, words, next_at=self._again(each, route.channel, answer, seed))
            for each in together
        )

    def _report(self, letter: Letter, route: Route, answer: Answer, words: str, **more: Any) -> Report:
        return Report(letter.id, letter.person, route.channel, answer.outcome, words, answer.at, **more)

    def _again(self, letter: Letter, channel: str, answer: Answer, seed: int) -> datetime | None:
        """When to try again: after a wait by the same channel, at once by the next one, None when there is none."""
        tried = (*letter.tried, Tried(channel, letter.person, answer.outcome))
        onward = self.channels.route(replace(letter, tried=tried))
        if onward is None:
            return None
        if onward.channel != channel:
            return answer.at
        return retry_at(seed, failures(channel, tried), answer.at, answer.retry_after)

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
        if self.done:
            delivering.record(desk, *self.done)
            self.done = ()
        if self.put_off:
            until = {letter: moment for letter, (moment, _) in self.put_off.items()}
            delivering.defer(
                desk, until, {letter: words for letter, (_, words) in self.put_off.items()}, owner=self.owner
            )
            self.put_off.clear()
