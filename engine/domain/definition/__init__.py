"""What can be declared: frozen values read by the catalog, kept by digest, obeyed by every rule."""

from engine.domain.definition.indicator import Definition, Indicator, Milestone, Only
from engine.domain.definition.programme import Chasing, Notice, Programme, Rung, Scale
from engine.domain.definition.whom import Person, Unit, UnitGroup, Units
from engine.domain.definition.workflow import Stage, Workflow

__all__ = [
    "Chasing",
    "Definition",
    "Indicator",
    "Milestone",
    "Notice",
    "Only",
    "Person",
    "Programme",
    "Rung",
    "Scale",
    "Stage",
    "Unit",
    "UnitGroup",
    "Units",
    "Workflow",
]
