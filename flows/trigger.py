"""Run an indicator's flow now, and read from the server what will run next."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import httpx

from engine.domain.clockwork import PROGRAMME_FLOWS, RHYTHM, flow_of, stage_to_run
from engine.errors import NotFound, Unavailable
from engine.wording import N_
from flows.surroundings import prefect

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.responses import DeploymentResponse

    from engine.settings import Settings

_LAST_TOLD: Final = PROGRAMME_FLOWS[-1]
"""Told to a new server last of all (`deployments_of`), so whoever knows it knows everything."""
_PATIENCE: Final = 60.0
"""Seconds that the first `up` may need to tell a new server about every flow."""


@dataclass(frozen=True)
class Trigger:
    """A run that Prefect has on its timetable, or was just asked for. `at` is aware; `stage` '' for programme flows."""

    run: str
    at: datetime
    flow: str
    name: str
    stage: str


def trigger(settings: Settings, name: str, stage: str = "") -> Trigger:
    """Ask for a run of an indicator's flow at `stage`, or of one of the programme's flows; it starts within seconds.

    A server that is still being told about our flows by its first `up` is waited for.
    Raises Invalid for an unknown stage, NotFound for an unknown name, Unavailable when the server does not answer.
    """
    flow, stage = flow_of(name), stage_to_run(name, stage)
    try:
        with prefect(settings) as client:
            return _ask(client, flow, name, stage)
    except httpx.TransportError as error:
        raise server_away(settings) from error


def upcoming(settings: Settings, *, limit: int = 10, at: datetime) -> tuple[Trigger, ...]:
    """The next runs after `at` on the server's timetable, soonest first, without the every-minute ones.

    Raises Unavailable when the server does not answer.
    """
    try:
        with prefect(settings) as client:
            return tuple(scheduled(client, after=at, limit=limit))
    except httpx.TransportError as error:
        raise server_away(settings) from error


def scheduled(
    client: SyncPrefectClient, *, after: datetime, limit: int, deployment: str | None = None
) -> Iterable[Trigger]:
    """Scheduled runs from `after` on, in order; of one deployment when its name is given."""
    from prefect.client.schemas import filters, sorting
    from prefect.client.schemas.objects import StateType

    wanted = filters.FlowRunFilter(
        state=filters.FlowRunFilterState(type=filters.FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=filters.FlowRunFilterExpectedStartTime(after_=after),
    )
    names = {flow.id: flow.name for flow in client.read_flows() if deployment or flow.name not in RHYTHM}
    offset = 0
    while limit > 0:
        page = client.read_flow_runs(
            flow_filter=filters.FlowFilter(id=filters.FlowFilterId(any_=list(names))),
            deployment_filter=filters.DeploymentFilter(name=filters.DeploymentFilterName(any_=[deployment]))
            if deployment
            else None,
            flow_run_filter=wanted,
            sort=sorting.FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=min(limit, 200),
            offset=offset,
        )
        for run in page:
            parameters = run.parameters or {}
            name = str(parameters.get("indicator") or names[run.flow_id])
            start = run.expected_start_time
            assert start is not None  # the filter asked for one
            stage = str(parameters.get("stage", ""))
            yield Trigger(str(run.id), start.astimezone(UTC), names[run.flow_id], name, stage)
        offset, limit = offset + len(page), limit - len(page)
        if not page:
            return


def server_away(settings: Settings) -> Unavailable:
    """The server does not answer: what to do about it."""
    return Unavailable(
        "server-away",
        N_("The Prefect server at {url} does not answer."),
        hint=N_("Start everything with `luoshi up` (or `make up`)."),
        url=settings.prefect_api,
    )


def _ask(client: SyncPrefectClient, flow: str, name: str, stage: str) -> Trigger:
    from prefect.states import Scheduled

    patient_until = time.monotonic() + _PATIENCE
    while not (found := _deployments(client, flow, name)):
        if _deployments(client, _LAST_TOLD, "") or time.monotonic() > patient_until:
            break
        time.sleep(0.5)
    if not found:
        raise NotFound(
            "unknown-deployment",
            N_("Prefect knows no flow “{name}”."),
            hint=N_("Look at the list with `luoshi status`; a new indicator arrives with `luoshi apply`."),
            name=name,
        )
    parameters = dict(found[0].parameters) | ({"stage": stage} if stage else {})
    run = client.create_flow_run_from_deployment(found[0].id, parameters=parameters, state=Scheduled())
    start = run.expected_start_time
    assert start is not None  # Scheduled() gives it one
    return Trigger(str(run.id), start.astimezone(UTC), flow, name, stage)


def _deployments(client: SyncPrefectClient, flow: str, name: str) -> list[DeploymentResponse]:
    """What the server knows under a flow: an indicator's by its name, a programme flow's whatever it is called."""
    from prefect.client.schemas import filters

    wanted = filters.DeploymentFilterName(any_=[name]) if flow == "run-indicator" else None
    return client.read_deployments(
        flow_filter=filters.FlowFilter(name=filters.FlowFilterName(any_=[flow])),
        deployment_filter=filters.DeploymentFilter(name=wanted) if wanted else None,
    )
