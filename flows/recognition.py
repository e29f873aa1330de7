"""The annual recognition: propose the ranked list on the programme's day, publish it once it is approved."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from engine.services.office import recognise
from flows.board import finished
from flows.moment import as_of, desk
from flows.programme_board import show_bulletin, show_draft


@task(name="propose", cache_policy=NO_CACHE)
async def propose(at: datetime) -> recognise.RecognitionDraft:
    """Rank by rule; veto and unresolved red are left out, with the reason."""
    return recognise.propose(desk(), at=at)


@task(name="publish", cache_policy=NO_CACHE)
async def publish(at: datetime) -> recognise.Bulletin:
    """Publish the approved list; refused, in words, while nobody has approved it."""
    return recognise.publish(desk(), desk().today(at).year, at=at)


@flow(name="recognition", flow_run_name="recognition {stage}")
async def recognition(stage: Literal["propose", "publish"] = "propose") -> State[Any]:
    """Propose on the day; run again once a second person of the office has approved, it publishes. Each once."""
    at = as_of()
    if stage == "propose":
        draft = await propose(at)
        await show_draft(draft)
        if draft.state == "proposed":
            return finished({"ranked": len(draft.rows)})
    bulletin = await publish(at)
    await show_bulletin(bulletin)
    return finished({"published": len(bulletin.rows)})
