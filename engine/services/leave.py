"""Somebody leaves: their work is handed to the deputy or shown as unowned, and the office is told the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.vocabulary import Verb
from engine.errors import NotFound
from engine.services.desk import Desk
from engine.store import adopted, moves, outbox, owning
from engine.store.chain import Act
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Left:
    """What the departure leaves: how many assignments went to the deputy, how many have nobody now."""

    handed_on: int
    unowned: int


def leave(desk: Desk, person: str, actor: Actor, *, at: datetime, reason: str = "") -> Left:
    """`person` no longer acts. Open work goes to an active deputy; without anybody left in the unit the office is told
    at once (story 14). Letters already written are handed on by delivery; none is lost. Raises NotFound."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row = adopted.person_row(connection, person)
        if row is None:
            raise NotFound("unknown-person", N_("There is no person “{person}” here."), person=person)
        today = day_of(at, office.catalog.programme)
        act = Act(office.catalog.programme.id, Verb.LEAVE, actor.id, at, today, reason, "", {"person": person})
        deputy = adopted.person_row(connection, row.deputy) if row.deputy else None
        heir = deputy.id if deputy is not None and deputy.active else None
        adopted.deactivate(connection, person)
        act_id, owned = moves.sweep(connection, act, owning.owned_by(person), sets={"owner": heir})
        if not act_id:
            [act_id] = moves.record(connection, [(act, [])])
        colleagues = owning.colleagues(connection, row.unit_id)
        waiting = owning.open_work(connection, row.unit_id)
        unowned = len(waiting) if heir is None and not colleagues else 0
        if unowned:
            rows = []
            for case in waiting:
                definition = desk.book.definition(connection, case.definition_id)
                rows.append(
                    {
                        "number": definition.number,
                        "title": definition.title,
                        "period": case.period_title,
                        "due_on": case.due_on,
                    }
                )
            outbox.enqueue(
                connection,
                [
                    {
                        "dedupe_key": f"unowned/{act_id}/{officer}",
                        "programme": office.catalog.programme.id,
                        "notice": "unowned",
                        "person": officer,
                        "unit_id": row.unit_id,
                        "act_id": act_id,
                        "as_of": today,
                        "next_at": at,
                        "urgent": True,
                        "params": {"rows": rows, "reason": reason},
                    }
                    for officer in owning.colleagues(connection, office.office)
                ],
            )
        return Left(owned if heir else 0, unowned)
