"""Whether the history is what it was: passes over the hash chain in bounded steps, each remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engine.domain.actor import Actor
from engine.services.desk import Desk
from engine.services.looking.remember import broken_off
from engine.services.seeing import check_sees_all
from engine.store import chain, verifying
from engine.store.looking import acts

STEP: Final = 20_000
"""Acts that one step walks at most: a few seconds, so that a page answers."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass: begun by whom and when (UTC), the last act found sound with its digest, and what was found.

    `finished`: it came to the newest act of its time, or to a fault. `fault` names the first altered or missing row
    ('' while all is well), `fault_act` its act.
    """

    begun_at: datetime
    at: datetime
    person: str
    reached: int
    digest: str
    transitions: int
    finished: bool
    fault: str
    fault_act: int | None

    @property
    def sound(self) -> bool:
        """It came to the end and nothing was altered."""
        return self.finished and not self.fault


@dataclass(frozen=True, slots=True)
class ChainState:
    """What is known of the chain: its newest act, the pass under way, the last one that ended, and earlier ones."""

    newest: int
    digest: str
    under_way: Pass | None
    last: Pass | None
    earlier: tuple[Pass, ...]

    @property
    def unverified(self) -> int:
        """How many acts came after the last sound pass."""
        return self.newest - (self.last.reached if self.last and self.last.sound else 0)


def state(desk: Desk, actor: Actor) -> ChainState:
    """What is known of the chain. Raises Forbidden for a limited view."""
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:
        newest = chain.head(connection)
        found = [_pass(row) for row in acts.verifications(connection, limit=10)]
    ended = [each for each in found if each.finished]
    under_way = found[0] if found and not found[0].finished else None
    return ChainState(newest.id, newest.digest, under_way, ended[0] if ended else None, tuple(ended[1:]))


def verify_on(desk: Desk, actor: Actor, *, at: datetime, since: str = "", most: int = STEP) -> Pass:
    """Walk on from where the pass under way stopped, or begin one, for at most so many acts; remembered.

    `since`: a head written down earlier (`NUMBER:HASH`), which must still be in the chain. Looking is open to whoever
    sees all work, auditors too: no act is recorded. Raises Forbidden, and Invalid for a head that is none.
    """
    check_sees_all(desk, actor)
    with desk.database.reading() as connection:  # the walk may take seconds: nobody who writes waits for it
        known = next(iter(acts.verifications(connection, limit=1)), None)
        going = known if known is not None and not known.finished else None
        start = chain.Head(going.reached, going.digest) if going else chain.BEGINNING
        walked = verifying.walk(connection, start, most=most)
        cut_off = broken_off(connection, since) if since.strip() else None
        fault = walked.fault or cut_off
        if walked.end and fault is None:
            fault = verifying.stray(connection)
    values = {
        "begun_at": going.begun_at if going else at,
        "at": at,
        "person": actor.id,
        "reached": walked.head.id,
        "digest": walked.head.digest,
        "transitions": (going.transitions if going else 0) + walked.transitions,
        "finished": walked.end or fault is not None,
        **_told(fault),
    }
    with desk.database.transaction() as connection:
        acts.note_verification(connection, going.id if going else None, values)
        return _pass(acts.verifications(connection, limit=1)[0])


def _told(fault: verifying.Fault | None) -> Mapping[str, object]:
    if fault is None:
        return {"fault": "", "fault_act": None}
    return {"fault": f"{fault.row}: {fault.what}", "fault_act": fault.act}


def _pass(row: Any) -> Pass:
    return Pass(
        row.begun_at,
        row.at,
        row.person_name or row.person,
        row.reached,
        row.digest,
        row.transitions,
        bool(row.finished),
        row.fault,
        row.fault_act,
    )
