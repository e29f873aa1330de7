"""What the office puts before people: the quarterly meeting's packet and the August countdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import SYSTEM, Actor, not_yours
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.vocabulary import Role, Verb
from engine.errors import Refused
from engine.services.desk import Desk, Office
from engine.services.office.packet import UnitState, compiled
from engine.services.scoring.rates import Below, below_threshold, coverage
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.looking import views
from engine.store.word import outbox
from engine.wording import N_, say


@dataclass(frozen=True, slots=True)
class Packet:
    """The agenda packet of a joint meeting (row 3). `due_on`: the last day for the meeting; `fresh`: told just now."""

    quarter: str
    title: str
    due_on: date
    as_of: date
    rows: tuple[UnitState, ...]
    fresh: bool = False

    def markdown(self) -> str:
        """The packet as the office reads it."""
        head = "| " + " | ".join(map(say, _HEADINGS)) + " |\n|---|---:|---:|---:|---:|---:|"
        lines = [
            f"| {row.unit_name} | {row.assigned} | {row.done} | {row.overdue} | {row.returned} | {row.waiting} |"
            for row in self.rows
        ]
        title = say(N_("Joint meeting packet, {period}"), period=self.title)
        until = say(N_("To be held by {due}; as of {today}."), due=self.due_on, today=self.as_of)
        return "\n".join([f"# {title}", "", until, "", head, *lines])


_HEADINGS = (N_("unit"), N_("assigned"), N_("done"), N_("overdue"), N_("returned"), N_("in review"))


@dataclass(frozen=True, slots=True)
class Countdown:
    """The free-verification countdown (rows 18-20). `days_left` in working days; rows name who is below."""

    deadline: date
    as_of: date
    days_left: int
    rows: tuple[Below, ...]
    sent: int = 0

    def markdown(self) -> str:
        """The countdown as the office reads it."""
        title = say(N_("Free verification: {days} working days left"), days=self.days_left)
        until = say(N_("Due on {due}; as of {today}."), due=self.deadline, today=self.as_of)
        if not self.rows:
            return f"# {title}\n\n{until}\n\n{say(N_('Everything wanted has been reached.'))}"
        head = "| " + " | ".join(map(say, _BELOW_HEADINGS)) + " |\n|---|---|---:|---:|"
        lines = [f"| {row.unit_name} | {row.title} | {row.value} | {row.target} |" for row in self.rows]
        return "\n".join([f"# {title}", "", until, "", head, *lines])


_BELOW_HEADINGS = (N_("unit"), N_("measure"), N_("reached"), N_("wanted"))


def packet(
    desk: Desk, *, at: datetime, quarter: str | None = None, actor: Actor = SYSTEM, again: bool = False
) -> Packet:
    """Each unit's state for the next joint meeting (or that of `quarter`, a period key), told to the office once.

    What is told is kept whole in the act. `again`: tell it as it stands now, once a day at most. Raises Refused when
    the programme declares no joint meeting or the quarter has none, Forbidden for who is not of the office.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        check_tells(office, actor)
        today = day_of(at, office.catalog.programme)
        sheet = compiled(desk, connection, office, today, quarter)
        params = {"rows": [_state(row) for row in sheet.rows], "period": sheet.title, "due_on": sheet.due_on}
        key = f"packet/{sheet.quarter}" + (f"/{today}" if again else "")
        kept, about = {"packet": asdict(sheet)}, _meeting(connection, office, sheet.quarter)
        fresh = _announce(connection, office, at, key, "meeting-packet", params, actor, kept, about)
        return Packet(sheet.quarter, sheet.title, sheet.due_on, today, sheet.rows, bool(fresh))


def check_tells(office: Office, actor: Actor) -> None:
    """Raise Forbidden unless `actor` is the system or acts for the creation office."""
    if actor.role is not Role.SYSTEM and not (actor.role in OFFICE_ROLES and actor.unit == office.office):
        raise not_yours(actor, office.names[office.office])


def countdown(desk: Desk, *, at: datetime) -> Countdown:
    """How far free verification is, naming who is below; told to the office once a day, from the programme's day on.

    Raises Refused when the programme watches no free verification.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        programme = office.catalog.programme
        watch = programme.free_verification
        if watch is None:
            raise Refused("no-countdown", N_("This programme watches no free verification."))
        today = day_of(at, programme)
        deadline = watch.deadline.on(today.year)
        rows = below_threshold(desk, connection, office, watch.indicators, today.year)
        left = max(0, office.calendar.between(today, deadline))
        sent = 0
        due_now = watch.countdown_from.on(today.year) <= today <= deadline and office.calendar.is_working(today)
        if due_now:
            told = [
                {"unit": row.unit_name, "title": row.title, "value": row.value, "target": row.target} for row in rows
            ]
            params = {"rows": told, "due_on": deadline}
            reached = [asdict(each) for each in coverage(connection, office, watch.indicators, today.year)]
            kept = {"coverage": reached, "below": len(rows), "days_left": left}
            sent = _announce(connection, office, at, f"countdown/{today}", "countdown", params, SYSTEM, kept)
        return Countdown(deadline, today, left, rows, sent)


def _announce(
    connection: Connection,
    office: Office,
    at: datetime,
    key: str,
    notice: str,
    params: Mapping[str, Any],
    actor: Actor,
    kept: Mapping[str, Any],
    about: Mapping[str, Any] | None = None,
) -> int:
    """Tell the office's people once under `key`, keeping what was told in the act; returns 1 when it is new."""
    programme = office.catalog.programme
    if outbox.known(connection, key):
        return 0
    detail = {"notice": notice, "key": key, **kept}
    act = Act(programme.id, Verb.REPORT, actor.id, at, day_of(at, programme), "", "", detail)
    [act_id] = moves.record(connection, [(act, [])])
    more = {"audience": audience_of(office), "params": params, **(about or {})}
    return outbox.enqueue(connection, [outbox.letter(notice, act_id, programme.id, act.as_of, at, more, key=key)])


def _meeting(connection: Connection, office: Office, quarter: str) -> dict[str, object]:
    """The office's own assignment to hold the meeting: what the packet is about, whose day goes into calendars."""
    meeting = office.catalog.programme.joint_meeting
    found = views.find(connection, meeting.indicator, quarter, office.office) if meeting else None
    return {"assignment_id": found.id} if found else {}


def audience_of(office: Office) -> str:
    """Who of the office is told of packets and countdowns."""
    return f"unit:{office.office}/office,head"


def _state(row: UnitState) -> dict[str, object]:
    told = asdict(row)
    return {"unit": told.pop("unit_name"), **{key: value for key, value in told.items() if key != "unit"}}
