"""What units have prepared and not handed in yet: fields of a form and files; and files they handed in elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from engine.store import tables as t
from engine.store.rows import Rows, upsert

_D, _F = t.draft.c, t.draft_file.c


def fields_of(connection: Connection, assignment: int, unit: str) -> list[Row[Any]]:
    """The fields of a unit's unfinished form."""
    statement = select(t.draft).where(_D.assignment_id == assignment, _D.unit_id == unit).order_by(_D.field)
    return list(connection.execute(statement))


def set_fields(connection: Connection, rows: Rows) -> None:
    """Note fields as they were typed last."""
    upsert(connection, t.draft, rows, ("assignment_id", "unit_id", "field"))


def files_of(connection: Connection, assignment: int, unit: str) -> list[Row[Any]]:
    """The files of a unit's unfinished form, oldest first, those taken out again too."""
    statement = select(t.draft_file).where(_F.assignment_id == assignment, _F.unit_id == unit).order_by(_F.id)
    return list(connection.execute(statement))


def add_file(connection: Connection, row: Mapping[str, object]) -> int:
    """Note a file that has come in; returns its number."""
    return int(connection.execute(insert(t.draft_file).values(**row).returning(_F.id)).scalar_one())


def change_file(connection: Connection, number: int, **changes: date | datetime | None) -> None:
    """Set the day a file speaks of (`effective_on`), or when it was taken out (`removed_at`; None puts it back)."""
    connection.execute(update(t.draft_file).where(_F.id == number).values(**changes))


def forget(connection: Connection, assignment: int, unit: str, fields: Sequence[str], files: Sequence[int]) -> None:
    """The form has been handed in: these fields, these files and those taken out are gone; their bytes stay stored."""
    of_form = (_D.assignment_id == assignment, _D.unit_id == unit)
    connection.execute(delete(t.draft).where(*of_form, _D.field.in_(fields)))
    taken = or_(_F.id.in_(files), _F.removed_at.is_not(None))
    connection.execute(delete(t.draft_file).where(_F.assignment_id == assignment, _F.unit_id == unit, taken))


def handed_in_by(
    connection: Connection, unit: str, search: str, indicators: Sequence[str], limit: int
) -> list[Row[Any]]:
    """Files a unit has handed in, each content once, newest first.

    `search`: part of the name, empty for all; `indicators`: whose evidence fits whatever its name.
    """
    e, p, b = t.evidence.c, t.period.c, t.blob.c
    newest = select(func.max(e.id)).where(e.unit_id == unit, e.sha256.is_not(None)).group_by(e.sha256)
    statement = (
        select(e.id, e.name, e.sha256, e.received_on, p.indicator, p.title.label("period"), b.size)
        .join_from(t.evidence, t.assignment, t.assignment.c.id == e.assignment_id)
        .join(t.period, p.id == t.assignment.c.period_id)
        .join(t.blob, b.sha256 == e.sha256)
        .where(e.id.in_(newest))
        .order_by(e.id.desc())
        .limit(limit)
    )
    if search:
        fits = or_(e.name.icontains(search, autoescape=True), p.indicator.in_(list(indicators)))
        statement = statement.where(fits)
    return list(connection.execute(statement))


def handed_in(connection: Connection, unit: str, piece: int) -> Row[Any] | None:
    """A file a unit has handed in, by the number of the piece."""
    e = t.evidence.c
    b = t.blob.c
    wanted = (
        select(e.name, e.sha256, e.effective_on, b.size, b.media_type)
        .join_from(t.evidence, t.blob, b.sha256 == e.sha256)
        .where(e.id == piece, e.unit_id == unit)
    )
    return connection.execute(wanted).one_or_none()
