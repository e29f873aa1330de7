"""What the office does beside reviewing: close out, reopen, withdraw, remind."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.office import chase
from engine.services.work import close_out
from portal.api.door import Who, scoped
from portal.api.models import order
from portal.api.models.assignment import AssignmentPage
from portal.api.models.value import Number
from portal.api.repeating import Repeatable
from portal.api.routes.assignments import shown

router = APIRouter(tags=["office"], route_class=Repeatable)


@router.post("/assignments/{number}/close-out")
@scoped(TokenScope.REVIEW)
def close_one(who: Who, number: Number, given: order.Note) -> AssignmentPage:
    """销号."""
    close_out.close_out(who.desk, [close_out.CloseOut(number, who.actor, given.note)], at=who.at)
    return shown(who, number)


@router.post("/close-outs", status_code=204)
@scoped(TokenScope.REVIEW)
def close_many(who: Who, given: order.CloseOuts) -> None:
    """Close many out, all or none."""
    orders = [close_out.CloseOut(number, who.actor, given.note) for number in dict.fromkeys(given.assignments)]
    close_out.close_out(who.desk, orders, at=who.at)


@router.post("/assignments/{number}/reopen")
@scoped(TokenScope.REVIEW)
def reopen(who: Who, number: Number, given: order.Reason) -> AssignmentPage:
    """Take a score or an end back."""
    close_out.reopen(who.desk, number, who.actor, given.reason, at=who.at)
    return shown(who, number)


@router.post("/assignments/{number}/terminate")
@scoped(TokenScope.REVIEW)
def terminate(who: Who, number: Number, given: order.Reason) -> AssignmentPage:
    """终止; the evidence stays."""
    close_out.terminate(who.desk, number, who.actor, given.reason, at=who.at)
    return shown(who, number)


@router.post("/assignments/{number}/remind")
@scoped(TokenScope.REVIEW)
def remind(who: Who, number: Number, given: order.Words) -> AssignmentPage:
    """催办, in one's own words."""
    chase.remind(who.desk, number, who.actor, given.words, at=who.at)
    return shown(who, number)
