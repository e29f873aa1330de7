"""Who asks the API, by a token or by a visit, and the one dependency that holds every route to its scope."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request

from engine.domain.actor import Actor
from engine.domain.token_scope import EVERYTHING, TokenScope
from engine.errors import Forbidden
from engine.runtime import Runtime
from engine.services.desk import Desk
from engine.services.doors import sign_in, tokens
from engine.wording import N_
from portal import by_link
from portal.visit import COOKIE, CSRF_HEADER, SAFE, NewPasswordWanted, SignInWanted, csrf_of, runtime_of

BY_LINK_SCOPES: Final = frozenset({TokenScope.READ, TokenScope.SUBMIT})
"""Who came in by a personal link does the unit's own work and nothing else."""

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


@dataclass(frozen=True)
class Caller:
    """One request of the API: who, with what credential, and the one moment at which everything in it happens."""

    runtime: Runtime
    desk: Desk
    actor: Actor
    via: str
    scopes: frozenset[TokenScope]
    credential: str
    at: datetime


def scoped(scope: TokenScope) -> Callable[[Endpoint], Endpoint]:
    """Declare what a credential must be good for to come to this endpoint; without it nobody does."""

    def declare(endpoint: Endpoint) -> Endpoint:
        endpoint.scope = scope  # type: ignore[attr-defined]
        return endpoint

    return declare


def scope_of(endpoint: object) -> TokenScope | None:
    """The scope an endpoint declares."""
    found = getattr(endpoint, "scope", None)
    return found if isinstance(found, TokenScope) else None


def caller(request: Request) -> Caller:
    """Who is asking, once a request; the dependency of every route of the API.

    Raises SignInWanted for nobody, NewPasswordWanted, Forbidden `scope-wanted` for a credential that is not good for
    this route, and `csrf-wanted` for a visit that changes something without its token.
    """
    known = getattr(request.state, "caller", None)
    if isinstance(known, Caller):
        return known
    found = _found(request)
    wanted = scope_of(request.scope.get("endpoint"))
    if wanted is None or wanted not in found.scopes:
        raise Forbidden(
            "scope-wanted",
            N_("This needs the scope “{scope}”, which what you came in with does not have."),
            hint=N_("Make a token with that scope, or sign in."),
            scope=str(wanted or "-"),
        )
    request.state.caller = found
    return found


Who = Annotated[Caller, Depends(caller)]
"""Who is asking."""


def _found(request: Request) -> Caller:
    runtime = runtime_of(request)
    at, header = runtime.clock.now(), request.headers.get("authorization", "")
    if header:
        scheme, _, secret = header.partition(" ")
        bearer = tokens.bearer(runtime.desk, secret.strip(), at=at) if scheme.lower() == "bearer" else None
        if bearer is None:
            raise SignInWanted
        return Caller(runtime, runtime.desk, bearer.actor, "token", bearer.scopes, secret.strip(), at)
    token = request.cookies.get(COOKIE, "")
    visitor = sign_in.who_is(runtime.desk, token, at=at) if token else None
    if visitor is None:
        raise SignInWanted
    if visitor.must_change:
        raise NewPasswordWanted
    given = request.headers.get(CSRF_HEADER, "")
    if request.method not in SAFE and not hmac.compare_digest(given.encode(), csrf_of(token).encode()):
        raise Forbidden(
            "csrf-wanted",
            N_("A request of a signed-in browser that changes something carries its X-CSRF-Token."),
            hint=N_("Send the token of this sign-in, or use a token for programs."),
        )
    by_link.check(visitor, request.scope["path"].removeprefix(request.scope.get("root_path", "")), api=True)
    scopes = BY_LINK_SCOPES if visitor.via == sign_in.BY_LINK else EVERYTHING
    return Caller(runtime, runtime.desk, visitor.actor, visitor.via, scopes, token, at)
