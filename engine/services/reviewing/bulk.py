"""Many at once: what an act of the office would do to each, and then exactly that, or nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from engine.domain.actor import Actor
from engine.domain.days import day_of
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.vocabulary import Verb
from engine.errors import Invalid, LuoshiError, Refused
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.looking.ask import AssignmentRow, listed
from engine.services.looking.lights import Lamp
from engine.services.office.chase import Reminder, remind_within
from engine.services.reviewing.judging import Approval
from engine.services.reviewing.outcome import outcome
from engine.services.reviewing.review import approve_within, send_back_within
from engine.services.reviewing.verdicts import Return, Sheet
from engine.services.seeing import Looked, scope
from engine.services.work.close_out import CloseOut, Ending, close_out_within, reopen_within, terminate_within
from engine.store.database import Connection
from engine.store.looking import views
from engine.store.scoring import reviewing
from engine.store.types import canonical_json
from engine.wording import N_

VERBS: Final = (Verb.APPROVE, Verb.RETURN, Verb.CLOSE_OUT, Verb.REMIND, Verb.TERMINATE, Verb.REOPEN)
"""What can be done to many at once."""

MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Order:
    """`actor` does `verb` to these assignments.

    `reason`: why, for a return, a withdrawal and a reopening; the words of a reminder; a remark otherwise.
    """

    verb: Verb
    actor: Actor
    assignments: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What would become of one: `words` say it; `refused`: that and why it cannot be done."""

    row: AssignmentRow
    words: str
    refused: bool
    evidence: str
    stage: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an order would do. `digest` stands for exactly this: `carry_out` does it, or nothing."""

    order: Order
    lines: tuple[Line, ...]

    @property
    def will(self) -> tuple[Line, ...]:
        """Those it would be done to."""
        return tuple(line for line in self.lines if not line.refused)

    @property
    def refused(self) -> tuple[Line, ...]:
        """Those it would not be done to, each with the reason."""
        return tuple(line for line in self.lines if line.refused)

    @property
    def digest(self) -> str:
        """A digest of what would be done to which, language included: another preview has another one."""
        told = [[line.row.id, line.stage, line.evidence, line.words] for line in self.will]
        return hashlib.sha256(canonical_json([self.order.verb, self.order.reason, told]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Unassessed:
    """So much approved work has no due date; it is scored on the day of its assessment, the next of which is `day`."""

    number: int
    day: date


def preview(desk: Desk, order: Order, *, at: datetime) -> Preview:
    """What would happen. Raises Invalid for a verb that is not done to many, for none and for more than `MOST`.

    Raises NotFound for an unknown number, Forbidden for one that the actor may not see.
    """
    with desk.database.reading() as connection:
        return _preview(desk, connection, order, at)


def carry_out(desk: Desk, order: Order, digest: str, *, at: datetime) -> int:
    """Do what the preview with this digest said, all or none; returns to how many.

    Raises Refused `preview-outdated` when the same order would now do anything else, and then nothing is done.
    """
    with desk.database.transaction() as connection:
        now = _preview(desk, connection, order, at)
        if now.digest != digest or not now.will or now.refused:
            raise Refused(
                "preview-outdated",
                N_("Something has changed since this preview, so nothing was done."),
                hint=N_("Look at the new preview and confirm again."),
            )
        _carry_out(desk, connection, now, at)
        return len(now.will)


def _carry_out(desk: Desk, connection: Connection, seen: Preview, at: datetime) -> None:
    who, why = seen.order.actor, seen.order.reason
    numbers = [line.row.id for line in seen.will]
    match seen.order.verb:
        case Verb.APPROVE:
            approvals = [Approval(line.row.id, who, why, None, None, None, line.evidence) for line in seen.will]
            approve_within(desk, connection, approvals, at=at)
        case Verb.RETURN:
            returns = [Return(line.row.id, who, why, (), line.evidence) for line in seen.will]
            send_back_within(desk, connection, returns, at=at)
        case Verb.REMIND:
            remind_within(desk, connection, [Reminder(number, who, why) for number in numbers], at=at)
        case Verb.TERMINATE:
            terminate_within(desk, connection, [Ending(number, who, why) for number in numbers], at=at)
        case Verb.REOPEN:
            reopen_within(desk, connection, [Ending(number, who, why) for number in numbers], at=at)
        case _:
            close_out_within(desk, connection, [CloseOut(number, who, why) for number in numbers], at=at)


def to_close(desk: Desk, actor: Actor, *, at: datetime) -> tuple[AssignmentRow, ...]:
    """Scored work that `actor` may close out, what hurts first on top; at most `MOST`, empty for other sides."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        if actor.role not in OFFICE_ROLES or actor.unit not in (office.office, office.own_work):
            return ()
        lamp = Lamp(desk, connection, office, day_of(at, office.catalog.programme))
        where = [
            *reviewing.scored_of(office.office, own=actor.unit == office.own_work),
            *views.within(scope(office, actor)),
        ]
        rows = views.page_of(connection, lamp.expression, where, MOST)
        return tuple(
            listed(Case(row, desk.book.definition(connection, row.definition_id), office, at, lamp.today), row.light)
            for row in rows
        )


def not_yet(desk: Desk, actor: Actor, *, at: datetime) -> Unassessed | None:
    """What of what `actor` closes out is approved and scored only at its assessment; None when there is none."""
    with desk.database.reading() as connection:
        office = desk.book.office(connection)
        if actor.role not in OFFICE_ROLES or actor.unit not in (office.office, office.own_work):
            return None
        own, seen = actor.unit == office.own_work, views.within(scope(office, actor))
        row = reviewing.unassessed(connection, seen, office.office, day_of(at, office.catalog.programme), own=own)
    return Unassessed(row.number, row.day) if row.number else None


def _preview(desk: Desk, connection: Connection, order: Order, at: datetime) -> Preview:
    _check(order)
    numbers = tuple(dict.fromkeys(order.assignments))
    sheet = Sheet.read(desk, connection, [Looked(number, order.actor) for number in numbers], at)
    lines = []
    for number in numbers:
        case = sheet.cases[number]
        lamp = Lamp(desk, connection, case.office, case.today)
        try:
            words, refused = outcome(sheet, case, order.verb, order.actor, order.reason), False
        except LuoshiError as refusal:
            words, refused = str(refusal), True
        row = listed(case, str(lamp.of(case)))
        lines.append(Line(row, words, refused, sheet.digest(case), case.row.stage))
    return Preview(order, tuple(lines))


def _check(order: Order) -> None:
    if order.verb not in VERBS:
        raise Invalid("not-in-bulk", N_("This is not done to many at once."), hint=N_("Open them one by one."))
    if not order.assignments:
        raise Invalid("nothing-ticked", N_("Nothing is ticked."), hint=N_("Tick what is meant, then press again."))
    if len(order.assignments) > MOST:
        raise Invalid(
            "too-many",
            N_("{count} are too many at once."),
            hint=N_("At most {most}."),
            most=MOST,
            count=len(order.assignments),
        )
