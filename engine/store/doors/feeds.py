"""The secret addresses of calendars: one a person at most, kept as a digest."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select

from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.rows import upsert

_F, _P, _U = t.calendar_feed.c, t.person.c, t.unit.c
_HOLDER: Final = Prepared(
    select(_P.id, _P.name, _P.role, _P.unit_id, _U.name.label("unit_name"))
    .select_from(t.calendar_feed.join(t.person, _P.id == _F.person_id).join(t.unit, _U.id == _P.unit_id))
    .where(_F.digest == bindparam("wanted"), _P.active.is_(True), _U.left_on.is_(None))
)


def put(connection: Connection, person: str, digest: str, at: datetime) -> None:
    """A person's address; the one they had opens nothing from now on."""
    upsert(connection, t.calendar_feed, [{"person_id": person, "digest": digest, "issued_at": at}], ("person_id",))


def drop(connection: Connection, person: str) -> int:
    """A person has no address any more; 1 when they had one."""
    return int(connection.execute(delete(t.calendar_feed).where(_F.person_id == person)).rowcount)


def issued_at(connection: Connection, person: str) -> datetime | None:
    """Since when a person has an address; None without one."""
    found: datetime | None = connection.execute(select(_F.issued_at).where(_F.person_id == person)).scalar()
    return found


def holder(connection: Connection, digest: str) -> Any | None:
    """Whose address it is, with their unit; nobody who has left, or whose unit has."""
    return _HOLDER.one(connection, {"wanted": digest})
