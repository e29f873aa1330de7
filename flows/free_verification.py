"""On working days in August: the countdown to the free-verification deadline, with the units below 100 % named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from engine.services.office import chase, meet
from flows.board import Done, finished
from flows.moment import as_of, desk, late
from flows.programme_board import show_countdown


@task(name="countdown", cache_policy=NO_CACHE)
async def count_down(at: datetime) -> meet.Countdown:
    """Days left and units below; its notices go to the office once a day however often this runs."""
    return meet.countdown(desk(), at=at)


@task(name="escalate", cache_policy=NO_CACHE)
async def escalate(at: datetime) -> Done:
    """The ladder's rungs that are due today."""
    return {f"rung:{rung}": count for rung, count in chase.chase(desk(), at=at, late=late(at)).rungs.items()}


@flow(name="free-verification", flow_run_name="free-verification")
async def free_verification() -> State[Any]:
    """Report to the office, then escalate what is due for it."""
    at = as_of()
    countdown = await count_down(at)
    await show_countdown(countdown)
    return finished({"days_left": countdown.days_left, "below": len(countdown.rows)} | await escalate(at))
