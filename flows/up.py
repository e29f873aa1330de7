"""`luoshi up`: everything from nothing to running, and again from wherever it was left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from engine.catalog import Catalog
from engine.runtime import Runtime
from engine.services.doors import passwords, sign_in
from engine.services.looking import ask
from engine.wording import N_, say
from flows.apply import Applied, apply_deployments
from flows.filling import CutShort, adopt_first, is_sample
from flows.heads import note_head
from flows.instance import only_instance
from flows.schedules import Years
from flows.supervisor import Supervisor, stop_signals
from flows.surroundings import prefect, ui_url
from flows.trigger import Trigger, scheduled

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

_SCHEDULED_WITHIN: Final = 30.0


@dataclass(frozen=True)
class Running:
    """What is running, for the edge to print. `sample` says that the days before today are rehearsed, not real.

    `administrator`: name and first password of the administrator that this start has made. `sample_password`: what
    the people of the sample rosters sign in with, told on the start that has opened their accounts. `unused`: the
    administrator that an earlier start has made and nobody has come in as.
    """

    portal: str
    url: str
    indicators: int
    assignments: int
    triggers: tuple[Trigger, ...]
    applied: Applied
    fresh: bool
    sample: bool
    administrator: tuple[str, str] | None = None
    sample_password: str = ""
    unused: str = ""


def up(
    runtime: Runtime,
    *,
    empty: bool,
    told: Callable[[str], None],
    shown: Callable[[Running], None],
    progress: Callable[[int, int], None] | None = None,
    stopping: threading.Event | None = None,
) -> None:
    """Adopt the programme if nothing is adopted, start server and runner, apply deployments, and stay until stopped.

    `told` gets a sentence per step, `shown` what is running once it does. SIGINT, SIGTERM or `stopping` end it.
    Raises Refused `already-running`, Unavailable `port-taken` or `server-silent`, and what services raise.
    """
    stopping = stopping or threading.Event()
    settings = runtime.settings
    with only_instance(settings), _signals(stopping):
        try:
            fresh = adopt_first(runtime, empty=empty, told=told, progress=progress, stopping=stopping)
        except CutShort:
            return
        supervisor = Supervisor(settings, lambda name: told(say(_RESTARTED, name=name)))
        told(say(N_("Starting the portal, the Prefect server and the runner …")))
        try:
            supervisor.start(stopping)
            if not stopping.is_set():
                shown(_with_doors_opened(runtime, _running(runtime, fresh)))
                supervisor.run(stopping)
        finally:
            supervisor.stop()
        told(say(N_("Stopped. Everything stays as it is.")))


_RESTARTED = N_("“{name}” had died and was started again.")


def _running(runtime: Runtime, fresh: bool) -> Running:
    note_head(runtime)
    now = runtime.clock.now()
    catalog = runtime.desk.catalog()
    with prefect(runtime.settings) as client:
        applied = apply_deployments(catalog, client, at=now)
        triggers = _first_triggers(client, runtime, catalog)
    return Running(
        portal=runtime.settings.portal_address,
        url=ui_url(runtime.settings),
        indicators=len(catalog.definitions),
        assignments=ask.overview(runtime.desk, at=now).totals["assignments"],
        triggers=triggers,
        applied=applied,
        fresh=fresh,
        sample=is_sample(runtime),
    )


def _with_doors_opened(runtime: Runtime, running: Running) -> Running:
    """The first administrator, and the sample people where the days before today are a sample; nothing twice.

    Last of all, so that passwords are told as soon as they are made: what is told once must not be lost to a start
    that fails or is broken off.
    """
    at, desk, password = runtime.clock.now(), runtime.desk, ""
    administrator = sign_in.first_administrator(desk, at=at)
    if administrator is None:
        return replace(running, unused=sign_in.never_used(desk))
    if running.sample:
        password = passwords.printed_once()
        sign_in.open_to_samples(desk, password, at=at)
    return replace(running, administrator=administrator, sample_password=password)


def _first_triggers(client: SyncPrefectClient, runtime: Runtime, catalog: Catalog) -> tuple[Trigger, ...]:
    """The next ten runs, in the programme's time. A server that was just told needs seconds to put them all down."""
    after, zone = runtime.clock.now() + timedelta(minutes=1), ZoneInfo(catalog.programme.timezone)
    due = Years.around(catalog, after).next_instants(after, limit=10)
    until = time.monotonic() + _SCHEDULED_WITHIN
    while True:
        found = tuple(scheduled(client, after=after, limit=10))
        told = [one.at for one in found if one.flow == "run-indicator"]
        if (told == due[: len(told)] and len(found) == 10) or time.monotonic() > until:
            break
        time.sleep(1)
    return tuple(replace(one, at=one.at.astimezone(zone)) for one in found)


def _signals(stopping: threading.Event) -> AbstractContextManager[None]:
    main = threading.current_thread() is threading.main_thread()
    return stop_signals(stopping) if main else nullcontext()
