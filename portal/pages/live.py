"""Word that something has changed: one look at the newest act for all who listen, a line to each when it moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from engine.errors import LuoshiError
from engine.services.looking.board import head
from portal.visit import NewPasswordWanted, SignInWanted, guarded, here

router = APIRouter(dependencies=[Depends(guarded)])
LOOK: Final = 2.0
"""Seconds between two looks at the newest act."""
_TICK: Final = 0.25
_QUIET: Final = 20.0
"""Seconds after which a silent line says that it is still there, and whether the visit is."""


class Heads:
    """The newest act as this process last saw it. Looked up only while somebody listens, once for all of them."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._moved = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self.listeners = 0
        self.looks = 0
        self.newest = -1

    def closing(self) -> bool:
        """Whether the server is about to stop: it waits for open lines, so they end first."""
        stopping = getattr(self._app.state, "stopping", None)
        return bool(stopping and stopping())

    async def after(self, seen: int, seconds: float) -> int:
        """The newest act as soon as it is another than `seen`, or `seen` after so many seconds or when closing."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        moved = self._moved
        if self.newest in (seen, -1):
            try:
                await asyncio.wait_for(moved.wait(), seconds)
            except TimeoutError:
                return seen
        return self.newest

    async def _look(self) -> None:
        """Look while somebody listens; a database that does not answer is asked again later and later."""
        wait, since = LOOK, LOOK
        while self.listeners and not self.closing():
            if since >= wait:
                since, wait = 0.0, await self._once(wait)
            await asyncio.sleep(_TICK)
            since += _TICK
        self._tell()

    async def _once(self, wait: float) -> float:
        try:
            found = await run_in_threadpool(head, self._app.state.runtime.desk)
        except LuoshiError:
            return min(wait * 2, 60.0)
        self.looks += 1
        if found != self.newest:
            self.newest = found
            self._tell()
        return LOOK

    def _tell(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


@router.get("/live")
async def live(request: Request) -> Response:
    """Server-sent events: `head` with the newest act's number when it moves, `end` when the visit has ended."""
    await run_in_threadpool(here, request, quiet=True)
    heads: Heads | None = getattr(request.app.state, "heads", None)
    if heads is None:
        heads = request.app.state.heads = Heads(request.app)
    return StreamingResponse(
        _lines(request, heads), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
    )


async def _lines(request: Request, heads: Heads) -> AsyncIterator[str]:
    heads.listeners += 1
    try:
        yield f"retry: {int(LOOK * 2000)}\n\n"
        seen = -1
        while not heads.closing():
            newest = await heads.after(seen, _QUIET)
            if heads.closing():
                return
            if not await run_in_threadpool(_still_in, request):
                yield "event: end\ndata: visit\n\n"
                return
            yield f"event: head\ndata: {newest}\n\n" if newest != seen else ": still here\n\n"
            seen = newest
    finally:
        heads.listeners -= 1


def _still_in(request: Request) -> bool:
    try:
        here(request, quiet=True)
    except (SignInWanted, NewPasswordWanted):
        return False
    except LuoshiError:
        return True  # the database does not answer just now; the visit is as it was
    return True
