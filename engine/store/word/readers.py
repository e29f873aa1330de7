"""Who reads a letter: people with their addresses, and the names of units, read for a whole lease at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from engine.store import tables as t
from engine.store.work.standing import chunks


def people(connection: Connection, ids: Iterable[str], unit_ids: Iterable[str]) -> dict[str, Row[Any]]:
    """These people, their deputies and everybody of these units, by id, those who left included."""
    p = t.person.c
    found: dict[str, Row[Any]] = {}
    for some in chunks(sorted(set(unit_ids))):
        found |= {row.id: row for row in connection.execute(select(t.person).where(p.unit_id.in_(some)))}
    for some in chunks(sorted(set(ids) - set(found))):
        deputies = select(p.deputy).where(p.id.in_(some), p.deputy != "")
        wanted = select(t.person).where(or_(p.id.in_(some), p.id.in_(deputies)))
        found |= {row.id: row for row in connection.execute(wanted)}
    missing = {row.deputy for row in found.values() if row.deputy} - set(found)
    for some in chunks(sorted(missing)):
        found |= {row.id: row for row in connection.execute(select(t.person).where(p.id.in_(some)))}
    return found


def unit_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of these units by id."""
    names: dict[str, str] = {}
    for some in chunks(sorted(set(ids))):
        found = connection.execute(select(t.unit.c.id, t.unit.c.name).where(t.unit.c.id.in_(some)))
        names |= {row.id: row.name for row in found}
    return names
