"""What waits for a person's verdict: work in review whose stage is theirs to decide, never their own unit's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.lifecycle import ACTING_ROLES, Who
from engine.domain.vocabulary import Role, StageKind
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.store.looking import views

LONGEST = 500


def waiting_for(desk: Desk, actor: Actor, *, at: datetime) -> tuple[AssignmentRow, ...]:
    """Work that `actor` may decide on by stage and side, what hurts first on top; at most `LONGEST`.

    Who handed a piece in cannot decide it even so; that refusal is said on its page.
    """
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
        ways = verdicts_of(lamp, actor)
        if not ways:
            return ()
        rows = views.page_of(connection, lamp.expression, [views.any_of(ways)], LONGEST)
        return tuple(
            listed(Case(row, desk.book.definition(connection, row.definition_id), office, at, lamp.today), row.light)
            for row in rows
        )


def verdicts_of(lamp: Lamp, actor: Actor) -> list[Any]:
    """What `actor` may decide on, as conditions of which one must hold; none for who decides nothing."""
    office = lamp.office
    stages: dict[Who, list[tuple[int, str]]] = {}
    for number, definition in lamp.definitions.items():
        for stage in definition.workflow.stages:
            if stage.kind is StageKind.REVIEW:
                stages.setdefault(Who(stage.who), []).append((number, stage.id))
    ways = []
    if actor.role in OFFICE_ROLES and actor.unit == office.office:
        ways.append(views.at_stages(stages.get(Who.OFFICE, []), but_of=office.office))
        ways.append(views.at_stages(stages.get(Who.INDUSTRY, []), but_of=office.office, industry=""))
    if actor.role in OFFICE_ROLES and actor.unit == office.own_work:
        ways.append(views.at_stages(stages.get(Who.OFFICE, []), of=office.office))
    if actor.unit_name in office.industries and actor.role in ACTING_ROLES:
        ways.append(views.at_stages(stages.get(Who.INDUSTRY, []), but_of=actor.unit, industry=actor.unit_name))
    if actor.role is Role.LEADER:
        ways.append(views.at_stages(stages.get(Who.LEADER, []), but_of=actor.unit))
    return ways
