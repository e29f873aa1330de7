"""How failures reach a browser: one table from kinds to status codes, and a page that says what would help."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from engine.errors import Forbidden, Kind, LuoshiError
from engine.wording import N_, say
from portal import rendering
from portal.visit import NewPasswordWanted, SignInWanted, here, runtime_of

if TYPE_CHECKING:
    from portal.visit import Here

STATUS: Final = {
    Kind.INVALID: 422,
    Kind.REFUSED: 409,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.UNAVAILABLE: 503,
}

_log = logging.getLogger("luoshi.portal")


def declare(app: FastAPI) -> None:
    """Put every handler in its place. FastAPI calls the one of the nearest class."""
    app.add_exception_handler(SignInWanted, _sign_in)
    app.add_exception_handler(NewPasswordWanted, _new_password)
    app.add_exception_handler(LuoshiError, _told)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _form)
    app.add_exception_handler(Exception, _mishap)


def _sign_in(request: Request, _error: Exception) -> Response:
    return _go(request, f"/sign-in?next={quote(_wanted(request))}", 401)


def _new_password(request: Request, _error: Exception) -> Response:
    return _go(request, "/password", 403)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, LuoshiError)
    return _answer(request, STATUS[error.kind], error.sentence, error.remedy, error.code)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 413 and request.url.path != "/sign-in" and _who(request) is None:
        return _too_much_of_a_stranger(request)
    words = {
        404: (N_("There is no such page."), N_("Use the menu, or go back.")),
        413: (
            N_("This is more than can be taken at once."),
            N_("Hand in fewer or smaller files at a time; what was there before is kept."),
        ),
        405: (N_("This cannot be done at this address."), N_("Use the menu, or go back.")),
    }
    sentence, remedy = words.get(error.status_code, (str(error.detail), ""))
    return _answer(request, error.status_code, say(sentence), say(remedy), f"http-{error.status_code}")


def _too_much_of_a_stranger(request: Request) -> Response:
    """Whose visit has ended sends too much for somebody unknown: the door, and back to where they were."""
    if _by_script(request):
        return _go(request, f"/sign-in?next={quote(_wanted(request))}", 401)
    refusal = Forbidden(
        "signed-out-meanwhile",
        N_("You were signed out meanwhile; what you have just sent was not taken, what was kept before is there."),
        hint=N_("Sign in again: you come back to the page, where you send it once more."),
    )
    provider = bool(runtime_of(request).settings.oidc_issuer)
    return rendering.page(
        request, "sign_in.html", status=413, next=_wanted(request), name="", refusal=refusal, provider=provider
    )


def _form(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    names = "、".join(sorted({str(each["loc"][-1]) for each in error.errors()}))
    sentence = say(N_("Something in this request is missing or is not what it should be: {names}."), names=names)
    return _answer(request, 422, sentence, say(N_("Go back, correct it, and send it again.")), "bad-request")


def _mishap(request: Request, error: Exception) -> Response:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    sentence = say(N_("Something went wrong on our side; nothing was changed."))
    return _answer(request, 500, sentence, say(N_("Try again; the details are in the log.")), "mishap")


def _answer(request: Request, status: int, sentence: str, remedy: str, code: str) -> Response:
    """A message in place for a script's request, a page of its own otherwise."""
    part = "parts/refusal.html" if _by_script(request) else "refusal.html"
    return rendering.page(request, part, _who(request), status=status, sentence=sentence, remedy=remedy, code=code)


def _who(request: Request) -> Here | None:
    try:
        return here(request, any_password=True)
    except (SignInWanted, LuoshiError):
        return None


def _go(request: Request, address: str, status: int) -> Response:
    if _by_script(request):
        return Response(status_code=status, headers={"HX-Redirect": address, "X-Sign-In": address})
    return RedirectResponse(address, 303)


def _by_script(request: Request) -> bool:
    return request.headers.get("hx-request") == "true" or request.headers.get("x-requested-with") == "fetch"


def _wanted(request: Request) -> str:
    if request.method != "GET":
        return request.headers.get("referer", "/").split(request.url.netloc, 1)[-1] or "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
