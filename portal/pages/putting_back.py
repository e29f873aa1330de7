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

    def act() -> None:
        numbers = tuple(numbers_in(map(str, form.getlist("number"))))
        due, reason = optional_day(str(form.get("due", ""))), str(form.get("reason", ""))
        putting_back.put_back(who.desk, putting_back.PutBack(unit, numbers, who.actor, due, reason), at=who.at)

    return done(request, who, unit, act)
