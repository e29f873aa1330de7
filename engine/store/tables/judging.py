"""What people judge: verdicts, inputs to scores, and the year's recognition."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from engine.store.types import Json


class Review(SQLModel, table=True):
    """One reviewer's verdict, bound to the evidence seen by its digest; `valid` ends when that evidence changes."""

    __table_args__ = (Index("ix_review_assignment", "assignment_id", "stage"),)
    id: int | None = Field(default=None, primary_key=True)
    assignment_id: int = Field(foreign_key="assignment.id")
    stage: str
    reviewer: str
    verdict: str
    reason: str = ""
    evidence_digest: str
    valid: bool = True
    act_id: int


class Judgement(SQLModel, table=True):
    """A reviewer's own input to a score: rubric points, bonus (hundredths) or an established veto."""

    assignment_id: int = Field(primary_key=True, foreign_key="assignment.id")
    kind: str = Field(primary_key=True)
    value: int = 0
    note: str = ""
    person: str
    act_id: int


class RecognitionList(SQLModel, table=True):
    """The annual recognition: proposed, approved by a second person, published once."""

    __tablename__ = "recognition_list"
    __table_args__ = (UniqueConstraint("programme", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    programme: str
    year: int
    state: str
    rows: Any = Field(sa_type=Json)
    digest: str
    proposed_by: str
    approved_by: str = ""
    published_on: date | None = None
    act_id: int
