"""What a change of definitions leaves behind, and nobody would see: periods that never open, work that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.catalog import Catalog, Change
from engine.domain.periods import opening
from engine.services.programme.rostered import members_gone
from engine.store.database import Connection
from engine.store.programme import adopted, adopting
from engine.wording import N_, say

STAYS: Final = N_(
    "{unit} no longer belongs to “{group}”, but no day of leaving is given: it keeps {count} open assignments. "
    "To withdraw them, let it leave the group by a day, on the unit's page or under left: in units.yaml."
)
NEVER_ISSUED: Final = N_(
    "Of the years before {year} {count} periods have still to open, the last on {day}: applied now, they would never "
    "be issued. Apply this on that day or later."
)


@dataclass(frozen=True, slots=True)
class Unopened:
    """A period of a year before the programme's new first one that opens later only: it would never be issued."""

    indicator: str
    period: str
    open_on: date


@dataclass(frozen=True, slots=True)
class Staying:
    """A unit that belongs to a group no longer, by no day of leaving, and keeps the open work it was given with it."""

    unit: str
    name: str
    group: str
    open: int

    @property
    def sentence(self) -> str:
        """What stays, and how it is taken back, in the reader's language."""
        return say(STAYS, unit=self.name, group=self.group, count=self.open)


def unopened(old: Catalog, new: Catalog, today: date) -> tuple[Unopened, ...]:
    """What the old programme would still have opened of the years that the new one does not serve any more."""
    first = new.programme.year
    if first <= old.programme.year:
        return ()
    found = [
        Unopened(definition.id, period.key, period.open_on)
        for definition in old.definitions.values()
        for period in opening(definition, old.programme, today, date(first, 12, 31))
        if period.year < first
    ]
    return tuple(sorted(found, key=lambda each: (each.open_on, each.indicator, each.period)))


def never_issued(found: Sequence[Unopened], year: int) -> str:
    """What a programme that moves on to `year` leaves unopened, as a sentence; '' for nothing."""
    return say(NEVER_ISSUED, year=year, count=len(found), day=found[-1].open_on) if found else ""


def left_behind(
    connection: Connection, old: Catalog, new: Catalog, changes: Sequence[Change], today: date
) -> tuple[Staying, ...]:
    """Units taken out of a group without a day: only leaving by a day withdraws what they were given with it."""
    if not any(change.subject in ("group", "units") for change in changes):
        return ()
    units, members = adopted.units(connection), adopted.members(connection)
    names = {str(row["id"]): str(row["name"]) for row in units}
    found = []
    for group, unit in members_gone(old, new, units, members, today):
        indicators = [
            each.id
            for each in new.definitions.values()
            if group in each.lead and names[unit] not in each.lead and each.id in old.definitions
        ]
        count = adopting.open_of(connection, unit, indicators)
        if count:
            found.append(Staying(unit, names[unit], group, count))
    return tuple(found)
