"""What was withdrawn because a unit left is put back when the unit is here again: looked at first, then done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.lifecycle import kind_of, stage_title
from engine.domain.periods import called
from engine.domain.vocabulary import StageKind, Verb
from engine.errors import Invalid, Refused
from engine.services.cases import Case, cases
from engine.services.desk import Desk, Office
from engine.services.people import rights
from engine.services.people.units import known_unit
from engine.store import moves
from engine.store.database import Connection
from engine.store.people import where
from engine.store.word import outbox
from engine.store.work import issuing, let_go
from engine.wording import N_, say

_WITH_UNIT = (StageKind.ASSIGN, StageKind.COLLECT)


@dataclass(frozen=True, slots=True)
class PutBackLine:
    """One assignment that can be put back: to the stage called `stage`, as it was.

    `overdue`: nothing is in and its due date has passed, so that it is overdue at once unless a later date is agreed.
    """

    assignment: int
    number: str
    title: str
    period: str
    stage: str
    due_on: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class PutBack:
    """`actor` puts these back; `due_on` is agreed for those whose due date has passed with nothing in."""

    unit: str
    assignments: tuple[int, ...]
    actor: Actor
    due_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Back:
    """An assignment and the stage it goes back to."""

    case: Case
    stage: str

    @property
    def kind(self) -> StageKind:
        return kind_of(self.case.definition.workflow, self.stage)

    @property
    def overdue(self) -> bool:
        row = self.case.row
        out = row.received_on is None and self.kind is not StageKind.DONE
        return out and row.due_on is not None and row.due_on < self.case.today

    def line(self) -> PutBackLine:
        row, definition = self.case.row, self.case.definition
        title, period = stage_title(definition.workflow, self.stage), called(row.period_title, row.year)
        return PutBackLine(row.id, definition.number, definition.title, period, title, row.due_on, self.overdue)

    def moved(self, due_on: date | None) -> moves.Moved:
        row, sets = self.case.row, dict[str, object]()
        if self.overdue and due_on is not None:
            sets["due_on"] = due_on
        if row.returned and row.resubmit_by is not None and row.resubmit_by < self.case.today:
            within = self.case.office.catalog.programme.defaults.resubmit_within
            sets["resubmit_by"] = self.case.office.calendar.add(self.case.today, within)
        return moves.Moved(row.id, row.stage, self.stage, self.kind, sets)


def waiting(desk: Desk, unit: str, actor: Actor, *, at: datetime) -> tuple[PutBackLine, ...]:
    """What can be put back now; empty while the unit is closed or has not rejoined. Raises NotFound, Forbidden."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, actor)
        return tuple(each.line() for each in _backs(desk, connection, office, unit, at).values())


def put_back(desk: Desk, order: PutBack, *, at: datetime) -> None:
    """Put these back, all or none, each to the stage at which it was withdrawn, with what was handed in and scored.

    Who has something to do again is told. Raises NotFound, Forbidden, Invalid for none and for a day that has passed,
    Refused for what was not withdrawn by leaving or is back already.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        rights.check_keeps_all(office, order.actor)
        known = _backs(desk, connection, office, order.unit, at)
        today = day_of(at, office.catalog.programme)
        _check(order, known, today)
        alike: dict[tuple[str, bool], list[_Back]] = defaultdict(list)
        for number in dict.fromkeys(order.assignments):
            back = known[number]
            alike[back.case.definition.digest, back.kind in _WITH_UNIT].append(back)
        reason = order.reason.strip() or say(N_("{unit} is here again."), unit=office.names[order.unit])
        detail = {"unit": order.unit, "put-back": True, "due": order.due_on}
        act = rights.act_of(office, Verb.REOPEN, order.actor, at, detail, reason)
        deeds = [
            (replace(act, definition=digest), [each.moved(order.due_on) for each in backs])
            for (digest, _), backs in alike.items()
        ]
        for number, (_, with_unit) in zip(moves.record(connection, deeds), alike, strict=True):
            if with_unit:
                told = outbox.letter("issued", number, act.programme, today, at, {"audience": f"act:{number}"})
                outbox.enqueue(connection, [told])


def _backs(desk: Desk, connection: Connection, office: Office, unit: str, at: datetime) -> dict[int, _Back]:
    row, today = known_unit(connection, unit), day_of(at, office.catalog.programme)
    if row.left_on is not None and row.left_on <= today:
        return {}
    found = let_go.let_go(connection, unit)
    left = {each.group for each in where.memberships(connection, unit) if each.left_on is not None}
    known, leads = cases(desk, connection, [each.assignment for each in found], at), dict[Sequence[str], bool]()
    backs = {}
    for each in found:
        lead = tuple(known[each.assignment].definition.lead)
        if each.group or left.intersection(lead):
            if lead not in leads:
                leads[lead] = issuing.still_leads(connection, lead, unit, today)
            if not leads[lead]:
                continue  # it has not come back to what asked this of it
        backs[each.assignment] = _Back(known[each.assignment], each.stage)
    return backs


def _check(order: PutBack, known: dict[int, _Back], today: date) -> None:
    if not order.assignments:
        raise Invalid("none-ticked", N_("Nothing is ticked."), hint=N_("Tick what should be put back."))
    if order.due_on is not None and order.due_on < today:
        raise Invalid(
            "due-has-passed",
            N_("{due} has passed, so it would be overdue at once."),
            hint=N_("Give a later day."),
            due=order.due_on,
        )
    if any(number not in known for number in order.assignments):
        raise Refused(
            "nothing-to-put-back",
            N_("Some of this was not withdrawn by the unit's leaving, or is back already, so nothing was done."),
            hint=N_("Load the page again and look at what is left; other work is reopened on its own page."),
        )
