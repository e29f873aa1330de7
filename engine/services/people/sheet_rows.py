"""The rows of a roster read against who there is: each row's columns, or its faults at their cells."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from engine.domain.entries import Fields, Wrong, person_faults, unit_faults
from engine.domain.keeping import grantable
from engine.domain.vocabulary import Role
from engine.services.people.columns import Typeset
from engine.services.people.keep import fresh_id
from engine.wording import N_

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Here:
    """Who there is: units by id and people by id, those that left too; `groups`: names that no unit may have."""

    units: Mapping[str, Row]
    people: Mapping[str, Row] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()

    def unit(self, text: str) -> str:
        """The id of a unit that is here, by name or id; '' for none."""
        found = text if text in self.units else self._names.get(text, "")
        return found if found and self.units[found]["left_on"] is None else ""

    @cached_property
    def leaders(self) -> dict[str, str]:
        """Who can be in charge of a unit, by id; who is named by one already may stay."""
        acting = {key for key, row in self.people.items() if row["active"] and row["role"] == Role.LEADER}
        kept = {str(row["leader"]) for row in self.units.values() if row["leader"]}
        return {key: str(self.people[key]["name"]) if key in self.people else key for key in sorted(acting | kept)}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {str(row["name"]): key for key, row in self.units.items()}


def people_in(read: Typeset, here: Here, actor: Any, office: str) -> list[Fields]:
    """The people of a roster as columns of the table, each with its `id`; faults are noted in `read`."""
    found: list[tuple[int, Fields]] = []
    for number, typed in read.rows:
        fields, wrong = person_faults(typed, here.unit)
        wrong += _role_faults(fields, typed, here, actor, office)
        for each in wrong:
            read.fault(number, each)
        found.append((number, fields))
    _people_ids(read, found, here)
    _deputies(read, found, here)
    _each_once(read, found, "email", _SAME_EMAIL)
    return [fields for _, fields in found]


def units_in(read: Typeset, here: Here) -> list[Fields]:
    """The units of a roster as columns of the table, each with its `id`; faults are noted in `read`."""
    standing = {str(row["name"]) for row in here.units.values() if row["left_on"] is None}
    named = standing | {typed.get("name", "").strip() for _, typed in read.rows}
    by_name = {str(row["name"]): key for key, row in here.units.items()}
    numbers: dict[str, Iterator[int]] = {}
    found, taken = [], set(here.units) | {typed.get("id", "") for _, typed in read.rows}
    for number, typed in read.rows:
        fields, wrong = unit_faults(typed, named, here.leaders)
        name = str(fields.get("name", ""))
        fields["id"] = fields.get("id") or by_name.get(name) or ""
        if not fields["id"]:
            fields["id"] = _fresh(str(fields.get("kind") or "unit"), taken, numbers)
        if name in here.groups or by_name.get(name, fields["id"]) != fields["id"]:
            wrong.append(Wrong("name", "name-taken", N_("Another unit or group is called “{word}”."),
                               N_("Give each its own name."), {"word": name}))  # fmt: skip
        for each in wrong:
            read.fault(number, each)
        found.append((number, fields))
    _each_once(read, found, "id", _SAME_ID)
    _each_once(read, found, "name", _SAME_NAME)
    return [fields for _, fields in found]


def _role_faults(fields: Fields, typed: Row, here: Here, actor: Any, office: str) -> list[Wrong]:
    unit, role = str(fields.get("unit_id", "")), str(fields.get("role", ""))
    stands = here.people.get(str(fields.get("id", "")))
    if not unit or not role or (stands is not None and (stands["unit_id"], stands["role"]) == (unit, role)):
        return []
    if Role(role) in grantable(actor, unit, office):
        return []
    return [Wrong("role", "role-not-yours", N_("You may not grant this role in that unit."),
                  N_("Ask an administrator."), {})]  # fmt: skip


def _people_ids(read: Typeset, found: list[tuple[int, Fields]], here: Here) -> None:
    """Who has no id is somebody of that name in that unit, or new; nobody stands in a roster twice."""
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, row in here.people.items():
        known[str(row["unit_id"]), str(row["name"])].append(key)
    taken = set(here.people) | {str(fields["id"]) for _, fields in found if fields.get("id")}
    for number, fields in found:
        if fields.get("id"):
            continue
        unit, name = str(fields.get("unit_id", "")), str(fields.get("name", ""))
        same = known.get((unit, name), [])
        if len(same) > 1:
            read.fault(number, Wrong("name", "several", N_("Several people of this unit are called “{word}”."),
                                     N_("Write the id as well: the export has it."), {"word": name}))  # fmt: skip
        if same:
            fields["id"] = same[0]
        elif unit and fields.get("role"):
            fields["id"] = fresh_id(unit, str(fields["role"]), taken)
            taken.add(str(fields["id"]))
    _each_once(read, found, "id", _SAME_PERSON)


def _deputies(read: Typeset, found: list[tuple[int, Fields]], here: Here) -> None:
    """A deputy is a colleague, by id or name, of this roster or of who is here already."""
    colleagues: dict[str, dict[str, str]] = defaultdict(dict)
    for key, row in here.people.items():
        if row["active"]:
            colleagues[str(row["unit_id"])][key] = str(row["name"])
    for _, fields in found:
        if fields.get("id") and fields.get("unit_id"):
            colleagues[str(fields["unit_id"])][str(fields["id"])] = str(fields.get("name", ""))
    for number, fields in found:
        wanted = str(fields.get("deputy", ""))
        if not wanted:
            continue
        others = {key: name for key, name in colleagues[str(fields.get("unit_id", ""))].items() if key != fields["id"]}
        same = [key for key in others if key == wanted] or [key for key, name in others.items() if name == wanted]
        if len(same) == 1:
            fields["deputy"] = same[0]
        elif fields.get("unit_id"):
            read.fault(number, Wrong("deputy", "unknown-deputy",
                                     N_("“{word}” is no colleague who acts for this unit."),
                                     N_("Write the name or id of a colleague, or leave it empty."),
                                     {"word": wanted}))  # fmt: skip


def _each_once(read: Typeset, found: list[tuple[int, Fields]], name: str, message: str) -> None:
    first: dict[str, int] = {}
    often = Counter(str(fields[name]) for _, fields in found if fields.get(name))
    for number, fields in found:
        word = str(fields.get(name) or "")
        if often[word] > 1 and word in first:
            shown = name if name in read.at else "name"
            read.fault(number, Wrong(shown, "twice", message, N_("Keep one of the two rows."),
                                     {"word": word, "row": first[word]}))  # fmt: skip
        first.setdefault(word, number)


def _fresh(kind: str, taken: set[str], numbers: dict[str, Iterator[int]]) -> str:
    """An id nobody has, of the kind and a number; the numbers of a kind go on where they were left."""
    series = numbers.setdefault(kind, itertools.count(1))
    found = next(each for n in series if (each := f"{kind}-{n:04d}") not in taken)
    taken.add(found)
    return found


_SAME_ID: Final = N_("The id “{word}” stands in row {row} already.")
_SAME_NAME: Final = N_("“{word}” stands in row {row} already.")
_SAME_PERSON: Final = N_("This is the person of row {row} once more.")
_SAME_EMAIL: Final = N_("The address “{word}” stands in row {row} already.")
