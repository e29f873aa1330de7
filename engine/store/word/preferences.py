"""How people want word, and who is away: one row a person, none for who leaves everything as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from engine.store import tables as t
from engine.store.work.standing import chunks

_P = t.preference.c


def of_people(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """What these people have said, by id."""
    found: dict[str, Row[Any]] = {}
    for some in chunks(sorted(set(ids))):
        found |= {r.person_id: r for r in connection.execute(select(t.preference).where(_P.person_id.in_(some)))}
    return found


def put(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep what a person says; every column, in place of what stood."""
    connection.execute(delete(t.preference).where(_P.person_id == row["person_id"]))
    connection.execute(insert(t.preference).values(**row))


def away(connection: Connection, ids: Iterable[str], day: date) -> dict[str, Row[Any]]:
    """Who of these is away on a day and has somebody still there, and not away too, to read for them.

    Rows have stand_in, its name, and away_until, by the id of who is away.
    """
    wanted, also, person = set(ids), t.preference.alias("also"), t.person.c
    found = (
        select(_P.person_id, _P.stand_in, person.name, _P.away_until)
        .join_from(t.preference, t.person, person.id == _P.stand_in)
        .where(_P.away_from <= day, _P.away_until >= day, person.active.is_(True))
        .where(
            ~select(also.c.person_id)
            .where(also.c.person_id == _P.stand_in, also.c.away_from <= day, also.c.away_until >= day)
            .exists()
        )
    )
    return {row.person_id: row for row in connection.execute(found) if row.person_id in wanted}


def stands_in_for(connection: Connection, person: str, day: date) -> list[Row[Any]]:
    """Whose letters a person reads on a day: name and away_until of each."""
    p = t.person.c
    found = select(p.name, _P.away_until).join_from(t.preference, t.person, p.id == _P.person_id)
    theirs = (_P.stand_in == person, _P.away_from <= day, _P.away_until >= day)
    return list(connection.execute(found.where(*theirs).order_by(p.name)))
