"""What was read of a programme before it is checked as a whole: parts may be missing where their files are faulty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from engine.catalog.membership import all_units
from engine.catalog.salvage import UNREADABLE, all_readable, readable
from engine.domain.definition import Chasing, Indicator, Notice, Person, Programme, Scale, Unit, Units, Workflow

PROGRAMME: Final = "programme.yaml"
UNITS: Final = "units.yaml"
CHASING: Final = "chasing.yaml"
SCALES: Final = ("scale.yaml", "scale.sample.yaml")


@dataclass
class Draft:
    """The parts by file. `broken` names the files at fault: what they hold is salvaged, or unknown, but never absent.

    Parts of broken files hold UNREADABLE (engine/catalog/salvage.py) wherever a value could not be read.
    """

    year: int | None = None
    programme: Programme | None = None
    units: Units | None = None
    chasing: Chasing | None = None
    scale: Scale | None = None
    scale_file: str = SCALES[-1]
    rosters: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    people: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    workflows: dict[str, Workflow] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    @cached_property
    def all_units(self) -> tuple[Unit, ...]:
        """Units declared and on rosters."""
        return all_units(self.units, self.rosters) if self.units else ()

    @cached_property
    def unit_names(self) -> Mapping[str, Unit]:
        """Units by name."""
        return {unit.name: unit for unit in self.all_units if readable(unit.name)}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name a lead or helper may have: groups first, for they are likelier meant."""
        groups = [group.name for group in self.units.groups if readable(group.name)] if self.units else []
        return tuple(dict.fromkeys([*groups, *self.unit_names]))

    @cached_property
    def unit_names_known(self) -> bool:
        """Whether the name of every unit could be read: only then is a unit that is not there a fault."""
        if self.units is None or not all_readable(self.units.units) or not all_readable(self.units.rosters, "file"):
            return False
        rosters = [self.rosters.get(roster.file, UNREADABLE) for roster in self.units.rosters]
        return all(all_readable(rows, "name") for rows in (self.units.units, *rosters))

    @cached_property
    def names_known(self) -> bool:
        """Whether the name of every unit and group could be read."""
        return self.unit_names_known and self.units is not None and all_readable(self.units.groups, "name")

    @cached_property
    def members_known(self) -> bool:
        """Whether units.yaml and every roster are without fault: only then is it known who belongs to a group."""
        if self.units is None or UNITS in self.broken:
            return False
        return not any(roster.file in self.broken for roster in self.units.rosters)

    def stems(self, folder: str) -> set[str]:
        """The ids that files at fault promise by their names."""
        return {stem_of(file) for file in self.broken if f"{folder}/" in f"/{file}"}

    @cached_property
    def workflow_ids(self) -> tuple[str, ...]:
        """Known lifecycles."""
        return self._known(self.workflows, "workflows")

    @cached_property
    def indicator_ids(self) -> tuple[str, ...]:
        """Known indicators."""
        return self._known(self.indicators, "indicators")

    @cached_property
    def notice_ids(self) -> tuple[str, ...]:
        """Known notices."""
        return self._known(self.notices, "notices")

    def _known(self, parts: Mapping[str, Workflow | Indicator | Notice], folder: str) -> tuple[str, ...]:
        """Ids, and file names besides: an id other than its file's name is one fault, not one a mention."""
        ids = [each.id for each in parts.values() if readable(each.id)]
        return tuple(dict.fromkeys([*ids, *map(stem_of, parts), *sorted(self.stems(folder))]))


def stem_of(file: str) -> str:
    """The id that a file's name promises."""
    return file.rsplit("/", 1)[-1].split(".")[0]
