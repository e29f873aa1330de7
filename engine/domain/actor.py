"""Who acts: a person of a unit, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.domain.vocabulary import Role
from engine.errors import Forbidden
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind an act. `unit` is a unit id; empty for the system."""

    id: str
    name: str
    unit: str
    unit_name: str
    role: Role


SYSTEM: Final = Actor("system", "系统", "", "", Role.SYSTEM)
"""The sweep, the scheduled flows and the rehearsal's clock."""


def not_yours(actor: Actor, who: str) -> Forbidden:
    """The refusal of an act that somebody else may do; `who` names them."""
    return Forbidden(
        "not-yours",
        N_("{name} ({unit}) may not do this here."),
        hint=N_("Who may: {who}."),
        name=actor.name,
        unit=actor.unit_name or "-",
        who=who,
    )
