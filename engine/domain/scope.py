"""What a person may see: everything, or their own unit's work, what it helps with, and what it is in charge of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.domain.actor import Actor
from engine.domain.vocabulary import Role

SEE_ALL: Final = frozenset({Role.LEADER, Role.ADMINISTRATOR, Role.AUDITOR, Role.SYSTEM})
"""Roles that see every assignment wherever they sit; the creation office's own people do too."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which assignments a person sees. Its SQL twin is engine.store.looking.views.within (property-tested equal).

    `everything`: no limit. Otherwise those of `units` (the own one; for the unit that reviews the office's own work
    also the office), those `unit` was asked a part for, and those of the service units `industry` is in charge of
    (an industry department's name, empty for none).
    """

    everything: bool
    unit: str = ""
    units: frozenset[str] = frozenset()
    industry: str = ""

    def holds(self, unit: str, industry: str, parts: frozenset[str]) -> bool:
        """Whether an assignment of `unit` (its industry department's name; units asked for a part) may be seen."""
        return (
            self.everything
            or unit in self.units
            or self.unit in parts
            or bool(self.industry and self.industry == industry)
        )


def scope_of(actor: Actor, *, office: str, own_work: str, industries: frozenset[str]) -> Scope:
    """The scope of a person.

    `office` and `own_work` are unit ids: the creation office, and the unit that reviews its own work (story 10).
    `industries`: names of the departments in charge of service units.
    """
    if actor.role in SEE_ALL or actor.unit == office:
        return Scope(True)
    units = {actor.unit, office} if actor.unit == own_work else {actor.unit}
    industry = actor.unit_name if actor.unit_name in industries else ""
    return Scope(False, actor.unit, frozenset(units), industry)
