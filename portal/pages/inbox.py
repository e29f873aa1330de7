"""What I have to do now, and whom I wait for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from engine.domain.names import request_name
from engine.domain.vocabulary import Light
from engine.services.looking.inbox import InboxRow
from engine.services.looking.inbox import inbox as inbox_of
from portal.filters import narrowing_in
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(dependencies=[Depends(guarded)])


@router.get("/inbox")
def inbox(request: Request, light: str = "", indicator: str = "") -> Response:
    """The inbox of the person who is in, whole or narrowed."""
    who, wanted = here(request), narrowing_in({"light": light, "indicator": indicator})
    found = inbox_of(who.desk, who.actor, at=who.at, light=wanted.light, indicator=wanted.indicator or None)
    return page(request, "inbox.html", who, inbox=found, wanted=wanted, by_light=_by_light, request_name=request_name)


def _by_light(rows: Iterable[InboxRow]) -> list[tuple[Light, list[InboxRow]]]:
    """Rows that follow each other under one light, together."""
    return [(light, list(some)) for light, some in groupby(rows, key=lambda line: line.row.light)]
