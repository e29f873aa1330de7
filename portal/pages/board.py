"""The office's board: where everything stands, narrowed by what is in the address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from engine.domain.vocabulary import Light, StageKind
from engine.services import ask
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(dependencies=[Depends(guarded)])


@router.get("/board")
def board(
    request: Request,
    light: Annotated[Light | None, Query()] = None,
    stage: Annotated[StageKind | None, Query()] = None,
    unit: str = "",
    indicator: str = "",
) -> Response:
    """The board of the person who is in, within what they may see."""
    who = here(request)
    overview = ask.overview(who.desk, at=who.at)
    rows = ask.assignments(
        who.desk,
        at=who.at,
        unit=unit or None,
        indicator=indicator or None,
        light=light,
        stage_kind=stage,
        year=overview.year,
        limit=100,
    )
    return page(request, "board.html", who, overview=overview, rows=rows, light=light, stage=stage, unit=unit)
