"""When the programme's own flows run: sweep, delivery, quarterly meeting, August countdown, recognition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from engine.domain.periods import periods_of
from engine.wording import N_
from flows.schedules import Timetable, Years

_OFFICE_OPENS: Final = time(8, 30)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ProgrammeFlow:
    """One flow that serves the programme as a whole: name, entry point, what it is for, and its schedules."""

    name: str
    entrypoint: str
    description: str
    timetables: tuple[Timetable, ...]


def programme_flows(years: Years) -> Iterator[ProgrammeFlow]:
    """The programme's flows; those it does not ask for (no meeting, no August deadline) are left out."""
    zone = years.programme.timezone
    yield ProgrammeFlow(
        "sweep",
        "flows.sweep.sweep",
        N_("Finds and does everything that is due or was missed; keeps this timetable up to date."),
        (Timetable("every-5-minutes", zone, cron="*/5 * * * *"),),
    )
    yield ProgrammeFlow(
        "deliver",
        "flows.deliver.deliver",
        N_("Delivers the notices that wait in the outbox."),
        (Timetable("every-minute", zone, cron="* * * * *"),),
    )
    if years.programme.joint_meeting:
        yield ProgrammeFlow(
            "quarterly-meeting",
            "flows.meeting.quarterly_meeting",
            N_("Packet for the quarterly joint meeting: where each unit stands."),
            (years.dated("packet", meeting_days(years), _OFFICE_OPENS, {}),),
        )
    if years.programme.free_verification:
        yield ProgrammeFlow(
            "free-verification",
            "flows.free_verification.free_verification",
            N_("Countdown to the free-verification deadline: units below 100 % are named to the office."),
            (years.dated("countdown", countdown_days(years), _OFFICE_OPENS, {}),),
        )
    yield ProgrammeFlow(
        "recognition",
        "flows.recognition.recognition",
        N_("Ranks the units by rule and proposes the list; publishes the bulletin once it is approved."),
        (years.dated("propose", recognition_days(years), _OFFICE_OPENS, {"stage": "propose"}),),
    )


def meeting_days(years: Years) -> Iterator[date]:
    """So many working days before each due date of the joint meeting."""
    meeting = years.programme.joint_meeting
    definition = years.catalog.definitions.get(meeting.indicator) if meeting else None
    if meeting is None or definition is None:
        return
    for year in range(years.first, years.span.stop + 1):
        for period in periods_of(definition, years.programme, year, years.calendar):
            if period.due_on:
                yield years.calendar.add(period.due_on, -meeting.packet_before)


def countdown_days(years: Years) -> Iterator[date]:
    """Every working day from the countdown's first day to the deadline."""
    watched = years.programme.free_verification
    if watched is None:
        return
    for year in years.span:
        day, deadline = watched.countdown_from.on(year), watched.deadline.on(year)
        while day <= deadline:
            if years.calendar.is_working(day):
                yield day
            day += _DAY


def recognition_days(years: Years) -> Iterator[date]:
    """The programme's own day, each year."""
    return (years.programme.recognition.day.on(year) for year in years.span)
