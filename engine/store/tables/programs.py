"""The tables of programs that work here: tokens, answers kept for a repeated request, webhooks and their deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.domain.vocabulary import NoticeState
from engine.store.types import Instant, Json


class AccessToken(SQLModel, table=True):
    """A person's token for programs: what it may do is the person's rights within `scopes`. Only a digest is kept."""

    __tablename__ = "access_token"
    __table_args__ = (Index("ix_access_token_person", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id")
    name: str
    scopes: Any = Field(sa_type=Json)
    made_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class KeptAnswer(SQLModel, table=True):
    """What a request with an Idempotency-Key was answered. The row is written with the act, `body` right after it.

    `caller` is the digest of the token or visit; `request` the digest of method, path and JSON body.
    """

    __tablename__ = "kept_answer"
    __table_args__ = (Index("ix_kept_answer_at", "at"),)
    caller: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request: str
    at: datetime = Field(sa_type=Instant)
    status: int = 0
    body: str = ""


class Webhook(SQLModel, table=True):
    """Somebody who wants to hear of acts: where, which verbs (none: all), and up to which act they were told.

    `secret` signs what is sent and is therefore kept as it is; beside it, until `old_until`, the one it has replaced.
    `person_id` owns it: what that person may see is sent.
    """

    __table_args__ = (Index("ix_webhook_person", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    url: str
    events: Any = Field(sa_type=Json)
    secret: str
    person_id: str = Field(foreign_key="person.id")
    active: bool = True
    told: int
    made_at: datetime = Field(sa_type=Instant)
    old_secret: str | None = None
    old_until: datetime | None = Field(default=None, sa_type=Instant)


class Delivery(SQLModel, table=True):
    """One act on its way to one webhook: tried until it is taken or given up."""

    __table_args__ = (
        UniqueConstraint("webhook_id", "act_id"),
        Index("ix_delivery_state", "state", "next_at"),
        CheckConstraint(
            "state IN ({})".format(", ".join(f"'{state}'" for state in NoticeState)), name="delivery_state_known"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    webhook_id: int = Field(foreign_key="webhook.id")
    act_id: int = Field(foreign_key="act.id")
    event: str
    state: str = NoticeState.QUEUED
    attempts: int = 0
    next_at: datetime = Field(sa_type=Instant)
    lease: str = ""
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    status: int = 0
    answer: str = ""
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
