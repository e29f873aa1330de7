"""How long something has still time, or for how long it has been overdue, in the words of an office."""

from __future__ import annotations

from datetime import date

from engine.domain.calendar import WorkingCalendar
from engine.wording import N_, say


def days_left(until: date | None, today: date, calendar: WorkingCalendar) -> str:
    """Working days (调休 respected) from `today` to `until` in the reader's language; empty without a date.

    Where only rest days lie between the two, the day itself is named: no working day is left, and it is not today.
    """
    if until is None:
        return ""
    if until == today:
        return say(N_("due today"))
    days = calendar.between(today, until)
    if until < today:
        return say(N_("{days} working days overdue"), days=-days) if days else say(N_("overdue since {day}"), day=until)
    if days:
        return say(N_("{days} working days left"), days=days)
    return say(N_("due on {day}, only rest days before it"), day=until)
