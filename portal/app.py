"""The application: its middleware, its rooms, its files, and nothing else."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from portal import failing
from portal.api.app import PREFIX, create_api
from portal.headers import Headers
from portal.pages import (
    assignment,
    board,
    calendar,
    enter,
    inbox,
    letters,
    links,
    live,
    office,
    progress,
    provider,
    review,
    sign_in,
    standing,
    tokens,
    webhooks,
)
from portal.rendering import ROOT

if TYPE_CHECKING:
    from engine.runtime import Runtime

PAGES: Final = (
    sign_in.router,
    provider.router,
    inbox.router,
    calendar.router,
    letters.router,
    standing.router,
    assignment.router,
    review.router,
    office.router,
    board.router,
    progress.router,
    live.router,
    enter.router,
    links.router,
    tokens.router,
    webhooks.router,
)


def create_app(runtime: Runtime) -> FastAPI:
    """The portal of one opened installation; who creates it closes the runtime afterwards."""
    app = FastAPI(title="Luoshi", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.runtime = runtime
    app.state.signing_key = secrets.token_urlsafe(32)
    for router in PAGES:
        app.include_router(router)
    app.add_api_route("/health", _health, include_in_schema=False)
    app.mount(PREFIX, create_api(runtime), name="api")
    app.mount("/static", StaticFiles(directory=ROOT / "static"), name="static")
    failing.declare(app)
    app.add_middleware(
        Headers,
        default=runtime.settings.language,
        https=runtime.settings.portal_address.startswith("https:"),
    )
    return app


async def _health() -> dict[str, bool]:
    """Whether the portal answers; `luoshi up` asks."""
    return {"ok": True}
