"""What a unit has prepared and not handed in: fields as typed, files that came in one by one; nothing of it is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from engine.domain.actor import Actor
from engine.domain.vocabulary import Verb
from engine.errors import Invalid, LuoshiError, NotFound, Refused
from engine.evidence import Stored
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.seeing import case_for
from engine.services.work import admitting
from engine.services.work.handed_in import Item
from engine.store.database import Connection
from engine.store.work import standing, unfinished
from engine.wording import N_

MOST_FIELDS, LONGEST_FIELD, MOST_FILES = 2000, 4000, 200
"""What one unfinished form holds: the same as one form that is sent."""


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file that is in and not handed in. `warning`: what somebody should look at; `removed`: taken out again."""

    id: int
    requirement: str
    name: str
    sha256: str
    size: int
    media_type: str
    effective_on: date | None
    person: str
    removed: bool
    warning: str


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A unit's unfinished form: fields by name, files oldest first. `refusal`: why nothing can be handed in now."""

    fields: Mapping[str, str]
    files: tuple[PreparedFile, ...]
    refusal: str = ""

    def of(self, requirement: str) -> tuple[PreparedFile, ...]:
        """The files for one requirement."""
        return tuple(one for one in self.files if one.requirement == requirement)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What of the draft is handed in: these files, and the fields as they stood on the form."""

    files: tuple[int, ...] = ()
    fields: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """`actor` brings one file for a requirement."""

    assignment: int
    actor: Actor
    requirement: str
    content: bytes
    name: str
    effective_on: date | None = None


class Handed(Protocol):
    """An order that may take files from the draft."""

    @property
    def assignment(self) -> int: ...

    @property
    def actor(self) -> Actor: ...

    @property
    def prepared(self) -> Prepared | None: ...


def unfinished_of(desk: Desk, assignment: int, actor: Actor, *, at: datetime) -> Unfinished:
    """The unfinished form of `actor`'s unit. Raises NotFound, or Forbidden for an assignment they may not see."""
    with desk.database.reading() as connection:
        case = case_for(desk, connection, assignment, actor, at)
        fields = {row.field: row.text for row in unfinished.fields_of(connection, assignment, actor.unit)}
        rows = unfinished.files_of(connection, assignment, actor.unit)
        return Unfinished(fields, tuple(_file(case, row) for row in rows), _refusal(connection, case, actor))


def write(desk: Desk, assignment: int, actor: Actor, fields: Mapping[str, str], *, at: datetime) -> None:
    """Keep fields as they are typed. Raises Refused or Forbidden if it cannot hand in now, Invalid when too long."""
    for field, text in fields.items():
        if len(text) > LONGEST_FIELD or len(field) > 200 or "\x00" in text + field:
            raise Invalid(
                "field-too-long",
                N_("What is typed in one field is longer than {most} signs, so it was not kept."),
                hint=N_("Hand long texts in as a file."),
                most=LONGEST_FIELD,
            )
    with desk.database.transaction() as connection:
        case = case_for(desk, connection, assignment, actor, at)
        _check_may(connection, case, actor)
        known = {row.field: row.text for row in unfinished.fields_of(connection, assignment, actor.unit)}
        if len(known | dict(fields)) > MOST_FIELDS:
            raise Invalid("too-many-fields", N_("This form has no more than {most} fields."), hint="", most=MOST_FIELDS)
        whose = {"assignment_id": assignment, "unit_id": actor.unit, "person": actor.id, "at": at}
        changed = {field: text for field, text in fields.items() if text != known.get(field, "")}
        unfinished.set_fields(connection, [{**whose, "field": field, "text": text} for field, text in changed.items()])


def upload(desk: Desk, order: Upload, *, at: datetime) -> PreparedFile:
    """Take one file into the draft. The same bytes for the same requirement are one file, so that what was sent and not
    answered may be sent again. Raises Refused with the reason when the file is not taken, and as `write`."""
    with desk.database.reading() as connection:
        case = case_for(desk, connection, order.assignment, order.actor, at)
        helps = _check_may(connection, case, order.actor)
    wanted = admitting.wanted_of(case, order.requirement, any_requirement=helps)
    admitting.check_day(case, wanted, order.effective_on or case.today)
    # Looked at and stored before the transaction: two hundred who upload at once do not wait for each other's disks.
    stored = admitting.take_in(desk.files, wanted, order.content, order.name)
    with desk.database.transaction() as connection:
        case = case_for(desk, connection, order.assignment, order.actor, at)
        _check_may(connection, case, order.actor)
        return _noted(connection, case, order, stored, at)


def change_day(
    desk: Desk, assignment: int, actor: Actor, file: int, effective_on: date | None, *, at: datetime
) -> PreparedFile:
    """Say of which day a file speaks; None: of the day of handing in. Raises NotFound, Invalid for a day to come."""
    with desk.database.transaction() as connection:
        case, row = _own(desk, connection, assignment, actor, file, at)
        wanted = admitting.wanted_of(case, row.requirement, any_requirement=actor.unit != case.row.unit_id)
        admitting.check_day(case, wanted, effective_on or case.today)
        unfinished.change_file(connection, file, effective_on=effective_on)
        return _file(case, _row(connection, assignment, actor, file))


