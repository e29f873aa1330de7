"""Units, groups and people: each once, each referring to what exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.catalog.checks.naming import unit_hint, unknown_unit
from engine.catalog.draft import UNITS, Draft
from engine.catalog.membership import group_members
from engine.catalog.problems import At, Finding
from engine.catalog.rosters import row_spot
from engine.catalog.salvage import UNREADABLE, all_readable, readable
from engine.catalog.sentences import suggestion
from engine.domain.definition import Person, Unit, Units
from engine.domain.vocabulary import Role
from engine.wording import N_

_NO_UNIT = N_("there is no unit `{word}`")


def check(draft: Draft) -> Iterator[Finding]:
    """Faults of units.yaml and its rosters."""
    if draft.units is None:
        return
    yield from _units(draft, draft.units)
    yield from _groups(draft, draft.units)
    if draft.unit_names_known:
        yield from _unit_references(draft)
    yield from _people(draft)
    yield from _leaders(draft, draft.units)


def _units(draft: Draft, units: Units) -> Iterator[Finding]:
    rows: list[tuple[str, int, Unit]] = [(UNITS, at, unit) for at, unit in enumerate(units.units)]
    rows += [(file, at, unit) for file, found in draft.rosters.items() for at, unit in enumerate(found)]
    ids: set[str] = set()
    names = {group.name for group in units.groups if readable(group.name)}
    for file, at, unit in rows:
        if readable(unit.id) and unit.id in ids:
            yield _in(draft, file, at, "id", "duplicate-id", N_("two units have the id `{word}`"), {"word": unit.id})
        elif readable(unit.name) and unit.name in names:
            message = N_("two units or groups are called `{word}`")
            yield _in(draft, file, at, "name", "duplicate-name", message, {"word": unit.name})
        ids.add(unit.id)
        names.add(unit.name)


def _in(draft: Draft, file: str, at: int, column: str, code: str, message: str, params: Mapping[str, object],
        hint: str = N_("give each its own"), key: str = "units") -> Finding:  # fmt: skip
    """A fault of entry `at`: of the list `key` of units.yaml, or of a roster's row."""
    if file == UNITS:
        return Finding(file, (key, at, column), code, message, hint, params)
    return Finding(file, (), code, message, hint, params, spot=row_spot(draft.texts.get(file, ""), at, column))


def _groups(draft: Draft, units: Units) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, group in enumerate(units.groups):
        if readable(group.name) and group.name in seen:
            message = N_("two units or groups are called `{word}`")
            params = {"word": group.name}
            yield Finding(UNITS, ("groups", at, "name"), "duplicate-name", message, N_("give each its own"), params)
        seen.add(group.name)
        joins = [(("groups", at, key, n, "unit"), each.unit) for key in ("joined", "left")
                 for n, each in enumerate(getattr(group, key))]  # fmt: skip
        named: list[tuple[At, str]] = [(("groups", at, "members", n), name) for n, name in enumerate(group.members)]
        wrong = [unknown_unit(draft, UNITS, way, _NO_UNIT, name, draft.unit_names)
                 for way, name in [*named, *joins]
                 if draft.unit_names_known and readable(name) and name not in draft.unit_names]  # fmt: skip
        yield from wrong
        for n, name in enumerate(group.members):
            if readable(name) and name in group.members[:n]:
                hint = N_("delete one of the two")
                way = ("groups", at, "members", n)
                yield Finding(UNITS, way, "twice", N_("`{word}` stands here twice"), hint, {"word": name})
        if draft.members_known and not wrong and not group.joined and not group_members(group, draft.all_units, None):
            message = N_("the group `{word}` has no members")
            hint = N_("no unit of units.yaml or a roster fits `where`: correct it, or add such units")
            yield Finding(UNITS, ("groups", at, "name"), "no-members", message, hint, {"word": group.name})


def _unit_references(draft: Draft) -> Iterator[Finding]:
    sources: dict[str, Iterable[Unit]] = {UNITS: draft.units.units if draft.units else (), **draft.rosters}
    for file, found in sources.items():
        for at, unit in enumerate(found):
            for column in ("industry", "sub_district"):
                name = getattr(unit, column)
                if readable(name) and name and name not in draft.unit_names:
                    hint, more = unit_hint(draft, name, draft.unit_names)
                    yield _in(draft, file, at, column, "unknown-unit", _NO_UNIT, {"word": name, **more}, hint)


def _leaders(draft: Draft, units: Units) -> Iterator[Finding]:
    """Leaders in charge whom nobody knows, or who are none by their role."""
    roles = {person.id: person.role for found in draft.people.values() for person in found}
    rows = [("units", UNITS, at, unit.leader) for at, unit in enumerate(units.units)]
    rows += [("groups", UNITS, at, group.leader) for at, group in enumerate(units.groups)]
    rows += [("", file, at, unit.leader) for file, found in draft.rosters.items() for at, unit in enumerate(found)]
    for key, file, at, leader in rows:
        if not readable(leader) or not leader:
            continue
        if leader not in roles and _everybody_read(draft):
            hint, more = suggestion(leader, sorted(each for each, role in roles.items() if role is Role.LEADER))
            message = N_("there is nobody with the id `{word}`")
            yield _in(draft, file, at, "leader", "unknown-person", message, {"word": leader, **more}, hint, key)
        elif leader in roles and readable(roles[leader]) and roles[leader] is not Role.LEADER:
            message = N_("`{word}` is not a leader in charge: nothing would reach them as one")
            hint = N_("give them the role `leader`, or name somebody who has it")
            yield _in(draft, file, at, "leader", "not-a-leader", message, {"word": leader}, hint, key)


def _everybody_read(draft: Draft) -> bool:
    """Whether every roster of people could be read, so that who is in none of them is nobody."""
    rosters = draft.units.people if draft.units else UNREADABLE
    return all_readable(rosters, "file") and all(
        all_readable(draft.people.get(roster.file, UNREADABLE), "id") for roster in rosters
    )


def _people(draft: Draft) -> Iterator[Finding]:
    everybody = {person.id for found in draft.people.values() for person in found}
    whole = _everybody_read(draft)
    ids: set[str] = set()
    for file, found in draft.people.items():
        for at, person in enumerate(found):
            yield from _person(draft, file, at, person, everybody if whole else None)
            if readable(person.id) and person.id in ids:
                yield _in(
                    draft, file, at, "id", "duplicate-id", N_("two people have the id `{word}`"), {"word": person.id}
                )
            ids.add(person.id)


def _person(draft: Draft, file: str, at: int, person: Person, everybody: set[str] | None) -> Iterator[Finding]:
    if draft.unit_names_known and readable(person.unit) and person.unit not in draft.unit_names:
        hint, more = unit_hint(draft, person.unit, draft.unit_names)
        yield _in(draft, file, at, "unit", "unknown-unit", _NO_UNIT, {"word": person.unit, **more}, hint)
    if readable(person.deputy) and person.deputy and everybody is not None and person.deputy not in everybody:
        hint, more = suggestion(person.deputy, sorted(everybody))
        message = N_("there is nobody with the id `{word}`")
        yield _in(draft, file, at, "deputy", "unknown-person", message, {"word": person.deputy, **more}, hint)
