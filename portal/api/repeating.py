"""A POST with an Idempotency-Key that is sent again within a day is answered again, and not done again."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from engine.services.doors import once
from portal.api.door import Caller, caller

HEADER: Final = "idempotency-key"


class Repeatable(APIRoute):
    """A route that keeps its answers to POSTs by the caller's own key."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the key looked up before it and its answer kept behind it.

        Only what was done is kept: a refusal has changed nothing and is decided anew.
        """
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            given = request.headers.get(HEADER)
            if given is None or request.method != "POST":
                return await handle(request)
            told = await _request_bytes(request)
            return await _once(request, handle, given, told)

        return handler


async def _once(
    request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]], given: str, told: bytes
) -> Response:
    who: Caller = await run_in_threadpool(caller, request)
    key = once.key_of(who.credential, given, told)
    known = await run_in_threadpool(once.earlier, who.desk, key, at=who.at)
    if known is not None:
        return Response(known.body, known.status, {"idempotent-replay": "true"}, "application/json")
    request.state.caller = replace(who, desk=once.noting(who.desk, key, at=who.at))
    answer = await handle(request)
    if answer.status_code < 300:
        kept = once.Answer(answer.status_code, bytes(answer.body).decode())
        await run_in_threadpool(once.keep, who.desk, key, kept)
    return answer


async def _request_bytes(request: Request) -> bytes:
    """What makes two requests the same: the method, the address, and a JSON body; uploads go by the address alone."""
    head = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    is_json = request.headers.get("content-type", "").startswith("application/json")
    return head + (await request.body() if is_json else b"")
