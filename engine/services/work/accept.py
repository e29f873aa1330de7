"""签收 and 委派: a unit takes an assignment on, and says who of it does the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.domain.actor import Actor
from engine.domain.vocabulary import Verb
from engine.errors import Invalid
from engine.services.desk import Desk
from engine.services.seeing import case_for, cases_for
from engine.store import moves
from engine.store.programme import adopted
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Accept:
    """`actor` accepts the assignment for their unit and becomes its owner."""

    assignment: int
    actor: Actor


@dataclass(frozen=True, slots=True)
class Delegate:
    """`actor` hands the work to another person of the unit."""

    assignment: int
    actor: Actor
    to_person: str


def accept(desk: Desk, orders: Sequence[Accept], *, at: datetime) -> None:
    """Accept assignments, all or none. Raises Refused or Forbidden as the move table says."""
    with desk.database.transaction() as connection:
        found = cases_for(desk, connection, orders, at)
        deeds = []
        for order in orders:
            case = found[order.assignment]
            move = case.decide(Verb.ACCEPT, order.actor)
            deeds.append((case.act(Verb.ACCEPT, order.actor), [case.goes(move, {"owner": order.actor.id})]))
        moves.record(connection, deeds)


def delegate(desk: Desk, order: Delegate, *, at: datetime) -> None:
    """Hand an assignment to another active person of the same unit. Raises Invalid when there is no such person."""
    with desk.database.transaction() as connection:
        case = case_for(desk, connection, order.assignment, order.actor, at)
        case.decide(Verb.DELEGATE, order.actor)
        person = adopted.person_row(connection, order.to_person)
        if person is None or not person.active or person.unit_id != case.row.unit_id:
            raise Invalid(
                "not-of-the-unit",
                N_("“{person}” is nobody who acts for {unit}."),
                hint=N_("Name an active person of that unit."),
                person=order.to_person,
                unit=case.row.unit_name,
            )
        act = case.act(Verb.DELEGATE, order.actor, detail={"to": person.id})
        moves.record(connection, [(act, [case.stays({"owner": person.id})])])
