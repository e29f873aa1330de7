"""When a letter may disturb its reader: at once, in their hours, or gathered with the day's others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from engine.domain.definition import Notice
from engine.domain.office_hours import Clockwork, Times
from engine.domain.vocabulary import Pace
from engine.services.desk import Office
from engine.store.database import Row
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Held:
    """What decides whether a letter waits: its pace, its reader's hours, and since when it is due.

    One that was put off before, or tried, waits for no digest any more, only for the reader's hours. `gathered`: it
    goes together with what else goes to the same reader then; so does what is urgent of notices that a digest may have.
    """

    clockwork: Clockwork
    times: Times
    pace: Pace
    since: datetime
    before: bool
    gathered: bool

    @classmethod
    def of(cls, office: Office, row: Row[Any], notice: Notice, wishes: Row[Any] | None) -> Self:
        """Of a row of the outbox; `wishes`: what its reader has said."""
        before = bool(row.held_until or row.attempts)
        pace = Pace.AT_ONCE if row.urgent else notice.pace
        gathered = before or notice.pace is Pace.DIGEST
        return cls(clockwork_of(office), times_of(office, wishes), pace, row.next_at, before, gathered)

    def wait(self, at: datetime) -> tuple[datetime, str] | None:
        """Until when it waits at the instant `at`, and why; None when it may go."""
        pace = Pace.OFFICE_HOURS if self.before and self.pace is Pace.DIGEST else self.pace
        until = self.clockwork.waits_until(pace, self.times, self.since, at)
        if until is None:
            return None
        shown = until.astimezone(self.clockwork.zone)
        words = N_("Waits for the day's digest.") if pace is Pace.DIGEST else N_("Waits for the reader's hours.")
        return until.astimezone(at.tzinfo), f"{say(words)} ({shown:%Y-%m-%d %H:%M})"


def clockwork_of(office: Office) -> Clockwork:
    """The programme's zone and working days."""
    return Clockwork(ZoneInfo(office.catalog.programme.timezone), office.calendar)


def times_of(office: Office, wishes: Row[Any] | None) -> Times:
    """A person's hours: their own where they have said so, the programme's otherwise."""
    usual = office.catalog.chasing.hours.times
    if wishes is None or not wishes.begin:
        return usual
    return Times(wishes.begin, wishes.end, wishes.digest, usual.working_days)
