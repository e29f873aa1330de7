"""Who may see what: the scope of a person, put as SQL to whole lists and as one decision to a single assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from engine.domain.actor import Actor
from engine.domain.scope import Scope, scope_of
from engine.errors import Forbidden
from engine.services.cases import Case, cases
from engine.services.desk import Desk, Office
from engine.store.database import Connection
from engine.store.work.standing import parts_of
from engine.wording import N_


def scope(office: Office, actor: Actor) -> Scope:
    """What `actor` may see under the catalog in force."""
    return scope_of(actor, office=office.office, own_work=office.own_work, industries=office.industries)


def check_may_see(connection: Connection, office: Office, row: Any, actor: Actor) -> None:
    """Raise Forbidden `not-visible` when the assignment of `row` (standing.facts) is none that `actor` may see."""
    seen = scope(office, actor)
    if seen.holds(row.unit_id, row.industry, frozenset()):
        return
    asked: Sequence[Any] = parts_of(connection, [row.id]).get(row.id, ())
    if not seen.holds(row.unit_id, row.industry, frozenset(part.unit_id for part in asked)):
        raise Forbidden(
            "not-visible",
            N_("This is the work of {unit}; {name} ({own}) may not look at it."),
            hint=N_("Who may: {unit}, the units that help, and the creation office."),
            unit=row.unit_name,
            name=actor.name,
            own=actor.unit_name,
        )


class Ordered(Protocol):
    """What somebody asks to be done to one assignment."""

    @property
    def assignment(self) -> int: ...

    @property
    def actor(self) -> Actor: ...


@dataclass(frozen=True, slots=True)
class Looked:
    """An actor wants to look at an assignment."""

    assignment: int
    actor: Actor


def cases_for(desk: Desk, connection: Connection, orders: Sequence[Ordered], at: datetime) -> dict[int, Case]:
    """The cases of these orders, once it is sure that each actor may see theirs: nobody learns of another unit's work
    by being refused for its stage. Raises NotFound, and Forbidden `not-visible`."""
    found = cases(desk, connection, list(dict.fromkeys(order.assignment for order in orders)), at)
    for order in orders:
        case = found[order.assignment]
        check_may_see(connection, case.office, case.row, order.actor)
    return found


def case_for(desk: Desk, connection: Connection, assignment: int, actor: Actor, at: datetime) -> Case:
    """The case of one assignment for an actor who may see it. Raises as `cases_for`."""
    case = cases(desk, connection, [assignment], at)[assignment]
    check_may_see(connection, case.office, case.row, actor)
    return case


def check_sees_all(desk: Desk, actor: Actor) -> None:
    """Raise Forbidden for whoever does not see every unit's work."""
    if not scope(desk.office(), actor).everything:
        raise Forbidden(
            "not-everything",
            N_("{name} ({unit}) sees the work of their own side only."),
            hint=N_("The creation office, leaders, administrators and auditors see all of it."),
            name=actor.name,
            unit=actor.unit_name,
        )
