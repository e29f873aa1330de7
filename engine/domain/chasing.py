"""When each rung of the chasing ladder fires, for one assignment and, as cut-off dates, for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.domain.calendar import WorkingCalendar
from engine.domain.definition.programme import Chasing, Rung

_DAY = timedelta(days=1)
_NEWS = timedelta(days=7)
"""How long a close-out is news: nobody is told of an older one, and the many of a year are not looked at every day."""
Reference = Literal["due", "again", "unanswered", "unaccepted", "unreviewed", "unfixed", "closed"]
"""What a rung counts from: the due date, the day a sheet went out, the last day to accept, to review or to mend, or the
day of the close-out.

`again` is the due date of what was returned as a whole and may be mended until a later day: that day.
"""


@dataclass(frozen=True, slots=True)
class Cutoff:
    """For one rung on one day: it is due, or was missed, for reference dates in [since, until].

    `key` is the rung's id, with the lead for reminders (`remind-7d`): with the reference date it names one firing.
    `lead` restricts it to milestones whose `remind` lists that lead, and `nearer` as the next one after it ('' for
    none): where that has come too, the farther one is past. `since` None: however long ago.
    `within` (unaccepted, unreviewed): the interval holds dates of `stage_since` for stages that allow so many working
    days; otherwise it holds due dates (`due`), `resubmit_by` dates (`again`, `unfixed`), days on which the sheet
    went out (`unanswered`) or days of closing (`closed`).
    """

    rung: Rung
    key: str
    reference: Reference
    since: date | None
    until: date
    lead: str = ""
    nearer: str = ""
    within: int | None = None


def rung_dates(
    rung: Rung, due_on: date, remind: Iterable[str], calendar: WorkingCalendar
) -> tuple[tuple[date, str], ...]:
    """The days a rung fires for one reference date, each with its key; once each, never daily.

    `before` n: the n-th working day before the due date (0: the day itself). `overdue`, `unanswered`, `unaccepted`,
    `unreviewed`, `unfixed`, `closed` n: once n whole working days have passed after the reference date; 0 is
    the first day after it.
    `due_on` is the reference date: for the later ones see `allowed_until` and the assignment's `resubmit_by`.
    """
    if rung.before == "remind":
        return tuple((calendar.add(due_on, -lead_days(lead)), f"{rung.id}-{lead}") for lead in remind)
    if rung.before is not None:
        return ((calendar.add(due_on, -rung.before), rung.id),)
    return ((_beyond(due_on, _trigger(rung)[1], calendar), rung.id),)


def due_cutoffs(
    chasing: Chasing,
    day: date,
    calendar: WorkingCalendar,
    leads: Iterable[tuple[str, str]] = (),
    withins: Iterable[int] = (),
    *,
    late: bool = False,
) -> tuple[Cutoff, ...]:
    """For the sweep of `day`: what every rung is due for, missed firings included, as small values handed to SQL.

    `leads`: every lead that milestones in force ask for, with its `nearer_lead`. `withins`: every allowance in working
    days that stages have. A reminder whose due date has passed is dropped rather than sent late, and so is one that a
    nearer one has overtaken, or a sheet that a nearer sheet to the same people has; what chases the overdue has no such
    end. `late`: `day` itself has passed and is being caught up, so what speaks of the days still left is the present
    day's to say.
    """
    rungs = [rung for rung in chasing.ladder if not (late and rung.before is not None)]
    known = sorted(set(leads))
    return tuple(
        cutoff for rung in rungs for cutoff in _cutoffs(rung, day, calendar, known, withins, _overtaken_at(rung, rungs))
    )


def _overtaken_at(rung: Rung, ladder: Iterable[Rung]) -> int | None:
    """How many working days before the due date a nearer sheet takes the place of `rung`: it reaches all the same."""
    if not isinstance(rung.before, int):
        return None
    nearer = (
        each.before
        for each in ladder
        if isinstance(each.before, int) and each.before < rung.before and set(rung.to) <= set(each.to)
    )
    return max(nearer, default=None)


def nearer_lead(lead: str, leads: Iterable[str]) -> str:
    """The lead among `leads` that comes next after `lead`, nearer to the due date; '' when it is the nearest."""
    return max((each for each in leads if lead_days(each) < lead_days(lead)), key=lead_days, default="")


def _cutoffs(
    rung: Rung,
    day: date,
    calendar: WorkingCalendar,
    leads: Iterable[tuple[str, str]],
    withins: Iterable[int],
    overtaken_at: int | None,
) -> Iterator[Cutoff]:
    if rung.before == "remind":
        for lead, nearer in leads:
            since = calendar.add(day, lead_days(nearer)) + _DAY if nearer else day
            until = calendar.add(day, lead_days(lead))
            yield Cutoff(rung, f"{rung.id}-{lead}", "due", since, until, lead, nearer)
        return
    if rung.before is not None:
        since = day if overtaken_at is None else calendar.add(day, overtaken_at) + _DAY
        yield Cutoff(rung, rung.id, "due", since, calendar.add(day, rung.before))
        return
    reference, beyond = _trigger(rung)
    until = _latest_reference(day, beyond, calendar)
    if reference == "due":
        yield Cutoff(rung, rung.id, "again", None, until)
    if reference == "closed":
        yield Cutoff(rung, rung.id, reference, _latest_reference(day - _NEWS, beyond, calendar) + _DAY, until)
        return
    if reference in ("due", "unanswered", "unfixed"):
        yield Cutoff(rung, rung.id, reference, None, until)
        return
    for within in sorted(set(withins)):
        yield Cutoff(rung, rung.id, reference, None, latest_since(until, within, calendar), within=within)


def _trigger(rung: Rung) -> tuple[Reference, int]:
    """What the rung counts from, and how many working days beyond it."""
    triggers: tuple[tuple[Reference, int | None], ...] = (
        ("due", rung.overdue),
        ("unanswered", rung.unanswered),
        ("unaccepted", rung.unaccepted),
        ("unreviewed", rung.unreviewed),
        ("unfixed", rung.unfixed),
        ("closed", rung.closed),
    )
    return next((reference, days) for reference, days in triggers if days is not None)


def lead_days(lead: str) -> int:
    """A lead in working days; hours count as begun days, because a day is the smallest unit of the ladder."""
    number = int(lead[:-1])
    return number if lead.endswith("d") else -(-number // 24)


def allowed_until(since: date, within: int, calendar: WorkingCalendar) -> date:
    """The last day to act in a stage entered on `since` that allows `within` working days."""
    return calendar.add(since, within)


def behind_on(since: date, within: int | None, calendar: WorkingCalendar) -> date | None:
    """The first day a stage entered on `since` counts as behind; None when it has no limit."""
    return None if within is None else allowed_until(since, within, calendar) + _DAY


def latest_since(until: date, within: int, calendar: WorkingCalendar) -> date:
    """The latest `since` whose `allowed_until` is not after `until`: the set-based form of the same rule.

    With `until` = yesterday it tells which stages entered when are behind today.
    """
    return calendar.add(until + _DAY, -within) - _DAY if within else until


def _beyond(reference: date, days: int, calendar: WorkingCalendar) -> date:
    """The first day on which `days` whole working days lie behind the end of `reference`; on a working day if any."""
    return calendar.add(reference, days + 1) if days else reference + _DAY


def _latest_reference(day: date, days: int, calendar: WorkingCalendar) -> date:
    """The latest reference date whose `_beyond` is not after `day`."""
    return calendar.add(day + _DAY, -(days + 1)) - _DAY if days else day - _DAY
