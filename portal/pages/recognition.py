"""表彰: the ranked list of a year, proposed, approved by a second person, and published once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import RedirectResponse, Response

from engine.errors import LuoshiError
from engine.services.office import recognise
from engine.services.office.recognition_sheet import recognition_sheet
from portal.failing import STATUS
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/recognition", dependencies=[Depends(guarded)])
_Year = Annotated[int, Path(ge=1, le=9998)]


@router.get("")
def this_year(request: Request) -> Response:
    """The list of the present year."""
    return _shown(request, here(request), None)


@router.get("/{year}")
def of_year(request: Request, year: _Year) -> Response:
    """The list of a year."""
    return _shown(request, here(request), year)


@router.post("/{year}/propose")
def propose(request: Request, year: _Year) -> Response:
    """Rank by rule and lay the list before the office, over an earlier proposal."""
    return _done(request, year, lambda who: recognise.propose(who.desk, at=who.at, year=year, actor=who.actor))


@router.post("/{year}/approve")
def approve(request: Request, year: _Year, digest: Annotated[str, Form(min_length=1)]) -> Response:
    """Approve exactly the list that was on the page."""
    return _done(request, year, lambda who: recognise.approve_list(who.desk, year, who.actor, at=who.at, digest=digest))


@router.post("/{year}/publish")
def publish(request: Request, year: _Year) -> Response:
    """Publish it and tell everybody."""
    return _done(request, year, lambda who: recognise.publish(who.desk, year, at=who.at, actor=who.actor))


def _shown(request: Request, who: Here, year: int | None, refusal: LuoshiError | None = None) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    sheet = recognition_sheet(who.desk, who.actor, at=who.at, year=year)
    return page(request, "recognition.html", who, status=status, sheet=sheet, refusal=refusal)


def _done(request: Request, year: int, act: Callable[[Here], object]) -> Response:
    who = here(request)
    try:
        act(who)
    except LuoshiError as refusal:
        return _shown(request, who, year, refusal)
    return RedirectResponse(f"/recognition/{year}", 303)
