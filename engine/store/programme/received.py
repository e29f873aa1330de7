"""Responsibility tables that were sent in, each its sender's alone, until they are done with or too old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from engine.store import tables as t
from engine.store.rows import add

_R = t.received_table.c


def keep(connection: Connection, row: Mapping[str, object], *, older: datetime, most: int) -> None:
    """Keep a file; forget those received before an instant, and of its sender's all but the newest."""
    connection.execute(delete(t.received_table).where(_R.made_at < older))
    add(connection, t.received_table, [row])
    newest = select(_R.id).where(_R.person_id == row["person_id"]).order_by(_R.made_at.desc(), _R.id).limit(most)
    kept = connection.execute(newest).scalars().all()
    connection.execute(delete(t.received_table).where(_R.person_id == row["person_id"], _R.id.not_in(kept)))


def received(connection: Connection, number: str) -> Row[Any] | None:
    """A file by its id."""
    return connection.execute(select(t.received_table).where(_R.id == number)).one_or_none()


def of(connection: Connection, person: str) -> list[Row[Any]]:
    """A person's files without their bytes, newest first."""
    columns = (_R.id, _R.file, _R.year, _R.made_at)
    return list(connection.execute(select(*columns).where(_R.person_id == person).order_by(_R.made_at.desc())))


def drop(connection: Connection, number: str) -> None:
    """A file is done with."""
    connection.execute(delete(t.received_table).where(_R.id == number))
