"""What units ask for: the office's list, and its decision by somebody else than who asked."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from engine.errors import LuoshiError
from engine.services.looking.requests import open_requests
from engine.services.work import extend
from portal.failing import STATUS
from portal.forms import optional_day
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/requests", dependencies=[Depends(guarded)])


@router.get("")
def waiting(request: Request) -> Response:
    """The requests that wait for a decision."""
    return _shown(request, here(request))


@router.post("/{number}/decide")
def decide(
    request: Request,
    number: int,
    verdict: Annotated[Literal["grant", "refuse"], Form()],
    reason: Annotated[str, Form()] = "",
    due: Annotated[str, Form()] = "",
) -> Response:
    """Grant or refuse; a refusal of ours keeps what was typed."""
    who = here(request)
    try:
        decision = extend.Decision(number, who.actor, verdict == "grant", reason.strip(), optional_day(due))
        extend.decide(who.desk, decision, at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, refusal, {"asked": str(number), "reason": reason, "due": due})
    return RedirectResponse("/requests", 303)


def _shown(
    request: Request, who: Here, refusal: LuoshiError | None = None, typed: dict[str, str] | None = None
) -> Response:
    status = STATUS[refusal.kind] if refusal else 200
    rows = open_requests(who.desk, who.actor, at=who.at)
    return page(request, "requests.html", who, status=status, rows=rows, refusal=refusal, typed=typed or {})
