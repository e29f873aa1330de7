"""The work pool our runner serves: flow runs as short processes of this same Python."""

from __future__ import annotations

import shlex
import sys
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.workers.process import ProcessWorker

from flows.surroundings import POOL


def template() -> dict[str, Any]:
    """Prefect's own template of a process pool, with the command fixed: no search for a project to install."""
    body = ProcessWorker.get_default_base_job_template()
    body["variables"]["properties"]["command"]["default"] = shlex.join([sys.executable, "-m", "prefect.engine"])
    return body


def ensure_pool(client: SyncPrefectClient) -> None:
    """Create the pool, or bring its template up to date; a pool that is right is not touched."""
    wanted = template()
    try:
        known = client.read_work_pool(POOL)
    except ObjectNotFound:
        try:
            client.create_work_pool(WorkPoolCreate(name=POOL, type="process", base_job_template=wanted))
        except ObjectAlreadyExists:  # the runner was faster, with the same template
            return
    else:
        if known.base_job_template != wanted:
            client.update_work_pool(POOL, WorkPoolUpdate(base_job_template=wanted))
