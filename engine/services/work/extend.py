"""延期, 转办 and 不适用: what a unit asks of the office, and the decision by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.actor import Actor
from engine.domain.vocabulary import RequestKind, Verb
from engine.errors import Invalid, NotFound, Refused
from engine.services.cases import Case
from engine.services.desk import Desk
from engine.services.seeing import case_for
from engine.services.work.issue_one import issue_to
from engine.store import moves
from engine.store.database import Connection
from engine.store.programme import adopted
from engine.store.word import outbox
from engine.store.work import intake
from engine.wording import N_, say

_DECISIONS = {"granted": N_("granted"), "refused": N_("refused")}


@dataclass(frozen=True, slots=True)
class Ask:
    """`actor` asks for more time (`wanted_due`), a transfer (`wanted_unit`, name or id), or says it does not apply."""

    assignment: int
    actor: Actor
    kind: RequestKind
    reason: str
    wanted_due: date | None = None
    wanted_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`actor` grants or refuses a request; `due_on` may grant another date than the one asked for."""

    request: int
    actor: Actor
    granted: bool
    reason: str = ""
    due_on: date | None = None


def ask_for(desk: Desk, order: Ask, *, at: datetime) -> int:
    """Note a request and tell the office; returns its number. Raises Invalid when it does not say what is wanted."""
    with desk.database.transaction() as connection:
        case = case_for(desk, connection, order.assignment, order.actor, at)
        case.decide(Verb.REQUEST, order.actor, reason=order.reason)
        unit = _target_unit(connection, case, order)
        if order.kind is RequestKind.EXTENSION:
            _check_date(case, order.wanted_due)
        detail = {"kind": str(order.kind), "due": order.wanted_due, "unit": unit}
        [act_id] = moves.record(
            connection, [(case.act(Verb.REQUEST, order.actor, order.reason, detail), [case.stays()])]
        )
        number = intake.add_request(
            connection,
            {
                "assignment_id": case.id,
                "kind": str(order.kind),
                "reason": order.reason,
                "wanted_due": order.wanted_due,
                "wanted_unit": unit,
                "asked_by": order.actor.id,
                "asked_on": case.today,
                "act_id": act_id,
            },
        )
        outbox.enqueue(connection, [_to_office(case, act_id, order)])
    return number


def decide(desk: Desk, order: Decision, *, at: datetime) -> None:
    """Decide a request, either way; both dates stay in the history. The one who asked cannot decide (story 9).

    Granted: an extension moves the due date, a transfer withdraws the assignment and issues it to the other unit,
    not-applicable takes the points out of the total.
    """
    with desk.database.transaction() as connection:
        asked = intake.request_row(connection, order.request)
        if asked is None:
            raise NotFound("unknown-request", N_("There is no request {number}."), number=order.request)
        case = case_for(desk, connection, asked.assignment_id, order.actor, at)
        _check_decider(case, order, asked.asked_by)
        if asked.decision:
            raise Refused(
                "decided-already",
                N_("This request has been decided already: {decision}."),
                decision=say(_DECISIONS[asked.decision]),
            )
        if order.granted:
            act_id = _grant(connection, case, asked, order)
        else:
            act = case.act(Verb.REFUSE, order.actor, order.reason, {"request": asked.id})
            [act_id] = moves.record(connection, [(act, [case.stays()])])
        decision = "granted" if order.granted else "refused"
        intake.close_request(connection, asked.id, decision, order.actor.id, case.today)
        told = [_to_unit(case, act_id, asked.asked_by, decision, order.reason)]
        if order.granted and asked.kind == RequestKind.EXTENSION:
            told.append(_to_cooperating("changed", case, act_id, {"reason": order.reason, "decision": "extended"}))
        elif order.granted:
            told.append(_to_cooperating("withdrawn", case, act_id, {"reason": order.reason or asked.reason}))
        outbox.enqueue(connection, told)


def _check_decider(case: Case, order: Decision, asked_by: str) -> None:
    """Who may not decide at all is told that first, whatever became of the request."""
    if order.granted:
        case.decide(Verb.GRANT, order.actor, asked_by=asked_by)
    else:
        case.decide(Verb.REFUSE, order.actor, reason=order.reason, asked_by=asked_by)