def take_out(desk: Desk, assignment: int, actor: Actor, file: int, *, at: datetime, back: bool = False) -> PreparedFile:
    """Take a file out of the draft, or put it `back`, which can be done until the form is handed in."""
    with desk.database.transaction() as connection:
        case, _ = _own(desk, connection, assignment, actor, file, at)
        unfinished.change_file(connection, file, removed_at=None if back else at)
        return _file(case, _row(connection, assignment, actor, file))


def prepared_file(desk: Desk, assignment: int, actor: Actor, file: int, *, at: datetime) -> tuple[PreparedFile, bytes]:
    """A file of the draft of `actor`'s own unit, with its content. Raises NotFound."""
    with desk.database.reading() as connection:
        case = case_for(desk, connection, assignment, actor, at)
        found = _file(case, _row(connection, assignment, actor, file))
    return found, desk.files.get(found.sha256)


def prepared_items(desk: Desk, connection: Connection, order: Handed) -> tuple[Item, ...]:
    """The files of the draft that an order hands in. Raises Refused when one, or its content, is no longer there."""
    if order.prepared is None or not order.prepared.files:
        return ()
    there = {row.id: row for row in unfinished.files_of(connection, order.assignment, order.actor.unit)}
    items = []
    for number in dict.fromkeys(order.prepared.files):
        row = there.get(number)
        if row is None or row.removed_at is not None:
            raise Refused(
                "draft-changed",
                N_("“{name}” has meanwhile been taken out or handed in by a colleague."),
                hint=N_("Look at what is there now, then hand in again."),
                name=row.name if row is not None else number,
            )
        if not desk.files.holds(row.sha256):
            raise Refused(
                "draft-lost",
                N_("The stored content of “{name}” is no longer there."),
                hint=N_("Take it out and add the file again."),
                name=row.name,
            )
        stored = Stored(row.sha256, row.size, row.media_type)
        items.append(Item(row.requirement, name=row.name, effective_on=row.effective_on, stored=stored))
    return tuple(items)


def used(connection: Connection, orders: Sequence[Handed]) -> None:
    """The forms of these orders have been handed in: what they held is no longer unfinished.

    What a colleague has typed since into another field stays.
    """
    for order in orders:
        if order.prepared is None:
            continue
        given = order.prepared.fields or {}
        rows = unfinished.fields_of(connection, order.assignment, order.actor.unit)
        gone = [row.field for row in rows if row.person == order.actor.id or row.text == given.get(row.field)]
        unfinished.forget(connection, order.assignment, order.actor.unit, gone, order.prepared.files)


def _check_may(connection: Connection, case: Case, actor: Actor) -> bool:
    """Whether `actor` helps with another unit's work. Raises Refused or Forbidden when nothing may come in now."""
    parts = [part.unit_id for part in standing.parts_of(connection, [case.id]).get(case.id, [])]
    helps = actor.unit != case.row.unit_id and actor.unit in parts
    case.decide(Verb.PART_IN if helps else Verb.ATTACH, actor, parts=parts)
    return helps


def _refusal(connection: Connection, case: Case, actor: Actor) -> str:
    try:
        _check_may(connection, case, actor)
    except LuoshiError as refusal:
        return str(refusal)
    return ""


def _noted(connection: Connection, case: Case, order: Upload, stored: Stored, at: datetime) -> PreparedFile:
    rows = unfinished.files_of(connection, case.id, order.actor.unit)
    for row in rows:
        if (row.requirement, row.sha256) == (order.requirement, stored.sha256):
            if row.removed_at is not None:
                unfinished.change_file(connection, row.id, removed_at=None)
            return _file(case, _row(connection, case.id, order.actor, row.id))
    if len(rows) >= MOST_FILES:
        raise Refused(
            "too-many-files",
            N_("There are {most} files here already, which is as many as one form takes."),
            hint=N_("Put several into one file, or hand in what is there."),
            most=MOST_FILES,
        )
    number = unfinished.add_file(
        connection,
        {
            "assignment_id": case.id,
            "unit_id": order.actor.unit,
            "requirement": order.requirement,
            "name": order.name,
            "sha256": stored.sha256,
            "size": stored.size,
            "media_type": stored.media_type,
            "effective_on": order.effective_on,
            "person": order.actor.id,
            "at": at,
        },
    )
    return _file(case, _row(connection, case.id, order.actor, number))


def _own(
    desk: Desk, connection: Connection, assignment: int, actor: Actor, file: int, at: datetime
) -> tuple[Case, Any]:
    case = case_for(desk, connection, assignment, actor, at)
    _check_may(connection, case, actor)
    return case, _row(connection, assignment, actor, file)


def _row(connection: Connection, assignment: int, actor: Actor, file: int) -> Any:
    for row in unfinished.files_of(connection, assignment, actor.unit):
        if row.id == file:
            return row
    raise NotFound(
        "no-such-draft-file",
        N_("There is no such file in your unit's unfinished form."),
        hint=N_("It may have been handed in meanwhile; load the page again."),
    )


def _file(case: Case, row: Any) -> PreparedFile:
    wanted = admitting.wanted_of(case, row.requirement, any_requirement=True)
    return PreparedFile(
        row.id,
        row.requirement,
        row.name,
        row.sha256,
        row.size,
        row.media_type,
        row.effective_on,
        row.person,
        row.removed_at is not None,
        admitting.outside_window(case, wanted, row.effective_on or case.today),
    )
