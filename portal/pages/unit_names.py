"""Units to choose from while somebody types: thousands are never on a page, those that fit are."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request

from engine.services.people import places
from engine.store.people.where import Sought
from portal.visit import Here, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])
MOST: Final = 20
"""So many are offered at once; who looks for another types on."""


@router.get("/unit-names")
def unit_names(request: Request, words: Annotated[str, Query(max_length=100)] = "") -> list[str]:
    """Names of units with these words in name or id, for those who see every unit's work."""
    return names_like(here(request), words)


def names_like(who: Here, words: str) -> list[str]:
    """The same for a page. Raises Forbidden."""
    found = places.units(who.desk, who.actor, Sought(words.strip()), at=who.at, size=MOST)
    return [unit.name for unit in found.lines] if words.strip() else []
