"""Units and groups as they are kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.domain.vocabulary import UnitKind
from portal.api.models.keeping import Duty
from portal.api.models.value import Answered, Given, Name, NumberOf, Text


class UnitIn(Given):
    """A unit as typed. `industry` and `sub_district` are names of units, `leader` is the
    id or name of a leader in charge (empty: the programme's); null leaves a field as it is."""

    id: Name | None = None
    name: Name | None = None
    kind: Name | None = None
    service: Name | None = None
    industry: Name | None = None
    sub_district: Name | None = None
    leader: Name | None = None


class Belonging(Answered):
    """A group a unit belongs or belonged to, with the days agreed."""

    group: str
    joined_on: date | None
    left_on: date | None
    due_on: date | None


class UnitLine(Answered):
    """A unit with its numbers of active people, heads and open assignments."""

    id: str
    name: str
    kind: UnitKind
    service: str
    industry: str
    sub_district: str
    leader: str
    leader_name: str
    sample: bool
    left_on: date | None
    people: int
    heads: int
    work: int


class KeptUnit(UnitLine):
    """One unit with its groups and its open work; `roster` as of a person."""

    belongs: tuple[Belonging, ...]
    duties: tuple[Duty, ...]
    roster: dict[str, Any]


class FoundUnits(Answered):
    """A page of units, and how many fit in all."""

    items: tuple[UnitLine, ...]
    number: int


class From(Given):
    """From a day on."""

    on: date
    reason: Text = ""


class Join(Given):
    """The unit joins from a day on; `due`: the date agreed for what was due before."""

    group: Name
    on: date
    due: date | None = None


class Quit(Given):
    """The unit leaves a group from a day on."""

    group: Name
    on: date
    reason: Text = ""


class PutBackLine(Answered):
    """An assignment that was withdrawn because the unit left: it would go back to `stage`; `overdue`: at once."""

    assignment: int
    number: str
    title: str
    period: str
    stage: str
    due_on: date | None
    overdue: bool


class PutBackLines(Answered):
    """What can be put back now."""

    items: tuple[PutBackLine, ...]


class PutBackIn(Given):
    """Which are put back, and the due date agreed for those that would be overdue at once."""

    assignments: tuple[NumberOf, ...]
    due_on: date | None = None
    reason: Text = ""


class JoinedGroup(Answered):
    """How many assignments were issued at once."""

    assignments: int


class Group(Answered):
    """A group: how many belong to it today, whether by attributes, and how many indicators it leads."""

    name: str
    members: int
    by_attribute: bool
    leads: int


class Member(Answered):
    """A unit of a group with the days agreed."""

    unit: str
    name: str
    kind: UnitKind
    joined_on: date | None
    left_on: date | None
    due_on: date | None


class Groups(Answered):
    """Every group."""

    items: tuple[Group, ...]
