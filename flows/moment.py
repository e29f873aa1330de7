"""Which moment a flow run stands for, and the desk it works at: one process, one run, one runtime."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from prefect.runtime import flow_run

from engine.domain.days import day_of
from engine.runtime import Runtime
from engine.services.desk import Desk
from engine.wording import set_language


@cache
def runtime() -> Runtime:
    """Our database and files, from the settings in the environment; opened once, closed with the process."""
    opened = Runtime.open()
    set_language(opened.settings.language)
    return opened


def desk() -> Desk:
    """What services work at. The language is set again, because Prefect runs every task in a context of its own."""
    opened = runtime()
    set_language(opened.settings.language)
    return opened.desk


def late(at: datetime) -> bool:
    """Whether the programme's day of `at` has passed: this run is only caught up, and speaks of no days left."""
    opened = runtime()
    programme = opened.desk.catalog().programme
    return day_of(at, programme) < day_of(opened.clock.now(), programme)


def as_of() -> datetime:
    """The planned time of this run, never the present: runs start a little early, or late and in no order."""
    planned: datetime = flow_run.scheduled_start_time
    return planned.astimezone(UTC)
