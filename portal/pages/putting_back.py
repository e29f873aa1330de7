"""What was withdrawn because a unit left, put back from the unit's page."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from engine.services.people import putting_back
from portal.forms import numbers_in, optional_day
from portal.pages.units import Form, done
from portal.visit import guarded, here

router = APIRouter(dependencies=[Depends(guarded)])


@router.post("/units/{unit}/put-back")
def put_back(request: Request, unit: str, form: Form) -> Response:
    """The ticked ones, all or none."""
    who = here(request)
    ticked, due, reason = form.getlist("number"), str(form.get("due", "")), str(form.get("reason", ""))

    def act() -> None:
        numbers = numbers_in(map(str, ticked))
        order = putting_back.PutBack(unit, numbers, who.actor, optional_day(due), reason)
        putting_back.put_back(who.desk, order, at=who.at)

    return done(request, who, unit, act, put_back={"ticked": ticked, "due": due, "reason": reason})
