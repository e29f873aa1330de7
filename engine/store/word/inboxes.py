"""What a person finds inside the product: letters of theirs, and which of them they have opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, String, and_, bindparam, func, or_, select

from engine.domain.vocabulary import NoticeState
from engine.store import tables as t
from engine.store.prepared import Prepared

_O, _R = t.outbox.c, t.read_letter.c
_TROUBLED: Final = (NoticeState.FAILED, NoticeState.GIVEN_UP)


def inbox(connection: Connection, person: str, unit_id: str, limit: int) -> Sequence[Row[Any]]:
    """What has been written to a person, passed on to them, or to their unit when it had nobody, newest first.

    `read_at` is when that person opened it, None before.
    """
    joined = select(t.outbox, _R.at.label("read_at")).join_from(
        t.outbox, t.read_letter, and_(_R.letter_id == _O.id, _R.person_id == person), isouter=True
    )
    return connection.execute(joined.where(theirs(person, unit_id)).order_by(_O.id.desc()).limit(limit)).all()


def unread(connection: Connection, person: str, unit_id: str) -> int:
    """How many letters of the inbox the person has not opened."""
    row = _UNREAD.one(connection, {"reader": person, "unit": unit_id})
    return int(row.number) if row else 0


def theirs(person: str | ColumnElement[str], unit_id: str | ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a notice is in a person's inbox: written out, and theirs to read."""
    whose = or_(_O.person == person, _O.passed_to == person, and_(_O.person.is_(None), _O.unit_id == unit_id))
    return and_(whose, _O.audience == "", _O.subject != "")


_READER: Final = bindparam("reader", type_=String())
_OPENED: Final = select(_R.letter_id).where(_R.person_id == _READER, _R.letter_id == _O.id).exists()
_UNREAD: Final = Prepared(
    select(func.count().label("number"))
    .select_from(t.outbox)
    .where(theirs(_READER, bindparam("unit", type_=String())), ~_OPENED)
)
"""Every page counts them."""


def troubled(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """Letters that failed or were given up, newest first: the office's list."""
    bad = _O.state.in_([str(state) for state in _TROUBLED])
    return connection.execute(select(t.outbox).where(bad).order_by(_O.id.desc()).limit(limit)).all()
