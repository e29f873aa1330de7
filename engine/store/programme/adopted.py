"""What is in force: the programme, its catalogs and definitions by digest, units, groups and people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from engine.store import tables as t
from engine.store.prepared import Prepared
from engine.store.rows import upsert


def in_force(connection: Connection) -> Any | None:
    """The adopted programme's row with `newest`, its newest definition's number; None before the first adoption."""
    return _IN_FORCE.one(connection, {})


_NEWEST = select(func.max(t.definition_version.c.id)).scalar_subquery()
_IN_FORCE = Prepared(select(t.programme, _NEWEST.label("newest")))


def catalog_body(connection: Connection, digest: str) -> str:
    """A catalog as adopted, as JSON text."""
    return str(
        connection.execute(select(t.catalog_version.c.body).where(t.catalog_version.c.digest == digest)).scalar_one()
    )


def definition_body(connection: Connection, number: int) -> str:
    """A definition as adopted, as JSON text."""
    return str(
        connection.execute(select(t.definition_version.c.body).where(t.definition_version.c.id == number)).scalar_one()
    )


def save_programme(connection: Connection, row: Mapping[str, object]) -> None:
    """Set which catalog is in force."""
    upsert(connection, t.programme, [dict(row)], ("id",))


def set_units_act(connection: Connection, act_id: int) -> None:
    """The act that last changed who there is: readers look at the units again."""
    connection.execute(update(t.programme).values(units_act=act_id))


def set_swept(connection: Connection, day: date) -> None:
    """Everything up to this day has been done."""
    connection.execute(update(t.programme).where(t.programme.c.swept_on.is_distinct_from(day)).values(swept_on=day))


def save_catalog(connection: Connection, row: Mapping[str, object]) -> None:
    """Keep a catalog; adopting one again changes nothing."""
    if not connection.execute(
        select(t.catalog_version.c.digest).where(t.catalog_version.c.digest == row["digest"])
    ).first():
        connection.execute(insert(t.catalog_version), dict(row))


def save_definitions(connection: Connection, bodies: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """Keep definitions by digest (digest -> indicator, body) and return their numbers by digest."""
    known = numbers(connection)
    fresh = [
        {"digest": digest, "indicator": indicator, "body": body}
        for digest, (indicator, body) in bodies.items()
        if digest not in known
    ]
    if fresh:
        connection.execute(insert(t.definition_version), fresh)
        known = numbers(connection)
    return {digest: known[digest] for digest in bodies}


def numbers(connection: Connection) -> dict[str, int]:
    """Definition numbers by digest."""
    rows = connection.execute(select(t.definition_version.c.digest, t.definition_version.c.id))
    return {row.digest: row.id for row in rows}


def save_units(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add or change units; none is ever deleted."""
    upsert(connection, t.unit, rows, ("id",))


def units(connection: Connection) -> list[dict[str, object]]:
    """Every unit, those that left too, by id."""
    return [dict(row._mapping) for row in connection.execute(select(t.unit).order_by(t.unit.c.id))]


def leave(connection: Connection, unit_ids: Sequence[str], on: date) -> None:
    """Mark units as gone from a day on; their work and evidence stay."""
    if unit_ids:
        connection.execute(
            update(t.unit).where(t.unit.c.id == bindparam("gone")).values(left_on=on),
            [{"gone": key} for key in unit_ids],
        )


def members(connection: Connection) -> list[dict[str, object]]:
    """Who belongs to which group."""
    return [dict(row._mapping) for row in connection.execute(select(t.member))]


def save_members(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Replace who belongs to which group."""
    connection.execute(t.member.delete())
    if rows:
        connection.execute(insert(t.member), list(rows))


def save_people(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add or change people."""
    upsert(connection, t.person, rows, ("id",))


def deactivate(connection: Connection, person_id: str) -> None:
    """A person leaves: kept for the record, no longer written to."""
    connection.execute(update(t.person).where(t.person.c.id == person_id).values(active=False))


def person_row(connection: Connection, person_id: str) -> Row[Any] | None:
    """A person with their unit's name."""
    return connection.execute(_PERSON, {"wanted": person_id}).one_or_none()


_PERSON = (
    select(t.person, t.unit.c.name.label("unit_name"))
    .join(t.unit, t.unit.c.id == t.person.c.unit_id)
    .where(t.person.c.id == bindparam("wanted"))
)


def people(connection: Connection) -> list[Row[Any]]:
    """Everybody, active or not, in a stable order."""
    return list(connection.execute(select(t.person).order_by(t.person.c.id)))


def unit_names(connection: Connection) -> dict[str, str]:
    """Unit ids by name."""
    return {row.name: row.id for row in connection.execute(select(t.unit.c.name, t.unit.c.id))}
