"""People, units, groups and rosters as they are kept, and the scan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from fastapi import Query
from pydantic import Field

from engine.domain.standing_faults import FaultKind, StandingFault
from engine.domain.vocabulary import Role, UnitKind
from engine.services.people.columns import SheetFault
from engine.services.people.rosters import Preview
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


class UnitIn(Given):
    """A unit as typed. `industry` and `sub_district` are names of units; null leaves a field as it is."""

    id: Name | None = None
    name: Name | None = None
    kind: Name | None = None
    service: Name | None = None
    industry: Name | None = None
    sub_district: Name | None = None


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
    something else, and its word; `may_grant`: the roles the asker may give here, none where they may only look."""

    owned: int
    roster: dict[str, Any]
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


class RosterFault(Answered):
    """A fault at its cell: `Sheet1!C17`, in CSV `C17`."""

    cell: str
    text: str
    code: str
    message: str
    remedy: str

    @classmethod
    def of(cls, found: SheetFault) -> Self:
        """From the service's fault."""
        wrong = found.wrong
        return cls(cell=found.cell, text=found.text, code=wrong.code, message=wrong.sentence, remedy=wrong.remedy)


class RosterChange(Answered):
    """A row that changes: each field as it was and as it becomes."""

    id: str
    name: str
    fields: dict[str, tuple[str, str]]
    back: bool


class Roster(Answered):
    """What a roster would do, or every fault that keeps it from anything: with faults there is no `draft`."""

    draft: str = ""
    digest: str = ""
    rows: int = 0
    added: tuple[RosterChange, ...] = ()
    changed: tuple[RosterChange, ...] = ()
    leaving: tuple[RosterChange, ...] = ()
    unchanged: int = 0
    faults: tuple[RosterFault, ...] = ()

    @classmethod
    def of(cls, found: Preview) -> Self:
        """From the service's preview."""
        added, changed, leaving = (
            tuple(map(RosterChange.model_validate, some)) for some in (found.added, found.changed, found.leaving)
        )
        return cls(draft=found.draft, digest=found.digest, rows=found.rows, added=added, changed=changed,
                   leaving=leaving, unchanged=found.unchanged)  # fmt: skip


class Confirm(Given):
    """The yes to exactly the preview of this digest."""

    digest: Name


class Place(Answered):
    """Where a fault stands."""

    subject: Literal["unowned", "unit", "person", "group", "indicator", "assignment", "link", "scale"]
    id: str
    name: str


class Fault(Answered):
    """A kind of standing fault: how many, the first places, and what mends it."""

    kind: FaultKind
    count: int
    message: str
    remedy: str
    places: tuple[Place, ...]

    @classmethod
    def of(cls, found: StandingFault) -> Self:
        """From the service's fault."""
        places = tuple(map(Place.model_validate, found.places))
        return cls(kind=found.kind, count=found.count, message=found.sentence, remedy=found.remedy, places=places)


class Scan(Answered):
    """Every standing fault, what hurts first on top."""

    items: tuple[Fault, ...]


def _duty(found: Any) -> Duty:
    return Duty(assignment=found.number, indicator=found.indicator, title=found.title, period=found.period,
                due_on=found.due_on)  # fmt: skip