def _grant(connection: Connection, case: Case, asked: Any, order: Decision) -> int:
    detail: dict[str, object] = {"request": asked.id}
    match RequestKind(asked.kind):
        case RequestKind.EXTENSION:
            due = order.due_on or asked.wanted_due
            _check_date(case, due)
            act = case.act(Verb.GRANT, order.actor, order.reason, detail | {"due": due, "was": case.row.due_on})
            return moves.record(connection, [(act, [case.stays({"due_on": due})])])[0]
        case RequestKind.NOT_APPLICABLE:
            move = case.decide(Verb.EXEMPT, order.actor, reason=asked.reason)
            act = case.act(Verb.EXEMPT, order.actor, asked.reason, detail)
            return moves.record(connection, [(act, [case.goes(move)])])[0]
        case RequestKind.TRANSFER:
            move = case.decide(Verb.TRANSFER, order.actor, reason=asked.reason)
            act = case.act(Verb.TRANSFER, order.actor, asked.reason, detail | {"to": asked.wanted_unit})
            [act_id] = moves.record(connection, [(act, [case.goes(move)])])
            _issue_to(connection, case, order.actor, asked.wanted_unit)
            return act_id


def _issue_to(connection: Connection, case: Case, actor: Actor, unit: str) -> None:
    """The other unit's assignment for the same period, due the same day."""
    detail = {"indicator": case.definition.id, "period": case.row.period, "from": case.id}
    act, row = case.act(Verb.ISSUE, actor, detail=detail), case.row
    if not issue_to(connection, case.definition, row.definition_id, row.period_id, unit, row.due_on, act):
        raise Refused(
            "has-it-already",
            N_("The other unit already has this assignment, so it cannot be handed on to it."),
            hint=N_("Refuse the request, or withdraw this assignment with a reason."),
        )


def _target_unit(connection: Connection, case: Case, order: Ask) -> str | None:
    if order.kind is not RequestKind.TRANSFER:
        return None
    names = adopted.unit_names(connection)
    wanted = order.wanted_unit or ""
    unit = names.get(wanted, wanted if wanted in names.values() else None)
    if unit is None or unit == case.row.unit_id:
        raise Invalid(
            "unknown-unit",
            N_("“{unit}” is no other unit of this programme."),
            hint=N_("Name the unit that should take it on."),
            unit=wanted,
        )
    return unit


def _check_date(case: Case, due: date | None) -> None:
    if case.row.due_on is None:
        raise Refused("no-due-date", N_("This assignment has no due date, so there is nothing to extend."))
    if due is None or due <= case.row.due_on or due < case.today:
        raise Invalid(
            "no-later-date",
            N_("An extension needs a date after the present one, {due}."),
            hint=N_("Give the new date as YYYY-MM-DD."),
            due=case.row.due_on,
        )


def _to_office(case: Case, act_id: int, order: Ask) -> dict[str, object]:
    return outbox.letter(
        "requested",
        act_id,
        case.row.programme,
        case.today,
        case.at,
        {
            "audience": f"unit:{case.reviewing_unit}/office,reviewer,head",
            "assignment_id": case.id,
            "params": {"reason": order.reason, **({"due_on": order.wanted_due} if order.wanted_due else {})},
        },
    )


def _to_unit(case: Case, act_id: int, person: str, decision: str, reason: str) -> dict[str, object]:
    """A refusal is for who asked; what is granted changes the work of everybody in the unit."""
    whom: dict[str, object] = {"audience": f"act:{act_id}/clerk,head"}
    if decision == "refused":
        whom = {"person": person, "unit_id": case.row.unit_id, "assignment_id": case.id}
    more = {**whom, "params": {"reason": reason, "decision": decision}}
    key = f"decided/{act_id}"
    return outbox.letter("extension-decided", act_id, case.row.programme, case.today, case.at, more, key=key)


def _to_cooperating(notice: str, case: Case, act_id: int, params: dict[str, str]) -> dict[str, object]:
    """What is granted to the lead unit moves, or ends, the day of the parts as well."""
    more = {"audience": f"parts:{act_id}", "params": params}
    return outbox.letter(notice, act_id, case.row.programme, case.today, case.at, more, key=f"parts-told/{act_id}")
