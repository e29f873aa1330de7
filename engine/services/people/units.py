"""A unit is added, changed, closed or opened again, or is given the roster's word: each an act in the history."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from engine.catalog import Catalog
from engine.catalog.membership import group_members, leader_of
from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.entries import UNIT, Fields, Typed, Wrong, unit_faults
from engine.domain.upkeep import differing
from engine.domain.vocabulary import Role, Verb
from engine.errors import NotFound, Refused
from engine.services.desk import Desk, Office, units_of
from engine.services.people import rights
from engine.services.people.keep import EntryFaults
from engine.services.programme.rostered import unit_rows
from engine.services.work.issue import follow_members
from engine.store.database import Connection
from engine.store.people import where, who
from engine.store.programme import adopted
from engine.wording import N_

COLUMNS: Final = ("name", "kind", "service", "industry", "sub_district", "leader")
"""What is kept of a unit and can be changed."""


def add(desk: Desk, typed: Typed, actor: Actor, *, at: datetime) -> str:
    """Add a unit as typed (the fields of UNIT); it joins the groups whose attributes it has. Returns the id.

    Raises Forbidden, EntryFaults.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        fields = _checked(connection, office, {**dict.fromkeys(UNIT, ""), **typed}, "")
        unit = str(fields["id"]) or fresh_id(connection, str(fields["kind"]))
        if where.one(connection, unit) is not None:
            raise EntryFaults((Wrong("id", "id-taken", N_("The id “{word}” stands with somebody else."),
                                     N_("Leave it empty: one is given."), {"word": unit}),))  # fmt: skip
        row = {**fields, "id": unit, "sample": False, "left_on": None}
        row["leader"] = leader_of(units_of([row])[0], office.catalog.groups.values())
        save(connection, office, {}, row, actor, at)
        follow_members(desk, connection, office, at=at, actor=actor)
    return unit


def change(desk: Desk, unit: str, typed: Typed, actor: Actor, *, at: datetime) -> None:
    """Change what was typed and differs; groups by attribute follow. Raises NotFound, Forbidden, EntryFaults, and
    Refused for a name that definitions or other units refer to."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        row = known_unit(connection, unit)
        fields = _checked(connection, office, typed, unit)
        _save_changes(desk, connection, office, row, fields, actor, at)


def close(desk: Desk, unit: str, on: date, actor: Actor, *, at: datetime, reason: str = "") -> None:
    """The unit is gone from a day on: its open work is withdrawn, evidence and history stay.

    Raises NotFound, Forbidden, and Refused for a unit that definitions name.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        row = known_unit(connection, unit)
        check_unspoken(office, row.name)
        where.close(connection, unit, on)
        act = rights.act_of(office, Verb.KEEP_UNIT, actor, at, {"unit": unit, "closed": on}, reason)
        adopted.set_units_act(connection, rights.record(connection, act))
        follow_members(desk, connection, office, at=at, actor=actor)


def open_again(desk: Desk, unit: str, actor: Actor, *, at: datetime) -> None:
    """A unit that was closed is here again. What was withdrawn with it waits to be put back (`putting_back`);
    what comes is issued as ever. Raises NotFound, Forbidden, and Refused when it is not closed."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        row = known_unit(connection, unit)
        if row.left_on is None:
            raise Refused("unit-here", N_("“{name}” is not closed."), name=row.name)
        where.close(connection, unit, None)
        act = rights.act_of(office, Verb.KEEP_UNIT, actor, at, {"unit": unit, "closed": None})
        adopted.set_units_act(connection, rights.record(connection, act))
        follow_members(desk, connection, office, at=at, actor=actor)


def roster_word(office: Office, row: Any) -> dict[str, object]:
    """The fields of a unit in which the definitions in force say something else, with their word."""
    said = unit_rows(office.catalog).get(row.id)
    if said is None:
        return {}
    return differing({name: said[name] for name in COLUMNS}, {name: getattr(row, name) for name in COLUMNS})


def take_over(desk: Desk, unit: str, actor: Actor, *, at: datetime) -> None:
    """Give up what was changed here: the roster's word stands again (ADR 0013). Raises as `change`."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        row = known_unit(connection, unit)
        _save_changes(desk, connection, office, row, roster_word(office, row), actor, at)


def leaders(desk: Desk) -> list[tuple[str, str]]:
    """Who can be a unit's leader in charge: id and name."""
    with desk.database.reading() as connection:
        return [(row.id, row.name) for row in who.acting_as(connection, (Role.LEADER,))]


def known_unit(connection: Connection, unit: str) -> Any:
    """A unit's row with its counts. Raises NotFound."""
    row = where.one(connection, unit)
    if row is None:
        raise NotFound("no-such-unit", N_("There is no unit “{unit}”."), unit=unit)
    return row


