"""The light of an assignment: one ordered table of rules, which engine/store keeps a SQL twin of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from engine.domain.calendar import WorkingCalendar
from engine.domain.vocabulary import Light, StageKind, Terminal

DARK: Final = frozenset({Terminal.WITHDRAWN.value, Terminal.EXEMPT.value})
"""Stages that show no colour: the duty fell away."""

WORST_FIRST: Final = (Light.RED, Light.YELLOW, Light.BLUE, Light.GREEN, Light.GREY)
"""The lights in the order of what hurts first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The plain facts a light rests on; all dates in the programme's time zone.

    `received_on`: when it came in, None after a whole return. `returned`: sent back and not in again, wholly or by
    item. `resubmit_by`: last day to mend it. `missed_on`: day the period was recorded as missed, never cleared.
    `behind_on`: first day beyond what the stage allows (None: no limit). `finished`: scored or closed. `settled`:
    scored zero at the year's settlement because it never came in.
    """

    stage_kind: StageKind
    stage: str
    open_on: date
    due_on: date | None
    received_on: date | None = None
    returned: bool = False
    resubmit_by: date | None = None
    missed_on: date | None = None
    behind_on: date | None = None
    finished: bool = False
    settled: bool = False


def near(today: date, blue: int, calendar: WorkingCalendar) -> date:
    """The latest due date that counts as near: `blue` working days from today (programme.lights.blue)."""
    return calendar.add(today, blue)


def light(standing: Standing, today: date, near: date) -> Light:
    """The light on `today`. The first rule that fits decides:

    | # | when                                                                       | light  |
    |---|----------------------------------------------------------------------------|--------|
    | 1 | stage is withdrawn or exempt, or open_on > today                           | grey   |
    | 2 | received_on is null and (due_on < today or settled)                        | red    |
    | 3 | returned and resubmit_by < today                                           | red    |
    | 4 | returned                                                                   | yellow |
    | 5 | not finished and behind_on <= today                                        | yellow |
    | 6 | missed_on is not null, or received_on > due_on                             | yellow |
    | 7 | received_on is null and not finished and due_on <= near                    | blue   |
    | 8 | otherwise                                                                  | green  |

    Comparisons with a null date are false. Due today is not overdue: a day ends at the closing time. Rule 6 is
    "made good is yellow, never green" (story 1); `missed_on` keeps it so when an extension comes too late (story 9).
    A period settled with nothing in is red by rule 2, a duty without a date too: it was owed and never came. What is
    closed keeps the colour it earned.
    """
    s = standing
    if s.stage in DARK or s.open_on > today:
        return Light.GREY
    if s.received_on is None and (s.settled or _before(s.due_on, today)):
        return Light.RED
    if s.returned:
        return Light.RED if _before(s.resubmit_by, today) else Light.YELLOW
    if not s.finished and s.behind_on is not None and s.behind_on <= today:
        return Light.YELLOW
    if s.missed_on is not None or (s.received_on is not None and _before(s.due_on, s.received_on)):
        return Light.YELLOW
    if s.received_on is None and not s.finished and s.due_on is not None and s.due_on <= near:
        return Light.BLUE
    return Light.GREEN


def _before(day: date | None, other: date) -> bool:
    return day is not None and day < other
