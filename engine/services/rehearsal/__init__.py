"""The rehearsal: a whole year played by simulated people on a virtual clock, through the very same services."""

from engine.services.rehearsal.play import rehearsal_in_memory, rehearse
from engine.services.rehearsal.report import Rehearsal

__all__ = ["Rehearsal", "rehearsal_in_memory", "rehearse"]