def save(
    connection: Connection, office: Office, was: Mapping[str, object], row: Fields, actor: Actor, at: datetime
) -> None:
    """Write a unit and the memberships that follow from its attributes, as one act. `was` is empty for a new one."""
    adopted.save_units(connection, [row])
    where.save_members(connection, following(office, was, row, day_of(at, office.catalog.programme),
                                             _known_members(connection, str(row["id"]))))  # fmt: skip
    detail = {"unit": row["id"], "was": {name: was.get(name) for name in COLUMNS if was and was[name] != row[name]},
              "becomes": {name: row[name] for name in COLUMNS if not was or was[name] != row[name]}}  # fmt: skip
    act_id = rights.record(connection, rights.act_of(office, Verb.KEEP_UNIT, actor, at, detail))
    adopted.set_units_act(connection, act_id)


def following(
    office: Office, was: Mapping[str, object], row: Mapping[str, object], today: date, known: Iterable[Fields]
) -> list[Fields]:
    """The memberships by attribute that begin or end today; what was agreed by hand stays."""
    standing = {each["group"]: each for each in known}
    before, after = (units_of([each]) if each else () for each in (was, row))
    changed = []
    for group in office.catalog.groups.values():
        if group.where is None:
            continue
        belonged, belongs = bool(group_members(group, before, None)), bool(group_members(group, after, None))
        member = standing.get(group.name)
        gone = member is None or member["left_on"] is not None
        if belongs and not belonged and gone:
            changed.append({"group": group.name, "unit_id": row["id"], "joined_on": today, "left_on": None,
                            "due_on": None})  # fmt: skip
        elif belonged and not belongs and member is not None and member["left_on"] is None:
            changed.append({**member, "left_on": today})
    return changed


def _known_members(connection: Connection, unit: str) -> list[Fields]:
    return [dict(each._mapping) for each in where.memberships(connection, unit)]


def fresh_id(connection: Connection, kind: str, taken: frozenset[str] = frozenset()) -> str:
    """An id nobody has: of the kind, numbered."""
    known = who.taken_ids(connection, f"{kind}-") | taken
    return next(each for n in itertools.count(1) if (each := f"{kind}-{n:04d}") not in known)


def _save_changes(
    desk: Desk,
    connection: Connection,
    office: Office,
    row: Any,
    fields: Mapping[str, object],
    actor: Actor,
    at: datetime,
) -> None:
    new = {name: fields[name] for name in COLUMNS if name in fields and fields[name] != getattr(row, name)}
    if not new:
        return
    check_rename(connection, office, row.name, str(new.get("name", row.name)))
    was = {name: getattr(row, name) for name in ("id", *COLUMNS, "sample", "left_on")}
    save(connection, office, was, {**was, **new}, actor, at)
    follow_members(desk, connection, office, at=at, actor=actor)


def check_unspoken(office: Office, name: str) -> None:
    """Raise Refused for a unit that definitions name: it cannot be closed."""
    if name in _spoken_of(office.catalog):
        raise Refused(
            "unit-in-definitions",
            N_("“{name}” is named in the definitions."),
            hint=N_("Take it out of the definitions first, or name another unit there."),
            name=name,
        )


def check_rename(connection: Connection, office: Office, old: str, new: str) -> None:
    """Raise Refused for a new name where definitions or other units speak of the old one."""
    if old == new:
        return
    if old in _spoken_of(office.catalog) or where.referring(connection, old):
        raise Refused(
            "name-in-use",
            N_("Definitions or other units refer to “{name}”, so it keeps its name here."),
            hint=N_("Change the name in the definitions, and apply them."),
            name=old,
        )


def _checked(connection: Connection, office: Office, typed: Typed, unit: str) -> Fields:
    here = {str(row["name"]) for row in adopted.units(connection) if row["left_on"] is None}
    fields, wrong = unit_faults(typed, here, _leaders(connection, unit))
    name = str(fields.get("name", ""))
    if name and (where.named(connection, name, unit) or name in office.catalog.groups):
        wrong.append(Wrong("name", "name-taken", N_("Another unit or group is called “{word}”."),
                           N_("Give each its own name."), {"word": name}))  # fmt: skip
    if wrong:
        raise EntryFaults(tuple(wrong))
    return fields


def _leaders(connection: Connection, unit: str) -> dict[str, str]:
    """Who can be a unit's leader in charge, by id; who is named there stays, even when they have left."""
    stands = where.one(connection, unit) if unit else None
    kept = {stands.leader: stands.leader_name} if stands is not None and stands.leader else {}
    return kept | {row.id: row.name for row in who.acting_as(connection, (Role.LEADER,))}


def _spoken_of(catalog: Catalog) -> frozenset[str]:
    """The names by which definitions refer to units."""
    found = {*_reviewers(catalog), *catalog.programme.recognition.among}
    for definition in catalog.definitions.values():
        found |= {*definition.lead, *definition.cooperating}
    for group in catalog.groups.values():
        found |= {*group.members, *(each.unit for each in (*group.joined, *group.left))}
    return frozenset(found)


def _reviewers(catalog: Catalog) -> tuple[str, str, str]:
    said = catalog.programme.reviewers
    return said.office, said.own_work, said.leader
