"""复核: open, approve, or return, whole or item by item; nobody reviews their own unit's work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from engine.domain.actor import Actor
from engine.domain.vocabulary import ItemState, StageKind, Verb
from engine.services.desk import Desk
from engine.services.reviewing import judging
from engine.services.reviewing.judging import Approval
from engine.services.reviewing.verdicts import APPROVED, RETURNED, Return, Reviewed, Sheet
from engine.services.seeing import case_for
from engine.store import moves
from engine.store.database import Connection
from engine.store.word import outbox
from engine.store.work import intake

__all__ = ["APPROVED", "RETURNED", "Approval", "Return", "Reviewed", "approve", "open_review", "send_back"]


def open_review(desk: Desk, assignment: int, actor: Actor, *, at: datetime) -> None:
    """A reviewer opens it: from now on it can no longer be taken back. Opening it again changes nothing."""
    with desk.database.transaction() as connection:
        case = case_for(desk, connection, assignment, actor, at)
        case.decide(Verb.OPEN_REVIEW, actor)
        if case.row.opened_at is None:
            moves.record(connection, [(case.act(Verb.OPEN_REVIEW, actor), [case.stays({"opened_at": at})])])


def approve(desk: Desk, orders: Sequence[Approval], *, at: datetime) -> list[Reviewed]:
    """Approve, all or none. An assignment moves on at its quorum; an approval is bound to the evidence seen."""
    with desk.database.transaction() as connection:
        return approve_within(desk, connection, orders, at=at)


def approve_within(desk: Desk, connection: Connection, orders: Sequence[Approval], *, at: datetime) -> list[Reviewed]:
    """The same inside a transaction that has something to do before or after it."""
    sheet = Sheet.read(desk, connection, orders, at)
    deeds, results, final = [], [], set()
    for order in orders:
        case = sheet.cases[order.assignment]
        move, result = sheet.weigh_approval(order)
        detail = {"evidence": sheet.digest(case), "stage": case.row.stage, **judging.told(order)}
        moved = case.goes(move, {"opened_at": None}) if result.closed else case.stays({"opened_at": at})
        if moved.kind is not StageKind.REVIEW:
            final.add(case.id)
        deeds.append((case.act(Verb.APPROVE, order.actor, order.note, detail), [moved]))
        results.append(result)
    done = list(zip(orders, moves.record(connection, deeds), strict=True))
    verdicts = [sheet.verdict(order.assignment, order.actor, APPROVED, order.note, act) for order, act in done]
    intake.add_reviews(connection, verdicts)
    intake.judge(connection, [row for order, act in done for row in judging.judgements(order, act)])
    intake.mark_items(connection, sheet.pending(final), ItemState.APPROVED)
    told = [(order.assignment, act) for order, act in done if order.assignment in final]
    outbox.enqueue(connection, [sheet.notice("approved", number, act) for number, act in told])
    return results


def send_back(desk: Desk, orders: Sequence[Return], *, at: datetime) -> None:
    """Return, all or none: whole, or only the faulty pieces, when the others stay approved (story 3).

    One return sends it back at once whatever the quorum (story 11). A whole return resets the day it came in.
    """
    with desk.database.transaction() as connection:
        send_back_within(desk, connection, orders, at=at)


def send_back_within(desk: Desk, connection: Connection, orders: Sequence[Return], *, at: datetime) -> None:
    """The same inside a transaction that has something to do before or after it."""
    sheet = Sheet.read(desk, connection, orders, at)
    deeds = []
    for order in orders:
        case, move = sheet.cases[order.assignment], sheet.weigh_return(order)
        within = case.office.catalog.programme.defaults.resubmit_within
        sets: dict[str, object] = {
            "returned": True,
            "returned_from": case.row.stage,
            "resubmit_by": case.office.calendar.add(case.today, within),
            "received_on": case.row.received_on if order.items else None,
            "opened_at": None,
        }
        detail = {"items": list(order.items), "evidence": sheet.digest(case), "stage": case.row.stage}
        deeds.append((case.act(Verb.RETURN, order.actor, order.reason, detail), [case.goes(move, sets)]))
    done = list(zip(orders, moves.record(connection, deeds), strict=True))
    verdicts = [sheet.verdict(order.assignment, order.actor, RETURNED, order.reason, act) for order, act in done]
    intake.add_reviews(connection, verdicts)
    for order in orders:
        sheet.mark_returned(connection, order)
    intake.end_reviews(connection, [order.assignment for order in orders])
    outbox.enqueue(connection, [sheet.notice("returned", order.assignment, act, order.reason) for order, act in done])
