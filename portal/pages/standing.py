"""Where one's own unit stands: lights, points with their reasons, and the place once it is published."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from engine.services.mine.standing import standing as standing_of
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(dependencies=[Depends(guarded)])


@router.get("/standing")
def standing(request: Request, year: Annotated[int | None, Query(ge=2000, le=2100)] = None) -> Response:
    """The year of the unit of the person who is in."""
    who = here(request)
    return page(request, "standing.html", who, standing=standing_of(who.desk, who.actor, at=who.at, year=year))
