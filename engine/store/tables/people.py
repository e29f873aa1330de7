"""The table of rosters that wait for a yes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from engine.store.types import Instant, Json


class RosterDraft(SQLModel, table=True):
    """A roster as somebody has sent it in, read and free of faults: its preview was shown, nothing is done yet.

    `subject`: people or units. `whole`: who is not in it leaves.
    """

    __tablename__ = "roster_draft"
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    subject: str
    whole: bool
    file: str
    rows: Any = Field(sa_type=Json)
    made_at: datetime = Field(sa_type=Instant)
