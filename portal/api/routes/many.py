"""Many at once with a preview, what waits to be closed out, and the sheet beside the evidence."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter

from engine.domain.token_scope import TokenScope
from engine.domain.vocabulary import Verb
from engine.services.reviewing import bulk
from engine.services.reviewing.review_sheet import review_sheet
from portal.api.door import Caller, Who, scoped
from portal.api.models.assignment import Assignment
from portal.api.models.reviewing import BulkDone, BulkIn, BulkOrder, BulkPreview, ReviewSheet
from portal.api.models.value import Answered, Number
from portal.api.repeating import Repeatable

router = APIRouter(tags=["review"], route_class=Repeatable)


class NotYet(Answered):
    """So much approved work has no due date; it is scored at its assessment, the next of which is on `day`."""

    number: int
    day: date


class ToClose(Answered):
    """Scored work that I may close out, what hurts first on top; and what is approved and not scored before its day."""

    items: tuple[Assignment, ...]
    not_yet: NotYet | None


@router.get("/assignments/{number}/review-sheet")
@scoped(TokenScope.READ)
def sheet(who: Who, number: Number) -> ReviewSheet:
    """Figures against their thresholds, verdicts, the quorum, and what a reviewer may add."""
    return ReviewSheet.of(review_sheet(who.desk, number, who.actor, at=who.at))


@router.get("/close-outs")
@scoped(TokenScope.READ)
def to_close(who: Who) -> ToClose:
    """What waits to be closed out by me."""
    items = tuple(map(Assignment.of, bulk.to_close(who.desk, who.actor, at=who.at)))
    waiting = bulk.not_yet(who.desk, who.actor, at=who.at)
    return ToClose(items=items, not_yet=NotYet.model_validate(waiting) if waiting else None)


@router.post("/bulk/preview")
@scoped(TokenScope.REVIEW)
def preview(who: Who, given: BulkIn) -> BulkPreview:
    """What approving, returning or closing out would do to each; nothing changes."""
    return BulkPreview.of(bulk.preview(who.desk, _order(who, given), at=who.at))


@router.post("/bulk")
@scoped(TokenScope.REVIEW)
def carry_out(who: Who, given: BulkOrder) -> BulkDone:
    """Do what the preview said, all or none."""
    return BulkDone(done=bulk.carry_out(who.desk, _order(who, given), given.digest, at=who.at))


def _order(who: Caller, given: BulkIn) -> bulk.Order:
    return bulk.Order(Verb(given.verb), who.actor, given.assignments, given.reason.strip())
