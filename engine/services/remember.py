"""The history: every act, and whether the chain still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.services.desk import Desk
from engine.store import chain, verifying, views


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act as people read it: who, what, when (UTC), why, and what it moved."""

    id: int
    verb: str
    actor: str
    at: datetime
    as_of: date
    reason: str
    moved: str
    detail: Any
    digest: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether the history is what it was: `fault` names the first altered or missing row, None when all is well."""

    acts: int
    transitions: int
    head: str
    fault: str | None

    @property
    def sound(self) -> bool:
        """Whether nothing was altered."""
        return self.fault is None


def history(desk: Desk, *, assignment: int | None = None, limit: int = 100, before: int | None = None) -> list[ActLine]:
    """Acts, newest first; of one assignment with its stages, of all with how many assignments each moved."""
    with desk.database.reading() as connection:
        rows = views.acts(connection, assignment, limit, before=before)
    return [
        ActLine(
            row.id,
            row.verb,
            row.actor_name or row.actor,
            row.at,
            row.as_of,
            row.reason,
            f"{row.from_stage or '-'} → {row.to_stage}" if assignment is not None else str(row.moved),
            row.detail,
            row.digest,
        )
        for row in rows
    ]


def verify(desk: Desk) -> Verified:
    """Walk the hash chain from the first act; names the first row that was altered or is missing."""
    with desk.database.reading() as connection:
        acts, transitions, fault = verifying.first_fault(connection)
        head = chain.head(connection)
    return Verified(acts, transitions, head.digest, f"{fault.row}: {fault.what}" if fault else None)
