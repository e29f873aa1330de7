"""In and out: the sign-in page, the first page behind it, one's own password and language."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from engine.errors import LuoshiError
from engine.services.doors import account
from engine.services.doors import sign_in as doors
from engine.wording import Language
from portal.failing import STATUS
from portal.headers import LANGUAGE_COOKIE
from portal.menu import home_of
from portal.rendering import page
from portal.visit import COOKIE, Here, SignInWanted, guarded, here, let_in, let_out, origin_of, runtime_of

router = APIRouter()
inside = APIRouter(dependencies=[Depends(guarded)])


@router.get("/sign-in")
def door(request: Request, next: str = "/") -> Response:
    """The sign-in page; who is in already goes on."""
    try:
        here(request)
    except SignInWanted:
        return sign_in_page(request, next=next)
    return RedirectResponse(within(next), 303)


@router.post("/sign-in")
def come_in(
    request: Request,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Sign in; a refusal is said above the form, with the name still in it."""
    runtime = runtime_of(request)
    try:
        origin, tries = origin_of(request), runtime.settings.sign_in_tries
        entered = doors.sign_in(runtime.desk, name, password, at=runtime.clock.now(), origin=origin, tries=tries)
    except LuoshiError as refusal:
        return sign_in_page(request, next=next, name=name, refusal=refusal)
    answer = RedirectResponse("/password" if entered.must_change else within(next), 303)
    let_in(answer, request, entered.token)
    return answer


@inside.get("/")
def home(request: Request) -> Response:
    """The first page for this person."""
    return RedirectResponse(home_of(here(request)), 303)


@inside.post("/sign-out")
def go_out(request: Request) -> Response:
    """Sign out."""
    doors.sign_out(runtime_of(request).desk, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/sign-in", 303)
    let_out(answer)
    return answer


@inside.get("/password")
def own_password(request: Request) -> Response:
    """Where one sets one's own password."""
    return _password(request, here(request, any_password=True))


@inside.post("/password")
def set_password(
    request: Request,
    old: Annotated[str, Form()],
    new: Annotated[str, Form()],
    again: Annotated[str, Form()],
) -> Response:
    """Set it; a refusal is said above the form."""
    who = here(request, any_password=True)
    try:
        account.check_twice(new, again)
        account.change_password(who.desk, who.actor, old, new, at=who.at, keep=who.token)
    except LuoshiError as refusal:
        return _password(request, who, refusal)
    return RedirectResponse("/", 303)


@inside.post("/password/elsewhere")
def end_elsewhere(request: Request) -> Response:
    """Sign out everywhere but here: a desk was left open, a telephone lost."""
    who = here(request)
    account.end_others(who.desk, who.actor, token=who.token)
    return RedirectResponse("/password", 303)


def _password(request: Request, who: Here, refusal: LuoshiError | None = None) -> Response:
    status = 200 if refusal is None else STATUS[refusal.kind]
    visits = account.visits(who.desk, who.actor, at=who.at, token=who.token)
    return page(request, "password.html", who, status=status, refusal=refusal, visits=visits)


@router.post("/language")
def choose_language(
    request: Request, language: Annotated[Language, Form()], next: Annotated[str, Form()] = "/"
) -> Response:
    """Read in another language from now on, in this browser."""
    answer = RedirectResponse(within(next), 303)
    https = runtime_of(request).settings.portal_address.startswith("https:")
    answer.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, secure=https, samesite="lax")
    return answer


router.include_router(inside)


def sign_in_page(request: Request, *, next: str = "/", name: str = "", refusal: LuoshiError | None = None) -> Response:
    """The door, with what was typed and why it did not open."""
    return page(
        request,
        "sign_in.html",
        status=STATUS[refusal.kind] if refusal else 200,
        next=within(next),
        name=name,
        refusal=refusal,
        provider=bool(runtime_of(request).settings.oidc_issuer),
    )


def within(address: str) -> str:
    """An address of our own: nobody is sent elsewhere by a link that names the sign-in page."""
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if own else "/"
