"""What I have to do now."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from engine.services.looking.inbox import inbox as inbox_of
from portal.rendering import page
from portal.visit import guarded, here

router = APIRouter(dependencies=[Depends(guarded)])


@router.get("/inbox")
def inbox(request: Request) -> Response:
    """The inbox of the person who is in."""
    who = here(request)
    return page(request, "inbox.html", who, inbox=inbox_of(who.desk, who.actor, at=who.at))
