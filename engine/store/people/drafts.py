"""Rosters that were sent in and wait for a yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from engine.store import tables as t
from engine.store.rows import add

_D = t.roster_draft.c


def keep(connection: Connection, row: Mapping[str, object], *, older: datetime) -> None:
    """Keep a draft, and forget those made before an instant."""
    connection.execute(delete(t.roster_draft).where(_D.made_at < older))
    add(connection, t.roster_draft, [row])


def draft(connection: Connection, number: str) -> Row[Any] | None:
    """A draft by its id."""
    return connection.execute(select(t.roster_draft).where(_D.id == number)).one_or_none()


def waiting(connection: Connection, person: str) -> list[Row[Any]]:
    """A person's drafts without their rows, newest first."""
    columns = (_D.id, _D.subject, _D.whole, _D.file, _D.made_at)
    return list(connection.execute(select(*columns).where(_D.person_id == person).order_by(_D.made_at.desc())))


def drop(connection: Connection, number: str) -> None:
    """A draft is done with."""
    connection.execute(delete(t.roster_draft).where(_D.id == number))
