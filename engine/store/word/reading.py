"""Letters as their readers keep them: a page of them, one of them, and what counts as unread again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, select

from engine.store import tables as t
from engine.store.word import inboxes
from engine.store.work.standing import LARGEST

_O, _R = t.outbox.c, t.read_letter.c
_COLUMNS: Final = (
    _O.id,
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


def letters(
    connection: Connection, person: str, unit: str, *, unread_only: bool, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """The letters of a person's inbox, newest first, numbered below `before`, with what they are about."""
    where: list[ColumnElement[bool]] = [] if before is None else [_O.id < before]
    if unread_only:
        where.append(_R.at.is_(None))
    statement = _found(person, unit).where(*where).order_by(_O.id.desc()).limit(limit)
    return connection.execute(statement).all()


def letter(connection: Connection, number: int, person: str, unit: str) -> Row[Any] | None:
    """One letter, if it is in the person's inbox."""
    if number > LARGEST:
        return None
    return connection.execute(_found(person, unit).where(_O.id == number)).one_or_none()


def unread_ids(connection: Connection, person: str, unit: str) -> list[int]:
    """The numbers of all letters that the person has not opened."""
    found = _found(person, unit).where(_R.at.is_(None)).with_only_columns(_O.id).order_by(_O.id)
    return list(connection.execute(found).scalars())


def forget(connection: Connection, person: str, number: int) -> None:
    """A letter counts as unread again; that it has arrived stays."""
    connection.execute(delete(t.read_letter).where(_R.person_id == person, _R.letter_id == number))


def _found(person: str, unit: str) -> Select[Any]:
    read = and_(_R.letter_id == _O.id, _R.person_id == person)
    return (
        select(*_COLUMNS)
        .select_from(t.outbox)
        .outerjoin(t.read_letter, read)
        .outerjoin(t.assignment, t.assignment.c.id == _O.assignment_id)
        .outerjoin(t.period, t.period.c.id == t.assignment.c.period_id)
        .where(inboxes.theirs(person, unit))
    )
