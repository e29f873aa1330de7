"""How a list of assignments is narrowed: what a page's address, a saved view and a download all say the same way."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from engine.domain.vocabulary import Light, StageKind, UnitKind, Verb

NONE: Final = "none"
"""The sub-district or industry of who has none."""


class Show(StrEnum):
    """Sets that people ask for by name.

    `due-this-week`: not in, not finished, due from today to Sunday. `returned`: sent back and not in again. `mine`:
    waits for the person who asks. `counted`: what a unit's rate counts now, scored or overdue. `live`: neither
    withdrawn nor exempt.
    """

    DUE_THIS_WEEK = "due-this-week"
    RETURNED = "returned"
    MINE = "mine"
    COUNTED = "counted"
    LIVE = "live"


class Reached(StrEnum):
    """How far a duty has come; each step is within the one before. `handed-in` stands while the work is in."""

    ISSUED = "issued"
    ACCEPTED = "accepted"
    HANDED_IN = "handed-in"
    APPROVED = "approved"
    SCORED = "scored"
    CLOSED = "closed"


class Sort(StrEnum):
    """Orders of a list; `worst` is by light, then by due date."""

    WORST = "worst"
    DUE = "due"
    UNIT = "unit"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Conditions that all hold at once; an empty one says nothing. Days are the programme's, both ends included.

    `did` with `did_from` and `did_to`: an act of this verb changed it on one of these days, by the history.
    """

    year: int = 0
    light: Light | None = None
    stage: StageKind | None = None
    show: Show | None = None
    reached: Reached | None = None
    category: str = ""
    indicator: str = ""
    period: str = ""
    unit: str = ""
    kind: UnitKind | None = None
    sub_district: str = ""
    industry: str = ""
    due_from: date | None = None
    due_to: date | None = None
    did: Verb | None = None
    did_from: date | None = None
    did_to: date | None = None
    words: str = ""

    def but(self, **changes: Any) -> Narrowing:
        """The same with some conditions put or, by None, taken away."""
        empty: dict[str, Any] = {each.name: each.default for each in fields(self)}
        return replace(self, **{name: empty[name] if to is None else to for name, to in changes.items()})

    def said(self) -> dict[str, str]:
        """What it says, by name, as an address writes it."""
        given = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: str(value) for name, value in given if value not in (None, "", 0)}
