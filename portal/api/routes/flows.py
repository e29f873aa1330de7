"""Flows: how the clockwork is, what ran, what will run, what a run would do, and running one now."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime

from engine.domain.clockwork import RunState
from engine.domain.token_scope import TokenScope
from engine.services.office import running
from engine.services.seeing import check_sees_all
from portal.api.door import Who, scoped
from portal.api.models.value import Answered, Given, Limit, Name
from portal.visit import clockwork_of

router = APIRouter(tags=["flows"])


class Finding(Answered):
    """One finding; `remedy` is empty when it is well."""

    name: str
    well: bool
    sentence: str
    remedy: str


class ClockworkState(Answered):
    """How the clockwork is, and where Prefect's own interface is."""

    address: str
    findings: tuple[Finding, ...]


class FlowRun(Answered):
    """A run of a flow. `name`: the indicator's id, or the flow's own. `told`: what it did, or why it failed."""

    id: str
    flow: str
    name: str
    stage: str
    state: RunState
    planned_at: datetime
    began_at: datetime | None
    seconds: float | None
    told: str
    address: str


class FlowRuns(Answered):
    """Runs in order."""

    items: tuple[FlowRun, ...]


class WouldDo(Answered):
    """What a run would do now, line by line (none: nothing), or why it would fail."""

    name: str
    stage: str
    lines: tuple[str, ...]
    refusal: str


class RunIn(Given):
    """An indicator's id or a programme flow, and its stage where it has stages."""

    name: Name
    stage: Name = ""


@router.get("/flows")
@scoped(TokenScope.READ)
def state(who: Who, request: Request) -> ClockworkState:
    """How the clockwork is; for those who see every unit's work."""
    check_sees_all(who.desk, who.actor)
    clockwork = clockwork_of(request)
    found = tuple(map(Finding.model_validate, clockwork.findings(at=who.at)))
    return ClockworkState(address=clockwork.address, findings=found)


@router.get("/flows/runs")
@scoped(TokenScope.READ)
def ran(
    who: Who,
    request: Request,
    limit: Limit = 50,
    before: Annotated[AwareDatetime | None, Query(description="Planned before this instant.")] = None,
    name: Name = "",
    failed: bool = False,
    rhythm: bool = False,
) -> FlowRuns:
    """What ran, the latest first; `rhythm`: sweeps and deliveries too."""
    check_sees_all(who.desk, who.actor)
    found = clockwork_of(request).ran(before=before or who.at, limit=limit, name=name, failed=failed, rhythm=rhythm)
    return FlowRuns(items=tuple(map(FlowRun.model_validate, found)))


@router.get("/flows/coming")
@scoped(TokenScope.READ)
def coming(who: Who, request: Request, limit: Limit = 50) -> FlowRuns:
    """What will run, soonest first, without sweeps and deliveries."""
    check_sees_all(who.desk, who.actor)
    found = clockwork_of(request).coming(at=who.at, limit=limit)
    return FlowRuns(items=tuple(map(FlowRun.model_validate, found)))


@router.get("/flows/would-do")
@scoped(TokenScope.READ)
def would_do(who: Who, name: Name, stage: Name = "") -> WouldDo:
    """What a run would do now; nothing changes."""
    return WouldDo.model_validate(running.would_do(who.desk, name, stage, who.actor, at=who.at))


@router.post("/flows/runs", status_code=202)
@scoped(TokenScope.ADMINISTER)
def run_now(who: Who, request: Request, given: RunIn) -> FlowRun:
    """Have it run now; the history keeps who asked."""
    running.check_runs(who.desk.office(), who.actor)
    clockwork = clockwork_of(request)
    return FlowRun.model_validate(running.run_now(who.desk, clockwork, given.name, given.stage, who.actor, at=who.at))
