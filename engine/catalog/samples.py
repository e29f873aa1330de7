"""Synthetic service units for rehearsals: as many as asked, in the sample roster's proportions, labelled as samples."""

from __future__ import annotations

from engine.catalog.catalog import Catalog
from engine.domain.definition import Person, Unit
from engine.domain.definition.whom import Roster
from engine.domain.vocabulary import Role, UnitKind

_UNITS, _PEOPLE = "rosters/synthetic-service-units.csv", "rosters/synthetic-people.csv"


def with_service_units(catalog: Catalog, number: int) -> Catalog:
    """The same programme with `number` synthetic service units, each with a clerk, instead of its service-unit rosters.

    Kinds, industries and sub-districts follow the units replaced, in turn, so every kind keeps its share. One in
    fifty has nobody to reach, as in the sample.
    """
    models = [unit for unit in catalog.units if unit.kind is UnitKind.SERVICE_UNIT]
    if not models:
        return catalog
    units = tuple(_unit(at, models[at % len(models)]) for at in range(number))
    people = tuple(_clerk(unit, at) for at, unit in enumerate(units) if at % 50 != 49)
    record = catalog.record
    gone = {unit.name for unit in models}
    rosters = {file: tuple(u for u in rows if u.name not in gone) for file, rows in record.rosters.items()}
    kept = {file: tuple(p for p in rows if p.unit not in gone) for file, rows in record.people.items()}
    declared = record.units.model_copy(
        update={
            "units": tuple(unit for unit in record.units.units if unit.name not in gone),
            "rosters": (*record.units.rosters, Roster(file=_UNITS, sample=True)),
            "people": (*record.units.people, Roster(file=_PEOPLE, sample=True)),
        }
    )
    return Catalog.of(
        record.model_copy(
            update={"units": declared, "rosters": {**rosters, _UNITS: units}, "people": {**kept, _PEOPLE: people}}
        )
    )


def _unit(at: int, model: Unit) -> Unit:
    name = f"{model.service}{at + 1:05d}（示例）"  # data of the programme, not a sentence: the same in every language
    return model.model_copy(update={"id": f"su-{at + 1:05d}", "name": name, "sample": True})


def _clerk(unit: Unit, at: int) -> Person:
    return Person(
        id=f"{unit.id}-clerk",
        name=f"联系人{at + 1:05d}（示例）",
        unit=unit.name,
        role=Role.CLERK,
        email=f"{unit.id}@example.invalid",
        sample=True,
    )
