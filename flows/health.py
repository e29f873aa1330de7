"""What `luoshi doctor` asks of Prefect: server, scheduler, runner, and versions that fit together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import httpx

from engine.wording import say
from flows.surroundings import POOL, prefect, runner_log

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

    from engine.settings import Settings

_BELOW: Final[dict[str, tuple[int, ...]]] = {"sqlalchemy": (2, 1), "fastapi": (0, 151), "prefect": (3, 9)}
"""Versions seen to fail from these on: with SQLAlchemy 2.1 the scheduler schedules nothing and says nothing."""


@dataclass(frozen=True)
class Check:
    """One finding. `remedy` is empty when it is well."""

    name: str
    well: bool
    sentence: str
    remedy: str = ""


def checks(settings: Settings, *, at: datetime) -> Iterator[Check]:
    """Every finding about Prefect; without a server only what can be told without it."""
    yield from versions()
    try:
        with prefect(settings) as client:
            yield server(client, settings)
            yield scheduling(client, at)
            yield runner(client, settings)
    except httpx.TransportError:
        yield Check(
            "prefect-server",
            False,
            say("The Prefect server at {url} does not answer.", url=settings.prefect_api),
            say("Start everything with `luoshi up` (or `make up`)."),
        )


def versions() -> Iterator[Check]:
    """Installed libraries against the ranges that are known to work together."""
    for name, limit in _BELOW.items():
        installed = version(name)
        well = tuple(int(part) for part in installed.split(".")[: len(limit)] if part.isdigit()) < limit
        remedy = "" if well else say("Install again with `make up`: the lock file holds versions that work.")
        yield Check(f"version-{name}", well, say("{name} {version}", name=name, version=installed), remedy)


def server(client: SyncPrefectClient, settings: Settings) -> Check:
    """The server answers, in the version that is installed here."""
    served, here = client.api_version(), version("prefect")
    if served == here:
        return Check("prefect-server", True, say("The Prefect server answers at {url}.", url=settings.prefect_api))
    return Check(
        "prefect-server",
        False,
        say("The Prefect server is version {served}, installed is {here}.", served=served, here=here),
        say("Stop it and start it again with `luoshi up`."),
    )


def scheduling(client: SyncPrefectClient, at: datetime) -> Check:
    """The scheduler really schedules: the sweep, which runs every five minutes, has runs ahead of it."""
    from flows.apply import ours
    from flows.trigger import scheduled

    standing = list(ours(client))
    if not standing:
        return Check(
            "prefect-scheduler",
            False,
            say("Prefect knows none of our flows yet."),
            say("Start everything with `luoshi up` (or `make up`)."),
        )
    names = {flow.id: flow.name for flow in client.read_flows()}
    programme = next((one.name for one in standing if names.get(one.flow_id) == "sweep"), "")
    if any(True for _ in scheduled(client, after=at, limit=1, deployment=programme)):
        return Check("prefect-scheduler", True, say("The scheduler works: {count} deployments.", count=len(standing)))
    return Check(
        "prefect-scheduler",
        False,
        say("The scheduler puts nothing on the timetable."),
        say("Check the versions above, then stop and start with `luoshi up`."),
    )


def runner(client: SyncPrefectClient, settings: Settings) -> Check:
    """Somebody takes the runs: our pool has a worker that is online."""
    from prefect.client.schemas.objects import WorkerStatus
    from prefect.exceptions import ObjectNotFound

    try:
        workers = client.read_workers_for_work_pool(POOL)
    except ObjectNotFound:
        workers = []
    if any(worker.status is WorkerStatus.ONLINE for worker in workers):
        return Check("prefect-runner", True, say("The runner is online."))
    return Check(
        "prefect-runner",
        False,
        say("No runner is online: due runs wait."),
        say("Its own words are in {log}.", log=runner_log(settings)),
    )
