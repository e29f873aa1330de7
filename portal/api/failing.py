"""How failures reach a program: `{code, kind, message, remedy}` with the status of the portal's one table of kinds."""

from __future__ import annotations

import logging
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from engine.errors import Kind, LuoshiError
from engine.wording import N_, say
from portal.api.models.value import Failure
from portal.failing import STATUS
from portal.visit import NewPasswordWanted, SignInWanted

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Failure, "description": words}
    for status, words in (
        (400, "What was sent cannot be read."),
        (401, "Nobody is signed in, or the token is not good."),
        (403, "Somebody else may; the message says who."),
        (404, "There is no such thing, or none this person may see."),
        (409, "The state or the rules do not allow it now."),
        (422, "What was sent is wrong in itself."),
        (503, "Something outside does not answer; trying again may help."),
    )
}
"""What every route may answer instead."""

_log = logging.getLogger("luoshi.portal")


def declare(app: FastAPI) -> None:
    """Put every handler in its place."""
    app.add_exception_handler(SignInWanted, _nobody)
    app.add_exception_handler(NewPasswordWanted, _password)
    app.add_exception_handler(LuoshiError, _told)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(Exception, _mishap)


def failed(status: int, kind: str, code: str, message: str, remedy: str = "") -> JSONResponse:
    """A failure as the API says it."""
    told = Failure(code=code, kind=kind, message=message, remedy=remedy)
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(told.model_dump(), status, headers=headers)


def _nobody(_request: Request, _error: Exception) -> JSONResponse:
    sentence = say(N_("Nobody is signed in, or this token is not good (any more)."))
    remedy = say(N_("Send `Authorization: Bearer` with a token of yours; you make one at /api/v1/tokens."))
    return failed(401, Kind.FORBIDDEN, "not-signed-in", sentence, remedy)


def _password(_request: Request, _error: Exception) -> JSONResponse:
    sentence = say(N_("You set your own password before anything else."))
    return failed(403, Kind.FORBIDDEN, "new-password-wanted", sentence, say(N_("Set it at /password.")))


def _told(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, LuoshiError)
    return failed(STATUS[error.kind], error.kind, error.code, error.sentence, error.remedy)


def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = {404: Kind.NOT_FOUND, 403: Kind.FORBIDDEN}.get(error.status_code, Kind.INVALID)
    words = {
        404: N_("There is nothing at this address."),
        405: N_("This cannot be done at this address."),
        413: N_("This is more than can be taken at once."),
    }.get(error.status_code, str(error.detail))
    remedy = say(N_("/api/v1/openapi.json says what there is."))
    answer = failed(error.status_code, kind, f"http-{error.status_code}", say(words), remedy)
    answer.headers.update(error.headers or {})
    return answer


def _unfit(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    places = sorted({".".join(str(part) for part in each["loc"]) for each in error.errors()})
    sentence = say(
        N_("Something in this request is missing or is not what it should be: {names}."), names="、".join(places[:20])
    )
    return failed(422, Kind.INVALID, "bad-request", sentence, say(N_("/api/v1/openapi.json says what is wanted.")))


def _mishap(request: Request, error: Exception) -> JSONResponse:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    sentence = say(N_("Something went wrong on our side; nothing was changed."))
    return failed(500, Kind.UNAVAILABLE, "mishap", sentence, say(N_("Try again; the details are in the log.")))
