"""Who acts in the rehearsal: the roster's own people, or a stand-in where a unit has nobody to hand in its work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.domain.actor import Actor
from engine.domain.vocabulary import Role
from engine.services.cases import Case
from engine.services.desk import Desk, Office
from engine.store.database import Row
from engine.store.programme import adopted

_OFFICE = (Role.OFFICE, Role.REVIEWER, Role.HEAD)


@dataclass(frozen=True)
class People:
    """Everybody on the rosters, by unit."""

    office: Office
    by_unit: dict[str, list[Actor]]

    @classmethod
    def read(cls, desk: Desk) -> People:
        """The people in force."""
        with desk.database.reading() as connection:
            office = desk.book.office(connection)
            rows: Sequence[Row[tuple[object, ...]]] = adopted.people(connection)
        found: dict[str, list[Actor]] = {}
        for row in rows:
            if row.active:
                actor = Actor(row.id, row.name, row.unit_id, office.names.get(row.unit_id, ""), Role(row.role))
                found.setdefault(row.unit_id, []).append(actor)
        return cls(office, found)

    def clerk(self, unit: str) -> Actor | None:
        """Somebody who hands in for the unit: its clerk, else anybody of it."""
        people = self.by_unit.get(unit, [])
        return next((p for p in people if p.role is Role.CLERK), people[0] if people else None)

    @cached_property
    def officers(self) -> list[Actor]:
        """The creation office's people."""
        return [p for p in self.by_unit.get(self.office.office, []) if p.role in _OFFICE]

    @cached_property
    def own_work_officers(self) -> list[Actor]:
        """Those who review the creation office's own work."""
        return [p for p in self.by_unit.get(self.office.own_work, []) if p.role in _OFFICE]

    def desk_of(self, case: Case) -> list[Actor]:
        """Who stands for the office in a case."""
        return self.own_work_officers if case.reviewing_unit == self.office.own_work else self.officers

    def reviewers(self, case: Case) -> list[Actor]:
        """Who may review at the case's present stage."""
        stage = case.definition.workflow.stage(case.row.stage)
        if stage is not None and stage.who == "industry" and case.industry_unit != case.reviewing_unit:
            return self.by_unit.get(case.industry_unit, [])
        return self.desk_of(case)
