"""加派: an open period of an indicator for one more unit."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.services.seeing import check_sees_all
from engine.services.work import issue_one
from portal.api.door import Who, scoped
from portal.api.models.assignment import AssignmentPage
from portal.api.models.value import Answered, Given, Name, Text
from portal.api.repeating import Repeatable
from portal.api.routes.assignments import shown

router = APIRouter(tags=["office"], route_class=Repeatable)


class OpenPeriod(Answered):
    """A period that can still be given to somebody; `due_on` null for continuous work."""

    key: str
    title: str
    due_on: date | None


class OpenPeriods(Answered):
    """The open periods of an indicator, the latest first."""

    items: tuple[OpenPeriod, ...]


class ExtraIn(Given):
    """To which unit (id or name), why, and by when (null: as for the others)."""

    unit: Name
    reason: Text
    due_on: date | None = None


@router.get("/indicators/{indicator}/periods")
@scoped(TokenScope.READ)
def periods(who: Who, indicator: Name) -> OpenPeriods:
    """What of an indicator is open now; for those who see every unit's work."""
    check_sees_all(who.desk, who.actor)
    found = issue_one.open_periods(who.desk, indicator, at=who.at)
    return OpenPeriods(items=tuple(map(OpenPeriod.model_validate, found)))


@router.post("/indicators/{indicator}/periods/{period}/assignments", status_code=201)
@scoped(TokenScope.REVIEW)
def issue(who: Who, indicator: Name, period: Name, given: ExtraIn) -> AssignmentPage:
    """Issue it to one more unit; withdrawing undoes it."""
    order = issue_one.Extra(indicator, period, given.unit, who.actor, given.reason, given.due_on)
    return shown(who, issue_one.issue_extra(who.desk, order, at=who.at))
