"""The application: its middleware, its rooms, its files, and nothing else."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from engine.domain.origin import Proxies
from portal import failing
from portal.api.app import PREFIX, create_api
from portal.bounds import Bounds, of_our_own, plain
from portal.headers import Headers
from portal.pages import (
    assignment,
    board,
    calendar,
    contacts,
    definitions,
    definitions_edit,
    definitions_plan,
    documents,
    enter,
    handing_in,
    inbox,
    leaving,
    letters,
    links,
    live,
    next_year,
    office,
    packages,
    people,
    preferences,
    progress,
    provider,
    putting_back,
    requests,
    review,
    rosters,
    scan,
    sign_in,
    standing,
    tables,
    tokens,
    unit_names,
    units,
    webhooks,
)
from portal.rendering import ROOT

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from engine.domain.clockwork import Clockwork
    from engine.runtime import Runtime

PAGES: Final = (
    sign_in.router,
    provider.router,
    inbox.router,
    calendar.router,
    contacts.router,
    letters.router,
    standing.router,
    preferences.router,
    assignment.router,
    handing_in.router,
    requests.router,
    review.router,
    office.router,
    board.router,
    packages.router,
    documents.router,
    progress.router,
    live.router,
    enter.router,
    links.router,
    tokens.router,
    webhooks.router,
    people.router,
    leaving.router,
    units.router,
    putting_back.router,
    unit_names.router,
    rosters.router,
    scan.router,
    tables.router,
    definitions.router,
    definitions_edit.router,
    definitions_plan.router,
    next_year.router,
)


def create_app(runtime: Runtime, clockwork: Clockwork | None = None) -> FastAPI:
    """The portal of one opened installation; who creates it closes the runtime afterwards.

    Without a `clockwork` nothing is said of flows and none is run; everything else works.
    """
    app = Portal(
        title="Luoshi",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # it would name the host that the request claims to be for
        dependencies=[Depends(plain), Depends(of_our_own)],
    )
    app.state.runtime, app.state.clockwork = runtime, clockwork
    app.state.proxies = Proxies.of(runtime.settings.portal_proxies)
    app.state.signing_key = secrets.token_urlsafe(32)
    for router in PAGES:
        app.include_router(router)
    app.add_api_route("/health", _health, include_in_schema=False)
    app.mount(PREFIX, create_api(runtime, clockwork), name="api")
    app.mount("/static", StaticFiles(directory=ROOT / "static"), name="static")
    failing.declare(app)
    app.add_middleware(Bounds, megabytes=runtime.settings.upload_megabytes)
    return app


class Portal(FastAPI):
    """The application with its headers around everything, what goes wrong inside of it included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The stack, headers outermost."""
        settings = self.state.runtime.settings
        https = settings.portal_address.startswith("https:")
        return Headers(super().build_middleware_stack(), default=settings.language, https=https)


async def _health() -> dict[str, bool]:
    """Whether the portal answers; `luoshi up` asks."""
    return {"ok": True}
