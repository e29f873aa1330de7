"""Who belongs to whom: all units of a programme, and the members of a group on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from engine.domain.definition import Unit, UnitGroup, Units


def all_units(declared: Units, rosters: Mapping[str, tuple[Unit, ...]]) -> tuple[Unit, ...]:
    """The units of units.yaml, then of each roster in the order named there."""
    return (*declared.units, *(unit for roster in declared.rosters for unit in rosters.get(roster.file, ())))


def group_members(group: UnitGroup, units: Iterable[Unit], on: date | None) -> tuple[Unit, ...]:
    """A group's members on a day: joined from their day on, left from theirs; without a day, as at the start."""
    known = {unit.name: unit for unit in units}
    if group.where is not None:
        found = {unit.name: unit for unit in known.values() if group.where.matches(unit)}
    else:
        found = {name: known[name] for name in group.members if name in known}
    if on is None:
        return tuple(found.values())
    moves = [(each.day, True, each.unit) for each in group.joined] + [
        (each.day, False, each.unit) for each in group.left
    ]
    for day, joins, name in sorted(moves, key=lambda move: move[0]):
        if day <= on:
            if joins and name in known:
                found[name] = known[name]
            elif not joins:
                found.pop(name, None)
    return tuple(found.values())


def leader_of(unit: Unit, groups: Iterable[UnitGroup]) -> str:
    """The leader in charge of a unit: its own, or that of the first group it belongs to which has one; '' for none."""
    if unit.leader:
        return unit.leader
    return next((each.leader for each in groups if each.leader and group_members(each, (unit,), date.max)), "")
