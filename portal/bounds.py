"""What is let in before anybody has looked at it: so much of a body, no NUL in an address, no form of another site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import Request
from starlette.exceptions import HTTPException

from engine.errors import Forbidden, Invalid
from engine.wording import N_
from portal.visit import COOKIE, SAFE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OF_STRANGERS: Final = 64 * 1024
"""Bytes of a body without any credential: a sign-in form and nothing else."""
_MEGABYTE: Final = 1024 * 1024


class Bounds:
    """ASGI middleware: a body that is too large ends in 413, whether its length is told or only comes."""

    def __init__(self, app: ASGIApp, *, megabytes: int) -> None:
        self.app, self._most = app, megabytes * _MEGABYTE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes; it is refused where it is read, so that the refusal looks like any other."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        known = b"authorization" in headers or f"{COOKIE}=".encode() in headers.get(b"cookie", b"")
        most = self._most if known else OF_STRANGERS
        told = headers.get(b"content-length", b"0")
        come = int(told) if told.isdigit() and len(told) < 20 else 0

        async def counted() -> Message:
            nonlocal come
            if come > most:
                raise _too_large(most)
            message = await receive()
            if b"content-length" not in headers:
                come += len(message.get("body", b""))
                if come > most:
                    raise _too_large(most)
            return message

        await self.app(scope, counted, send)


def _too_large(most: int) -> HTTPException:
    return HTTPException(413, headers={"connection": "close", "x-most-bytes": str(most)})


def plain(request: Request) -> None:
    """A dependency of every route. Raises Invalid for an address with a NUL in it: no name has one, no database takes
    it."""
    if "\x00" in request.url.path or "%00" in request.url.query:
        raise Invalid("odd-address", N_("This address has a sign in it that no address has."), hint=N_("Use the menu."))


def of_our_own(request: Request) -> None:
    """A dependency of every page. Raises Forbidden for what a page of another site sends: the doors have no token of a
    visit yet by which it could be told."""
    if request.method not in SAFE and request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise Forbidden(
            "foreign-site",
            N_("Another site has sent this form, so nothing was done."),
            hint=N_("Open the portal by its own address and try again."),
        )
