"""Rosters sent in: read and shown as what would change, until somebody says yes; and what stands, sent out."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from engine.catalog.sheets.reading import read_sheet
from engine.domain.actor import Actor
from engine.domain.entries import Fields
from engine.domain.keeping import ALL_ROLES
from engine.domain.names import role_name, unit_kind_name
from engine.domain.vocabulary import UnitKind
from engine.errors import NotFound
from engine.reports.sheets import Form, written
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.people.columns import FIELDS as COLUMNS
from engine.services.people.columns import RosterFaults, Subject, titles, typeset
from engine.services.people.sheet_rows import Here, people_in, units_in
from engine.store.database import Connection
from engine.store.people import drafts
from engine.store.programme import adopted
from engine.wording import N_, say

KEPT: Final = timedelta(days=7)
"""So long a roster waits for a yes."""
FIELDS: Final[Mapping[Subject, tuple[str, ...]]] = {
    "people": ("name", "unit_id", "role", "email", "phone", "deputy"),
    "units": ("name", "kind", "service", "industry", "sub_district", "leader"),
}
"""The columns that a roster may change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row that changes: each field as it was and as it becomes. `back`: who had left is here again."""

    id: str
    name: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    back: bool = False


@dataclass(frozen=True)
class Preview:
    """What a roster would do. Every row is added, changed or unchanged; `leaving`: who is here and not in it (only for
    a whole roster). `digest` is of exactly this: what is confirmed is what was seen."""

    draft: str
    subject: Subject
    file: str
    whole: bool
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    leaving: tuple[Change, ...]
    unchanged: int
    digest: str

    @property
    def rows(self) -> int:
        """How many rows the roster has."""
        return len(self.added) + len(self.changed) + self.unchanged


def check(desk: Desk, subject: Subject, file: str, raw: bytes, actor: Actor, *, at: datetime, whole: bool) -> Preview:
    """Read a roster, keep it, and say what it would do; nothing is changed.

    Raises Forbidden, Invalid for a file that is no table, and RosterFaults with every fault at its cell.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        here = _here(connection, office)
        rows = _read(subject, file, raw, here, actor, office)
        number = secrets.token_urlsafe(12)
        drafts.keep(
            connection,
            {"id": number, "person_id": actor.id, "subject": subject, "whole": whole, "file": file[-200:],
             "rows": rows, "made_at": at},
            older=at - KEPT,
        )  # fmt: skip
        return _preview(connection, number, actor)


def preview(desk: Desk, number: str, actor: Actor) -> Preview:
    """The same again, against what stands now. Raises NotFound for a draft that is gone or somebody else's."""
    with desk.database.reading() as connection:
        return _preview(connection, number, actor)


def drop(desk: Desk, number: str, actor: Actor) -> None:
    """Leave it. Raises NotFound."""
    with desk.database.transaction() as connection:
        _draft(connection, number, actor)
        drafts.drop(connection, number)


