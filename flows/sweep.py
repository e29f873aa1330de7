"""Every five minutes: find and do everything that is due or was missed, and keep Prefect's timetable up to date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger

from engine.services import sweep as sweeping
from flows.apply import apply_deployments
from flows.board import Done, finished, show_sweep
from flows.heads import note_head
from flows.moment import as_of, desk, late, runtime
from flows.surroundings import prefect


@task(name="catch-up", cache_policy=NO_CACHE)
async def catch_up(at: datetime) -> Done:
    """What is due, day by day with the planned dates: the reason why a lost schedule does no harm."""
    swept = sweeping.sweep(desk(), at=at, late=late(at))
    return {
        "assignments": swept.issued.assignments,
        "missed": swept.missed,
        "chased": swept.chased,
        "scored": swept.scored,
        "settled": swept.settled,
        "office": swept.office,
        "days": len(swept.days),
    }


@task(name="timetable", cache_policy=NO_CACHE)
async def keep_timetable() -> Done:
    """Apply what has changed since: an adopted catalog, or a new year. `now` is right here: it is about the server."""
    opened = runtime()
    with prefect(opened.settings) as client:
        applied = apply_deployments(desk().catalog(), client, at=opened.clock.now())
    if applied.postponed:
        get_run_logger().warning("too close to a due time, next sweep: %s", ", ".join(applied.postponed))
    return {"deployments": len(applied.created) + len(applied.changed) + len(applied.removed)}


@flow(name="sweep", flow_run_name="sweep")
async def sweep() -> State[Any]:
    """Catch up with the calendar, then with the definitions; the day's first sweep also notes the head."""
    at = as_of()
    done = await catch_up(at) | await keep_timetable()
    note_head(runtime())
    await show_sweep(done, at)
    return finished(done)
