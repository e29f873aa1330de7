"""The history: every act, and whether the chain still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.domain.names import doer_name
from engine.errors import Invalid
from engine.services.desk import Desk
from engine.store import chain, verifying
from engine.store.database import Connection
from engine.store.looking import views
from engine.store.work import standing
from engine.wording import N_


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
    """Whether the history is what it was: `fault` names the first altered or missing row, None when all is well.

    `head` is the newest act as `NUMBER:HASH`: written down elsewhere, it shows later whether the end was cut off.
    """

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
        return lines(views.acts(connection, assignment, limit, before=before), of_one=assignment is not None)


def lines(rows: Iterable[Any], *, of_one: bool) -> list[ActLine]:
    """Rows of views.acts as people read them; `of_one`: they are one assignment's, with its stages."""
    return [
        ActLine(
            row.id,
            row.verb,
            doer_name(row.actor, row.actor_name),
            row.at,
            row.as_of,
            row.reason,
            f"{row.from_stage or '-'} → {row.to_stage}" if of_one else str(row.moved),
            row.detail,
            row.digest,
        )
        for row in rows
    ]


def verify(desk: Desk, *, since: str = "") -> Verified:
    """Walk the hash chain from the first act; names the first row that was altered or is missing.

    `since`: a head written down earlier, which must still be in the chain. Raises Invalid when it is none.
    """
    with desk.database.reading() as connection:
        acts, transitions, fault = verifying.first_fault(connection)
        fault = fault or verifying.stray(connection) or (broken_off(connection, since) if since else None)
        newest = chain.head(connection)
    told = f"{fault.row}: {fault.what}" if fault else None
    return Verified(acts, transitions, _written(newest), told)


def head(desk: Desk) -> str:
    """The newest act as `NUMBER:HASH`."""
    with desk.database.reading() as connection:
        return _written(chain.head(connection))


def _written(newest: chain.Head) -> str:
    return f"{newest.id}:{newest.digest}"


def broken_off(connection: Connection, since: str) -> verifying.Fault | None:
    """What is wrong with a head written down earlier, None when it is still in the chain. Raises Invalid."""
    found = _HEAD.fullmatch(since.strip())
    if found is None or int(found[1]) > standing.LARGEST:
        raise Invalid(
            "not-a-head",
            N_("“{text}” is no head of a history."),
            hint=N_("Write it as NUMBER:HASH, just as `luoshi verify` said it."),
            text=since,
        )
    number = int(found[1])
    digest = chain.digest_of(connection, number)
    if digest == found[2].lower():
        return None
    return verifying.Fault(number, f"act {number}", "missing" if digest is None else "altered")


_HEAD: Final = re.compile(r"(\d+):([0-9a-fA-F]{64})")
