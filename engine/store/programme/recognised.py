"""The recognition lists, one a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from engine.store import tables as t

PUBLISHED: Final = "published"
"""The state of a list that everybody was told."""


def row(connection: Connection, programme: str, year: int) -> Row[Any] | None:
    """The list of a year with the day of its last act, or None."""
    statement = (
        select(t.recognition_list, t.act.c.as_of)
        .join(t.act, t.act.c.id == t.recognition_list.c.act_id)
        .where(t.recognition_list.c.programme == programme, t.recognition_list.c.year == year)
    )
    return connection.execute(statement).one_or_none()


def years(connection: Connection, programme: str) -> list[int]:
    """The years that have a list, the newest first."""
    r = t.recognition_list.c
    return list(connection.execute(select(r.year).where(r.programme == programme).order_by(r.year.desc())).scalars())


def propose(connection: Connection, programme: str, year: int, fields: Mapping[str, object]) -> None:
    """Write the proposed list, over an earlier proposal."""
    known = row(connection, programme, year)
    if known is not None:
        change(connection, known.id, fields)
    else:
        values = {"programme": programme, "year": year, "approved_by": "", **fields}
        connection.execute(insert(t.recognition_list).values(**values))


def change(connection: Connection, number: int, fields: Mapping[str, object]) -> None:
    """Change a list's state."""
    connection.execute(update(t.recognition_list).where(t.recognition_list.c.id == number).values(**fields))
