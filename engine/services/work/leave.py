"""Somebody leaves: their work goes to whoever is named, or shows as unowned, and the office is told the same day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.periods import called
from engine.domain.vocabulary import Role, Verb
from engine.errors import Invalid, Refused
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection, Row
from engine.store.people import who
from engine.store.programme import adopted
from engine.store.word import outbox
from engine.store.work import owning
from engine.wording import N_

DEPUTY: Final = ""
"""The heir nobody had to name: the deputy, when there is one of the unit."""
NOBODY: Final = "-"
"""No heir: the work shows as unowned until somebody is there."""


@dataclass(frozen=True, slots=True)
class Left:
    """What the departure leaves: how many assignments went to the heir, how many have nobody now."""

    handed_on: int
    unowned: int


@dataclass(frozen=True, slots=True)
class Owned:
    """An open assignment of who leaves, or one of their unit that nobody else would take on."""

    number: int
    indicator: str
    title: str
    period: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Departure:
    """What leaving would mean: the work concerned, and who could have it. `deputy` is an id, '' without one; with
    `alone` no clerk of the unit is left."""

    person: str
    name: str
    unit: str
    unit_name: str
    work: tuple[Owned, ...]
    heirs: tuple[tuple[str, str, Role], ...]
    deputy: str
    alone: bool


def preview(desk: Desk, person: str, actor: Actor) -> Departure:
    """What it would mean if `person` left now. Raises NotFound, Forbidden, and Refused for who has left."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        row = _leaving(connection, office, person, actor)
        colleagues = who.colleagues(connection, row.unit_id, person)
        alone = not any(each.role == Role.CLERK for each in colleagues)
        cases = owning.theirs(connection, _concerned(row, alone))
        work = []
        for case in cases:
            definition = desk.book.definition(connection, case.definition_id)
            work.append(
                Owned(case.id, definition.number, definition.title, called(case.period_title, case.year), case.due_on)
            )
        heirs = tuple((each.id, each.name, Role(each.role)) for each in colleagues)
        deputy = _deputy(connection, row)
    return Departure(row.id, row.name, row.unit_id, row.unit_name, tuple(work), heirs, deputy or "", alone)


def leave(desk: Desk, person: str, actor: Actor, *, at: datetime, reason: str = "", to: str = DEPUTY) -> Left:
    """`person` no longer acts; their work goes to `to`: DEPUTY, NOBODY, or the id of a colleague.

    Raises NotFound, Forbidden, Refused for who has left or is the last administrator, Invalid for an heir elsewhere.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row = _leaving(connection, office, person, actor)
        rights.check_an_administrator_stays(connection, person)
        return depart(desk, connection, office, row, actor, at=at, reason=reason, to=to)


def depart(
    desk: Desk,
    connection: Connection,
    office: Office,
    row: Row[Any],
    actor: Actor,
    *,
    at: datetime,
    reason: str = "",
    to: str = DEPUTY,
) -> Left:
    """Open work goes to the heir, with the last clerk all that nobody has taken on; without anybody to take it the
    office is told at once (story 14). Letters already written are handed on by delivery; none is lost."""
    programme = office.catalog.programme
    heir = _heir(connection, row, to)
    detail = {"person": row.id, "heir": heir, "deputy": row.deputy}
    act = Act(programme.id, Verb.LEAVE, actor.id, at, day_of(at, programme), reason, "", detail)
    adopted.deactivate(connection, row.id)
    if to == NOBODY:
        who.set_deputy(connection, row.id, "")  # nobody acts for who left: the work shows, and letters go to the unit
    alone = not owning.active(connection, row.unit_id, (Role.CLERK,))
    act_id, moved = moves.sweep(connection, act, _concerned(row, alone and heir is not None), sets={"owner": heir})
    if not act_id:
        [act_id] = moves.record(connection, [(act, [])])
    if heir is not None:
        return Left(moved, 0)
    waiting = owning.without_owner(connection, row.unit_id) if alone else []
    if waiting:
        _tell_office(desk, connection, office, waiting, act, act_id)
    return Left(0, len(waiting))


def _concerned(row: Row[Any], alone: bool) -> list[Any]:
    return owning.of_unit_or_person(row.unit_id, row.id) if alone else owning.owned_by(row.id)


def _leaving(connection: Connection, office: Office, person: str, actor: Actor) -> Any:
    row = rights.known_person(connection, person)
    rights.check_keeps(office, actor, row)
    if not row.active:
        raise Refused("left-already", N_("{name} has left already."), name=row.name)
    return row


def _deputy(connection: Connection, row: Row[Any]) -> str | None:
    """Only a colleague can do the unit's work; a deputy elsewhere reads the letters and no more."""
    deputy = adopted.person_row(connection, row.deputy) if row.deputy else None
    return deputy.id if deputy is not None and deputy.active and deputy.unit_id == row.unit_id else None


def _heir(connection: Connection, row: Row[Any], to: str) -> str | None:
    if to == NOBODY:
        return None
    if to == DEPUTY:
        return _deputy(connection, row)
    if to == row.id or to not in {each.id for each in who.colleagues(connection, row.unit_id)}:
        raise Invalid(
            "not-of-the-unit",
            N_("“{person}” is nobody who acts for {unit}."),
            hint=N_("Name an active person of that unit."),
            person=to,
            unit=row.unit_name,
        )
    return to


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
