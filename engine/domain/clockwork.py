"""What the clock does, in plain values: runs that were and will be, what they did, and the port that an edge fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, Protocol

from engine.errors import Invalid
from engine.wording import N_, say

Stage = Literal["open", "remind", "due", "close"]
STAGES: Final[tuple[Stage, ...]] = ("open", "remind", "due", "close")
"""When an indicator's flow is called: its period opens, a reminder is due, the due date, the day after it."""
RECOGNITION_STAGES: Final = ("propose", "publish")
PROGRAMME_FLOWS: Final = ("sweep", "deliver", "quarterly-meeting", "free-verification", "recognition")
"""The flows that serve the programme as a whole."""
RHYTHM: Final = ("sweep", "deliver")
"""Those that run every few minutes and mostly find nothing to do."""

_FLOWS: Final[Mapping[str, str]] = {
    "sweep": N_("Sweep"),
    "deliver": N_("Delivery of notices"),
    "quarterly-meeting": N_("Packet for the joint meeting"),
    "free-verification": N_("Countdown to the free-verification deadline"),
    "recognition": N_("Recognition"),
}
_STAGE_WORDS: Final[Mapping[str, str]] = {
    "open": N_("opening"),
    "remind": N_("reminding"),
    "due": N_("due today"),
    "close": N_("closing"),
    "propose": N_("proposing"),
    "publish": N_("publishing"),
}
_COUNTS: Final[Mapping[str, str]] = {
    "periods": N_("periods opened"),
    "assignments": N_("assignments issued"),
    "parts": N_("cooperating parts asked"),
    "missed": N_("found overdue"),
    "chased": N_("letters of the chasing ladder"),
    "scored": N_("assignments scored"),
    "settled": N_("settled with zero points"),
    "office": N_("packets, countdowns and lists of the office"),
    "days": N_("days caught up with"),
    "deployments": N_("deployments brought up to date"),
    "sent": N_("notices sent"),
    "failed": N_("notices that failed"),
    "waiting": N_("notices waiting"),
    "units": N_("units in the packet"),
    "days_left": N_("working days left"),
    "below": N_("below what is wanted"),
    "ranked": N_("units ranked"),
    "published": N_("units published"),
    "packets": N_("packets told to the office"),
    "countdowns": N_("letters to the office"),
    "told": N_("messages taken by webhooks"),
    "not_told": N_("messages that webhooks did not take"),
}


class RunState(StrEnum):
    """How a run stands. `late`: its time has come and nobody takes it. `broken-off`: its process died."""

    PLANNED = "planned"
    LATE = "late"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    BROKEN_OFF = "broken-off"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a flow. `name`: the indicator's id, or the flow's own; `stage` is '' where flows have none.

    Instants are UTC; `began_at` is None until it began, `seconds` until it ended. `told`: what it did, or why it
    failed. `address`: its page in Prefect.
    """

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about the clockwork. `remedy` is empty when it is well."""

    name: str
    well: bool
    sentence: str
    remedy: str = ""


class Clockwork(Protocol):
    """What the portal wants of Prefect. Every method raises Unavailable when the server does not answer."""

    @property
    def address(self) -> str:
        """The first page of Prefect's own interface."""
        ...

    def findings(self, *, at: datetime) -> tuple[Finding, ...]:
        """How the clockwork is; this one answers even when the server does not."""
        ...

    def ran(
        self, *, before: datetime | None, limit: int, name: str = "", failed: bool = False, rhythm: bool = False
    ) -> tuple[Run, ...]:
        """Runs whose time has come, the latest first, planned before an instant.

        `name`: of one indicator or programme flow. `failed`: only what failed or broke off. `rhythm`: the flows of
        every few minutes too; those that failed are always there.
        """
        ...

    def coming(self, *, at: datetime, limit: int) -> tuple[Run, ...]:
        """What is on the timetable after `at`, soonest first, without the flows of every few minutes."""
        ...

    def ask(self, name: str, stage: str) -> Run:
        """Have a flow run now. Raises Invalid for an unknown stage, NotFound for an unknown name."""
        ...


def flow_of(name: str) -> str:
    """The flow behind a name: a programme flow itself, or that of all indicators."""
    return name if name in PROGRAMME_FLOWS else "run-indicator"


def stages_of(name: str) -> tuple[str, ...]:
    """The stages a flow can be asked for; none where it has none."""
    known: Mapping[str, tuple[str, ...]] = {"run-indicator": STAGES, "recognition": RECOGNITION_STAGES}
    return known.get(flow_of(name), ())


def stage_to_run(name: str, wanted: str) -> str:
    """The stage wanted of a flow; the first when none is named, '' for a flow without stages. Raises Invalid."""
    known = stages_of(name)
    if wanted and wanted not in known:
        raise Invalid(
            "unknown-stage",
            N_("“{name}” has no stage “{stage}”."),
            hint=N_("Choose one of: {known}.") if known else N_("Name none: this flow has no stages."),
            name=name,
            stage=wanted,
            known=", ".join(known),
        )
    return wanted or (known[0] if known else "")


def flow_name(name: str, titles: Mapping[str, str]) -> str:
    """What people call a flow: the title of its indicator, or what the programme's flow is for."""
    return say(_FLOWS[name]) if name in _FLOWS else titles.get(name, name)


def stage_words(stage: str) -> str:
    """What people call a stage of a flow; '' for none."""
    return say(_STAGE_WORDS[stage]) if stage in _STAGE_WORDS else stage


def deeds(done: Mapping[str, int], rungs: Mapping[str, str]) -> list[str]:
    """What a run did, as lines of text, from its counts; `rungs`: titles of the ladder by `rung:<key>`."""
    return [f"{_count_name(name, rungs)}：{count}" for name, count in done.items() if count]


def _count_name(name: str, rungs: Mapping[str, str]) -> str:
    if not name.startswith("rung:"):
        return say(_COUNTS[name])
    key = name.removeprefix("rung:")
    return next((title for rung, title in rungs.items() if key == rung or key.startswith(f"{rung}-")), key)
