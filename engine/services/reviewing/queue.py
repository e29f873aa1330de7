"""What waits for a person's verdict: work in review whose stage is theirs to decide, never their own unit's."""

from __future__ import annotations

from datetime import datetime

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.lifecycle import ACTING_ROLES
from engine.domain.needs import Who
from engine.domain.vocabulary import Role
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.rules import Rules
from engine.store.looking import inboxes
from engine.store.looking.shapes import InReview, Ways

LONGEST = 500


def waiting_for(desk: Desk, actor: Actor, *, at: datetime) -> tuple[AssignmentRow, ...]:
    """Work that `actor` may decide on by stage and side, what hurts first on top; at most `LONGEST`.

    Who handed a piece in cannot decide it even so; that refusal is said on its page.
    """
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
        ways = verdicts_of(lamp.rules, office, actor)
        if not ways:
            return ()
        rows = inboxes.page_of(connection, inboxes.Asked(lamp.lit, ways, values_of(office, actor)), LONGEST)
        return tuple(
            listed(Case(row, desk.book.definition(connection, row.definition_id), office, at, lamp.today), row.light)
            for row in rows
        )


def verdicts_of(rules: Rules, office: Office, actor: Actor) -> Ways:
    """What `actor` may decide on, as ways of which one must hold (asked with `values_of`); none for most."""
    stages, ways = rules.reviewed_by, []
    if actor.role in OFFICE_ROLES and actor.unit == office.office:
        ways.append(InReview(stages.get(Who.OFFICE, ()), but_of="office"))
        ways.append(InReview(stages.get(Who.INDUSTRY, ()), but_of="office", industry="no_industry"))
    if actor.role in OFFICE_ROLES and actor.unit == office.own_work:
        ways.append(InReview(stages.get(Who.OFFICE, ()), of="office"))
    if actor.unit_name in office.industries and actor.role in ACTING_ROLES:
        ways.append(InReview(stages.get(Who.INDUSTRY, ()), but_of="own", industry="own_name"))
    if actor.role is Role.LEADER:
        ways.append(InReview(stages.get(Who.LEADER, ()), but_of="own"))
    return tuple(ways)


def values_of(office: Office, actor: Actor) -> dict[str, str]:
    """What the ways to concern `actor` are asked with."""
    return {"own": actor.unit, "own_name": actor.unit_name, "office": office.office, "no_industry": ""}
