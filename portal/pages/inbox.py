"""What I have to do now, and whom I wait for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from engine.domain.names import request_name
from engine.domain.vocabulary import Light
from engine.services.drafts.proposed import waiting_for
from engine.services.looking.inbox import PAGE, InboxRow
from engine.services.looking.inbox import inbox as inbox_of
from portal.filters import narrowing_in
from portal.pages.people import Number
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(dependencies=[Depends(guarded)])


@router.get("/inbox")
def inbox(
    request: Request,
    light: str = "",
    indicator: str = "",
    only: Annotated[Literal["", "todo", "parts", "reviews", "waiting"], Query(alias="list")] = "",
    number: Number = 1,
) -> Response:
    """The inbox of the person who is in, whole or narrowed; or one of its lists, page by page."""
    who, wanted = here(request), narrowing_in({"light": light, "indicator": indicator})
    found = inbox_of(
        who.desk, who.actor, at=who.at, light=wanted.light, indicator=wanted.indicator or None, only=only, page=number
    )
    said = {"light": light, "indicator": indicator, "list": only}
    return page(
        request,
        "inbox.html",
        who,
        inbox=found,
        wanted=wanted,
        only=only,
        number=number,
        pages=-(-found.counts[only] // PAGE) if only else 1,
        query={name: value for name, value in said.items() if value},
        by_light=_by_light,
        request_name=request_name,
        change=waiting_for(who.desk, who.actor),
    )


def _by_light(rows: Iterable[InboxRow]) -> list[tuple[Light, list[InboxRow]]]:
    """Rows that follow each other under one light, together."""
    return [(light, list(some)) for light, some in groupby(rows, key=lambda line: line.row.light)]
