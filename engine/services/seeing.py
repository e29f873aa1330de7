"""Who may see what: the scope of a person, put as SQL to whole lists and as one decision to a single assignment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.domain.actor import Actor
from engine.domain.scope import Scope, scope_of
from engine.errors import Forbidden
from engine.services.desk import Office
from engine.store.database import Connection
from engine.store.work.standing import parts_of
from engine.wording import N_


def scope(office: Office, actor: Actor) -> Scope:
    """What `actor` may see under the catalog in force."""
    return scope_of(actor, office=office.office, own_work=office.own_work, industries=office.industries)


def check_may_see(connection: Connection, office: Office, row: Any, actor: Actor) -> None:
    """Raise Forbidden `not-visible` when the assignment of `row` (standing.facts) is none that `actor` may see."""
    seen = scope(office, actor)
    if seen.everything or row.unit_id in seen.units:
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
