"""The tables of kept sums: how many assignments stand alike, and what each unit's year has come to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, SmallInteger
from sqlmodel import Field, SQLModel


class Tally(SQLModel, table=True):
    """How many assignments (`number`) stand alike in all that a light rests on, so that any day's lights can be summed.

    Days that are not there are 9999-12-31. `stage_since` is 0001-01-01 once done: nothing waits there. `resubmit_by`
    counts only while `returned`. `received`: 0 not in, 1 in, 2 in after the due date. `missed`: 0 never, 1 recorded as
    missed and given a later date since, 2 missed by the date it has now. `scored`: it has a score. Flags are 0 or 1.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)
    period_id: int = Field(primary_key=True)
    definition_id: int = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    stage_since: date = Field(primary_key=True)
    due_on: date = Field(primary_key=True)
    resubmit_by: date = Field(primary_key=True)
    received: int = Field(primary_key=True, sa_type=SmallInteger)
    missed: int = Field(primary_key=True, sa_type=SmallInteger)
    returned: int = Field(primary_key=True, sa_type=SmallInteger)
    settled: int = Field(primary_key=True, sa_type=SmallInteger)
    scored: int = Field(primary_key=True, sa_type=SmallInteger)
    stage_kind: str
    number: int


class UnitTally(SQLModel, table=True):
    """What a unit's year has come to: points (hundredths) of what is scored, or missed and still not in.

    Work past its date that no sweep has marked as missed yet is not in here; whoever asks adds it.
    """

    __tablename__ = "unit_tally"
    __table_args__ = ({"sqlite_with_rowid": False},)
    year: int = Field(primary_key=True)
    unit_id: str = Field(primary_key=True)
    earned: int = Field(sa_type=BigInteger)
    possible: int = Field(sa_type=BigInteger)
    number: int
    vetoes: int
