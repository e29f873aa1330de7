"""The Catalog: one programme's definitions, checked and resolved; frozen, and the same again from its own JSON."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from pydantic import Field

from engine.catalog.membership import all_units, group_members
from engine.catalog.resolving import resolve_all
from engine.domain.definition import (
    Chasing,
    Definition,
    Indicator,
    Notice,
    Person,
    Programme,
    Scale,
    Unit,
    UnitGroup,
    Units,
    Workflow,
)
from engine.domain.definition.value import Value


class Record(Value):
    """What a catalog is made of, as it is kept in the database: all that was declared, rosters included."""

    year: int
    programme: Programme
    units: Units
    rosters: dict[str, tuple[Unit, ...]] = Field(default_factory=dict)
    people: dict[str, tuple[Person, ...]] = Field(default_factory=dict)
    workflows: tuple[Workflow, ...]
    indicators: tuple[Indicator, ...]
    chasing: Chasing
    notices: tuple[Notice, ...] = ()
    scale: Scale
    files: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Catalog:
    """A programme as declared for one year. Lead and group names are looked up here and nowhere else.

    Equal when their content is equal; where the files lie (`files`: id to path below the programme's folder, `/`
    between) does not count.
    """

    record: Record = field(compare=False, repr=False)
    digest: str

    @classmethod
    def of(cls, record: Record) -> Catalog:
        """The catalog of a checked record."""
        body = record.model_copy(update={"files": {}}).model_dump(mode="json", exclude_defaults=True)
        return cls(record, hashlib.sha256(_canonical(body).encode()).hexdigest())

    @classmethod
    def parse(cls, text: str) -> Catalog:
        """The catalog that `dump` wrote. Raises pydantic.ValidationError on anything else."""
        return cls.of(Record.model_validate_json(text))

    def dump(self) -> str:
        """Canonical JSON, files included: equal catalogs have equal bytes."""
        return self.record.canonical

    def serving(self, year: int) -> Catalog:
        """The same programme for another year."""
        return Catalog.of(self.record.model_copy(update={"year": year}))

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def programme(self) -> Programme:
        """programme.yaml."""
        return self.record.programme

    @property
    def year(self) -> int:
        """The year served: the programme's own unless another was asked for."""
        return self.record.year

    @property
    def chasing(self) -> Chasing:
        """The ladder from reminder to escalation."""
        return self.record.chasing

    @property
    def scale(self) -> Scale:
        """The points in force, a labelled sample perhaps."""
        return self.record.scale

    @property
    def files(self) -> Mapping[str, str]:
        """Where each definition stands: id to path below the programme's folder."""
        return MappingProxyType(self.record.files)

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """Resolved definitions by id, in the table's order."""
        record = self.record
        return MappingProxyType(resolve_all(record.indicators, record.programme, self.workflows, record.scale))

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators as written, by id, in the table's order."""
        written = {each.id: each for each in self.record.indicators}
        return MappingProxyType({each: written[each] for each in self.definitions})

    @cached_property
    def workflows(self) -> Mapping[str, Workflow]:
        """Lifecycles by id."""
        return MappingProxyType({each.id: each for each in self.record.workflows})

    @cached_property
    def notices(self) -> Mapping[str, Notice]:
        """Notice templates by id."""
        return MappingProxyType({each.id: each for each in self.record.notices})

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """Every unit: those of units.yaml, then the rosters' in their order."""
        return all_units(self.record.units, self.record.rosters)

    @cached_property
    def groups(self) -> Mapping[str, UnitGroup]:
        """Groups by name."""
        return MappingProxyType({each.name: each for each in self.record.units.groups})

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Everybody of the people's rosters."""
        return tuple(person for each in self.record.units.people for person in self.record.people.get(each.file, ()))

    @cached_property
    def _by_name(self) -> Mapping[str, Unit]:
        return {unit.name: unit for unit in self.units}

    def unit(self, name_or_id: str) -> Unit | None:
        """The unit of that name or id."""
        found = self._by_name.get(name_or_id)
        return found or next((unit for unit in self.units if unit.id == name_or_id), None)

    def members(self, name: str, on: date | None = None) -> tuple[Unit, ...]:
        """The units behind a lead's or helper's name on a day (in the programme's time zone), joined and left counted.

        Without a day, the members at the start. A unit's own name gives that unit; an unknown name gives none.
        """
        if name in self._by_name:
            return (self._by_name[name],)
        group = self.groups.get(name)
        return group_members(group, self.units, on) if group else ()

    def fan_out(self, names: Iterable[str], on: date | None = None) -> tuple[Unit, ...]:
        """The units behind several names, each once, in order."""
        return tuple({unit.id: unit for name in names for unit in self.members(name, on)}.values())

    @cached_property
    def no_time(self) -> tuple[Definition, ...]:
        """The indicators for which the source names no time at all: never overdue, assessed on the assessment date."""
        return tuple(each for each in self.definitions.values() if each.no_time)

    @cached_property
    def per_category(self) -> Mapping[str, int]:
        """Indicators per category, in the table's order."""
        count = Counter(each.category for each in self.definitions.values())
        return MappingProxyType({each.name: count[each.name] for each in self.programme.categories})

    @cached_property
    def indicator_groups(self) -> Mapping[tuple[str, str], int]:
        """Indicators per (category, group), in the table's order."""
        return MappingProxyType(dict(Counter((each.category, each.group) for each in self.definitions.values())))

    @cached_property
    def without_contact(self) -> tuple[Unit, ...]:
        """Units in which nobody with an address (mail or phone) acts."""
        reached = {person.unit for person in self.people if person.email or person.phone}
        return tuple(unit for unit in self.units if unit.name not in reached and unit.id not in reached)


def _canonical(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
