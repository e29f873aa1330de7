"""Who acts: a person of a unit, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.domain.vocabulary import Role


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
