"""The tables of the doors: who may sign in, and who is in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from engine.store.types import Instant


class Account(SQLModel, table=True):
    """A person's way in. `password` is an argon2 hash, empty when only other doors (OIDC, a personal link) are open.

    `failed` counts refusals in a row, `locked_until` is when the next try is looked at.
    """

    person_id: str = Field(primary_key=True, foreign_key="person.id")
    password: str = ""
    must_change: bool = False
    failed: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)


class WrongName(SQLModel, table=True):
    """Tries at a name nobody has, held back like those at an account: the door does not tell which names there are;
    and, with `@` before its digest, tries from one network, whatever the names.

    Only a digest is kept, for a day after the last try at `at`.
    """

    __tablename__ = "wrong_name"
    __table_args__ = (Index("ix_wrong_name_at", "at"),)
    digest: str = Field(primary_key=True)
    failed: int
    locked_until: datetime | None = Field(default=None, sa_type=Instant)
    at: datetime = Field(sa_type=Instant)


class Visit(SQLModel, table=True):
    """Somebody who is in: a browser's session. Only a digest of its token is kept; `via` is the door it came by."""

    __table_args__ = (Index("ix_visit_person", "person_id"),)
    digest: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    via: str
    began_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
