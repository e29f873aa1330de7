"""Runs that a killed runner had in hand are marked as crashed: the board must not show them running for ever."""

from __future__ import annotations

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas import filters
from prefect.client.schemas.objects import FlowRun, StateType, WorkerStatus
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from engine.wording import N_, say
from flows.surroundings import POOL

_CUT_OFF = N_("The runner stopped while this was running. Nothing is lost: the next sweep does what was left.")


async def clear_leftovers(name: str) -> int:
    """Mark what nobody can be running any more; returns how many.

    Called by the runner `name` before it takes work, when its predecessor and that one's processes are gone. With
    other runners in the pool, or without a server, nothing is touched.
    """
    try:
        async with get_client() as client:
            if await _others(client, name):
                return 0
            left = await _left(client)
            for run in left:
                await client.set_flow_run_state(run.id, Crashed(message=say(_CUT_OFF)), force=True)
            return len(left)
    except (httpx.TransportError, ObjectNotFound):  # no server yet, or no pool: nothing can have been left
        return 0


async def _others(client: PrefectClient, name: str) -> bool:
    workers = await client.read_workers_for_work_pool(POOL)
    return any(one.name != name and one.status is WorkerStatus.ONLINE for one in workers)


async def _left(client: PrefectClient) -> list[FlowRun]:
    in_hand = filters.FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])
    return await client.read_flow_runs(
        work_pool_filter=filters.WorkPoolFilter(name=filters.WorkPoolFilterName(any_=[POOL])),
        flow_run_filter=filters.FlowRunFilter(state=filters.FlowRunFilterState(type=in_hand)),
    )
