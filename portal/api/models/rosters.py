"""Rosters sent in, and the scan."""

from __future__ import annotations

from typing import Literal, Self

from engine.domain.standing_faults import FaultKind, StandingFault
from engine.services.people.columns import SheetFault
from engine.services.people.rosters import Preview
from portal.api.models.value import Answered, Given, Name


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
