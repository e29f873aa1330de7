"""Calendar entries as iCalendar text (RFC 5545, RFC 5546): one event an entry, the same one when its date moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress

from engine.domain.calendar import WorkingCalendar
from engine.domain.definition.programme import Programme
from engine.services.mine.calendar import Entry, State
from engine.services.mine.office_days import DayKind
from engine.wording import N_, say

REMINDED_AT: Final = time(9)
"""The hour of the working day before at which a calendar program reminds."""
_AGAIN: Final = timedelta(hours=6)
_DONE: Final = {
    State.IN: N_("Handed in: {title}"),
    State.DONE: N_("Done: {title}"),
    State.CANCELLED: N_("No longer wanted: {title}"),
}
_WORK: Final = {
    DayKind.DUE: N_("Due: {title}"),
    DayKind.MEND: N_("To be mended: {title}"),
    DayKind.PART: N_("Our part for {unit}: {title}"),
}


def calendar_text(
    entries: Iterable[Entry], programme: Programme, calendar: WorkingCalendar, *, name: str, address: str
) -> bytes:
    """The entries as a published calendar called after `name`, in the reader's language.

    A day that ends at midnight is an event of the whole day; with a closing time of its own the event is at that time
    in the programme's zone. `address` is the portal's, for the way back to the assignment.
    """
    made = _calendar("PUBLISH")
    made.add("x-wr-calname", say(N_("Luoshi · {name}"), name=name))
    made.add("x-wr-timezone", programme.timezone)
    made.add("refresh-interval", _AGAIN, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for entry in entries:
        made.add_component(_event(entry, programme, calendar, address))
    made.add_missing_timezones()
    return bytes(made.to_ical())


@dataclass(frozen=True)
class Invitation:
    """An entry as something sent to one person: asks them to note it, or calls it off when nothing is to be done.

    `address` is the portal's. `at`: the instant it is written, UTC.
    """

    entry: Entry
    programme: Programme
    calendar: WorkingCalendar
    address: str
    at: datetime

    @property
    def called_off(self) -> bool:
        """Whether it takes the entry out of the calendar: the work is withdrawn, exempt or closed out."""
        return self.entry.state in (State.CANCELLED, State.DONE)

    @property
    def name(self) -> str:
        """A name for its file."""
        return f"{self.entry.key}.ics"

    def text(self, *, organizer: tuple[str, str], attendee: tuple[str, str]) -> bytes:
        """As a message of scheduling (METHOD REQUEST or CANCEL) from one name and mail address to another."""
        method = "CANCEL" if self.called_off else "REQUEST"
        made, event = _calendar(method), self._event()
        event.add("organizer", _person(*organizer))
        event.add("attendee", _person(*attendee, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp="FALSE"))
        if self.called_off:
            event["status"] = "CANCELLED"
        made.add_component(event)
        made.add_missing_timezones()
        return bytes(made.to_ical())

    def file(self) -> bytes:
        """As a file that anybody may open in their calendar program (METHOD PUBLISH)."""
        made = _calendar("PUBLISH")
        made.add_component(self._event())
        made.add_missing_timezones()
        return bytes(made.to_ical())

    def _event(self) -> Event:
        event = _event(self.entry, self.programme, self.calendar, self.address)
        event.DTSTAMP = self.at
        return event


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Luoshi//Calendar//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    return made


def _person(name: str, mail: str, **more: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{mail}")
    made.params |= {**({"cn": name} if name else {}), **more}
    return made


def _event(entry: Entry, programme: Programme, calendar: WorkingCalendar, address: str) -> Event:
    made = Event()
    made.add("uid", f"{entry.key}@{programme.id}.luoshi")
    made.add("dtstamp", entry.changed_at or datetime(entry.day.year, 1, 1, tzinfo=UTC))
    made.add("sequence", entry.version)
    _time(made, entry.day, programme)
    made.add("summary", _summary(entry))
    made.add("status", "CANCELLED" if entry.state is State.CANCELLED else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    made.add("categories", [str(entry.kind)])
    if entry.assignment is not None:
        made.add("last-modified", entry.changed_at)
        about = f"{entry.unit_name} · {entry.period}"
        if address:
            made.add("url", f"{address}/assignments/{entry.assignment}")
            about += f"\n{address}/assignments/{entry.assignment}"
        made.add("description", about)
    if entry.state is State.OPEN:
        made.add_component(_alarm(entry, programme, calendar))
    return made


def _time(made: Event, day: date, programme: Programme) -> None:
    if programme.closing_time == "24:00":
        made.add("dtstart", day)
        made.add("dtend", day + timedelta(days=1))
    else:
        made.add("dtstart", _closing(day, programme))


def _closing(day: date, programme: Programme) -> datetime:
    return datetime.combine(day, time.fromisoformat(programme.closing_time), tzinfo=ZoneInfo(programme.timezone))


def _summary(entry: Entry) -> str:
    if entry.assignment is None:
        return entry.title
    return say(_DONE.get(entry.state) or _WORK[entry.kind], title=entry.title, unit=entry.unit_name)


def _alarm(entry: Entry, programme: Programme, calendar: WorkingCalendar) -> Alarm:
    """In the morning of the working day before, 调休 respected, told relative to the event as all programs take it."""
    before = calendar.add(entry.day, -1)
    start = time(0) if programme.closing_time == "24:00" else time.fromisoformat(programme.closing_time)
    trigger: Any = datetime.combine(before, REMINDED_AT) - datetime.combine(entry.day, start)
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("trigger", trigger)
    made.add("description", _summary(entry))
    return made
