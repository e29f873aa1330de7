"""The door of a personal link: a page that names the unit, and one button. A preview of the link opens nothing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from engine.services.doors import links
from engine.services.doors.secret import read_key
from portal.rendering import page
from portal.visit import let_in, runtime_of

router = APIRouter(prefix="/enter/{token}")


@router.get("")
def door(request: Request, token: str) -> Response:
    """Whose list this opens."""
    runtime = runtime_of(request)
    guest = links.look(runtime.desk, read_key(runtime.settings.home), token, at=runtime.clock.now())
    return page(request, "enter.html", guest=guest, token=token, of=runtime.desk.catalog().programme)


@router.post("")
def come_in(request: Request, token: str) -> Response:
    """进入: a visit begins, of this unit's own list only."""
    runtime = runtime_of(request)
    entered = links.enter(runtime.desk, read_key(runtime.settings.home), token, at=runtime.clock.now())
    answer = RedirectResponse("/inbox", 303)
    let_in(answer, request, entered.token)
    return answer
