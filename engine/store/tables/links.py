"""The tables of secret addresses and read letters."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from engine.store.types import Instant


class PersonalLink(SQLModel, table=True):
    """A way in for somebody without an account. Only a digest of its token is kept.

    A person has at most one that is open: issuing another closes the earlier ones (`revoked_at`). `used_at` is the last
    time somebody came in by it, `act_id` the act that issued it.
    """

    __tablename__ = "personal_link"
    __table_args__ = (Index("ix_personal_link_person", "person_id"), Index("ix_personal_link_unit", "unit_id"))
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    person_id: str = Field(foreign_key="person.id")
    unit_id: str = Field(foreign_key="unit.id")
    issued_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    act_id: int


class CalendarFeed(SQLModel, table=True):
    """The secret address at which a person's calendar is read by other programs; one each, kept as a digest."""

    __tablename__ = "calendar_feed"
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    digest: str = Field(unique=True)
    issued_at: datetime = Field(sa_type=Instant)


class ReadLetter(SQLModel, table=True):
    """Which letters of the inbox a person has opened."""

    __tablename__ = "read_letter"
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    letter_id: int = Field(primary_key=True, foreign_key="outbox.id")
    at: datetime = Field(sa_type=Instant)
