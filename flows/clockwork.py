"""Prefect as the portal sees it: what ran, what will run, how it is, and running something now; plain values only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import httpx

from engine.domain.clockwork import RHYTHM, Finding, Run, RunState
from engine.wording import N_, say
from flows import health
from flows.surroundings import prefect, ui_url
from flows.trigger import scheduled, server_away, trigger

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.client.schemas.filters import FlowFilter, FlowRunFilter
    from prefect.client.schemas.objects import FlowRun

    from engine.settings import Settings

_STATES: Final = {
    "PENDING": RunState.RUNNING,
    "RUNNING": RunState.RUNNING,
    "PAUSED": RunState.RUNNING,
    "COMPLETED": RunState.DONE,
    "FAILED": RunState.FAILED,
    "CRASHED": RunState.BROKEN_OFF,
    "CANCELLING": RunState.CANCELLED,
    "CANCELLED": RunState.CANCELLED,
}
_OURS: Final = re.compile(
    r"^(?:(?:Flow|Task) run encountered an exception:?\s*)?(?:Finished in state Failed\(.*?\):?\s*)?"
    r"(Invalid|Refused|Forbidden|NotFound|Unavailable|DefinitionProblems): (.*)$",
    re.DOTALL,
)
"""How Prefect says what a service has refused: our own sentence is behind the name of the exception."""
_READ: Final = 200


@dataclass(frozen=True)
class PrefectClockwork:
    """The clockwork of one installation (engine.domain.clockwork.Clockwork)."""

    settings: Settings

    @property
    def address(self) -> str:
        """The first page of Prefect's own interface."""
        return ui_url(self.settings)

    def findings(self, *, at: datetime) -> tuple[Finding, ...]:
        """How server, scheduler, runner and versions are."""
        found = health.checks(self.settings, at=at)
        return tuple(Finding(each.name, each.well, each.sentence, each.remedy) for each in found)

    def ran(
        self, *, before: datetime | None, limit: int, name: str = "", failed: bool = False, rhythm: bool = False
    ) -> tuple[Run, ...]:
        """Runs whose time has come, the latest first."""
        with self._client() as client:
            names = {flow.id: flow.name for flow in client.read_flows(limit=_READ)}
            found: list[Run] = []
            for run in _past(client, before, failed, _flows(names, name, rhythm or failed)):
                told = self._run(run, names)
                if name in ("", told.name):
                    found.append(told)
                if len(found) == limit:
                    break
        return tuple(found)

    def coming(self, *, at: datetime, limit: int) -> tuple[Run, ...]:
        """What is on the timetable after `at`, soonest first."""
        with self._client() as client:
            return tuple(
                Run(each.run, each.flow, each.name, each.stage, RunState.PLANNED, each.at, None, None, "", "")
                for each in scheduled(client, after=at, limit=limit)
            )

    def ask(self, name: str, stage: str) -> Run:
        """Have a flow run now."""
        asked = trigger(self.settings, name, stage)
        state, address = RunState.PLANNED, self._page(asked.run)
        return Run(asked.run, asked.flow, asked.name, asked.stage, state, asked.at, None, None, "", address)

    @contextmanager
    def _client(self) -> Iterator[SyncPrefectClient]:
        try:
            with prefect(self.settings) as client:
                yield client
        except httpx.TransportError as error:
            raise server_away(self.settings) from error

    def _page(self, run: str) -> str:
        return f"{self.address}/runs/flow-run/{run}"

    def _run(self, run: FlowRun, names: dict[Any, str]) -> Run:
        parameters, flow = run.parameters or {}, names.get(run.flow_id, "")
        state = _state(run)
        return Run(
            str(run.id),
            flow,
            str(parameters.get("indicator") or flow),
            str(parameters.get("stage", "")),
            state,
            _utc(run.expected_start_time) or datetime.min.replace(tzinfo=UTC),
            _utc(run.start_time),
            run.total_run_time.total_seconds() if run.end_time else None,
            _told(state, (run.state.message if run.state else "") or ""),
            self._page(str(run.id)),
        )


def _flows(names: dict[Any, str], name: str, rhythm: bool) -> FlowFilter:
    """The flows to look at: those of every few minutes only when they are asked for."""
    from prefect.client.schemas import filters

    wanted = [key for key, flow in names.items() if rhythm or name == flow or flow not in RHYTHM]
    return filters.FlowFilter(id=filters.FlowFilterId(any_=wanted))


def _past(client: SyncPrefectClient, before: datetime | None, failed: bool, flows: FlowFilter) -> Iterator[FlowRun]:
    """Runs that are over, under way or late, the latest first."""
    from prefect.client.schemas import sorting

    offset = 0
    while True:
        page = client.read_flow_runs(
            flow_filter=flows,
            flow_run_filter=_over(before, failed),
            sort=sorting.FlowRunSort.EXPECTED_START_TIME_DESC,
            limit=_READ,
            offset=offset,
        )
        yield from page
        offset += len(page)
        if len(page) < _READ:
            return


def _over(before: datetime | None, failed: bool) -> FlowRunFilter:
    from prefect.client.schemas import filters
    from prefect.client.schemas.objects import StateType

    state = filters.FlowRunFilterState(name=filters.FlowRunFilterStateName(not_any_=["Scheduled"]))  # late ones stay
    if failed:
        bad = [StateType.FAILED, StateType.CRASHED]
        state = filters.FlowRunFilterState(type=filters.FlowRunFilterStateType(any_=bad))
    return filters.FlowRunFilter(
        state=state,
        expected_start_time=filters.FlowRunFilterExpectedStartTime(before_=before) if before else None,
    )


def _state(run: FlowRun) -> RunState:
    if run.state is None:
        return RunState.PLANNED
    if run.state.type.value == "SCHEDULED":
        return RunState.LATE if run.state.name == "Late" else RunState.PLANNED
    return _STATES[run.state.type.value]


def _told(state: RunState, message: str) -> str:
    """What a run did, or why it failed, in words that the office understands."""
    match state:
        case RunState.DONE:
            return message if message != "All states completed." else ""
        case RunState.FAILED:
            ours = _OURS.match(message)
            return (
                ours[2].strip()
                if ours
                else say(N_("Something unexpected; the details are in Prefect: {words}"), words=message[:300])
            )
        case RunState.BROKEN_OFF:
            return say(N_("Its process ended in the middle. The next sweep does what it left undone."))
        case _:
            return ""


def _utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC) if instant else None
