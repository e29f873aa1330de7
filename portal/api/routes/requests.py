"""延期, 转办 and 不适用: what units ask for, and the office's decision."""

from __future__ import annotations

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.looking import register
from engine.services.work import extend
from portal.api.door import Who, scoped
from portal.api.models import order
from portal.api.models.assignment import AssignmentPage, Request
from portal.api.models.value import Answered, Cursor, Limit, Number, Page
from portal.api.paging import after_number, paged
from portal.api.repeating import Repeatable
from portal.api.routes.assignments import shown

router = APIRouter(tags=["requests"], route_class=Repeatable)


class Asked(Answered):
    """The number of the new request, and the assignment as it is now."""

    request: int
    assignment: AssignmentPage


class Decided(Answered):
    """The number of the request that was decided, and whether it was granted."""

    request: int
    granted: bool


@router.get("/requests")
@scoped(TokenScope.READ)
def requests(who: Who, open: bool = True, limit: Limit = 50, cursor: Cursor = "") -> Page[Request]:
    """Requests on assignments I may see; those that wait for a decision, or all."""
    after = after_number(cursor)
    rows = register.requests(who.desk, who.actor, open_only=open, after=after, limit=limit + 1)
    return paged(rows, limit, Request.of, lambda row: row.id)


@router.post("/assignments/{number}/requests", status_code=201)
@scoped(TokenScope.SUBMIT)
def ask_for(who: Who, number: Number, given: order.RequestIn) -> Asked:
    """Ask the office for something."""
    wanted = extend.Ask(number, who.actor, given.kind, given.reason, given.due, given.unit)
    asked = extend.ask_for(who.desk, wanted, at=who.at)
    return Asked(request=asked, assignment=shown(who, number))


@router.post("/requests/{request}/decision")
@scoped(TokenScope.REVIEW)
def decide(who: Who, request: Number, given: order.DecisionIn) -> Decided:
    """Grant or refuse; not for the one who asked."""
    extend.decide(who.desk, extend.Decision(request, who.actor, given.granted, given.reason, given.due_on), at=who.at)
    return Decided(request=request, granted=given.granted)