def table(desk: Desk, subject: Subject, actor: Actor) -> list[list[str]]:
    """What stands, in the columns of a roster: who is here, by unit and name. Raises Forbidden."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        here = _here(connection, office)
    if subject == "units":
        return [
            [str(u["id"]), str(u["name"]), unit_kind_name(u["kind"]), *(str(u[name]) for name in FIELDS["units"][2:])]
            for u in sorted(here.units.values(), key=lambda row: (row["kind"], row["name"]))
            if u["left_on"] is None
        ]
    rows = [p for p in here.people.values() if p["active"]]
    return [
        [str(p["id"]), str(p["name"]), str(here.units[p["unit_id"]]["name"]), role_name(p["role"]),
         str(p["email"]), str(p["phone"]), _deputy_word(here, p)]
        for p in sorted(rows, key=lambda row: (here.units[row["unit_id"]]["name"], row["name"]))
    ]  # fmt: skip


def _deputy_word(here: Here, person: Mapping[str, Any]) -> str:
    """A deputy as a roster can be read again: none who has left or sits elsewhere."""
    deputy = here.people.get(str(person["deputy"]))
    fits = deputy is not None and deputy["active"] and deputy["unit_id"] == person["unit_id"]
    return str(person["deputy"]) if fits else ""


def draft_of(connection: Connection, number: str, actor: Actor) -> tuple[Any, Preview]:
    """A draft with its preview against what stands now. Raises NotFound."""
    return _draft(connection, number, actor), _preview(connection, number, actor)


def _here(connection: Connection, office: Office) -> Here:
    units = {str(row["id"]): row for row in adopted.units(connection)}
    people = {row.id: dict(row._mapping) for row in adopted.people(connection)}
    return Here(units, people, frozenset(office.catalog.groups))


def _read(subject: Subject, file: str, raw: bytes, here: Here, actor: Actor, office: Office) -> list[Fields]:
    read = typeset(subject, read_sheet(file, raw))
    rows = people_in(read, here, actor, office.office) if subject == "people" else units_in(read, here)
    if read.faults:
        raise RosterFaults(sorted(read.faults, key=lambda each: each.row), len(read.rows))
    return rows


def _draft(connection: Connection, number: str, actor: Actor) -> Any:
    row = drafts.draft(connection, number)
    if row is None or row.person_id != actor.id:
        raise NotFound(
            "no-such-roster",
            N_("This roster is gone: it was taken over, dropped, or has waited for a week."),
            hint=N_("Send the file in again."),
        )
    return row


def _preview(connection: Connection, number: str, actor: Actor) -> Preview:
    row = _draft(connection, number, actor)
    subject: Subject = row.subject
    standing = _standing(connection, subject)
    names = FIELDS[subject]
    added, changed, unchanged = [], [], 0
    for fields in row.rows:
        was = standing.get(fields["id"])
        if was is None:
            added.append(Change(fields["id"], fields["name"], {n: ("", str(fields.get(n, ""))) for n in names}))
            continue
        new = {n: (str(was[n]), str(fields[n])) for n in names if n in fields and fields[n] != was[n]}
        if new or not was["here"]:
            changed.append(Change(fields["id"], fields["name"], new, not was["here"]))
        else:
            unchanged += 1
    gone = _gone(row, standing, actor) if row.whole else ()
    found = Preview(number, subject, row.file, row.whole, tuple(added), tuple(changed), tuple(gone), unchanged, "")
    return _sealed(found)


def _gone(row: Any, standing: Mapping[str, Mapping[str, Any]], actor: Actor) -> list[Change]:
    """Who is here and not in a whole roster; nobody sends themselves away by it."""
    named = {fields["id"] for fields in row.rows}
    return [
        Change(key, str(was["name"]))
        for key, was in standing.items()
        if was["here"] and key not in named and key != actor.id
    ]


def _standing(connection: Connection, subject: Subject) -> dict[str, dict[str, Any]]:
    if subject == "units":
        return {str(row["id"]): {**row, "here": row["left_on"] is None} for row in adopted.units(connection)}
    return {row.id: {**row._mapping, "here": row.active} for row in adopted.people(connection)}


def _sealed(found: Preview) -> Preview:
    told = [[each.id, each.name, sorted(each.fields.items()), each.back] for each in _every(found)]
    text = json.dumps([found.whole, found.unchanged, told], ensure_ascii=False, default=str)
    return replace(found, digest=hashlib.sha256(text.encode()).hexdigest())


def _every(found: Preview) -> Iterable[Change]:
    rows: Sequence[Sequence[Change]] = (found.added, found.changed, found.leaving)
    return (each for some in rows for each in some)


def template(desk: Desk, subject: Subject, form: Form, actor: Actor) -> bytes:
    """An empty roster with its headings; in a workbook a second sheet says what goes into the columns."""
    rights.check_keeps_all(desk.office(), actor)
    return written(
        form, [(_name(subject), titles(subject), []), (say(N_("Notes")), [say(N_("Column")), ""], _notes(subject))]
    )


def export(desk: Desk, subject: Subject, form: Form, actor: Actor) -> bytes:
    """What stands, as a file that can be sent in again. Raises Forbidden."""
    return written(form, [(_name(subject), titles(subject), table(desk, subject, actor))])


def waiting(desk: Desk, actor: Actor) -> Sequence[Any]:
    """The actor's own rosters that wait for a yes: rows with id, subject, whole, file and made_at. Raises Forbidden."""
    rights.check_keeps_all(desk.office(), actor)
    with desk.database.reading() as connection:
        return drafts.waiting(connection, actor.id)


def _name(subject: Subject) -> str:
    return say(N_("People") if subject == "people" else N_("Units"))


def _notes(subject: Subject) -> list[list[str]]:
    told = {
        "id": N_("May be empty: who is known is found by name, who is new gets one."),
        "unit": N_("Just as in the list of units."),
        "role": "、".join(map(role_name, ALL_ROLES)),
        "deputy": N_("A colleague of the same unit, by name."),
        "kind": "、".join(map(unit_kind_name, UnitKind)),
        "industry": N_("The name of a department, for service units."),
        "sub_district": N_("The name of a sub-district, for service units."),
        "leader": N_("Somebody whose role is leader in charge, by name; empty: the programme's."),
    }
    return [[title, say(told.get(name, ""))] for name, title in zip(COLUMNS[subject], titles(subject), strict=True)]
