"""The portal as a process: served until told to stop. The command line composes it with the clockwork."""

from __future__ import annotations

from typing import TYPE_CHECKING

import uvicorn

from engine.errors import Unavailable
from engine.wording import N_
from portal.app import create_app

if TYPE_CHECKING:
    from engine.domain.clockwork import Clockwork
    from engine.runtime import Runtime


def serve(runtime: Runtime, clockwork: Clockwork) -> None:
    """Serve until told to stop. Raises Unavailable when it cannot start; what hinders it stands in its log."""
    settings = runtime.settings
    app = create_app(runtime, clockwork)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=settings.portal_host,
            port=settings.portal_port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # whom to believe is said by our own setting: portal/visit.py
            timeout_graceful_shutdown=10,
        )
    )
    app.state.stopping = lambda: server.should_exit  # open lines of /live end at once
    server.run()
    if not server.started:
        raise Unavailable(
            "portal-not-started",
            N_("The portal could not start on port {port}."),
            hint=N_("Its own words are above; LUOSHI_PORTAL_PORT chooses another port."),
            port=settings.portal_port,
        )
