"""The tables of what units have not handed in yet."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel

from engine.store.types import Instant


class Draft(SQLModel, table=True):
    """One field of a unit's unfinished form for an assignment, as it was typed last, by whom and when.

    A row a field: two people of one unit who fill in different fields lose nothing to each other.
    """

    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    unit_id: str = Field(primary_key=True, foreign_key="unit.id")
    field: str = Field(primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    person: str
    at: datetime = Field(sa_type=Instant)


class DraftFile(SQLModel, table=True):
    """A file that has come in whole and is not handed in yet; its bytes lie in the evidence store by their digest.

    `effective_on`: the day it speaks of, the day of handing in when None. `removed_at`: taken out again; it can be
    put back until the form is handed in.
    """

    __tablename__ = "draft_file"
    __table_args__ = (Index("ix_draft_file_assignment", "assignment_id", "unit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    unit_id: str = Field(foreign_key="unit.id")
    requirement: str
    name: str
    sha256: str
    size: int = Field(sa_type=BigInteger)
    media_type: str
    effective_on: date | None = None
    person: str
    at: datetime = Field(sa_type=Instant)
    removed_at: datetime | None = Field(default=None, sa_type=Instant)
