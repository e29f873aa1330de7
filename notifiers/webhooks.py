"""Telling webhooks: lease, sign, post, record, message by message; a crash repeats at most the one in hand."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from engine.domain.actor import Actor
from engine.domain.reachable import Reach
from engine.runtime import Runtime
from engine.services.doors import messages, webhooks
from engine.services.doors.messages import Message
from engine.wording import use_language
from notifiers.backoff import TRIES, retry_at
from notifiers.posting import PATIENCE, Reply, post

LEASE_SECONDS: Final = 120
_BATCH: Final = 50
_GONE: Final = 410
_SILENT: Final = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What one round did: messages taken, and failed (to be tried again or given up)."""

    sent: int
    failed: int


def tell_due(runtime: Runtime, *, at: datetime, owner: str, limit: int = 1000, patience: float = PATIENCE) -> Told:
    """Queue what has happened since and send up to `limit` messages that are due at `at`, as `owner` of the leases.

    Raises Unavailable when the database does not answer; what a receiver does is recorded, never raised.
    """
    with use_language(runtime.settings.language):
        messages.queue(runtime.desk, at=at)
        run = _Run(runtime, Reach.of(runtime.settings.webhook_hosts), owner, at, patience)
        while run.handled < limit and run.batch(min(_BATCH, limit - run.handled)):
            pass
    return Told(run.sent, run.failed)


def ping(runtime: Runtime, actor: Actor, number: int, *, at: datetime) -> Reply:
    """Send a webhook of `actor`'s a message of the type `ping` now. Raises NotFound for one that is not theirs."""
    message = messages.ping(runtime.desk, actor, number, at=at)
    return post(message.url, message.body, signed(message, at), Reach.of(runtime.settings.webhook_hosts))


def signed(message: Message, at: datetime) -> dict[str, str]:
    """The headers of the Standard Webhooks scheme: id, seconds since 1970, and HMAC-SHA256 over both and the body.

    One signature a secret, with a space between them: a receiver that knows either takes the message.
    """
    stamp = str(int(at.timestamp()))
    content = f"{message.id}.{stamp}.".encode() + message.body
    signatures = " ".join(f"v1,{_signature(secret, content)}" for secret in message.secrets)
    return {"webhook-id": message.id, "webhook-timestamp": stamp, "webhook-signature": signatures}


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(webhooks.PREFIX))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


@dataclass
class _Run:
    """One round under way; its time is `at` plus what has passed since."""

    runtime: Runtime
    reach: Reach
    owner: str
    at: datetime
    patience: float
    sent: int = 0
    failed: int = 0
    handled: int = 0
    began: float = field(default_factory=lambda: time.monotonic())

    @property
    def now(self) -> datetime:
        """The instant this round has come to."""
        return self.at + timedelta(seconds=time.monotonic() - self.began)

    def batch(self, size: int) -> bool:
        """Lease and send some; False when there are none, or receivers are too slow to go on."""
        desk, leased_at, silent, back = self.runtime.desk, self.now, set[int](), list[int]()
        leased = messages.lease(desk, owner=self.owner, at=leased_at, limit=size, seconds=LEASE_SECONDS)
        slow = False
        for message in leased:
            # Half the lease is gone: give the rest back, or another round might send them as well.
            slow = slow or self.now - leased_at > timedelta(seconds=LEASE_SECONDS / 2)
            if slow or message.webhook in silent:
                back.append(message.delivery)
                continue
            self.handled += 1
            if not self._send(message):
                silent.add(message.webhook)
        if back:
            messages.release(desk, back, owner=self.owner)
        return bool(leased) and not slow

    def _send(self, message: Message) -> bool:
        """Send one and record what came of it; False when later ones of its webhook have to wait."""
        desk = self.runtime.desk
        if message.attempts > TRIES:  # it took its deliverer down with it, time and again
            messages.failed(desk, message.delivery, 0, "", retry_at=None)
            return True
        reply = post(message.url, message.body, signed(message, self.now), self.reach, patience=self.patience)
        if reply.ok:
            self.sent += messages.taken(desk, message.delivery, reply.status, reply.words, at=self.now)
            return True
        self.failed += 1
        if reply.status == _GONE:
            messages.gone(desk, message, reply.status, reply.words)
            return False
        again = retry_at(message.delivery, message.attempts, self.now)
        messages.failed(desk, message.delivery, reply.status, reply.words, retry_at=again)
        return 0 < reply.status < _SILENT
