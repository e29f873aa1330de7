"""`python -m portal.serve`: the portal as a process of its own, kept alive by `luoshi up`."""

from __future__ import annotations

import sys

import uvicorn

from engine.runtime import Runtime
from engine.settings import read_settings
from portal.app import create_app


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings()
    with Runtime.open(settings) as runtime:
        app = create_app(runtime)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                host=settings.portal_host,
                port=settings.portal_port,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
            )
        )
        app.state.stopping = lambda: server.should_exit  # open lines of /live end at once
        server.run()
    if not server.started:
        sys.exit(3)  # uvicorn's own code for a start that failed; it has said why


if __name__ == "__main__":
    main()
