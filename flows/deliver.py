"""Every minute: deliver the notices that wait in the outbox, and tell webhooks what has happened."""

from __future__ import annotations

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.board import Done, finished, show_delivery
from flows.moment import runtime
from notifiers.delivery import deliver_due
from notifiers.webhooks import tell_due


@task(name="outbox", cache_policy=NO_CACHE)
async def deliver_outbox() -> Done:
    """Lease, send, record. The present counts here, not the planned time: a late run must not send as if early."""
    opened = runtime()
    delivered = deliver_due(opened, at=opened.clock.now(), owner=f"flow-run {flow_run.id}")
    return {"sent": delivered.sent, "failed": delivered.failed, "waiting": delivered.waiting}


@task(name="webhooks", cache_policy=NO_CACHE)
async def tell_webhooks() -> Done:
    """Queue, sign, post, record. Receivers are slow at times: letters go first."""
    opened = runtime()
    told = tell_due(opened, at=opened.clock.now(), owner=f"flow-run {flow_run.id}")
    return {"told": told.sent, "not_told": told.failed}


@flow(name="deliver", flow_run_name="deliver")
async def deliver() -> State[Any]:
    """Deliver what is due; the office sees only runs that delivered something."""
    done = await deliver_outbox() | await tell_webhooks()
    await show_delivery(done)
    return finished(done)
