"""The yes to a roster: exactly what the preview said becomes true, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.entries import Fields
from engine.domain.vocabulary import Role, Verb
from engine.errors import Refused
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.people.rosters import FIELDS, Change, Preview, draft_of
from engine.services.people.units import check_rename, check_unspoken, following
from engine.services.work.issue import follow_members
from engine.services.work.leave import depart
from engine.store.database import Connection
from engine.store.people import drafts, where
from engine.store.programme import adopted
from engine.wording import N_


def confirm(desk: Desk, number: str, digest: str, actor: Actor, *, at: datetime) -> Preview:
    """Take a roster over as its preview of that digest said; who leaves hands on as everybody does who leaves.

    Raises NotFound, Forbidden; Refused `roster-moved` when what stands has changed since the preview, and what the
    single acts refuse: the last administrator, a name or unit that definitions speak of.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        row, found = draft_of(connection, number, actor)
        if found.digest != digest:
            raise Refused(
                "roster-moved",
                N_("Somebody has changed something since the preview, so nothing was done."),
                hint=N_("Look at the new preview, then confirm it."),
            )
        told = {"subject": found.subject, "file": found.file, "whole": found.whole,
                "added": [each.id for each in found.added],
                "changed": {each.id: each.fields for each in found.changed},
                "leaving": [each.id for each in found.leaving]}  # fmt: skip
        act_id = rights.record(connection, rights.act_of(office, Verb.ROSTER, actor, at, told))
        if found.subject == "people":
            _people(desk, connection, office, row.rows, found, actor, at)
        else:
            _units(desk, connection, office, row.rows, found, actor, at, act_id)
        drafts.drop(connection, number)
    return found


def _people(
    desk: Desk, connection: Connection, office: Office, rows: Any, found: Preview, actor: Actor, at: datetime
) -> None:
    known = {row.id: dict(row._mapping) for row in adopted.people(connection)}
    for each in found.changed:
        _check_role(connection, office, each, known[each.id], actor)
    empty = {**dict.fromkeys(FIELDS["people"], ""), "sample": False}
    saved = []
    for fields in _concerned(rows, found):
        was = known.get(fields["id"], empty)
        kept = {name: was[name] for name in (*FIELDS["people"], "sample")}
        saved.append({**kept, **fields, "active": True})
    adopted.save_people(connection, saved)
    for each in found.leaving:
        rights.check_an_administrator_stays(connection, each.id)
        depart(desk, connection, office, rights.known_person(connection, each.id), actor, at=at)


def _check_role(connection: Connection, office: Office, each: Change, was: Any, actor: Actor) -> None:
    """What a single change of a person would refuse, a roster does not do either."""
    _, unit = each.fields.get("unit_id", ("", was["unit_id"]))
    _, role = each.fields.get("role", ("", was["role"]))
    rights.check_may_grant(office, actor, each.id, unit, role, was["role"] if unit == was["unit_id"] else "")
    if role != was["role"] and was["role"] == Role.ADMINISTRATOR:
        rights.check_an_administrator_stays(connection, each.id)


def _units(
    desk: Desk,
    connection: Connection,
    office: Office,
    rows: Any,
    found: Preview,
    actor: Actor,
    at: datetime,
    act_id: int,
) -> None:
    today = day_of(at, office.catalog.programme)
    known = {str(row["id"]): row for row in adopted.units(connection)}
    empty = {**dict.fromkeys(FIELDS["units"], ""), "sample": False}
    belonging: dict[object, list[Fields]] = defaultdict(list)
    for member in adopted.members(connection):
        belonging[member["unit_id"]].append(member)
    saved, members = [], []
    for fields in _concerned(rows, found):
        was = known.get(fields["id"])
        row = {**(was or empty), **fields, "left_on": None}
        if was is not None:
            check_rename(connection, office, str(was["name"]), str(row["name"]))
        saved.append(row)
        members += following(office, was or {}, row, today, belonging[fields["id"]])
    adopted.save_units(connection, saved)
    where.save_members(connection, members)
    for each in found.leaving:
        check_unspoken(office, each.name)
        where.close(connection, each.id, today)
    adopted.set_units_act(connection, act_id)
    follow_members(desk, connection, office, at=at, actor=actor)


def _concerned(rows: Any, found: Preview) -> list[dict[str, Any]]:
    """The rows that are new or changed."""
    wanted = {each.id for each in (*found.added, *found.changed)}
    return [fields for fields in rows if fields["id"] in wanted]
