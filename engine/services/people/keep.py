"""A person is added, changed, comes back, or is given the roster's word: each an act in the history."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.entries import PERSON, Fields, Typed, Wrong, person_faults
from engine.domain.upkeep import differing
from engine.domain.vocabulary import Verb
from engine.errors import Invalid, Refused
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.programme.rostered import people_rows
from engine.store import moves
from engine.store.database import Connection
from engine.store.doors import access
from engine.store.people import who
from engine.store.programme import adopted
from engine.store.work import owning
from engine.wording import N_

COLUMNS = ("name", "unit_id", "role", "email", "phone", "deputy")
"""What is kept of a person and can be changed."""


OWN = ("phone", "email")
"""What everybody changes of themselves."""


class EntryFaults(Invalid):
    """What was typed cannot be taken; `faults` says everything that is wrong, each with its field."""

    def __init__(self, faults: tuple[Wrong, ...]) -> None:
        first = faults[0]
        super().__init__("entry-faults", first.message, hint=first.hint, **first.params)
        self.faults = faults


def add(desk: Desk, typed: Typed, actor: Actor, *, at: datetime) -> str:
    """Add a person as typed (the fields of PERSON; without an id one is given); returns the id.

    Raises EntryFaults, and Forbidden for a unit or role that `actor` does not keep.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_may_keep(office, actor)
        fields = _checked(connection, office, {**dict.fromkeys(PERSON, ""), **typed}, "")
        unit, role = str(fields["unit_id"]), str(fields["role"])
        person = str(fields["id"]) or fresh_id(unit, role, who.taken_ids(connection, unit))
        rights.check_may_grant(office, actor, person, unit, role)
        if who.by_ids(connection, [person]):
            raise EntryFaults((Wrong("id", "id-taken", N_("The id “{word}” stands with somebody else."),
                                     N_("Leave it empty: one is given."), {"word": person}),))  # fmt: skip
        adopted.save_people(connection, [{**fields, "id": person, "active": True, "sample": False}])
        rights.record(connection, rights.act_of(office, Verb.ENROL, actor, at, {"person": person, "unit": unit,
                                                                                "role": role}))  # fmt: skip
    return person


def change(desk: Desk, person: str, typed: Typed, actor: Actor, *, at: datetime) -> None:
    """Change what was typed and differs. Raises NotFound, EntryFaults, Forbidden and Refused `last-administrator`.

    Who moves to another unit leaves the old one's work there, with their deputy or else a colleague.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row = rights.known_person(connection, person)
        rights.check_keeps(office, actor, row)
        fields = _checked(connection, office, typed, person, row.unit_id, row.deputy)
        save_changes(connection, office, row, fields, actor, at)


def own_contacts(desk: Desk, actor: Actor) -> dict[str, str]:
    """Telephone and e-mail of `actor`, '' where there is none."""
    with desk.database.reading() as connection:
        row = rights.known_person(connection, actor.id)
    return {"phone": row.phone, "email": row.email}


def change_own(desk: Desk, typed: Typed, actor: Actor, *, at: datetime) -> None:
    """Change one's own telephone and e-mail, nothing else. Raises EntryFaults, also for what somebody else goes by."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row = rights.known_person(connection, actor.id)
        fields = _checked(connection, office, {name: typed[name] for name in OWN if name in typed}, actor.id)
        phone = str(fields.get("phone", ""))
        if phone and phone != row.phone and any(each.id != actor.id for each in access.by_name(connection, phone)):
            raise EntryFaults((Wrong("phone", "phone-taken", N_("Somebody else goes by this number already."),
                                     N_("Each signs in by a number of their own."), {}),))  # fmt: skip
        save_changes(connection, office, row, fields, actor, at)


def save_changes(
    connection: Connection, office: Office, row: Any, fields: Mapping[str, object], actor: Actor, at: datetime
) -> None:
    """Write the columns of `fields` that differ from what stands. Raises what `change` raises of rights."""
    new = {name: fields[name] for name in COLUMNS if name in fields and fields[name] != getattr(row, name)}
    if not new:
        return
    unit, role = str(new.get("unit_id", row.unit_id)), str(new.get("role", row.role))
    was = row.role if unit == row.unit_id else ""
    rights.check_may_grant(office, actor, row.id, unit, role, was)
    if "role" in new:
        rights.check_an_administrator_stays(connection, row.id)
    kept = {name: getattr(row, name) for name in ("id", *COLUMNS, "active", "sample")}
    adopted.save_people(connection, [{**kept, **new}])
    detail = {"person": row.id, "was": {name: kept[name] for name in new}, "becomes": new}
    act = rights.act_of(office, Verb.AMEND, actor, at, detail)
    moved = 0
    if "unit_id" in new:
        colleagues = [each.id for each in who.colleagues(connection, row.unit_id, row.id)]
        heir = row.deputy if row.deputy in colleagues else next(iter(colleagues), None)
        moved, _ = moves.sweep(connection, act, owning.owned_by(row.id), sets={"owner": heir})
    if not moved:
        rights.record(connection, act)


