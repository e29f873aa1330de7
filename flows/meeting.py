"""Before each quarter's joint meeting: a packet of where each unit stands. The minutes come back as evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from engine.services.office import meet
from flows.board import finished
from flows.moment import as_of, desk
from flows.programme_board import show_packet


@task(name="packet", cache_policy=NO_CACHE)
async def compile_packet(at: datetime) -> meet.Packet:
    """Each unit's state in the quarter of `at`."""
    return meet.packet(desk(), at=at)


@flow(name="quarterly-meeting", flow_run_name="quarterly-meeting")
async def quarterly_meeting() -> State[Any]:
    """Lay the packet before the office as a page and a table."""
    packet = await compile_packet(as_of())
    await show_packet(packet)
    return finished({"units": len(packet.rows)})
