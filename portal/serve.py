"""`python -m portal.serve`: the portal as a process of its own, kept alive by `luoshi up`."""

from __future__ import annotations

import uvicorn

from engine.runtime import Runtime
from engine.settings import read_settings
from portal.app import create_app


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings()
    with Runtime.open(settings) as runtime:
        uvicorn.run(
            create_app(runtime),
            host=settings.portal_host,
            port=settings.portal_port,
            log_level="warning",
            access_log=False,
            server_header=False,
        )


if __name__ == "__main__":
    main()
