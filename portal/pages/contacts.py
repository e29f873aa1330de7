"""One's own telephone and e-mail: where word reaches one, and the names one signs in by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from engine.errors import LuoshiError
from engine.services.people import keep
from portal.forms import of_refusal
from portal.rendering import page
from portal.visit import Here, guarded, here

router = APIRouter(prefix="/contacts", dependencies=[Depends(guarded)])


@router.get("")
def shown(request: Request, saved: bool = False) -> Response:
    """What stands."""
    who = here(request)
    return _shown(request, who, keep.own_contacts(who.desk, who.actor), saved=saved)


@router.post("")
def change(request: Request, phone: Annotated[str, Form()] = "", email: Annotated[str, Form()] = "") -> Response:
    """Change it; what is wrong is said beside its field, with what was typed still there."""
    who, typed = here(request), {"phone": phone, "email": email}
    try:
        keep.change_own(who.desk, typed, who.actor, at=who.at)
    except LuoshiError as refusal:
        return _shown(request, who, typed, refusal)
    return RedirectResponse("/contacts?saved=1", 303)


def _shown(
    request: Request, who: Here, typed: Mapping[str, str], refusal: LuoshiError | None = None, *, saved: bool = False
) -> Response:
    return page(request, "contacts.html", who, **of_refusal(refusal), typed=typed, saved=saved)
