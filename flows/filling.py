"""The days before today, filled by rehearsal so that a new installation has something to show; labelled as a sample."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from engine import catalog as catalogs
from engine.domain.actor import SYSTEM
from engine.domain.days import day_of
from engine.errors import Refused
from engine.runtime import Runtime
from engine.services.programme import adopt
from engine.wording import N_, say

SEED: Final = 7
_DAY = timedelta(days=1)

Told = Callable[[str], None]
Progress = Callable[[int, int], None]


class CutShort(Exception):
    """Somebody asked to stop while the days were being filled."""


def adopt_first(
    runtime: Runtime, *, empty: bool, told: Told, progress: Progress | None, stopping: threading.Event
) -> bool:
    """Adopt the settings' programme for the current year when nothing is adopted yet; returns whether it did.

    `empty` asks only for what is still running or to come: nothing starts out overdue.

    Raises CutShort when stopped on the way, DefinitionProblems when the definitions are wrong.
    """
    try:
        runtime.desk.catalog()
    except Refused as refused:
        if refused.code != "nothing-adopted":
            raise
    else:
        if _mark(runtime).exists() and _mark(runtime).read_text() == _BEGUN:
            told(say(_CUT_SHORT, home=runtime.settings.home))
        return False
    now = runtime.clock.now()
    told(say(N_("Applying {path} …"), path=runtime.settings.definitions))
    declared = catalogs.load(runtime.settings.definitions)
    today = day_of(now, declared.programme)
    served = catalogs.load(runtime.settings.definitions, year=today.year)
    if empty or (today.month, today.day) == (1, 1):
        told(say(N_("Starting empty: what was due before {day} is not asked for."), day=today))
        adopt.adopt(runtime.desk, served, actor=SYSTEM, at=now, since=today)
        return True
    told(say(N_("Filling the days before today by rehearsal (sample, seed {seed}) …"), seed=SEED))
    from engine.services.rehearsal import rehearse

    _mark(runtime).write_text(_BEGUN)
    rehearse(runtime.desk, served, seed=SEED, until=today - _DAY, progress=_stoppable(progress, stopping))
    _mark(runtime).write_text(f"{served.year}-01-01 – {today - _DAY}, seed {SEED}\n")
    return True


def is_sample(runtime: Runtime) -> bool:
    """Whether the days before the start were rehearsed here."""
    return _mark(runtime).exists()


_BEGUN = "begun"
_CUT_SHORT = N_("Filling by rehearsal was cut short last time; the rest is real. Remove {home} to begin anew.")


def _stoppable(progress: Progress | None, stopping: threading.Event) -> Progress:
    def told(done: int, of: int) -> None:
        if progress is not None:
            progress(done, of)
        if stopping.is_set():
            raise CutShort

    return told


def _mark(runtime: Runtime) -> Path:
    return runtime.settings.home / "sample-days.txt"
