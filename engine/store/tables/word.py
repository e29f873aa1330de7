"""The tables of word going out: notices, what was tried for each, the moments a channel has used, people's wishes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from engine.domain.vocabulary import AttemptOutcome, NoticeState
from engine.store.types import Instant, Json


def _known(column: str, values: type[NoticeState] | type[AttemptOutcome]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _where_given(name: str, column: str) -> Index:
    """An index of the few rows that have a value there."""
    given = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=given, postgresql_where=given)


class Outbox(SQLModel, table=True):
    """A notice to be delivered, written with the act that caused it; `dedupe_key` says why once.

    A row with an `audience` stands for many recipients and is expanded by delivery, set-based. `person` is written to,
    `passed_to` reads in their place once they could not be reached. `channel` is where it should go. `begun_at` and
    `begun_by` (a channel) are set while a deliverer has this very letter in hand. `reference` is the provider's own
    number for it, and `ask_at` when to ask the provider next.
    `held_until`: it was put off until then, and goes together with what else waits for the same reader.
    """

    __table_args__ = (
        Index("ix_outbox_state", "state", "next_at"),
        Index("ix_outbox_person", "person", "as_of"),
        Index("ix_outbox_unit", "unit_id", "id"),
        _where_given("ix_outbox_passed_to", "passed_to"),
        _where_given("ix_outbox_ask_at", "ask_at"),
        Index("ix_outbox_urgent", "state", "next_at", sqlite_where=text("urgent = 1"), postgresql_where=text("urgent")),
        _known("state", NoticeState),
    )
    id: int | None = Field(default=None, primary_key=True)
    dedupe_key: str = Field(unique=True)
    programme: str
    notice: str
    audience: str = ""
    person: str | None = None
    unit_id: str | None = None
    assignment_id: int | None = None
    act_id: int
    as_of: date
    urgent: bool = False
    params: Any = Field(default=None, sa_type=Json, nullable=True)
    channel: str = ""
    state: str = NoticeState.QUEUED
    attempts: int = 0
    next_at: datetime = Field(sa_type=Instant)
    lease: str = ""
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    subject: str = ""
    body: str = ""
    answer: str = ""
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    passed_to: str | None = None
    begun_at: datetime | None = Field(default=None, sa_type=Instant)
    begun_by: str | None = None
    reference: str | None = None
    ask_at: datetime | None = Field(default=None, sa_type=Instant)
    held_until: datetime | None = Field(default=None, sa_type=Instant)


class Preference(SQLModel, table=True):
    """How a person wants word; what is empty is as the definitions and settings say.

    `channels`: names in their order. `begin`, `end`, `digest`: HH:MM in the programme's zone. `stand_in` reads their
    letters from `away_from` to `away_until`, both days included.
    """

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    channels: Any = Field(default=None, sa_type=Json, nullable=True)
    begin: str = ""
    end: str = ""
    digest: str = ""
    away_from: date | None = None
    away_until: date | None = None
    stand_in: str = ""
    changed_at: datetime = Field(sa_type=Instant)


class Attempt(SQLModel, table=True):
    """One attempt at a notice, in the provider's own words: to whom, by which channel, when, and what came of it.

    Append-only: the database itself refuses to change or remove a row. `person` is None for what went to a unit.
    """

    __table_args__ = (Index("ix_attempt_letter", "letter_id"), _known("outcome", AttemptOutcome))
    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="outbox.id")
    person: str | None = None
    channel: str
    at: datetime = Field(sa_type=Instant)
    outcome: str
    words: str


class ChannelSlot(SQLModel, table=True):
    """A moment at which a channel with a rate budget was used; what is older than the budget's minute may go."""

    __tablename__ = "channel_slot"
    __table_args__ = (Index("ix_channel_slot", "channel", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    at: datetime = Field(sa_type=Instant)
