"""One indicator at one of its dates: open, remind, due or close; short, idempotent and set-based."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, assert_never

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from engine.services.office import chase
from engine.services.scoring import score
from engine.services.work import issue
from flows.board import Done, finished, show_indicator
from flows.moment import as_of, desk, late


@task(name="issue", task_run_name="issue {indicator}", cache_policy=NO_CACHE)
async def issue_stage(indicator: str, at: datetime) -> Done:
    """Open the periods whose day has come and issue their assignments."""
    issued = issue.issue(desk(), at=at, indicator=indicator)
    return {"periods": issued.periods, "assignments": issued.assignments, "parts": issued.parts}


@task(name="chase", task_run_name="chase {indicator}", cache_policy=NO_CACHE)
async def chase_stage(indicator: str, at: datetime) -> Done:
    """Send what the ladder asks for today; each rung once per assignment and due date."""
    return {f"rung:{rung}": count for rung, count in chase.chase(desk(), at=at, late=late(at)).rungs.items()}


@task(name="miss", task_run_name="miss {indicator}", cache_policy=NO_CACHE)
async def miss_stage(indicator: str, at: datetime) -> Done:
    """Record what passed its due date without being handed in."""
    return {"missed": chase.miss_due(desk(), at=at)}


@task(name="score", task_run_name="score {indicator}", cache_policy=NO_CACHE)
async def score_stage(indicator: str, at: datetime) -> Done:
    """Score what is ready."""
    return {"scored": score.score_due(desk(), at=at)}


@flow(name="run-indicator", flow_run_name="{indicator} {stage}")
async def run_indicator(indicator: str, stage: Literal["open", "remind", "due", "close"] = "open") -> State[Any]:
    """Do what one date of an indicator asks for, then show the office where everybody stands."""
    at = as_of()
    match stage:
        case "open":
            done = await issue_stage(indicator, at)
        case "remind" | "due":
            done = await chase_stage(indicator, at)
        case "close":
            done = await miss_stage(indicator, at) | await score_stage(indicator, at) | await chase_stage(indicator, at)
        case _:
            assert_never(stage)
    await show_indicator(indicator, stage, done, at)
    return finished(done)
