"""Somebody leaves: their work is handed to the deputy or shown as unowned, and the office is told the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.actor import Actor, not_yours
from engine.domain.days import day_of
from engine.domain.vocabulary import Role, Verb
from engine.errors import NotFound
from engine.services.desk import Desk, Office
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection, Row
from engine.store.programme import adopted
from engine.store.word import outbox
from engine.store.work import owning
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Left:
    """What the departure leaves: how many assignments went to the deputy, how many have nobody now."""

    handed_on: int
    unowned: int


def leave(desk: Desk, person: str, actor: Actor, *, at: datetime, reason: str = "") -> Left:
    """`person` no longer acts. Raises NotFound or Forbidden. What becomes of their work: see `depart`."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row = adopted.person_row(connection, person)
        if row is None:
            raise NotFound("unknown-person", N_("There is no person “{person}” here."), person=person)
        _check_may_manage(office, actor, row.unit_id)
        return depart(desk, connection, office, row, actor, at=at, reason=reason)


def depart(
    desk: Desk, connection: Connection, office: Office, row: Row[Any], actor: Actor, *, at: datetime, reason: str = ""
) -> Left:
    """Open work goes to an active deputy, with the last clerk all that nobody has taken on; without anybody to take it
    the office is told at once (story 14). Letters already written are handed on by delivery; none is lost."""
    programme = office.catalog.programme
    act = Act(programme.id, Verb.LEAVE, actor.id, at, day_of(at, programme), reason, "", {"person": row.id})
    deputy = adopted.person_row(connection, row.deputy) if row.deputy else None
    heir = deputy.id if deputy is not None and deputy.active else None
    adopted.deactivate(connection, row.id)
    alone = not owning.active(connection, row.unit_id, (Role.CLERK,))
    where = owning.of_unit_or_person(row.unit_id, row.id) if alone and heir else owning.owned_by(row.id)
    act_id, moved = moves.sweep(connection, act, where, sets={"owner": heir})
    if not act_id:
        [act_id] = moves.record(connection, [(act, [])])
    if heir is not None:
        return Left(moved, 0)
    waiting = owning.without_owner(connection, row.unit_id) if alone else []
    if waiting:
        _tell_office(desk, connection, office, waiting, act, act_id)
    return Left(0, len(waiting))


def _tell_office(
    desk: Desk, connection: Connection, office: Office, waiting: Sequence[Row[Any]], act: Act, act_id: int
) -> None:
    rows = []
    for case in waiting:
        definition = desk.book.definition(connection, case.definition_id)
        told = {"number": definition.number, "title": definition.title}
        rows.append(told | {"period": case.period_title, "due_on": case.due_on})
    shared = {"unit_id": waiting[0].unit_id, "urgent": True, "params": {"rows": rows, "reason": act.reason}}
    officers = owning.active(connection, office.office, (Role.OFFICE, Role.HEAD))
    outbox.enqueue(
        connection,
        [
            outbox.letter(
                "unowned",
                act_id,
                act.programme,
                act.as_of,
                act.at,
                {**shared, "person": each},
                key=f"unowned/{act_id}/{each}",
            )
            for each in officers
        ],
    )


def _check_may_manage(office: Office, actor: Actor, unit: str) -> None:
    """The office, an administrator, and the unit's own head keep its people. Raises Forbidden for anybody else."""
    heads_it = actor.role is Role.HEAD and actor.unit == unit
    if heads_it or actor.role in (Role.SYSTEM, Role.ADMINISTRATOR) or actor.unit == office.office:
        return
    raise not_yours(actor, office.names[office.office])
