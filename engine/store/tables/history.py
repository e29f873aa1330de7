"""The history: acts in their chain, and what each moved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from engine.store.types import Instant, Json


class ActRow(SQLModel, table=True):
    """Who did what, when and why: the links of the hash chain, numbered without gaps."""

    __tablename__ = "act"
    __table_args__ = (
        Index("ix_act_actor", "actor", "id"),
        Index("ix_act_verb", "verb", "id"),
        Index("ix_act_at", "at", "id"),
    )
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    programme: str
    verb: str
    actor: str
    at: datetime = Field(sa_type=Instant)
    as_of: date
    reason: str = ""
    definition: str = ""
    detail: Any = Field(default=None, sa_type=Json, nullable=True)
    prev: str
    digest: str
    sealed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))


class Transition(SQLModel, table=True):
    """What an act did to an assignment; append-only."""

    __table_args__ = (Index("ix_transition_assignment", "assignment_id"), {"sqlite_with_rowid": False})
    act_id: int = Field(primary_key=True, foreign_key="act.id")
    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    from_stage: str
    to_stage: str
