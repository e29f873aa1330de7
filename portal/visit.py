"""Who is asking: the visit behind a request, its cookie, and the token that every form and script sends back."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from engine.domain.actor import Actor
from engine.domain.origin import Proxies
from engine.domain.vocabulary import Role
from engine.errors import Forbidden, Invalid, Refused
from engine.services.doors import sign_in
from engine.wording import N_
from portal import by_link

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.responses import Response

    from engine.domain.clockwork import Clockwork
    from engine.runtime import Runtime
    from engine.services.desk import Desk, Office

COOKIE: Final = "visit"
CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "x-csrf-token"
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInWanted(Exception):
    """Nobody is in behind this request: the edge shows the door."""


class NewPasswordWanted(Exception):
    """Somebody is in with a password that was told to them; they set their own before anything else."""


@dataclass(frozen=True)
class Here:
    """One request of somebody who is in: who, where, and the one moment at which everything in it happens."""

    runtime: Runtime
    visitor: sign_in.Visitor
    token: str
    at: datetime

    @property
    def desk(self) -> Desk:
        """What services work at."""
        return self.runtime.desk

    @property
    def actor(self) -> Actor:
        """The person who acts."""
        return self.visitor.actor

    @property
    def role(self) -> Role:
        """What they are in their unit."""
        return self.visitor.actor.role

    @cached_property
    def office(self) -> Office | None:
        """The catalog in force, looked up once a request; None before anything has been applied."""
        try:
            return self.desk.office()
        except Refused:
            return None

    @property
    def csrf(self) -> str:
        """The token that forms of this visit carry."""
        return csrf_of(self.token)


def runtime_of(request: Request) -> Runtime:
    """The installation this portal serves."""
    runtime: Runtime = request.app.state.runtime
    return runtime


def origin_of(request: Request) -> str:
    """The network a request comes from, through the proxies of the settings; '' when that cannot be told."""
    peer = request.client.host if request.client else ""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    proxies: Proxies = request.app.state.proxies
    return proxies.origin(peer, [each for each in forwarded if each])


def clockwork_of(request: Request) -> Clockwork:
    """What this portal asks about flows. Raises Refused when it was started without."""
    found: Clockwork | None = request.app.state.clockwork
    if found is None:
        raise Refused(
            "no-clockwork",
            N_("This portal was started without the clockwork, so it knows nothing of flows."),
            hint=N_("Start everything with `luoshi up` (or `make up`)."),
        )
    return found


def here(request: Request, *, any_password: bool = False, quiet: bool = False) -> Here:
    """Who is behind a request. Raises SignInWanted, or NewPasswordWanted unless `any_password`.

    `quiet`: the page asks by itself, which does not keep the visit from running out.
    """
    runtime, token = runtime_of(request), request.cookies.get(COOKIE, "")
    at = runtime.clock.now()
    visitor = sign_in.who_is(runtime.desk, token, at=at, quiet=quiet) if token else None
    if visitor is None:
        raise SignInWanted
    by_link.check(visitor, request.url.path)
    if visitor.must_change and not any_password:
        raise NewPasswordWanted
    return Here(runtime, visitor, token, at)


async def guarded(request: Request) -> None:
    """A dependency of every page router: whatever changes something carries the token of its own visit.

    Raises Forbidden `foreign-form` for a form that another site, or a page of an earlier visit, has sent.
    """
    if request.method in SAFE:
        return
    token = request.cookies.get(COOKIE, "")
    visitor = await run_in_threadpool(_visitor, request, token) if token else None
    if visitor is None:
        raise SignInWanted  # before anything of the body is read: only who is in may send much
    given = request.headers.get(CSRF_HEADER, "")
    if request.headers.get("content-type", "").startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        form = await request.form(max_files=200, max_fields=2000)
        _check_words(form)
        given = given or str(form.get(CSRF_FIELD, ""))
    if not hmac.compare_digest(given.encode(), csrf_of(token).encode()):
        raise Forbidden(
            "foreign-form",
            N_("This form does not belong to your present sign-in, so nothing was changed."),
            hint=N_("Go back, load the page again, and send it once more."),
        )


def _visitor(request: Request, token: str) -> sign_in.Visitor | None:
    runtime = runtime_of(request)
    return sign_in.who_is(runtime.desk, token, at=runtime.clock.now())


def _check_words(form: FormData) -> None:
    """Raises Invalid for a field with a NUL in it, which PostgreSQL keeps in no text."""
    for name, value in form.multi_items():
        if isinstance(value, str) and "\x00" in value:
            raise Invalid(
                "odd-sign",
                N_("The field “{name}” holds a sign that cannot be kept."),
                hint=N_("Type it anew instead of pasting it."),
                name=name[:50],
            )


def csrf_of(token: str) -> str:
    """The token of a visit's forms: known only to who knows the visit's secret."""
    return hmac.new(token.encode(), b"luoshi-forms", hashlib.sha256).hexdigest()


def let_in(response: Response, request: Request, token: str) -> None:
    """Give the browser its visit."""
    https = runtime_of(request).settings.portal_address.startswith("https:")
    response.set_cookie(
        COOKIE, token, max_age=int(sign_in.LONGEST.total_seconds()), httponly=True, secure=https, samesite="lax"
    )


def let_out(response: Response) -> None:
    """Take it away again."""
    response.delete_cookie(COOKIE)