def come_back(desk: Desk, person: str, actor: Actor, *, at: datetime) -> int:
    """Somebody who left acts again, and what their leaving handed on and is still with the heir comes back to them.

    Returns how many assignments came back. Raises NotFound, Forbidden, and Refused when they have not left.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row = rights.known_person(connection, person)
        rights.check_keeps(office, actor, row)
        if row.active:
            raise Refused("still-here", N_("{name} has not left."), name=row.name)
        left = who.acts_about(connection, Verb.LEAVE, "person", person)
        detail = (left.detail if left is not None else None) or {}
        kept = {name: getattr(row, name) for name in ("id", *COLUMNS, "sample")}
        adopted.save_people(connection, [{**kept, "deputy": detail.get("deputy", row.deputy), "active": True}])
        act = rights.act_of(office, Verb.COME_BACK, actor, at, {"person": person})
        moved, count = 0, 0
        if left is not None:
            where = owning.moved_by(left.id, detail.get("heir"))
            moved, count = moves.sweep(connection, act, where, sets={"owner": person})
        if not moved:
            rights.record(connection, act)
    return count


def roster_word(office: Office, row: Any) -> dict[str, object]:
    """The fields of a person in which the roster in force says something else, with the roster's word."""
    said = people_rows(office.catalog).get(row.id)
    if said is None:
        return {}
    return differing({name: said[name] for name in COLUMNS}, {name: getattr(row, name) for name in COLUMNS})


def take_over(desk: Desk, person: str, actor: Actor, *, at: datetime) -> None:
    """Give up what was changed here: the roster's word stands again (ADR 0013). Raises as `change`."""
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        row = rights.known_person(connection, person)
        rights.check_keeps(office, actor, row)
        save_changes(connection, office, row, roster_word(office, row), actor, at)


def fresh_id(unit: str, role: str, taken: Collection[str]) -> str:
    """An id nobody has: of the unit and the role, numbered from the second on."""
    stem = f"{unit[:60].rstrip('-')}-{role}"
    return next(each for n in itertools.count(1) if (each := stem if n == 1 else f"{stem}-{n}") not in taken)


def _checked(
    connection: Connection, office: Office, typed: Typed, person: str, unit: str = "", deputy: str = ""
) -> Fields:
    """`unit` and `deputy`: what stands; a deputy that has left stays until somebody else is named (`scan` tells)."""
    here = {str(row["id"]): row for row in adopted.units(connection) if row["left_on"] is None}
    names = {str(row["name"]): key for key, row in here.items()}
    fields, wrong = person_faults(typed, lambda text: text if text in here else names.get(text, ""))
    email = str(fields.get("email", ""))
    if email and (other := who.with_email(connection, email, person)):
        wrong.append(Wrong("email", "email-taken", N_("{name} goes by this address already."),
                           N_("Each signs in by an address of their own."), {"name": other}))  # fmt: skip
    of = str(fields.get("unit_id") or unit)
    if fields.get("deputy") and (fields["deputy"], of) != (deputy, unit):
        found = deputy_in(str(fields["deputy"]), who.colleagues(connection, of, person))
        if found is None:
            wrong.append(Wrong("deputy", "unknown-deputy", N_("“{word}” is no colleague who acts for this unit."),
                               N_("Write the name or id of a colleague, or leave it empty."),
                               {"word": fields["deputy"]}))  # fmt: skip
        fields["deputy"] = found or ""
    if wrong:
        raise EntryFaults(tuple(wrong))
    return fields


def deputy_in(text: str, colleagues: Collection[Any]) -> str | None:
    """The id of the one colleague of that id or name; None for none or several."""
    found = [row.id for row in colleagues if row.id == text] or [row.id for row in colleagues if row.name == text]
    return found[0] if len(found) == 1 else None
