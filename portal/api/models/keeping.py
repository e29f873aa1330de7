"""People as they are kept, and work that nobody has."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Self

from fastapi import Query
from pydantic import Field

from engine.domain.vocabulary import Role
from engine.services.people.unowned import UnownedUnit
from engine.services.work.leave import Departure
from portal.api.models.value import Answered, Given, Name, NumberOf, Text

PageNumber = Annotated[int, Query(ge=1, le=100_000)]
"""Which page of a search."""


class PersonIn(Given):
    """A person as typed. `unit` and `deputy` by name or id, `role` by its word; null leaves a field as it is."""

    id: Name | None = None
    name: Name | None = None
    unit: Name | None = None
    role: Name | None = None
    email: Name | None = None
    phone: Name | None = None
    deputy: Name | None = None


class Made(Answered):
    """The id of what was added."""

    id: str


class PersonLine(Answered):
    """A person with their account. `last_in`: when they last came in."""

    id: str
    name: str
    unit: str
    unit_name: str
    role: Role
    email: str
    phone: str
    deputy: str
    active: bool
    sample: bool
    account: bool
    must_change: bool
    locked_until: datetime | None
    last_in: datetime | None


class KeptPerson(PersonLine):
    """One person. `owned`: open assignments of theirs; `roster`: the fields in which the definitions' roster says
    something else, and its word; `leads`: the ids of the units that name them as their leader in charge, and
    `leads_the_rest` whether they lead those that name none; `may_grant`: the roles the asker may give here, none where
    they may only look."""

    owned: int
    roster: dict[str, Any]
    leads: tuple[str, ...]
    leads_the_rest: bool
    may_grant: tuple[Role, ...]


class FoundPeople(Answered):
    """A page of people, and how many fit in all."""

    items: tuple[PersonLine, ...]
    number: int


class Duty(Answered):
    """An open assignment."""

    assignment: int
    indicator: str
    title: str
    period: str
    due_on: date | None


class Heir(Answered):
    """Somebody who could have the work."""

    id: str
    name: str
    role: Role


class Departing(Answered):
    """What leaving would mean. `deputy` is an id, '' without one; `alone`: no clerk of the unit would be left."""

    person: str
    unit: str
    work: tuple[Duty, ...]
    heirs: tuple[Heir, ...]
    deputy: str
    alone: bool

    @classmethod
    def of(cls, found: Departure) -> Self:
        """From the service's preview."""
        work = tuple(_duty(each) for each in found.work)
        heirs = tuple(Heir(id=i, name=n, role=r) for i, n, r in found.heirs)
        return cls(person=found.person, unit=found.unit, work=work, heirs=heirs, deputy=found.deputy, alone=found.alone)


class Leave(Given):
    """Somebody leaves. `to`: the id of a colleague, '' for the deputy, '-' for nobody."""

    to: Name = ""
    reason: Text = ""


class LeftBehind(Answered):
    """How many assignments went to the heir, how many have nobody now."""

    handed_on: int
    unowned: int


class CameBack(Answered):
    """How many assignments came back to the person."""

    work: int


class OneTime(Answered):
    """A password that is good for one sign-in, told once."""

    person: str
    password: str


class UnownedWork(Answered):
    """A unit with work that nobody has, and who of it could have it."""

    unit: str
    unit_name: str
    work: tuple[Duty, ...]
    people: tuple[Heir, ...]

    @classmethod
    def of(cls, found: UnownedUnit) -> Self:
        """From the service's lines."""
        people = tuple(Heir(id=i, name=n, role=r) for i, n, r in found.people)
        return cls(unit=found.id, unit_name=found.name, work=tuple(map(_duty, found.lines)), people=people)


class Unowned(Answered):
    """Work that nobody has, the first of it by unit; `number`: how many assignments there are."""

    items: tuple[UnownedWork, ...]
    number: int


class HandOn(Given):
    """Assignments that nobody has go to a person of their unit, all or none."""

    assignments: Annotated[tuple[NumberOf, ...], Field(min_length=1, max_length=500)]
    to: Name


def _duty(found: Any) -> Duty:
    return Duty(assignment=found.number, indicator=found.indicator, title=found.title, period=found.period,
                due_on=found.due_on)  # fmt: skip
