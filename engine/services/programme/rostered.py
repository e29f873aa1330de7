"""The rosters of a catalog as rows of the database: people, units, and who belongs to which group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from engine.catalog import Catalog
from engine.catalog.membership import group_members, leader_of
from engine.domain.definition import Unit
from engine.domain.upkeep import carried
from engine.services.desk import units_of

Fields = dict[str, object]
Key = TypeVar("Key", str, tuple[str, str])


def people_rows(catalog: Catalog) -> dict[str, Fields]:
    """Everybody of the people's rosters by id."""
    ids = {unit.name: unit.id for unit in catalog.units}
    return {
        p.id: {
            "id": p.id,
            "name": p.name,
            "unit_id": ids.get(p.unit, p.unit),
            "role": str(p.role),
            "email": p.email,
            "phone": p.phone,
            "deputy": p.deputy,
            "active": True,
            "sample": p.sample,
        }
        for p in catalog.people
    }


def unit_rows(catalog: Catalog) -> dict[str, Fields]:
    """Every unit of the definitions by id."""
    return {
        u.id: {
            "id": u.id,
            "name": u.name,
            "kind": str(u.kind),
            "service": u.service,
            "industry": u.industry,
            "sub_district": u.sub_district,
            "leader": leader_of(u, catalog.groups.values()),
            "sample": u.sample,
            "left_on": None,
        }
        for u in catalog.units
    }


def member_rows(catalog: Catalog, units: Iterable[Unit]) -> dict[tuple[str, str], Fields]:
    """Who of `units` belongs to which group, joiners and leavers with their days, by group and unit id."""
    known = tuple(units)
    ids = {unit.name: unit.id for unit in known}
    rows: dict[tuple[str, str], Fields] = {}
    for group in catalog.groups.values():
        for unit in group_members(group, known, None):
            rows[group.name, unit.id] = _member(group.name, unit.id)
        for join in group.joined:
            if join.unit in ids:
                row = _member(group.name, ids[join.unit])
                rows[group.name, ids[join.unit]] = row | {"joined_on": join.day, "due_on": join.due}
        for leave in group.left:
            if leave.unit in ids:
                key = (group.name, ids[leave.unit])
                rows[key] = rows.get(key, _member(*key)) | {"left_on": leave.day}
    return rows


def taken_over(
    before: Mapping[Key, Fields], now: Mapping[Key, Fields], here: Mapping[Key, Fields], *, away: str = ""
) -> dict[Key, Fields]:
    """The rows of `now` as they stand after it (see `carried`).

    Who was away (the column `away` is not what the roster says) and is named anew comes back as the roster says.
    """
    result = {}
    for key, row in now.items():
        stands = here.get(key)
        if stands is not None and key not in before and away and stands[away] != row[away]:
            stands = None
        result[key] = carried(before.get(key), row, stands)
    return result


def members_after(
    before: Mapping[tuple[str, str], Fields],
    now: Mapping[tuple[str, str], Fields],
    here: Mapping[tuple[str, str], Fields],
) -> list[Fields]:
    """Every membership after a change: what nobody changed by hand follows the groups, the rest stays."""
    kept = {key: row for key, row in here.items() if key not in now and before.get(key) != row}
    return [*taken_over(before, now, here).values(), *kept.values()]


def members_gone(
    old: Catalog, new: Catalog, units: Iterable[Fields], members: Iterable[Fields], today: date
) -> tuple[tuple[str, str], ...]:
    """Whose membership the change would end without a day, by group and unit id; who leaves altogether is not meant."""
    here = {str(row["id"]): row for row in units}
    before, now = unit_rows(old), unit_rows(new)
    after = here | taken_over(before, now, here, away="left_on")
    there = here_on((row for unit, row in after.items() if unit in now or unit not in before), today)
    was, belonging = member_rows(old, here_on(here.values(), today)), member_rows(new, there)
    stay = {unit.id for unit in there}
    ends = {(str(row["group"]), str(row["unit_id"])): row for row in members}
    gone = [key for key, row in ends.items() if row == was.get(key) and key not in belonging and row["left_on"] is None]
    return tuple(sorted(key for key in gone if key[1] in stay and key[0] in new.groups))


def here_on(rows: Iterable[Fields], today: date) -> tuple[Unit, ...]:
    """Of rows of units those that have not left by a day."""
    return units_of(row for row in rows if row["left_on"] is None or row["left_on"] > today)  # type: ignore[operator]


def _member(group: str, unit: str) -> Fields:
    return {"group": group, "unit_id": unit, "joined_on": None, "left_on": None, "due_on": None}
