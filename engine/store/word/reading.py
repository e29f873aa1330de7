"""Letters as their readers keep them: what was written to a person, and which of it they have read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, literal, or_, select

from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.types import Instant
from engine.store.work.standing import LARGEST

_O, _R = t.outbox.c, t.read_letter.c
_THEIRS: Final = and_(
    or_(_O.person == bindparam("reader"), and_(_O.person.is_(None), _O.unit_id == bindparam("unit"))),
    _O.audience == "",
    _O.subject != "",  # delivery has put it into words
)
_READ: Final = and_(_R.letter_id == _O.id, _R.person_id == bindparam("reader"))
_FOUND: Final = (
    select(
        _O.id,
        _O.notice,
        _O.assignment_id,
        _O.as_of,
        _O.urgent,
        _O.subject,
        _O.body,
        _O.sent_at,
        _R.at.label("read_at"),
        t.period.c.title.label("period_title"),
        t.assignment.c.definition_id,
    )
    .select_from(t.outbox)
    .outerjoin(t.read_letter, _READ)
    .outerjoin(t.assignment, t.assignment.c.id == _O.assignment_id)
    .outerjoin(t.period, t.period.c.id == t.assignment.c.period_id)
    .where(_THEIRS)
)
_UNREAD: Final = Prepared(
    select(func.count().label("number"))
    .select_from(t.outbox)
    .where(_THEIRS, ~select(_R.letter_id).where(_READ).exists())
)
_ONE: Final = Prepared(_FOUND.where(_O.id == bindparam("letter")))


def unread(connection: Connection, person: str, unit: str) -> int:
    """How many letters a person has not read."""
    row = _UNREAD.one(connection, {"reader": person, "unit": unit})
    return int(row.number) if row else 0


def letters(
    connection: Connection, person: str, unit: str, *, unread_only: bool, before: int | None, limit: int
) -> list[Row[Any]]:
    """Letters to a person, and to their unit while it had nobody, newest first, numbered below `before`."""
    statement = _FOUND.order_by(_O.id.desc()).limit(limit)
    if unread_only:
        statement = statement.where(_R.at.is_(None))
    if before is not None:
        statement = statement.where(_O.id < before)
    return list(connection.execute(statement, {"reader": person, "unit": unit}))


def letter(connection: Connection, number: int, person: str, unit: str) -> Any | None:
    """One letter, if it is theirs."""
    if number > LARGEST:
        return None
    return _ONE.one(connection, {"letter": number, "reader": person, "unit": unit})


def read(connection: Connection, person: str, numbers: Sequence[int], at: datetime) -> None:
    """These letters, which must be theirs, were read at the instant `at`; read ones keep their moment."""
    known = set(
        connection.execute(select(_R.letter_id).where(_R.person_id == person, _R.letter_id.in_(numbers))).scalars()
    )
    fresh = [{"person_id": person, "letter_id": number, "at": at} for number in numbers if number not in known]
    if fresh:
        connection.execute(insert(t.read_letter), fresh)


def forget(connection: Connection, person: str, number: int) -> None:
    """A letter counts as unread again."""
    connection.execute(delete(t.read_letter).where(_R.person_id == person, _R.letter_id == number))


def read_all(connection: Connection, person: str, unit: str, at: datetime) -> int:
    """Whatever they have not read counts as read; returns how many that were."""
    new = select(literal(person), _O.id, literal(at, Instant())).where(
        _THEIRS, ~select(_R.letter_id).where(_READ).exists()
    )
    statement = insert(t.read_letter).from_select(["person_id", "letter_id", "at"], new, include_defaults=False)
    values = {"reader": person, "unit": unit}
    return int(connection.execute(statement, values, execution_options={"preserve_rowcount": True}).rowcount)
