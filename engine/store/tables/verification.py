"""When the history was walked through, by whom, how far, and what was found."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from engine.store.types import Instant


class Verification(SQLModel, table=True):
    """One pass over the hash chain, made in bounded steps: `reached` and `digest` are the last act found sound.

    `finished`: it came to the newest act there was, or to a fault. `fault` is empty when nothing was altered.
    """

    id: int | None = Field(default=None, primary_key=True)
    begun_at: datetime = Field(sa_type=Instant)
    at: datetime = Field(sa_type=Instant)
    person: str
    reached: int
    digest: str
    transitions: int
    finished: bool
    fault: str = ""
    fault_act: int | None = None
