"""复核: the queue, opening, approving and returning, one by one or many, all or none."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.reviewing import review
from engine.services.reviewing.queue import waiting_for
from portal.api.door import Caller, Who, scoped
from portal.api.models import order
from portal.api.models.assignment import Assignment, AssignmentPage
from portal.api.models.value import Answered, Number
from portal.api.repeating import Repeatable
from portal.api.routes.assignments import shown

router = APIRouter(tags=["review"], route_class=Repeatable)


class ReviewQueue(Answered):
    """What waits for my verdict, what hurts first on top."""

    items: tuple[Assignment, ...]


class Reviewed(Answered):
    """Where a review stands: how many approvals of how many, and whether it is closed."""

    assignment: int
    approvals: int
    needed: int
    closed: bool


@router.get("/review-queue")
@scoped(TokenScope.READ)
def queue(who: Who) -> ReviewQueue:
    """What waits for my verdict."""
    return ReviewQueue(items=tuple(map(Assignment.of, waiting_for(who.desk, who.actor, at=who.at))))


@router.post("/assignments/{number}/review")
@scoped(TokenScope.REVIEW)
def open_review(who: Who, number: Number) -> AssignmentPage:
    """Open it: from now on it cannot be taken back."""
    review.open_review(who.desk, number, who.actor, at=who.at)
    return shown(who, number)


@router.post("/assignments/{number}/approve")
@scoped(TokenScope.REVIEW)
def approve(who: Who, number: Number, given: order.ApprovalIn) -> Reviewed:
    """通过, exactly the evidence that was looked at."""
    return _approved(who, [_approval(who, number, given)])[0]


@router.post("/assignments/{number}/return")
@scoped(TokenScope.REVIEW)
def send_back(who: Who, number: Number, given: order.ReturnIn) -> AssignmentPage:
    """退回, whole or piece by piece."""
    review.send_back(who.desk, [_return(who, number, given)], at=who.at)
    return shown(who, number)


@router.post("/reviews/approve")
@scoped(TokenScope.REVIEW)
def approve_many(who: Who, given: order.Approvals) -> tuple[Reviewed, ...]:
    """Approve many, all or none."""
    return _approved(who, [_approval(who, each.assignment, each) for each in given.approvals])


@router.post("/reviews/return", status_code=204)
@scoped(TokenScope.REVIEW)
def return_many(who: Who, given: order.Returns) -> None:
    """Return many, all or none."""
    review.send_back(who.desk, [_return(who, each.assignment, each) for each in given.returns], at=who.at)


def _approval(who: Caller, number: int, given: order.ApprovalIn) -> review.Approval:
    return review.Approval(
        number,
        who.actor,
        given.note,
        given.rubric,
        given.bonus,
        given.veto,
        given.evidence_digest,
        given.stage,
    )


def _return(who: Caller, number: int, given: order.ReturnIn) -> review.Return:
    return review.Return(number, who.actor, given.reason, given.pieces, given.evidence_digest, given.stage)


def _approved(who: Caller, orders: list[review.Approval]) -> tuple[Reviewed, ...]:
    return tuple(
        Reviewed(assignment=r.assignment, approvals=r.approvals, needed=r.needed, closed=r.closed)
        for r in review.approve(who.desk, orders, at=who.at)
    )
