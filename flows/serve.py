"""The runner: takes due flow runs from the server and starts each as a short process (`python -m flows.serve`)."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from typing import Final

from prefect.workers.process import ProcessWorker

from engine.settings import read_settings
from flows.leftovers import clear_leftovers
from flows.pool import template
from flows.surroundings import POOL, runner_name

AT_ONCE: Final = 3
"""Flow runs at the same time; our database takes one writer at a time anyway."""


async def serve() -> None:
    """Serve the pool until SIGTERM or SIGINT. When the server stays away we end, and the supervisor starts us again."""
    name = runner_name(read_settings())
    await clear_leftovers(name)
    worker = ProcessWorker(POOL, name=name, limit=AT_ONCE, base_job_template=template())
    serving = asyncio.ensure_future(worker.start())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, serving.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await serving


if __name__ == "__main__":  # flow-run processes may import this module again
    asyncio.run(serve())
    sys.exit(0)
