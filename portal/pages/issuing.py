"""加派: the office gives an open period of a requirement to one more unit, with a reason."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from engine.errors import LuoshiError
from engine.services.looking import board as boards
from engine.services.seeing import check_sees_all
from engine.services.work import issue_one
from portal.failing import STATUS
from portal.forms import optional_day
from portal.pages.unit_names import names_like
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/issue", dependencies=[Depends(guarded)])


@router.get("")
def choose(request: Request, indicator: str = "") -> Response:
    """First the requirement, then its open periods."""
    return _shown(request, here(request), {"indicator": indicator})


@router.post("")
def issue(
    request: Request,
    indicator: Annotated[str, Form()],
    period: Annotated[str, Form()] = "",
    unit: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    chosen: Annotated[str, Form()] = "",
) -> Response:
    """Issue it, and go to the new assignment. `chosen`: the unit that was meant, from those the page offered."""
    who, unit = here(request), chosen or unit
    try:
        order = issue_one.Extra(indicator, period, unit, who.actor, reason, optional_day(due))
        number = issue_one.issue_extra(who.desk, order, at=who.at)
    except LuoshiError as refusal:
        typed = {"indicator": indicator, "period": period, "unit": unit, "due": due, "reason": reason}
        return _shown(request, who, typed, refusal)
    return RedirectResponse(f"/assignments/{number}", 303)


def _shown(request: Request, who: Here, typed: dict[str, str], refusal: LuoshiError | None = None) -> Response:
    check_sees_all(who.desk, who.actor)
    status = 200 if refusal is None else STATUS[refusal.kind]
    indicator = typed.get("indicator", "")
    return page(
        request,
        "issue.html",
        who,
        status=status,
        typed=typed,
        indicators=boards.choices(who.desk, at=who.at).indicators,
        periods=issue_one.open_periods(who.desk, indicator, at=who.at) if indicator else (),
        meant=names_like(who, typed["unit"]) if refusal and refusal.code == "no-unit-of-that-name" else (),
        refusal=refusal,
    )
