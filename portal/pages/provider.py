"""The two addresses of a sign-in through an identity provider: out to it, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from engine.errors import LuoshiError, NotFound
from engine.services.doors.sign_in import sign_in_as
from engine.wording import N_
from portal.pages.sign_in import sign_in_page, within
from portal.visit import let_in, runtime_of

if TYPE_CHECKING:
    from portal.oidc import Provider

router = APIRouter(prefix="/oidc")


@router.get("/out")
def out(request: Request, next: str = "/") -> Response:
    """To the provider."""
    from portal import oidc

    try:
        begun = _provider(request).outward(_key(request), within(next))
    except LuoshiError as refusal:
        return sign_in_page(request, refusal=refusal)
    answer = RedirectResponse(begun.address, 303)
    https = runtime_of(request).settings.portal_address.startswith("https:")
    answer.set_cookie(
        oidc.COOKIE, begun.note, max_age=oidc.MINUTES * 60, httponly=True, secure=https, samesite="lax", path="/oidc"
    )
    return answer


@router.get("/back")
def back(request: Request) -> Response:
    """And back: let in whom it names, or say why not on the sign-in page."""
    from portal import oidc

    runtime = runtime_of(request)
    at, note = runtime.clock.now(), request.cookies.get(oidc.COOKIE, "")
    try:
        name, next = _provider(request).returned(_key(request), note, dict(request.query_params), at)
        entered = sign_in_as(runtime.desk, name, at=at)
    except LuoshiError as refusal:
        return sign_in_page(request, refusal=refusal)
    answer = RedirectResponse(within(next), 303)
    let_in(answer, request, entered.token)
    answer.delete_cookie(oidc.COOKIE, path="/oidc")
    return answer


def _provider(request: Request) -> Provider:
    from portal import oidc

    found = oidc.Provider.of(runtime_of(request).settings)
    if found is None:
        raise NotFound("no-oidc", N_("No identity provider is set up here."), hint=N_("Sign in with a password."))
    return found


def _key(request: Request) -> str:
    key: str = request.app.state.signing_key
    return key
