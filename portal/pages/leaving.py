"""离岗与交接: somebody leaves after a preview, comes back, and work that nobody has is handed on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from engine.errors import LuoshiError
from engine.services.people import keep
from engine.services.people import unowned as service
from engine.services.work import leave as departures
from portal.failing import STATUS
from portal.forms import numbers_in, posted
from portal.pages.people import Number, shown
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])

Form = Annotated[FormData, Depends(posted)]


@router.get("/people/{person}/leave")
def preview(request: Request, person: str) -> Response:
    """What leaving would mean, and who could have the work."""
    return _leaving(request, here(request), person)


@router.post("/people/{person}/leave")
def leave(request: Request, person: str, form: Form) -> Response:
    """They leave, and the work goes where it was said."""
    who = here(request)
    try:
        departures.leave(
            who.desk,
            person,
            who.actor,
            at=who.at,
            reason=str(form.get("reason", "")),
            to=str(form.get("to", departures.DEPUTY)),
        )
    except LuoshiError as refusal:
        if refusal.code not in ("last-administrator", "not-of-the-unit"):
            raise
        return _leaving(request, who, person, refusal, str(form.get("reason", "")))
    return RedirectResponse(f"/people/{person}", 303)


@router.post("/people/{person}/back")
def come_back(request: Request, person: str) -> Response:
    """They are here again, with the work that is still where it went."""
    who = here(request)
    try:
        keep.come_back(who.desk, person, who.actor, at=who.at)
    except LuoshiError as refusal:
        return shown(request, who, person, refusal)
    return RedirectResponse(f"/people/{person}", 303)


@router.get("/unowned")
def unowned(request: Request, number: Number = 1) -> Response:
    """Work that nobody has, by unit."""
    return _unowned(request, here(request), number)


@router.post("/unowned")
def hand_on(request: Request, form: Form) -> Response:
    """The ticked ones go to the person chosen."""
    who = here(request)
    try:
        numbers = numbers_in(str(each) for each in form.getlist("number"))
        service.hand_on(who.desk, numbers, str(form.get("to", "")), who.actor, at=who.at)
    except LuoshiError as refusal:
        return _unowned(request, who, 1, refusal)
    return RedirectResponse("/unowned", 303)


def _leaving(
    request: Request, who: Here, person: str, refusal: LuoshiError | None = None, reason: str = ""
) -> Response:
    it = departures.preview(who.desk, person, who.actor)
    status = STATUS[refusal.kind] if refusal else 200
    return page(request, "people/leave.html", who, status=status, it=it, refusal=refusal, typed={"reason": reason})


def _unowned(request: Request, who: Here, number: int, refusal: LuoshiError | None = None) -> Response:
    found = service.unowned(who.desk, who.actor, page=number)
    status = STATUS[refusal.kind] if refusal else 200
    pages = -(-found.number // service.PAGE)
    more = {"number": number, "pages": pages, "refusal": refusal}
    return page(request, "people/unowned.html", who, status=status, found=found, **more)
