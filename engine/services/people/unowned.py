"""Work that nobody has: found wherever a unit's people are gone, and handed on to somebody of the unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.actor import Actor, not_yours
from engine.domain.keeping import grantable, keeps_all
from engine.domain.periods import called
from engine.domain.vocabulary import Role, Verb
from engine.errors import Invalid, Refused
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.seeing import scope
from engine.store import moves
from engine.store.people import who
from engine.store.work import owning, standing
from engine.wording import N_

PAGE = 200


@dataclass(frozen=True, slots=True)
class UnownedLine:
    """An assignment that nobody has."""

    number: int
    indicator: str
    title: str
    period: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class UnownedUnit:
    """A unit with such work, and who of it could have it: id, name and role."""

    id: str
    name: str
    lines: tuple[UnownedLine, ...]
    people: tuple[tuple[str, str, Role], ...]


@dataclass(frozen=True, slots=True)
class Unowned:
    """A page of such work by unit, and how many assignments there are in all."""

    units: tuple[UnownedUnit, ...]
    number: int


def unowned(desk: Desk, actor: Actor, *, page: int = 1) -> Unowned:
    """What nobody has, for those who see every unit's work; `page` counts from 1. Raises Forbidden."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        if not scope(office, actor).everything:
            raise not_yours(actor, office.names[office.office])
        rows = owning.deserted_work(connection, (), PAGE, (page - 1) * PAGE)
        number = owning.deserted_count(connection)
        lines: dict[str, list[UnownedLine]] = {}
        for row in rows:
            told = desk.book.definition(connection, row.definition_id)
            line = UnownedLine(row.id, told.number, told.title, called(row.period_title, row.year), row.due_on)
            lines.setdefault(row.unit_id, []).append(line)
        units = tuple(
            UnownedUnit(
                unit,
                office.names[unit],
                tuple(found),
                tuple((p.id, p.name, Role(p.role)) for p in who.colleagues(connection, unit)),
            )
            for unit, found in lines.items()
        )
    return Unowned(units, number)


def hand_on(desk: Desk, numbers: Sequence[int], to: str, actor: Actor, *, at: datetime) -> int:
    """Hand assignments that nobody has on to a person of their unit, all or none; returns how many.

    Raises NotFound for an unknown person, Invalid for one of another unit or who has left, Refused for work that has
    an owner or is done, and Forbidden for whoever keeps neither all units nor this one.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_may_keep(office, actor)
        person = rights.known_person(connection, to)
        _check_hands_on(office, actor, person.unit_id)
        rows = standing.standings(connection, list(dict.fromkeys(numbers)))
        if not person.active or any(row.unit_id != person.unit_id for row in rows.values()):
            raise Invalid(
                "not-of-the-unit",
                N_("“{person}” is nobody who acts for {unit}."),
                hint=N_("Name an active person of that unit."),
                person=person.name,
                unit=next((row.unit_name for row in rows.values() if row.unit_id != person.unit_id), person.unit_name),
            )
        act = rights.act_of(office, Verb.DELEGATE, actor, at, {"to": person.id})
        _, moved = moves.sweep(connection, act, owning.among(list(rows)), sets={"owner": person.id})
        if moved != len(set(numbers)) or not moved:
            raise Refused(
                "owned-meanwhile",
                N_("Not all of this is without an owner any more, so nothing was changed."),
                hint=N_("Look at the list again and tick what is still there."),
            )
    return moved


def _check_hands_on(office: Office, actor: Actor, unit: str) -> None:
    if not keeps_all(actor, office.office) and not grantable(actor, unit, office.office):
        raise not_yours(actor, office.names[office.office])
