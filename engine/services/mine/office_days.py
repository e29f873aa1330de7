"""The programme's own days as everybody's calendar shows them: meetings, deadlines, assessment, recognition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.domain.periods import assessment_on, settlement_on, spoken
from engine.services.desk import Office
from engine.wording import N_, say


class DayKind(StrEnum):
    """What stands in a calendar. `due`, `mend` and `part` are a unit's work, the others the programme's days."""

    DUE = "due"
    MEND = "mend"
    PART = "part"
    MEETING = "meeting"
    PACKET = "packet"
    COUNTDOWN = "countdown"
    DEADLINE = "deadline"
    ASSESSMENT = "assessment"
    RECOGNITION = "recognition"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """A day of the programme. `key` names the year or period, so that a moved date stays the same entry."""

    day: date
    kind: DayKind
    key: str
    title: str


def programme_days(office: Office, first: date, last: date, *, for_office: bool) -> list[OfficeDay]:
    """The programme's days from `first` to `last`, by day; those that concern the creation office alone if asked."""
    years = range(max(office.year, first.year - 1), last.year + 1)
    found = [each for year in years for each in _of_year(office, year) if first <= each.day <= last]
    return sorted(
        (each for each in found if for_office or each.kind is not DayKind.PACKET),
        key=lambda each: (each.day, each.kind),
    )


def _of_year(office: Office, year: int) -> Iterator[OfficeDay]:
    programme = office.catalog.programme
    key = str(year)
    yield OfficeDay(assessment_on(programme, year), DayKind.ASSESSMENT, key, say(N_("Annual assessment")))
    recognition = programme.recognition.day.on(year)
    yield OfficeDay(recognition, DayKind.RECOGNITION, key, say(N_("Annual recognition")))
    settlement = say(N_("Settlement of {year}: what is not in by then scores zero"), year=year)
    yield OfficeDay(settlement_on(programme, year), DayKind.SETTLEMENT, key, settlement)
    if watch := programme.free_verification:
        begin, end = watch.countdown_from.on(year), watch.deadline.on(year)
        yield OfficeDay(begin, DayKind.COUNTDOWN, key, say(N_("Countdown to free verification begins")))
        yield OfficeDay(end, DayKind.DEADLINE, key, say(N_("Free verification: last day")))
    if meeting := programme.joint_meeting:
        for period in office.periods(office.catalog.definitions[meeting.indicator], year):
            if period.due_on is None:
                continue
            said = spoken(period.key)
            held = say(N_("Joint meeting of {period}, to be held by this day"), period=said)
            yield OfficeDay(period.due_on, DayKind.MEETING, period.key, held)
            out = office.calendar.add(period.due_on, -meeting.packet_before)
            sent = say(N_("Packet of the joint meeting of {period} goes out"), period=said)
            yield OfficeDay(out, DayKind.PACKET, period.key, sent)
