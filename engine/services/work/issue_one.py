"""One more unit gets an open period: what a transfer hands on, and what the office issues extra, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.actor import Actor, not_yours
from engine.domain.days import day_of
from engine.domain.definition import Definition
from engine.domain.keeping import OFFICE_ROLES
from engine.domain.periods import called
from engine.domain.vocabulary import StageKind, Verb
from engine.errors import Invalid, Refused
from engine.services.desk import Desk, no_such_unit
from engine.store import moves
from engine.store.chain import Act
from engine.store.database import Connection
from engine.store.looking import views
from engine.store.programme import adopted
from engine.store.word import outbox
from engine.store.work import issuing
from engine.wording import N_


@dataclass(frozen=True, slots=True)
class Extra:
    """`actor` gives an open period of an indicator to one more unit (id or name), by default due as for the others."""

    indicator: str
    period: str
    unit: str
    actor: Actor
    reason: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """A period that can still be given to somebody; `due_on` None for continuous work."""

    key: str
    title: str
    due_on: date | None


def open_periods(desk: Desk, indicator: str, *, at: datetime) -> tuple[OpenPeriod, ...]:
    """The opened periods of an indicator that are not assessed yet, the latest first."""
    with desk.database.reading() as connection:
        programme = desk.book.office(connection).catalog.programme
        rows = issuing.open_periods(connection, programme.id, indicator, day_of(at, programme))
        return tuple(OpenPeriod(row.key, called(row.title, row.year), row.due_on) for row in rows)


def issue_extra(desk: Desk, order: Extra, *, at: datetime) -> int:
    """Issue it, tell the unit, and return the assignment's number; withdrawing undoes it.

    Raises Forbidden for who is not of the creation office, Refused without a reason, for a period that is not open,
    and for a unit that has it already; Invalid for an unknown unit and for a due date that has passed.
    """
    with desk.database.transaction() as connection:
        office = desk.book.office(connection)
        if order.actor.role not in OFFICE_ROLES or order.actor.unit != office.office:
            raise not_yours(order.actor, office.names[office.office])
        if not order.reason.strip():
            raise Refused("reason-wanted", N_("This needs a reason."), hint=N_("Say why in a sentence."))
        programme, today = office.catalog.programme, day_of(at, office.catalog.programme)
        rows = issuing.open_periods(connection, programme.id, order.indicator, today)
        row = next((each for each in rows if each.key == order.period), None)
        if row is None:
            raise Refused(
                "period-not-open",
                N_("This requirement has no open period “{period}”."),
                hint=N_("Choose one from the list; periods open by themselves on their day."),
                period=order.period,
            )
        unit, due = _unit(connection, order.unit), order.due_on or row.due_on
        if due is not None and due < today:
            raise Invalid(
                "due-has-passed",
                N_("{due} has passed, so it would be overdue at once."),
                hint=N_("Give a later day."),
                due=due,
            )
        definition = desk.book.definition(connection, row.definition_id)
        detail = {"indicator": definition.id, "period": row.key, "extra": True, "due": due}
        words = order.reason.strip()
        act = Act(programme.id, Verb.ISSUE, order.actor.id, at, today, words, definition.digest, detail)
        if not issue_to(connection, definition, row.definition_id, row.id, unit, due, act):
            raise Refused(
                "issued-already",
                N_("{unit} has this assignment already."),
                hint=N_("Look it up on the board; what was withdrawn is reopened instead."),
                unit=office.names.get(unit, unit),
            )
        found = views.find(connection, definition.id, row.key, unit)
        assert found is not None  # it was issued in this transaction
        return int(found.id)


def issue_to(
    connection: Connection,
    definition: Definition,
    definition_id: int,
    period_id: int,
    unit: str,
    due_on: date | None,
    act: Act,
) -> bool:
    """Issue a period to one unit under `act` and tell everybody it asks; False when the unit has it already."""
    first = definition.workflow.stages[0]
    rows = issuing.one_assignment(
        period_id, unit, due_on, definition_id, first.id, str(StageKind(first.kind)), act.as_of
    )
    act_id, issued = moves.issue(connection, act, rows)
    if not issued:
        return False
    parts = 0
    if definition.cooperating and definition.cooperating_part == "wanted":
        parts = issuing.ask_parts(connection, act_id, definition.cooperating, act.as_of)
    told: Sequence[tuple[str, str]] = [("issued", "act"), *([("part-asked", "parts")] if parts else [])]
    letters = [
        outbox.letter(notice, act_id, act.programme, act.as_of, act.at, {"audience": f"{audience}:{act_id}"})
        for notice, audience in told
    ]
    outbox.enqueue(connection, letters)
    return True


def _unit(connection: Connection, wanted: str) -> str:
    names = {row["name"]: str(row["id"]) for row in adopted.units(connection) if row["left_on"] is None}
    unit = wanted.strip() if wanted.strip() in names.values() else names.get(wanted.strip())
    if unit is None:
        raise no_such_unit(wanted)
    return unit
