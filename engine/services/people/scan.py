"""The scan: every standing fault with its count and places, so that somebody mends it before it costs a deadline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.delivering import Wanted
from engine.domain.standing_faults import FaultKind, Place, StandingFault, names_of_nobody, without_evidence
from engine.domain.upkeep import differing
from engine.services.desk import Desk, Office
from engine.services.people import keep, units
from engine.services.programme.rostered import people_rows, unit_rows
from engine.services.seeing import check_sees_all
from engine.store.database import Connection
from engine.store.people import faults, where
from engine.store.people.faults import FIRST, Found
from engine.store.programme import adopted


def scan(desk: Desk, *, at: datetime, channels: Sequence[Wanted] = ()) -> tuple[StandingFault, ...]:
    """What is wrong as it stands, in the order of FaultKind; nothing when all is well.

    `channels`: what each personal channel that is set up needs to know of somebody; with none, word reaches whoever
    can come in.
    """
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        found = _every(connection, office, day_of(at, office.catalog.programme), at, channels)
        return tuple(fault for fault in found if fault.count)


def seen_by(desk: Desk, actor: Actor, *, at: datetime, channels: Sequence[Wanted] = ()) -> tuple[StandingFault, ...]:
    """The same for a person, who sees every unit's work. Raises Forbidden."""
    check_sees_all(desk, actor)
    return scan(desk, at=at, channels=channels)


def _every(
    connection: Connection, office: Office, today: date, at: datetime, channels: Sequence[Wanted]
) -> Iterator[StandingFault]:
    definitions, groups = office.catalog.definitions, office.catalog.groups
    known = faults.unit_names(connection, today) | frozenset(groups)
    members = where.groups(connection, today)
    yield _of(FaultKind.UNOWNED_WORK, "unowned", faults.unowned_work(connection))
    yield _told(FaultKind.UNKNOWN_UNIT, names_of_nobody(definitions, known))
    yield _told(FaultKind.GROUP_EMPTY, [Place("group", name, name) for name in groups if not members.get(name)])
    yield _of(FaultKind.UNIT_WITHOUT_PEOPLE, "unit", faults.units_without_people(connection, today))
    yield _of(FaultKind.UNIT_WITHOUT_HEAD, "unit", faults.units_without_head(connection, today))
    yield _of(FaultKind.NOBODY_REACHED, "unit", faults.units_unreached(connection, today, at, channels))
    led = faults.units_whose_leader_is_not_reached(connection, today, at, channels, office.leader)
    yield _of(FaultKind.LEADER_NOT_REACHED, "unit", led)
    yield _of(FaultKind.PERSON_WITHOUT_CONTACT, "person", faults.people_without_contact(connection))
    yield _of(FaultKind.DEPUTY_GONE, "person", faults.deputies_gone(connection))
    yield _of(FaultKind.DEPUTY_MISSING, "person", faults.deputies_missing(connection))
    yield _of(FaultKind.NO_WAY_IN, "link", faults.without_way_in(connection, today, at))
    yield _told(FaultKind.NO_EVIDENCE_RULE, without_evidence(definitions))
    yield _both(
        FaultKind.IMPOSSIBLE_DATE,
        ("assignment", faults.impossible_assignments(connection)),
        ("unit", faults.impossible_memberships(connection)),
    )
    yield _told(FaultKind.ROSTER_DIFFERS, list(_differing(connection, office)))
    shops, people = faults.samples(connection, today)
    scale = office.catalog.scale
    own = Found(1, (("", scale.title),)) if scale.sample else Found(0, ())
    yield _both(FaultKind.SAMPLE_IN_USE, ("scale", own), ("unit", shops), ("person", people))


def _differing(connection: Connection, office: Office) -> Iterator[Place]:
    """Who stands otherwise than the roster in force says, among those it names."""
    said_of_units, said_of_people = unit_rows(office.catalog), people_rows(office.catalog)
    for row in adopted.units(connection):
        if _differs(said_of_units.get(str(row["id"])), row, (*units.COLUMNS, "left_on")):
            yield Place("unit", str(row["id"]), str(row["name"]))
    for each in adopted.people(connection):
        if _differs(said_of_people.get(each.id), dict(each._mapping), (*keep.COLUMNS, "active")):
            yield Place("person", each.id, each.name)


def _differs(said: dict[str, object] | None, stands: dict[str, object], names: tuple[str, ...]) -> bool:
    return said is not None and bool(differing({name: said[name] for name in names}, stands))


def _of(kind: FaultKind, subject: str, found: Found) -> StandingFault:
    return _both(kind, (subject, found))


def _both(kind: FaultKind, *found: tuple[str, Found]) -> StandingFault:
    places = [Place(subject, key, name) for subject, each in found for key, name in each.first]
    return StandingFault(kind, sum(each.count for _, each in found), tuple(places[:FIRST]))


def _told(kind: FaultKind, places: list[Place]) -> StandingFault:
    return StandingFault(kind, len(places), tuple(places[:FIRST]))
