"""Bring the Prefect server in line with a catalog: tell it what changed, take back what is gone, leave the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentScheduleUpdate, DeploymentUpdate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.objects import DeploymentSchedule
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule, RRuleSchedule
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema

from engine.catalog import Catalog
from flows.deployments import MARK, Deployment, deployments_of
from flows.pool import ensure_pool
from flows.schedules import Timetable, Years
from flows.surroundings import POOL

_PAGE: Final = 200
_TOO_CLOSE: Final = timedelta(seconds=60)


@dataclass(frozen=True)
class Applied:
    """What had to be done, by name of deployment (`deployment:slug` for schedules)."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    schedules_removed: tuple[str, ...] = ()
    postponed: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def quiet(self) -> bool:
        """Whether the server already stood as it should."""
        return not (self.created or self.changed or self.removed or self.schedules_removed or self.postponed)


def apply_deployments(catalog: Catalog, client: SyncPrefectClient, *, at: datetime) -> Applied:
    """Reconcile the server with the catalog for the year of `at` and the next; a second call changes nothing.

    A change within a minute of one of the deployment's own instants is put off to the next call (the sweep's): the
    server deletes coming runs when a deployment changes, and that one would be lost until a sweep finds it.
    """
    ensure_pool(client)
    wanted = {one.key: one for one in deployments_of(Years.around(catalog, at))}
    return _Reconciling(client, at).run(wanted)


class _Reconciling:
    """One comparison of wanted deployments with the server's."""

    def __init__(self, client: SyncPrefectClient, at: datetime) -> None:
        self.client = client
        self.at = at
        self._flows: dict[str, UUID] = {}

    def run(self, wanted: dict[tuple[str, str], Deployment]) -> Applied:
        """Create, change and remove until both agree."""
        for flow, _ in wanted:
            if flow not in self._flows:
                self._flows[flow] = self.client.create_flow_from_name(flow)
        names = {flow_id: flow for flow, flow_id in self._flows.items()}
        known = {(names.get(one.flow_id, str(one.flow_id)), one.name): one for one in ours(self.client)}
        done: dict[str, list[str]] = {}
        for key, deployment in wanted.items():
            self._settle(deployment, known.get(key), done)
        for key in known.keys() - wanted.keys():
            self._remove(known[key])
            done.setdefault("removed", []).append(known[key].name)
        unchanged = len(done.pop("unchanged", []))
        return Applied(**{what: tuple(names) for what, names in done.items()}, unchanged=unchanged)

    def _settle(self, wanted: Deployment, known: DeploymentResponse | None, done: dict[str, list[str]]) -> None:
        if known is None:
            self._create(wanted)
            done.setdefault("created", []).append(wanted.name)
            return
        standing = {schedule.slug or "": schedule for schedule in known.schedules}
        surplus = [slug for slug in standing if slug not in wanted.schedules]
        same = {slug: _text(schedule) for slug, schedule in standing.items()} == wanted.schedules
        if same and _likeness(known) == wanted.likeness:
            done.setdefault("unchanged", []).append(wanted.name)
            return
        if any(self._close(timetable) for timetable in wanted.timetables):
            done.setdefault("postponed", []).append(wanted.name)
            return
        for slug in surplus:  # a schedule left out of an update would stay live
            self.client.delete_deployment_schedule(known.id, standing[slug].id)
            done.setdefault("schedules_removed", []).append(f"{wanted.name}:{slug}")
        self._update(wanted, known.id)
        done.setdefault("changed", []).append(wanted.name)

    def _close(self, timetable: Timetable) -> bool:
        local = self.at.astimezone(timetable.zone).replace(tzinfo=None)
        return any(abs(instant - local) < _TOO_CLOSE for instant in timetable.instants)

    def _create(self, wanted: Deployment) -> None:
        self.client.create_deployment(
            flow_id=self._flows[wanted.flow],
            name=wanted.name,
            schedules=[
                DeploymentScheduleCreate(schedule=rule, slug=one.slug, parameters=dict(one.parameters))
                for one, rule in _rules(wanted)
            ],
            **_facts(wanted),
        )

    def _update(self, wanted: Deployment, deployment_id: UUID) -> None:
        schedules = [
            DeploymentScheduleUpdate(schedule=rule, slug=one.slug, parameters=dict(one.parameters))
            for one, rule in _rules(wanted)
        ]
        self.client.update_deployment(deployment_id, DeploymentUpdate(schedules=schedules, **_facts(wanted)))

    def _remove(self, known: DeploymentResponse) -> None:
        self.client.delete_deployment(known.id)


def ours(client: SyncPrefectClient) -> Iterator[DeploymentResponse]:
    """Every deployment of ours on the server."""
    mine = DeploymentFilter(tags=DeploymentFilterTags(all_=[MARK]))
    offset = 0
    while page := client.read_deployments(deployment_filter=mine, limit=_PAGE, offset=offset):
        yield from page
        offset += len(page)


def _rules(wanted: Deployment) -> Iterator[tuple[Timetable, CronSchedule | RRuleSchedule]]:
    for one in wanted.timetables:
        if one.cron:
            yield one, CronSchedule(cron=one.cron, timezone=one.timezone)
        elif one.instants:
            yield one, RRuleSchedule(rrule=one.rule, timezone=one.timezone)


def _facts(wanted: Deployment) -> dict[str, Any]:
    return {
        "version": wanted.version,
        "description": wanted.description,
        "tags": list(wanted.tags),
        "parameters": dict(wanted.parameters),
        "entrypoint": wanted.entrypoint,
        "work_pool_name": POOL,
        "parameter_openapi_schema": _schema(wanted.entrypoint),
        "enforce_parameter_schema": True,
    }


@cache
def _schema(entrypoint: str) -> dict[str, Any]:
    flow: Flow[..., Any] = load_flow_from_entrypoint(entrypoint)
    return parameter_schema(flow.fn).model_dump(mode="json", exclude_unset=True)


def _likeness(known: DeploymentResponse) -> str:
    body = [known.entrypoint, known.version, known.description, sorted(known.tags), known.parameters]
    return json.dumps(body, ensure_ascii=False, sort_keys=True)


def _text(standing: DeploymentSchedule) -> str:
    schedule = standing.schedule
    rule = getattr(schedule, "rrule", None) or getattr(schedule, "cron", None) or ""
    return json.dumps([rule, getattr(schedule, "timezone", None), standing.parameters], sort_keys=True)
