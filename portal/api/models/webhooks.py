"""Webhooks and what is sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from engine.domain.vocabulary import NoticeState, Verb
from portal.api.models.value import Answered, Given

Address = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class Webhook(Answered):
    """A webhook. `events` is empty for every act; `waiting`: what has not been taken yet; `gone`: its receiver said
    that it is there no longer, and it is off; `old_until`: until when a replaced secret signs too."""

    id: int
    url: str
    events: tuple[Verb, ...]
    person: str
    person_name: str
    active: bool
    made_at: datetime
    waiting: int
    gone: bool
    old_until: datetime | None


class WebhookIn(Given):
    """Where to send, and which acts; none named: all that I may see."""

    url: Address = Field(examples=["https://example.org/luoshi"])
    events: frozenset[Verb] = frozenset()


class SwitchIn(Given):
    """Off, or on again."""

    active: bool


class SecretIn(Given):
    """Whether the old secret is worth nothing at once: it has leaked."""

    at_once: bool = False


class NewWebhook(Answered):
    """A webhook with a new secret, which is told once; it signs what is sent (Standard Webhooks, HMAC-SHA256)."""

    webhook: Webhook
    secret: str


class Webhooks(Answered):
    """Webhooks, oldest first."""

    items: tuple[Webhook, ...]


class Delivery(Answered):
    """An act on its way. `status`: the receiver's last one, 0 without an answer; `answer`: its words."""

    id: int
    act: int
    event: Verb
    state: NoticeState
    attempts: int
    next_at: datetime
    status: int
    answer: str
    sent_at: datetime | None


class Pinged(Answered):
    """What the receiver answered to a ping. `status` is 0 when no answer came, and `words` say why."""

    status: int
    words: str
    ok: bool
